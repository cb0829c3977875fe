import FunnelIR

/// One funnel of a run: what moves its journeys, and what writes them.
final class FunnelLane {
  let program: LoadedProgram
  /// Used by its run alone, so nobody has to watch who else does.
  @exclusivity(unchecked) var interpreter: Interpreter
  @exclusivity(unchecked) var journeys: JourneyWriter
  let journal: JournalWriter

  init(_ program: LoadedProgram, among workspace: LoadedWorkspace, _ settings: RunSettings) {
    self.program = program
    interpreter = Interpreter(program)
    interpreter.redacts = settings.redacts
    let names = PrintedNames(program.program)
    let redaction =
      settings.redacts
      ? Redaction(personal: program.personal, among: workspace.funnels.map(\.personal), digest: settings.digest) : nil
    journeys = JourneyWriter(
      program, names: names,
      fields: settings.fields.indices.contains(program.index) ? settings.fields[program.index] : JourneyField.all,
      redaction)
    journal = JournalWriter(program, names: names, among: workspace, digest: settings.digest, redaction: redaction)
  }

  var intake: Intake { program.program.intake }
}
