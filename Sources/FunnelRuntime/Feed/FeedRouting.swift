import FunnelIR

/// Which of the funnels that run together a line is about, as far as the line alone tells.
struct FeedRouting: Sendable {
  private let names: NameTable
  private let references: NameTable
  /// The funnel of each reference.
  private let funnels: [Int]
  private let activities: [NameTable]
  /// Whether any funnel has sources of its own.
  let hasSources: Bool

  init(_ programs: [LoadedProgram]) {
    names = NameTable(programs.map(\.program.name))
    var references: [String] = []
    var funnels: [Int] = []
    for program in programs {
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

  /// How many funnels there are.
  var count: Int { activities.count }

  /// The funnel that a line names; nil where it names none, or one that is not there.
  func named(by event: borrowing IncomingEvent) -> Int? {
    guard let name = event.funnel else { return nil }
    return event.bytes.withUnsafeBytes { names.index(of: $0.part(name)) }
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
    return hasSources ? sourced(by: event) : 0
  }

  /// Whether a funnel may need the points of a line.
  func concerns(_ funnel: Int, _ event: borrowing IncomingEvent) -> Bool {
    if event.kind == .leadRegistered { return destination(of: event) == funnel }
    if event.funnel != nil, named(by: event) != funnel { return false }
    guard event.kind.isAboutActivity, let name = event.activity else { return true }
    return event.bytes.withUnsafeBytes { activities[funnel].index(of: $0.part(name)) } != nil
  }
}
