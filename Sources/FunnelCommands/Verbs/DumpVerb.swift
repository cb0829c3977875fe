import FunnelRuntime
import FunnelStore

/// `funnelc dump`: writes all that a store holds.
enum DumpVerb: Verb {
  static let syntax = VerbSyntax(
    name: "dump",
    summary: "write all that a store holds, one JSON object a line",
    explanation: [
      "Two stores that hold the same give the same bytes, however their feeds were cut into runs and batches: compiled funnels, feed positions, subjects with all that is known of them, records, effects, rejects."
    ],
    operands: StoreOperand.operands, ownOptions: [])

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    let opened = try OpenedStore(arguments.operands[0])
    let store = opened.store
    var line = JSONWriter()
    func write(_ body: (inout JSONWriter) -> Void) throws {
      line.removeAll()
      line.beginObject()
      body(&line)
      line.endObject()
      line.endLine()
      try console.output.write(line.bytes)
    }
    for program in store.programs {
      try write { line in
        line.key("program")
        line.string(program.name)
        line.key("version")
        line.string(program.version)
        line.key("sha256")
        line.string(SHA256.digits(of: program.hash))
      }
    }
    for position in store.positions { try write { describe(position, &$0) } }
    try write { line in
      line.key("latest")
      if let latest = store.latest { line.datetime(latest) } else { line.null() }
      if let clock = store.clock {
        line.key("clock")
        line.datetime(clock)
      }
    }
    try opened.forEachSubject { number, subject in
      try write { line in
        line.key("subject")
        line.integer(number)
        line.key("leads")
        line.beginArray()
        for lead in subject.leadIDs { line.string(lead[...]) }
        line.endArray()
        line.key("image")
        line.base64(subject.bytes(opened.workspace))
      }
    }
    for (kind, name) in [(StoredLines.records, "record"), (.effects, "effect"), (.rejects, "reject")] {
      try store.forEachLine(kind, by: opened.printer) { lines in
        for text in lines.split(separator: UInt8(ascii: "\n")) {
          try console.output.write(Array("{\"\(name)\":".utf8) + text + Array("}\n".utf8))
        }
      }
    }
    return .clean
  }

  private static func describe(_ position: FeedPosition, _ line: inout JSONWriter) {
    line.key("feed")
    line.string(position.name)
    line.key("generation")
    line.integer(position.generation)
    line.key("offset")
    line.integer(position.offset)
    line.key("line")
    line.integer(position.line)
    line.key("head")
    line.string(SHA256.digits(of: position.head))
    line.key("tail")
    line.string(SHA256.digits(of: position.tail))
  }
}
