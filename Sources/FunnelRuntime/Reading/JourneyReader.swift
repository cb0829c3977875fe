import FunnelIR

/// Tells people about the journeys of a workspace: names in place of numbers, and personal values masked unless they are asked
/// for.
public final class JourneyReader {
  /// The funnels.
  public let workspace: LoadedWorkspace
  /// Whether personal values are shown as they are.
  public let showsPersonal: Bool
  let redactions: [Redaction]
  let names: [PrintedNames]
  private let digest: @Sendable ([UInt8]) -> [UInt8]

  /// Makes a reader.
  /// - Parameter digest: the hash function of masked ids: SHA-256 as a rule.
  public init(
    _ workspace: LoadedWorkspace, showsPersonal: Bool, digest: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) {
    self.workspace = workspace
    self.showsPersonal = showsPersonal
    self.digest = digest
    let all = workspace.funnels.map(\.personal)
    redactions = all.map { Redaction(personal: $0, among: all, digest: digest) }
    names = workspace.funnels.map { PrintedNames($0.program) }
  }

  /// What people are told of a journey.
  public func view(_ journey: Journey) -> JourneyView {
    let funnel = Int(journey.funnel)
    return JourneyView(
      program: workspace.funnels[funnel], journey: journey, redaction: redactions[funnel], names: names[funnel],
      showsPersonal: showsPersonal)
  }

  /// An instant on the clock of the first funnel's zone, with the zone.
  public func shown(_ instant: Int64) -> String {
    var text: [UInt8] = []
    workspace.funnels[0].interpolation.append(
      ValueType(.datetime), bits: UInt64(bitPattern: instant), bytes: UnsafeRawBufferPointer(start: nil, count: 0),
      to: &text)
    return "\(String(decoding: text, as: UTF8.self)) (\(workspace.funnels[0].program.zone.name))"
  }

  /// An id as people see it.
  public func shown(id: [UInt8]) -> String {
    guard !showsPersonal, let redaction = redactions.first else { return String(decoding: id, as: UTF8.self) }
    return String(decoding: redaction.id(id), as: UTF8.self)
  }

  /// A journey's id as people see it.
  public func shown(journeyID id: String) -> String {
    // The id ends with the funnel's name and a number, neither of which holds a slash.
    let parts = id.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count > 2 else { return id }
    let lead = parts.dropLast(2).joined(separator: "/")
    return ([shown(id: Array(lead.utf8))] + parts.suffix(2).map(String.init)).joined(separator: "/")
  }

  /// Whether an id is meant by what somebody typed: the id itself, or the form in which it is shown where it is personal.
  public func isMeant(id: [UInt8], by typed: [UInt8]) -> Bool {
    if id == typed { return true }
    guard typed.first == UInt8(ascii: "#"), let redaction = redactions.first else { return false }
    return redaction.isPersonal(id: id) && redaction.id(id) == typed
  }
}
