/// Numbers as people read them in a report.
enum Figures {
  /// The digits in groups of three.
  static func count(_ count: Int) -> String {
    var digits = String(count.magnitude)
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.append(digits.suffix(3))
      digits.removeLast(3)
    }
    groups.append(digits[...])
    return (count < 0 ? "-" : "") + groups.reversed().joined(separator: "\u{A0}")
  }

  /// A share in per cent with one decimal.
  static func percent(_ share: Double?) -> String {
    guard let share else { return "–" }
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10)\u{A0}%"
  }

  /// A count's share of a whole.
  static func share(_ count: Int, of whole: Int) -> String {
    percent(whole > 0 ? Double(count) / Double(whole) : nil)
  }

  /// A length of time in its two largest units: `3 d 4 h`.
  static func time(_ microseconds: Int64) -> String {
    let minutes = microseconds / 60_000_000
    let parts = [(minutes / 1_440, "d"), (minutes / 60 % 24, "h"), (minutes % 60, "min")]
    guard let first = parts.firstIndex(where: { $0.0 > 0 }) else { return "< 1\u{A0}min" }
    return parts[first...].prefix(2).filter { $0.0 > 0 }.map { "\($0.0)\u{A0}\($0.1)" }.joined(separator: " ")
  }

  /// A count with its word: `1 journey`, `2 journeys`.
  static func words(_ count: Int, _ word: String) -> String {
    "\(Figures.count(count)) \(word)\(count == 1 ? "" : "s")"
  }
}
