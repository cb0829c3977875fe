import FunnelIR

/// Which of the funnels that run together a line is about, as far as the line alone tells.
struct FeedRouting: Sendable {
  private let names: NameTable
  private let references: NameTable
  /// The funnel of each reference.
  private let funnels: [Int]
  private let activities: [NameTable]
  /// The funnels under which journeys begin.
  private let current: Range<Int>
  /// For each funnel the current one of its name.
  private let successors: [Int]
  /// Whether any funnel has sources of its own.
  let hasSources: Bool

  init(_ programs: [LoadedProgram], current: Range<Int>, successors: [Int]) {
    self.current = current
    self.successors = successors
    names = NameTable(programs[current].map(\.program.name))
    var references: [String] = []
    var funnels: [Int] = []
    for program in programs[current] {
      for source in program.program.sources {
        references.append(program.string(source.reference))
        funnels.append(program.index)
      }
    }
    self.references = NameTable(references)
    self.funnels = funnels
    hasSources = !funnels.isEmpty
    activities = programs.map(\.activityNames)
  }

  /// How many funnels there are, each counted once.
  var count: Int { current.count }

  /// The funnel that a line names; nil where it names none, or one that is not there.
  func named(by event: borrowing IncomingEvent) -> Int? {
    guard let name = event.funnel else { return nil }
    return event.bytes.withUnsafeBytes { names.index(of: $0.part(name)) }.map { current.lowerBound + $0 }
  }

  /// The funnel of the source that a line names; nil where it names none that is known.
  func sourced(by event: borrowing IncomingEvent) -> Int? {
    guard let source = event.source else { return nil }
    return event.bytes.withUnsafeBytes { references.index(of: $0.part(source)) }.map { funnels[$0] }
  }

  /// The funnel in which a registration begins a journey: the one it names, else the one of its source; where no funnel has
  /// sources, the first.
  func destination(of event: borrowing IncomingEvent) -> Int? {
    if event.funnel != nil { return named(by: event) }
    return hasSources ? sourced(by: event) : current.lowerBound
  }

  /// Whether a funnel may need the points of a line.
  func concerns(_ funnel: Int, _ event: borrowing IncomingEvent) -> Bool {
    if event.kind == .leadRegistered { return destination(of: event) == successors[funnel] }
    if event.funnel != nil, named(by: event) != successors[funnel] { return false }
    guard event.kind.isAboutActivity, let name = event.activity else { return true }
    return event.bytes.withUnsafeBytes { activities[funnel].index(of: $0.part(name)) } != nil
  }
}
