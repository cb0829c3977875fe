import FunnelRuntime
import FunnelStore

/// `funnelc verify`: checks that a store holds what was written into it.
enum VerifyVerb: Verb {
  static let syntax = VerbSyntax(
    name: "verify",
    summary: "check that a store holds what was written into it",
    explanation: [
      "Checks the file by SQLite's own means, each row against its checksum, each commit against the chain of all commits, each subject's records against the chain of its events, and that each subject can be taken up and each record be read.",
      "The chains have no key: they show accidents, not forgery.",
      "A log that was damaged while nobody had the store open can end earlier than it did, and then the store stands as it stood before its last commits. With the file that \"run --anchor\" keeps this is found as well.",
    ],
    operands: StoreOperand.operands, ownOptions: [anchor])

  private static let anchor = OptionSyntax(
    "--anchor", .word("FILE"), "the file in which \"run --anchor\" remembers the last commit")

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    do {
      let opened = try OpenedStore(arguments.operands[0])
      var faults = try opened.store.faults()
      if let path = arguments.value(anchor) {
        guard let seen = try Anchor.read(path) else {
          throw StoreError("there is no anchor \"\(path)\"", help: "check the spelling; \"run --anchor\" makes one")
        }
        if let fault = try opened.store.fault(against: seen) { faults.append(fault) }
      }
      var journeys = 0
      if faults.isEmpty {
        do {
          try opened.forEachSubject { _, subject in journeys += subject.journeys.count }
          for kind in StoredLines.allCases { try opened.store.forEachLine(kind, by: opened.printer) { _ in } }
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
        "sound: \(store.head.commit.of("commit")), \(store.subjectCount.of("subject")), \(journeys.of("journey"))\n")
      return .clean
    } catch let error as StoreError where error.isDamage {
      try console.output.write("\(error.message)\n")
      return .findings
    }
  }
}
