import Testing

@Suite("The examples and the linter")
struct CleanExamplesTests {
  @Test(
    "are clean by what is recommended, or say why not", arguments: Repository.files(in: "Examples", ending: ".funnel"))
  func clean(path: String) throws {
    let process = try CommandProcess(
      ["check", path, "--select", "allow-without-reason", "--fail-level", "information"], in: Repository.root)
    #expect(process.status == 0, "\(process.errors)")
  }
}
