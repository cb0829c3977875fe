import FunnelCompiler
import FunnelDiagnostics
import FunnelIR
import FunnelRuntime

/// A compiled funnel of any bytes: it is refused, or it runs over a feed of everything that can happen.
enum ProgramTry {
  private static let feed = """
    {"id":"a","email":"a@b.de","country":"DE","at":"2026-01-05T10:00:00Z","src":"W"}
    {"type":"lead.registered","lead":"b","time":"2026-01-05T11:00:00Z","data":{"email":"b@b.de","employees":500}}
    {"type":"lead.updated","lead":"a","time":"2026-01-06T10:00:00Z","data":{"employees":1000,"consent":true}}
    {"type":"activity.started","lead":"a","activity":"call","time":"2026-01-06T11:00:00Z"}
    {"type":"activity.failed","lead":"a","activity":"call","time":"2026-01-06T12:00:00Z"}
    {"type":"activity.completed","lead":"a","activity":"call","time":"2026-01-07T10:00:00Z","data":{"age":4}}
    {"type":"lead.withdrawn","lead":"b","time":"2026-01-08T10:00:00Z"}
    {"type":"journey.moved","lead":"a","target":"first","time":"2026-01-09T10:00:00Z"}
    {"type":"clock","lead":"a","time":"2026-03-01T00:00:00Z"}

    """

  static func run(_ bytes: UnsafeRawBufferPointer) {
    if let workspace = try? Compiler.load(Array(bytes)) { run(workspace) }
  }

  /// Compiles the funnel on standard input and prints it, as a seed; nothing where it does not compile.
  static func compile() {
    var text = ""
    while let line = readLine(strippingNewline: false) { text += line }
    var sources = SourceMap()
    let file = sources.add(SourceFile(name: "fuzz.funnel", bytes: Array(text.utf8)))
    let result = try? Compiler(CompilerServices { _ in nil }).compile(file, in: sources)
    guard let json = try? result?.workspace?.workspace.canonicalJSON() else { return }
    print(String(decoding: json, as: UTF8.self), terminator: "")
  }

  /// Runs verified funnels, whose tables nobody has.
  static func run(_ workspace: VerifiedWorkspace) {
    _ = FuzzRun(LoadedWorkspace(workspace), MemorySource(feed), FeedLimits(nesting: 32))
  }
}
