/// A program that has been verified: no index in it leads out of a table, and all its code ends.
///
/// So the interpreter checks nothing again, and a program made with bad intent is refused before it runs.
public struct VerifiedProgram: Sendable {
  /// The program.
  public let program: Program
  /// The most registers that any of its routines uses.
  public let registers: Int

  /// Verifies a program by itself.
  public init(_ program: Program) throws(RefusedProgram) { try self.init(program, among: [program]) }

  /// Verifies one of the funnels of a workspace.
  init(_ program: Program, among peers: [Program]) throws(RefusedProgram) {
    var verifier = Verifier(program, among: peers)
    try verifier.verify()
    self.program = program
    registers = verifier.registers
  }
}

/// Why a program is refused.
public struct RefusedProgram: Error, Hashable, Sendable {
  /// What is wrong, as a phrase.
  public let message: String

  /// The refusal of bytes that are no program at all.
  public static let unreadable = RefusedProgram("it is no compiled funnel, or one in a format of another version")

  /// Makes a refusal.
  init(_ message: String) { self.message = message }
}
