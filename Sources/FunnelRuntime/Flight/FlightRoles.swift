import FunnelIR

/// The roles that lines may name, by number: those that the funnel declares, then the built-in ones.
struct FlightRoles: Sendable {
  private static let builtIn = [Role.Base.administrator, .manager, .lead, .automatic, .owner]

  /// What each role is based on.
  private let bases: [Role.Base]
  /// The number by which a line would name the role of each activity key.
  private let needed: [Int]

  /// The names of the roles; of equal ones the first counts.
  static func names(_ program: Program) -> [String] {
    program.roles.map { program.strings[$0.name] } + builtIn.map(\.rawValue)
  }

  init(_ program: LoadedProgram) {
    let names = FlightRoles.names(program.program).map { Array($0.utf8) }
    bases = program.program.roles.map(\.base) + FlightRoles.builtIn
    needed = program.activityRoles.map { role in names.firstIndex { $0 == names[role] } ?? role }
  }

  /// Whether somebody who is named may do what a line says; the rules are those of `LoadedProgram.refusal`, and who may not is
  /// left to it.
  /// - Parameters:
  ///   - isLead: whether the actor is the lead, or nobody.
  ///   - isResponsible: whether the actor is the person responsible for the lead.
  func allow(
    _ role: Int, _ kind: IncomingEvent.Kind, activity: Int, isLead: Bool, isResponsible: Bool
  ) -> Bool {
    let base = role >= 0 ? bases[role] : nil
    if base == .administrator || base == .manager { return true }
    if base == .lead, !isLead { return false }
    guard kind.isAboutActivity else { return kind == .leadUpdated || kind == .leadWithdrawn }
    return bases[needed[activity]] == .owner
      ? base == .owner || isResponsible : role == needed[activity]
  }
}
