/// A table of the report: a name, a chart and numbers in each row. The chart is drawn from the numbers beside it, so whoever
/// can't see it misses nothing.
struct ReportTable {
  /// A row.
  struct Row {
    let name: String
    /// What stands below the name, in small letters.
    var note = ""
    let bar: ReportBar
    let cells: [String]
  }

  let caption: String
  /// The headings: of the name, of the chart, and of each number.
  let headings: (name: String, bar: String, cells: [String])
  let rows: [Row]
  /// What the chart's colours mean.
  var legend: [(style: String, text: String)] = []

  /// Adds the table. The roles are spelt out, because on a narrow screen its rows are set as blocks.
  func add(to page: inout HTMLText) {
    if !legend.isEmpty {
      page.open("p", [("class", "legend")])
      for entry in legend {
        page.open("span", [])
        page.open("i", [("class", entry.style), ("aria-hidden", "true")])
        page.close("i")
        page.text(entry.text)
        page.close("span")
      }
      page.close("p")
      page.line()
    }
    page.open("table", [("role", "table")])
    page.element("caption", caption)
    page.line()
    page.open("thead", [("role", "rowgroup")])
    page.open("tr", [("role", "row")])
    page.element("th", [("scope", "col"), ("role", "columnheader")], headings.name)
    page.element("th", [("scope", "col"), ("role", "columnheader"), ("class", "chart")], headings.bar)
    for heading in headings.cells {
      page.element("th", [("scope", "col"), ("role", "columnheader"), ("class", "number")], heading)
    }
    page.close("tr")
    page.close("thead")
    page.line()
    page.open("tbody", [("role", "rowgroup")])
    page.line()
    for row in rows { add(row, to: &page) }
    page.close("tbody")
    page.close("table")
    page.line()
  }

  private func add(_ row: Row, to page: inout HTMLText) {
    page.open("tr", [("role", "row")])
    page.open("th", [("scope", "row"), ("role", "rowheader")])
    page.text(row.name)
    if !row.note.isEmpty { page.element("small", row.note) }
    page.close("th")
    page.open("td", [("role", "cell"), ("class", "chart")])
    row.bar.add(to: &page)
    page.close("td")
    for (heading, cell) in zip(headings.cells, row.cells) {
      page.element("td", [("role", "cell"), ("class", "number"), ("data-label", heading)], cell)
    }
    page.close("tr")
    page.line()
  }
}

/// A small chart in a row, drawn as SVG; lengths are shares of the whole width.
struct ReportBar {
  private enum Mark {
    /// From, length, style.
    case block(Double, Double, String)
    /// A thin line from one place to another.
    case line(Double, Double)
    /// A short upright line.
    case tick(Double)
  }

  private var marks: [Mark] = []

  /// A bar of one colour.
  static func bar(_ length: Double, _ style: String = "main") -> ReportBar {
    var bar = ReportBar()
    bar.marks = [.block(0, length, style)]
    return bar
  }

  /// Blocks side by side.
  static func stack(_ parts: [(length: Double, style: String)]) -> ReportBar {
    var bar = ReportBar()
    var start = 0.0
    for part in parts {
      bar.marks.append(.block(start, part.length, part.style))
      start += part.length
    }
    return bar
  }

  /// A bar in front of a longer one.
  static func nested(_ outer: Double, _ inner: Double) -> ReportBar {
    var bar = ReportBar()
    bar.marks = [.block(0, outer, "soft"), .block(0, inner, "main")]
    return bar
  }

  /// A place on a line from one place to another.
  static func range(_ low: Double, _ middle: Double, _ high: Double) -> ReportBar {
    var bar = ReportBar()
    bar.marks = [.line(low, high), .tick(middle)]
    return bar
  }

  func add(to page: inout HTMLText) {
    page.open("svg", [("viewBox", "0 0 1000 20"), ("preserveAspectRatio", "none"), ("aria-hidden", "true")])
    page.open("rect", [("class", "track"), ("width", "1000"), ("height", "20")])
    page.close("rect")
    for mark in marks {
      switch mark {
      case .block(let start, let length, let style):
        // What is there at all can be seen.
        rectangle(start, length > 0 ? max(length, 0.003) : 0, y: 0, height: 20, style, &page)
      case .line(let low, let high): rectangle(low, max(high - low, 0.002), y: 8, height: 4, "line", &page)
      case .tick(let place): rectangle(min(max(place - 0.004, 0), 0.992), 0.008, y: 1, height: 18, "main", &page)
      }
    }
    page.close("svg")
  }

  private func rectangle(
    _ start: Double, _ length: Double, y: Int, height: Int, _ style: String, _ page: inout HTMLText
  ) {
    guard length > 0 else { return }
    page.open(
      "rect",
      [
        ("class", style), ("x", ReportBar.coordinate(start)), ("y", "\(y)"), ("width", ReportBar.coordinate(length)),
        ("height", "\(height)"),
      ])
    page.close("rect")
  }

  /// A share of the width as a whole number of the drawing's units.
  private static func coordinate(_ share: Double) -> String { "\(Int((min(max(share, 0), 1) * 1000).rounded()))" }
}
