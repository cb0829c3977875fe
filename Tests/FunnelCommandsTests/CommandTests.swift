import Foundation
import Testing

@Suite("The command as a process")
struct CommandTests {
  @Test("help and version go to standard output")
  func help() throws {
    let help = try CommandProcess("--help")
    #expect(help.status == 0 && help.errors.isEmpty)
    #expect(help.output.hasPrefix("funnelc checks, builds and runs customer-onboarding funnels.\n"))
    #expect(try CommandProcess("-h").output == help.output)
    #expect(try CommandProcess("--version").output.hasPrefix("funnelc "))
  }

  @Test("every verb has help", arguments: ["check", "build", "run"])
  func verbHelp(verb: String) throws {
    let help = try CommandProcess(verb, "--help")
    #expect(help.status == 0 && help.errors.isEmpty)
    #expect(help.output.hasPrefix("Usage: funnelc \(verb) FILE"))
    #expect(try CommandProcess("--help").output.contains("\n  \(verb) "))
  }

  @Test(
    "wrong usage is said once, on standard error, with status 2",
    arguments: [
      ([], "error: no verb given\n  help: \"funnelc --help\" lists the verbs\n"),
      (["chek"], "error: there is no verb \"chek\"\n  help: did you mean \"check\"?\n"),
      (["--verison"], "error: there is no option \"--verison\"\n  help: did you mean \"--version\"?\n"),
      (["check"], "error: \"funnelc check\" needs FILE\n  help: \"funnelc check --help\" shows how it is used\n"),
      (
        ["check", "\u{1B}[2J", "--x\u{7}"],
        "error: \"funnelc check\" has no option \"--x␇\"\n  help: \"funnelc check --help\" lists the options\n"
      ),
    ])
  func wrongUsage(arguments: [String], errors: String) throws {
    let process = try CommandProcess(arguments)
    #expect(process.status == 2)
    #expect(process.output.isEmpty)
    #expect(process.errors == errors)
  }

  @Test("a file that can't be read is status 2")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    let missing = try CommandProcess("check", "\(folder.path)/no.funnel")
    #expect(missing.status == 2 && missing.output.isEmpty)
    #expect(
      missing.errors == """
        error[unreadable-file] F0001: there is no file "\(folder.path)/no.funnel"
         --> \(folder.path)/no.funnel
          = help: check the spelling, and the folder you are in

        found 1 error

        """)
    let directory = try CommandProcess("build", folder.path, "--format", "concise")
    #expect(directory.status == 2)
    #expect(
      directory.errors == "\(folder.path):1:1: error[unreadable-file]: \"\(folder.path)\" is a folder, not a file\n")
    let empty = try CommandProcess("check", folder.path)
    #expect(empty.status == 2 && empty.errors.contains("there is no funnel in \"\(folder.path)\""))
  }

  @Test("a file that is no text is a finding")
  func noText() throws {
    let folder = try TemporaryFolder()
    let latin = try CommandProcess(
      "check", "--format=concise", folder.write([0x61, 0x0A, 0xE4, 0x20], to: "latin.funnel"))
    #expect(latin.status == 1)
    #expect(
      latin.errors
        == "\(folder.path)/latin.funnel:1:1: error[not-text]: this file is not UTF-8 text: the byte E4 at offset 2 is no part of one\n"
    )
    let zeros = try CommandProcess("check", "--format=concise", folder.write([0x61, 0x00, 0xFF], to: "zeros"))
    #expect(zeros.status == 1 && zeros.errors.contains("the byte 00 at offset 1"))
  }

  @Test("a hundred megabytes of noise are one finding, at once")
  func noise() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([], to: "noise.funnel")
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    // A hole at the front: the file has its size without the disk having to hold it.
    try file.truncate(atOffset: 100 << 20)
    try file.close()
    let clock = ContinuousClock()
    let start = clock.now
    let process = try CommandProcess("check", "--format", "concise", path)
    #expect(clock.now - start < .seconds(5))
    #expect(process.status == 1)
    #expect(
      process.errors == "\(path):1:1: error[file-too-large]: this file has more than 64 MiB, too much for a funnel\n")
  }

  @Test("colour is for terminals, unless it is asked for")
  func colour() throws {
    #expect(try !CommandProcess("check", "nowhere").errors.contains("\u{1B}"))
    #expect(try CommandProcess("check", "nowhere", "--color", "always").errors.contains("\u{1B}["))
    #expect(try CommandProcess(["check", "nowhere"], environment: ["NO_COLOR": "1"]).status == 2)
  }

  @Test("findings as JSON are one document on standard output, also where there are none")
  func json() throws {
    let process = try CommandProcess("check", "--format", "json", "nowhere")
    #expect(process.status == 2 && process.errors.isEmpty)
    let document = try JSONSerialization.jsonObject(with: Data(process.output.utf8)) as? [String: Any]
    #expect(document?["schemaVersion"] as? Int == 1)
    #expect((document?["diagnostics"] as? [Any])?.count == 1)
  }
}
