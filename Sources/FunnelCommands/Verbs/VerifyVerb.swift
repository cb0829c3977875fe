import FunnelRuntime
import FunnelStore

/// `funnelc verify`: checks that a store holds what was written into it.
enum VerifyVerb: Verb {
  static let syntax = VerbSyntax(
    name: "verify",
    summary: "check that a store holds what was written into it",
    explanation: [
      "Checks the file by SQLite's own means, each row against its checksum, each commit against the chain of all commits, each subject's records against the chain of its events, and that each subject can be taken up.",
      "The chains have no key: they show accidents, not forgery.",
    ],
    operands: StoreOperand.operands, ownOptions: [])

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    do {
      let opened = try OpenedStore(arguments.operands[0])
      var faults = try opened.store.faults()
      var journeys = 0
      if faults.isEmpty {
        do {
          try opened.forEachSubject { _, subject in journeys += subject.journeys.count }
        } catch let error as StoreError {
          faults.append(error.message)
        }
      }
      guard faults.isEmpty else {
        for fault in faults { try console.output.write("\(fault)\n") }
        return .findings
      }
      let store = opened.store
      try console.output.write(
        "sound: \(store.head.segment.of("commit")), \(store.subjectCount.of("subject")), \(journeys.of("journey"))\n")
      return .clean
    } catch let error as StoreError where error.isDamage {
      try console.output.write("\(error.message)\n")
      return .findings
    }
  }
}
