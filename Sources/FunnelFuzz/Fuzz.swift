import Glibc

/// Feeds bytes that a fuzzer makes up to the parts of Funnel that read from outside: `fuzz feed|leads|events|program|source|planted`,
/// with libFuzzer's own options and folders behind it. `Tests/Fuzz/run` builds and drives it.
@main
enum Fuzz {
  /// What one try of bytes goes through.
  private static let tries: [String: Try] = [
    "feed": { FeedTry.run($0) }, "leads": { LeadsTry.run($0) }, "events": { EventsTry.run($0) },
    "program": { ProgramTry.run($0) }, "source": { SourceTry.run($0) },
    "planted": { PlantedTry.run($0) },
  ]

  private typealias Try = @Sendable (UnsafeRawBufferPointer) -> Void

  private nonisolated(unsafe) static var chosen: Try = { _ in }

  /// Picks the part by the first argument and hands the others to libFuzzer.
  static func main() {
    let part = CommandLine.argc > 1 ? CommandLine.arguments[1] : ""
    if part == "compile" { return ProgramTry.compile() }
    guard let run = tries[part] else {
      print("usage: fuzz feed|leads|events|program|source|planted [libFuzzer's options and folders]")
      print("       fuzz compile                      the funnel on standard input, as \"program\" takes it")
      return
    }
    chosen = run
    var arguments = CommandLine.unsafeArgv + 1
    var count = CommandLine.argc - 1
    withUnsafeMutablePointer(to: &count) { count in
      withUnsafeMutablePointer(to: &arguments) { arguments in
        let status = runFuzzer(count, arguments) { bytes, count in
          Fuzz.chosen(UnsafeRawBufferPointer(start: bytes, count: count))
          return 0
        }
        if status != 0 { print("the fuzzer ended with \(status)") }
      }
    }
  }
}

/// libFuzzer's own loop.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafeRawPointer?, Int) -> Int32
) -> Int32

/// Ends the process as a crash does, so that the fuzzer keeps the bytes that led here.
func expect(_ holds: Bool, _ what: @autoclosure () -> String) {
  guard !holds else { return }
  print(what())
  abort()
}
