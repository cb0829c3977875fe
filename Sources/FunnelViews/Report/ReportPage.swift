import FunnelRuntime

/// The report as one page of HTML that needs nothing else: no network, no script, no clock.
public enum ReportPage {
  /// The page; the same numbers give the same bytes.
  public static func html(_ funnels: [FunnelNumbers], at instant: Int64) -> String {
    var page = HTMLText()
    let name = funnels.map(\.title).joined(separator: ", ")
    page.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
    page.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    page.markup(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
    page.element("title", "\(name): report")
    page.markup("\n<style>\n")
    page.markup(ReportStyle.css)
    page.markup("\n</style>\n</head>\n<body>\n<main>\n")
    if funnels.count > 1 {
      page.open("nav", [("aria-label", "Funnels")])
      for (index, funnel) in funnels.enumerated() {
        page.element("a", [("href", "#funnel-\(index + 1)")], funnel.title)
      }
      page.close("nav")
      page.line()
    }
    for (index, funnel) in funnels.enumerated() {
      page.open("article", [("id", "funnel-\(index + 1)")])
      page.line()
      add(funnel, at: instant, to: &page)
      page.close("article")
      page.line()
    }
    page.markup("</main>\n<footer>\n")
    page.element(
      "p",
      "Of lengths of time, the median is what half of them don't exceed, and \"9 in 10\" what nine of ten don't exceed. "
        + "An interval says between which bounds the true share lies in 95 of 100 cases (Wilson).")
    page.markup("\n</footer>\n</body>\n</html>\n")
    return page.html
  }

  private static func add(_ funnel: FunnelNumbers, at instant: Int64, to page: inout HTMLText) {
    page.element("h1", funnel.title)
    page.line()
    page.element("p", [("class", "about")], "Version \(funnel.version), as of \(day(instant))")
    page.line()
    addFigures(of: funnel, to: &page)
    ReportSections(funnel).add(to: &page)
  }

  /// `2026-03-04, 09:00 UTC`.
  private static func day(_ instant: Int64) -> String {
    let text = Instant.text(instant)
    guard let split = text.firstIndex(of: "T") else { return text }
    return "\(text[..<split]), \(text[text.index(after: split)...].prefix(5)) UTC"
  }

  private static func addFigures(of funnel: FunnelNumbers, to page: inout HTMLText) {
    let journeys = funnel.journeys
    func share(_ count: Int) -> String { journeys > 0 ? "\(Figures.share(count, of: journeys)) of all" : "" }
    let converted = funnel.count(.converted)
    let lost = funnel.count(.lost)
    let open = funnel.count(.inProgress) + funnel.count(.held) + funnel.count(.blocked)
    let blocked = funnel.count(.blocked)
    let declined = funnel.count(.declined)
    let cancelled = funnel.count(.cancelled)
    let figures = [
      ("Journeys", journeys, ""), ("Converted", converted, share(converted)), ("Lost", lost, share(lost)),
      ("Under way", open, blocked > 0 ? "\(Figures.count(blocked)) blocked" : share(open)),
      (
        "Overdue", funnel.overdueJourneys,
        open > 0 ? "\(Figures.share(funnel.overdueJourneys, of: open)) of those under way" : ""
      ),
      ("Declined", declined, cancelled > 0 ? "and \(Figures.count(cancelled)) cancelled" : share(declined)),
    ]
    page.open("dl")
    page.line()
    for (name, count, remark) in figures {
      page.open("div")
      page.element("dt", name)
      page.open("dd")
      page.text(Figures.count(count))
      if !remark.isEmpty { page.element("small", remark) }
      page.close("dd")
      page.close("div")
      page.line()
    }
    page.close("dl")
    page.line()
  }
}
