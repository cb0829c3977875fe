/// Reads the notation of regular expressions, scalar by scalar.
struct PatternParser {
  /// How many groups may stand inside one another.
  static let maximumDepth = 64
  /// The largest count in braces.
  static let maximumCount = 1_000

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var depth = 0
  private var ignoresCase = false

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// `pattern = choice`
  mutating func parse() throws(InvalidPattern) -> Pattern {
    let pattern = try parseChoice()
    guard current == nil else { throw problem(.stray(")")) }
    return pattern
  }

  /// `choice = sequence ("|" sequence)*`
  private mutating func parseChoice() throws(InvalidPattern) -> Pattern {
    let outerCase = ignoresCase
    defer { ignoresCase = outerCase }
    var alternatives = [try parseSequence()]
    while take("|") { alternatives.append(try parseSequence()) }
    return alternatives.count == 1 ? alternatives[0] : .choice(alternatives)
  }

  /// `sequence = ("(?i)" | repetition)*`
  private mutating func parseSequence() throws(InvalidPattern) -> Pattern {
    var parts: [Pattern] = []
    while let scalar = current, scalar != "|", scalar != ")" {
      if takeAll("(?i)") {
        ignoresCase = true
      } else {
        parts.append(try parseRepetition())
      }
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  /// `repetition = atom (("*" | "+" | "?" | "{" count "}") "?"?)?`
  private mutating func parseRepetition() throws(InvalidPattern) -> Pattern {
    let atom = try parseAtom()
    let start = position
    guard let (least, most) = try parseBounds() else { return atom }
    switch atom {
    case .textStart, .textEnd: throw InvalidPattern(problem: .nothingToRepeat(character(at: start)), offset: start)
    default: break
    }
    _ = take("?")
    if let sign = current, sign == "*" || sign == "+" || sign == "?" || sign == "{" {
      throw problem(.nothingToRepeat(Character(sign)))
    }
    return .repetition(atom, least: least, most: most)
  }

  /// `count = digits ("," digits?)?`
  private mutating func parseBounds() throws(InvalidPattern) -> (least: Int, most: Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    let start = position
    guard take("{") else { return nil }
    guard let least = try parseCount() else { throw InvalidPattern(problem: .invalidCount, offset: start) }
    var most: Int? = least
    if take(",") { most = try parseCount() }
    guard take("}") else { throw InvalidPattern(problem: .invalidCount, offset: start) }
    if let most, most < least { throw InvalidPattern(problem: .countOutOfOrder, offset: start) }
    return (least, most)
  }

  private mutating func parseCount() throws(InvalidPattern) -> Int? {
    let start = position
    var count: Int?
    while let digit = current?.value, (0x30...0x39).contains(digit) {
      count = (count ?? 0) * 10 + Int(digit - 0x30)
      position += 1
      if let count, count > Self.maximumCount { throw InvalidPattern(problem: .countTooLarge, offset: start) }
    }
    return count
  }

  /// `atom = "." | "^" | "$" | group | class | escape | any other scalar`
  private mutating func parseAtom() throws(InvalidPattern) -> Pattern {
    guard let scalar = current else { return .sequence([]) }
    switch scalar {
    case "(": return try parseGroup()
    case "[": return .scalar(try parseClass())
    case "*", "+", "?": throw problem(.nothingToRepeat(Character(scalar)))
    case "{", "}", "]": throw problem(.stray(Character(scalar)))
    case "\\": return .scalar(cased(try parseEscape()))
    default: break
    }
    position += 1
    switch scalar {
    case ".": return .scalar(ScalarSet([0x0A...0x0A]).inverted)
    case "^": return .textStart
    case "$": return .textEnd
    default: return .scalar(cased(Self.single(scalar)))
    }
  }

  /// `group = "(" ("?:" | "?i:")? choice ")"`
  private mutating func parseGroup() throws(InvalidPattern) -> Pattern {
    let start = position
    for look in ["(?=", "(?!", "(?<=", "(?<!"] where takeAll(look) {
      throw InvalidPattern(problem: .lookAround, offset: start)
    }
    guard depth < Self.maximumDepth else { throw problem(.tooDeep) }
    depth += 1
    defer { depth -= 1 }
    let outerCase = ignoresCase
    defer { ignoresCase = outerCase }
    if takeAll("(?i:") {
      ignoresCase = true
    } else if !takeAll("(?:") {
      if takeAll("(?") { throw InvalidPattern(problem: .unknownGroup, offset: start) }
      position += 1
    }
    let inner = try parseChoice()
    guard take(")") else { throw problem(.unclosed(")")) }
    return inner
  }

  /// `class = "[" "^"? (member ("-" member)?)+ "]"`
  private mutating func parseClass() throws(InvalidPattern) -> ScalarSet {
    let start = position
    position += 1
    let isInverted = take("^")
    var ranges: [ClosedRange<UInt32>] = []
    while !take("]") {
      guard current != nil else { throw problem(.unclosed("]")) }
      ranges += try parseMember()
    }
    guard !ranges.isEmpty else { throw InvalidPattern(problem: .emptyClass, offset: start) }
    let members = cased(ScalarSet(ranges))
    return isInverted ? members.inverted : members
  }

  private mutating func parseMember() throws(InvalidPattern) -> [ClosedRange<UInt32>] {
    let start = position
    let low = try parseMemberEnd()
    guard current == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else { return low.ranges }
    position += 1
    let high = try parseMemberEnd()
    guard let first = Self.only(low), let last = Self.only(high) else {
      throw InvalidPattern(problem: .rangeOfClass, offset: start)
    }
    guard first <= last else { throw InvalidPattern(problem: .rangeOutOfOrder, offset: start) }
    return [first...last]
  }

  private mutating func parseMemberEnd() throws(InvalidPattern) -> ScalarSet {
    guard let scalar = current else { throw problem(.unclosed("]")) }
    if scalar == "\\" { return try parseEscape() }
    if scalar == "[", position + 1 < scalars.count, [":", ".", "="].contains(scalars[position + 1]) {
      throw problem(.stray("["))
    }
    position += 1
    return Self.single(scalar)
  }

  /// `escape = "\" ("d" | "D" | "w" | "W" | "s" | "S" | "t" | "n" | "r" | any sign)`
  private mutating func parseEscape() throws(InvalidPattern) -> ScalarSet {
    let start = position
    position += 1
    guard let scalar = current else { throw InvalidPattern(problem: .trailingBackslash, offset: start) }
    position += 1
    switch scalar {
    case "d": return Self.digits
    case "D": return Self.digits.inverted
    case "w": return Self.wordScalars
    case "W": return Self.wordScalars.inverted
    case "s": return Self.blanks
    case "S": return Self.blanks.inverted
    case "t": return Self.single("\t")
    case "n": return Self.single("\n")
    case "r": return Self.single("\r")
    case "1"..."9", "k": throw InvalidPattern(problem: .backReference, offset: start)
    case "0", "a"..."z", "A"..."Z": throw InvalidPattern(problem: .unknownEscape(Character(scalar)), offset: start)
    default: return Self.single(scalar)
    }
  }

  private static let digits = ScalarSet([0x30...0x39])
  private static let wordScalars = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  private static let blanks = ScalarSet([0x09...0x0D, 0x20...0x20])

  private static func single(_ scalar: Unicode.Scalar) -> ScalarSet { ScalarSet([scalar.value...scalar.value]) }

  /// The one scalar of a set that holds one.
  private static func only(_ set: ScalarSet) -> UInt32? {
    guard set.ranges.count == 1, let range = set.ranges.first, range.count == 1 else { return nil }
    return range.lowerBound
  }

  private func cased(_ set: ScalarSet) -> ScalarSet { ignoresCase ? set.ignoringCase : set }

  private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    position += 1
    return true
  }

  private mutating func takeAll(_ text: String) -> Bool {
    guard scalars[position...].starts(with: text.unicodeScalars) else { return false }
    position += text.unicodeScalars.count
    return true
  }

  private func character(at offset: Int) -> Character {
    offset < scalars.count ? Character(scalars[offset]) : " "
  }

  private func problem(_ problem: InvalidPattern.Problem) -> InvalidPattern {
    InvalidPattern(problem: problem, offset: position)
  }
}
