/// A line on a terminal that says how far a run has come; elsewhere nothing is written.
struct Progress {
  private static let interval = Duration.milliseconds(200)

  private let console: Console
  private let isShown: Bool
  private let start = PassingTime.now
  private var next: Duration
  private var isOnScreen = false

  init(_ console: Console) {
    self.console = console
    isShown = console.errors.isTerminal
    next = start + Progress.interval
  }

  /// The time since the run began.
  var elapsed: Duration { PassingTime.now - start }

  /// Shows the number of lines read, if a moment has passed since the last time.
  mutating func show(lines: Int) {
    guard isShown, PassingTime.now >= next else { return }
    next = PassingTime.now + Progress.interval
    isOnScreen = true
    console.say("\r\u{1B}[K\(lines.of("line")) read")
  }

  /// Takes the line away.
  mutating func clear() {
    if isOnScreen { console.say("\r\u{1B}[K") }
    isOnScreen = false
  }
}

extension Duration {
  /// The seconds, with as many decimals as say something: `0.042 s`, `1.3 s`, `125 s`.
  var spoken: String {
    let milliseconds = max(0, components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    if seconds >= 100 { return "\(seconds) s" }
    let digits = String(rest + 1000).dropFirst()
    return seconds > 0 ? "\(seconds).\(digits.prefix(1)) s" : "0.\(digits) s"
  }
}
