import Foundation
import Testing

/// The page of a store's numbers.
@Suite("The report of a store")
struct ReportTests {
  let store: StoreViewTests

  init() throws { store = try StoreViewTests() }

  @Test("the numbers as JSON, and the page, are the same bytes each time")
  func goldens() throws {
    try StoreViewTests.expectGolden(try store.answer("report", "--json"), "report.json")
    let page = try store.answer("report")
    // How it looks is no business of the numbers.
    try StoreViewTests.expectGolden(page.replacing(/(?s)<style>.*<\/style>/, with: "<style></style>"), "report.html")
    #expect(try store.answer("report") == page)
    _ = try store.answer("report", "-o", store.folder.path + "/r.html")
    #expect(try String(contentsOfFile: store.folder.path + "/r.html", encoding: .utf8) == page)
  }

  @Test("the page needs nothing from anywhere, and is built of elements that are closed")
  func selfContained() throws {
    let page = try store.answer("report")
    for word in ["http://", "https://", "<script", "<link", "<img", "@import", "url(", "@example.com"] {
      #expect(!page.contains(word), "the page holds \(word)")
    }
    try Self.expectBalanced(page)
    // A table behind each chart, with a caption, headings and row headings.
    #expect(page.matches(of: /<table/).count == page.matches(of: /<caption>/).count)
    #expect(page.matches(of: /<h2>/).count == 7 && page.matches(of: /<h1>/).count == 1)
    #expect(page.matches(of: /<svg/).count == page.matches(of: /<th scope="row"/).count)
  }

  /// Each element is closed in the order in which it was opened.
  static func expectBalanced(_ page: String) throws {
    var open: [Substring] = []
    for tag in page.matches(of: /<(\/?)([a-z0-9]+)[^>]*>/) {
      let name = tag.output.2
      if ["meta"].contains(name) { continue }
      if tag.output.1.isEmpty {
        open.append(name)
      } else {
        #expect(open.popLast() == name, "</\(name)> closes something else")
      }
    }
    #expect(open.isEmpty)
  }

  @Test("hostile names are text on the page, wherever they come from")
  func hostileNames() throws {
    let hostile = #"</style><script>alert(1)</script><img src=x onerror='a'>&amp;\u{202E}"#
    let funnel = StoreViewTests.funnel
      .replacing("\"Welcome\"", with: "\"\(hostile.replacing("\"", with: "\\\""))\"")
      .replacing("\"A talk\"", with: "\"\(hostile)\"").replacing("\"too small\"", with: "\"\(hostile)\"")
      .replacing("\"not in our countries\"", with: "\"\(hostile)\"")
    try store.folder.write(funnel.utf8, to: "hostile.funnel")
    let lines = StoreViewTests.lines.map {
      $0.replacing("tom", with: "<b onclick=x>tom").replacing("ann", with: #"\" onmouseover=\"x"#)
    }
    try store.folder.write(
      (lines + [#"{"id":"US","at":"2026-03-01T08:00:00Z","email":"u@example.com","country":"US","ref":"W-1"}"#]).map {
        $0 + "\n"
      }
      .joined().utf8, to: "hostile.ndjson")
    let run = try CommandProcess(
      [
        "run", "hostile.funnel", "--leads", "hostile.ndjson", "--store", "h.db", "-o", "/dev/null", "--until",
        "2026-06-01",
      ], in: store.folder.path)
    #expect(run.status == 0, "\(run.errors)")
    let page = try CommandProcess(["report", "--store", "h.db"], in: store.folder.path).output
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(page.matches(of: /<script|<img|<b |onmouseover="/).isEmpty)
    #expect(page.matches(of: /<\/style>/).count == 1)
    #expect(!page.unicodeScalars.contains("\u{202E}"))
    try Self.expectBalanced(page)
  }

  @Test("a store without a journey, and one of several funnels, have their page too")
  func others() throws {
    try store.folder.write("".utf8, to: "empty.ndjson")
    let run = try CommandProcess(
      ["run", "welcome.funnel", "--leads", "empty.ndjson", "--store", "e.db", "-o", "/dev/null"], in: store.folder.path)
    #expect(run.status == 0, "\(run.errors)")
    let page = try CommandProcess(["report", "--store", "e.db"], in: store.folder.path)
    #expect(page.status == 0 && page.output.contains("No journey has begun yet."), "\(page.errors)")
    try Self.expectBalanced(page.output)
  }

  // MARK: In a browser

  /// `FUNNEL_BROWSER=/usr/bin/chromium` takes pictures of the page into `FUNNEL_PICTURES` (a temporary folder otherwise), and
  /// measures that nothing is wider than a phone.
  static let browser: String? = ProcessInfo.processInfo.environment["FUNNEL_BROWSER"]

  @Test("on a phone nothing is wider than the screen", .enabled(if: Self.browser != nil))
  func phone() throws {
    let program = try #require(Self.browser)
    let pictures = ProcessInfo.processInfo.environment["FUNNEL_PICTURES"] ?? store.folder.path
    for (name, page) in try Self.pages(store) {
      let path = "\(pictures)/\(name).html"
      try page.write(toFile: path, atomically: true, encoding: .utf8)
      // A frame as wide as a phone tells how wide its page is; the browser's own window is never so narrow.
      let frame = """
        <iframe id=f src="\(name).html" style="width:360px;height:800px;border:0"></iframe><pre id=o></pre><script>
        f.onload = () => { const e = f.contentDocument.documentElement;
          o.textContent = "widths " + e.scrollWidth + " " + e.clientWidth + " heights " + (e.scrollHeight > 900) }
        </script>
        """
      try frame.write(toFile: "\(pictures)/\(name)-frame.html", atomically: true, encoding: .utf8)
      let measured = try Self.run(
        program,
        [
          "--allow-file-access-from-files", "--virtual-time-budget=2000", "--dump-dom",
          "file://\(pictures)/\(name)-frame.html",
        ])
      let widths = try #require(measured.firstMatch(of: /widths (\d+) (\d+) heights true/), "\(measured)")
      #expect(
        widths.output.1 == widths.output.2, "\(name) is \(widths.output.1) wide on a screen of \(widths.output.2)")
      for (suffix, options) in [
        ("wide", ["--window-size=1200,4200"]), ("phone", ["--window-size=500,6000"]),
        ("dark", ["--window-size=1200,4200", "--blink-settings=preferredColorScheme=0"]),
      ] {
        let picture = "\(pictures)/\(name)-\(suffix).png"
        _ = try Self.run(program, options + ["--screenshot=\(picture)", "file://\(path)"])
        let size = try FileManager.default.attributesOfItem(atPath: picture)[.size] as? Int ?? 0
        #expect(size > 20_000, "\(picture) shows nothing")
      }
      _ = try Self.run(program, ["--no-pdf-header-footer", "--print-to-pdf=\(pictures)/\(name).pdf", "file://\(path)"])
    }
  }

  /// The page of the small store, and that of an example.
  private static func pages(_ store: StoreViewTests) throws -> [(String, String)] {
    let example = Repository.root + "/Examples/b2b_onboarding"
    let run = try CommandProcess([
      "run", example + "/b2b_onboarding.funnel", "--leads", example + "/leads.ndjson", "--events",
      example + "/events.ndjson",
      "--store", store.folder.path + "/b2b.db", "-o", "/dev/null",
    ])
    #expect(run.status == 0, "\(run.errors)")
    return [
      ("welcome", try store.answer("report")),
      ("b2b", try CommandProcess("report", "--store", store.folder.path + "/b2b.db").output),
    ]
  }

  private static func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return text
  }
}
