/// The files that a run writes.
struct RunOutputs {
  let journeys: OutputFile
  let journal: OutputFile?
  let effects: OutputFile?
  let rejects: OutputFile?

  /// Creates them; none may be an input, or another output.
  init(_ arguments: Arguments, _ console: Console, inputs: [FileIdentity]) throws(FileError) {
    var taken = inputs + [FileIdentity(path: arguments.operands[0])].compactMap { $0 }
    func open(_ option: OptionSyntax) throws(FileError) -> OutputFile? {
      guard let path = arguments.value(option) else { return nil }
      if path == "-" { return console.output }
      let file = try OutputFile(path, .personal, inputs: taken)
      if let identity = file.identity { taken.append(identity) }
      return file
    }
    journeys = try open(RunOptions.output) ?? console.output
    journal = try open(RunOptions.journal)
    effects = try open(RunOptions.effects)
    rejects = try open(RunOptions.rejects)
  }

  /// Writes parts of the journeys, of the journal and of the effects.
  func write(
    _ journeys: UnsafeRawBufferPointer, _ journal: UnsafeRawBufferPointer, _ effects: UnsafeRawBufferPointer
  ) throws(FileError) {
    try self.journeys.write(journeys)
    try self.journal?.write(journal)
    try self.effects?.write(effects)
  }

  func flush() throws(FileError) {
    try journeys.flush()
    try journal?.flush()
    try effects?.flush()
    try rejects?.flush()
  }
}
