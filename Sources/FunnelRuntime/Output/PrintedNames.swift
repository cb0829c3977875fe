import FunnelIR

/// The program's names as JSON strings, quotes and escapes included, made once so that results only copy them.
struct PrintedNames: Sendable {
  /// Names, titles and reasons, by their index in `Program.strings`.
  let strings: [[UInt8]]
  /// The members of each choice table.
  let members: [[[UInt8]]]
  /// `"decision.label"` of each label of each decision.
  let turns: [[[UInt8]]]

  init(_ program: Program) {
    strings = program.strings.map { PrintedNames.quoted($0) }
    members = program.choices.map { $0.members.map { PrintedNames.quoted($0.name) } }
    turns = program.decisions.map { decision in
      program.choices[decision.labels].members.map {
        PrintedNames.quoted("\(program.strings[decision.name]).\($0.name)")
      }
    }
  }

  private static func quoted(_ text: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.string(text)
    return writer.bytes
  }
}

extension JSONWriter {
  /// Writes a name that is JSON already.
  mutating func printed(_ name: [UInt8]) {
    name.withUnsafeBytes { raw($0) }
  }

  /// Writes a name that is JSON already, or null.
  mutating func printed(_ name: [UInt8]?) {
    if let name { printed(name) } else { null() }
  }

  /// Writes an instant or null.
  mutating func datetime(optional instant: Int64?) {
    if let instant { datetime(instant) } else { null() }
  }
}
