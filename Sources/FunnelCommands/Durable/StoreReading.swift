import FunnelDiagnostics
import FunnelIR
import FunnelRuntime
import FunnelStore
import FunnelViews

/// A store that people look into: each subject's journeys as they stand at an instant, which the store keeps as they are.
struct StoreReading {
  static let store = OptionSyntax(
    "--store", .word("DB"), "the store that \"funnelc run --store\" wrote", isRequired: true)
  static let until = OptionSyntax(
    "--until", .word("TIME"), "how everything stands then if nothing more comes, on a copy",
    fallback: "the latest time that the store has read")
  static let json = OptionSyntax("--json", .none, "write one JSON object in place of the text")

  let opened: OpenedStore
  let reader: JourneyReader
  /// As of when journeys are shown.
  let instant: Int64
  private let outlook: JourneyOutlook

  private let path: String

  /// - Parameter isAboutOne: whether one lead is looked for, so that the others need not be read.
  init(_ arguments: Arguments, isAboutOne: Bool = false) throws {
    path = arguments.value(StoreReading.store) ?? ""
    opened = try OpenedStore(path, readsSubjects: !isAboutOne)
    reader = JourneyReader(
      opened.workspace, showsPersonal: arguments.has(CommonOptions.showPersonal), digest: SHA256.digest)
    let latest = max(opened.store.latest ?? 0, opened.store.clock ?? 0)
    let asked = try RunTime.instant(StoreReading.until, in: arguments, opened.workspace.funnels[0].program.zone)
    if let asked, asked < latest {
      throw UsageError(
        "the store knows what happened up to \(RunReport.shown(latest)), and \"--until\" names a time before",
        help: "name a later time; what a lead went through is told by \"funnelc why\"")
    }
    instant = asked ?? latest
    outlook = JourneyOutlook(opened.workspace)
  }

  /// The funnels, by their place in the workspace.
  var funnels: [Program] { opened.workspace.funnels.map(\.program) }

  /// Hands over each subject's journeys, by ascending number of the subject.
  func forEachSubject(_ body: (_ number: Int, SubjectImage, [JourneyView]) throws -> Void) throws {
    try opened.forEachSubject { number, subject in
      let journeys = outlook.journeys(of: subject, at: instant)
      try body(number, subject, journeys.map { reader.view($0) })
    }
  }

  /// The subject that a lead's id means, with its journeys.
  func find(_ lead: String) throws -> (subject: Int, journeys: [JourneyView]) {
    let typed = Array(lead.utf8)
    for number in try opened.store.subjects(thatMayHave: typed) {
      if let image = try opened.subject(number), isMeant(image, by: typed) { return (number, views(image)) }
    }
    // An id as it is shown, and one of a store from before leads were found quickly, may be anybody's.
    let whole = try OpenedStore(path)
    var found: (subject: Int, image: SubjectImage)?
    try whole.forEachSubject { number, subject in
      if found == nil, isMeant(subject, by: typed) { found = (number, subject) }
    }
    guard let found else { throw unknown(lead, whole) }
    _ = try opened.subject(found.subject)
    return (found.subject, views(found.image))
  }

  private func isMeant(_ subject: SubjectImage, by typed: [UInt8]) -> Bool {
    let ids = subject.leadIDs + subject.journeys.map(\.journey.lead)
    // Who was erased is found by the id that nobody stores any more.
    return ids.contains { reader.isMeant(id: $0, by: typed) } || subject.holds(lead: typed, SHA256.digest)
  }

  private func views(_ subject: SubjectImage) -> [JourneyView] {
    outlook.journeys(of: subject, at: instant).map { reader.view($0) }
  }

  /// The name of a funnel that somebody typed, once it is sure that the store has it.
  func funnel(named name: String) throws(UsageError) -> String {
    try StoreReading.known(name, among: funnels.map(\.name), "the store has no funnel", "its funnels are")
  }

  /// A name, once it is sure that there is something of this name.
  static func known(
    _ name: String, among names: [String], _ complaint: String, _ list: String
  ) throws(UsageError) -> String {
    guard !names.contains(name) else { return name }
    let meant = Suggestion.nearest(to: name, among: names).map { "did you mean \"\($0)\"?" }
    throw UsageError(
      "\(complaint) \"\(name)\"",
      help: meant ?? "\(list) \(names.prefix(20).map { "\"\($0)\"" }.joined(separator: ", "))")
  }

  private func unknown(_ lead: String, _ whole: OpenedStore) -> StoreError {
    // An id that is no personal value may be told to whoever mistyped it.
    var nearest = NearestID(to: lead)
    try? whole.forEachSubject { _, subject in
      for id in subject.leadIDs { nearest.look(at: reader.shown(id: id)) }
    }
    return StoreError(
      "the store holds no lead \"\(lead)\"",
      help: nearest.found.map { "did you mean \"\($0)\"?" } ?? "\"funnelc list\" shows the leads whose journeys go on")
  }
}

/// The id nearest to a mistyped one, of as many as one likes.
private struct NearestID {
  private let typed: String
  private(set) var found: String?

  init(to typed: String) { self.typed = typed }

  mutating func look(at id: String) {
    guard abs(id.utf8.count - typed.utf8.count) < 3, !id.hasPrefix("#") else { return }
    found = Suggestion.nearest(to: typed, among: [found, id].compactMap { $0 }) ?? found
  }
}
