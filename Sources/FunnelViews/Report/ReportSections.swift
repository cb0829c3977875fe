import FunnelRuntime

/// The parts of a funnel's report, each a heading, a sentence and tables with their charts.
struct ReportSections {
  private let funnel: FunnelNumbers

  init(_ funnel: FunnelNumbers) { self.funnel = funnel }

  func add(to page: inout HTMLText) {
    addWay(to: &page)
    addStages(to: &page)
    addActivities(to: &page)
    addLosses(to: &page)
    addPeople(to: &page)
    addScores(to: &page)
    addSplits(to: &page)
  }

  private func section(
    _ heading: String, _ sentence: String, _ tables: [ReportTable], areNamed: Bool = false, none: String,
    to page: inout HTMLText
  ) {
    page.open("section")
    page.line()
    page.element("h2", heading)
    page.line()
    page.element("p", sentence)
    page.line()
    let filled = tables.filter { !$0.rows.isEmpty }
    for table in filled {
      if areNamed { page.element("h3", table.caption) }
      table.add(to: &page)
    }
    if filled.isEmpty { page.element("p", [("class", "none")], none) }
    page.close("section")
    page.line()
  }

  private func fraction(_ count: Int, _ whole: Int) -> Double { whole > 0 ? Double(count) / Double(whole) : 0 }

  // MARK: The funnel

  private func addWay(to page: inout HTMLText) {
    let journeys = funnel.journeys
    let converted = funnel.count(.converted)
    var rows = [
      ReportTable.Row(
        name: "Registered", bar: .nested(fraction(journeys, journeys), fraction(converted, journeys)),
        cells: [
          Figures.count(journeys), Figures.share(journeys, of: journeys), Figures.count(converted),
          Figures.share(converted, of: journeys),
        ])
    ]
    for stage in funnel.stages {
      rows.append(
        ReportTable.Row(
          name: stage.title, note: note(stage.name, below: stage.title),
          bar: .nested(fraction(stage.entered, journeys), fraction(stage.converted, journeys)),
          cells: [
            Figures.count(stage.entered), Figures.share(stage.entered, of: journeys), Figures.count(stage.converted),
            Figures.share(stage.converted, of: stage.entered),
          ]))
    }
    rows.append(
      ReportTable.Row(
        name: "Converted", bar: .bar(fraction(converted, journeys)),
        cells: [
          Figures.count(converted), Figures.share(converted, of: journeys), Figures.count(converted),
          Figures.share(converted, of: converted),
        ]))
    section(
      "The funnel", "How many journeys came to each stage, and how many of these converted in the end.",
      [
        ReportTable(
          caption: "Journeys by stage", headings: ("Stage", "", ["Reached", "of all", "Converted", "of those"]),
          rows: journeys > 0 ? rows : [], legend: [("soft", "reached"), ("main", "converted in the end")])
      ], none: "No journey has begun yet.", to: &page)
  }

  /// A name that is not what the title says anyway.
  private func note(_ name: String, below title: String) -> String { name.words == title ? "" : name }

  private func addStages(to page: inout HTMLText) {
    let rows = funnel.stages.filter { $0.entered > 0 }.map { stage in
      ReportTable.Row(
        name: stage.title, note: note(stage.name, below: stage.title),
        bar: .stack([
          (fraction(stage.wentOn, stage.entered), "main"), (fraction(stage.here, stage.entered), "soft"),
          (fraction(stage.lost, stage.entered), "warn"),
        ]),
        cells: [
          Figures.count(stage.wentOn), Figures.count(stage.here), Figures.count(stage.lost),
          stage.stay.count > 0 ? Figures.time(stage.stay.median) : "–",
          stage.stay.count > 0 ? Figures.time(stage.stay.ninety) : "–",
        ])
    }
    section(
      "What becomes of each stage", "Where journeys that reached a stage are now, and how long a visit lasts.",
      [
        ReportTable(
          caption: "Journeys by what became of them, stage by stage",
          headings: ("Stage", "", ["Went on", "Still there", "Ended there", "Median stay", "9 in 10"]), rows: rows,
          legend: [("main", "went on or converted"), ("soft", "still there"), ("warn", "ended there, not converted")])
      ], none: "No stage was reached yet.", to: &page)
  }

  // MARK: Work

  private func addActivities(to page: inout HTMLText) {
    let shown = funnel.activities.filter { $0.completed + $0.failed + $0.open > 0 }
    let longest = Double(shown.map(\.time.ninety).max() ?? 0)
    let rows = shown.map { activity in
      let hasTime = activity.time.count > 0 && longest > 0
      return ReportTable.Row(
        name: activity.name.words,
        bar: hasTime
          ? .range(0, Double(activity.time.median) / longest, Double(activity.time.ninety) / longest) : ReportBar(),
        cells: [
          activity.time.count > 0 ? Figures.time(activity.time.median) : "–",
          activity.time.count > 0 ? Figures.time(activity.time.ninety) : "–", Figures.count(activity.completed),
          Figures.count(activity.failed), Figures.count(activity.open), Figures.count(activity.overdue),
        ])
    }
    section(
      "Time spent per activity",
      "From the opening of an activity to its completion: the mark is the median, the line ends where nine of ten are done.",
      [
        ReportTable(
          caption: "Time and number of activities",
          headings: ("Activity", "", ["Median", "9 in 10", "Completed", "Failed", "Open", "Overdue"]), rows: rows)
      ], none: "No activity has opened yet.", to: &page)
  }

  private func addLosses(to page: inout HTMLText) {
    let most = funnel.losses.first?.count ?? 0
    let total = funnel.losses.reduce(0) { $0 + $1.count }
    let rows = funnel.losses.map { loss in
      ReportTable.Row(
        name: loss.reason, note: loss.status == "lost" || loss.status == loss.reason ? "" : loss.status,
        bar: .bar(fraction(loss.count, most), "warn"),
        cells: [Figures.count(loss.count), Figures.share(loss.count, of: total)])
    }
    section(
      "Why leads went", "Journeys that were lost, declined or cancelled, by their reason.",
      [
        ReportTable(caption: "Journeys lost by reason", headings: ("Reason", "", ["Journeys", "of these"]), rows: rows)
      ],
      none: "Nobody went.", to: &page)
  }

  private func addPeople(to page: inout HTMLText) {
    let most = funnel.people.map(\.open).max() ?? 0
    let rows = funnel.people.map { person in
      ReportTable.Row(
        name: person.name,
        bar: .stack([
          (fraction(person.overdue, most), "warn"), (fraction(person.open - person.overdue, most), "soft"),
        ]),
        cells: [
          Figures.count(person.open), Figures.count(person.overdue),
          person.overdue > 0 ? Figures.time(person.longest) : "–",
        ])
    }
    section(
      "Overdue, and with whom", "Activities that are open now, by the person or the role that is to do them.",
      [
        ReportTable(
          caption: "Open and overdue activities by assignee", headings: ("Who", "", ["Open", "Overdue", "Longest"]),
          rows: rows, legend: [("warn", "overdue"), ("soft", "open, in time")])
      ], none: "Nothing is open.", to: &page)
  }

  // MARK: Scores and splits

  private func addScores(to page: inout HTMLText) {
    guard !funnel.scores.isEmpty else { return }
    let tables = funnel.scores.map { score in
      let most = score.bins.map(\.count).max() ?? 0
      let total = score.bins.reduce(0) { $0 + $1.count }
      return ReportTable(
        caption: "\(score.name.words): median \(score.median)", headings: ("Score", "", ["Journeys", "of all"]),
        rows: score.bins.map { bin in
          ReportTable.Row(
            name: bin.first == bin.last ? "\(bin.first)" : "\(bin.first) to \(bin.last)",
            bar: .bar(fraction(bin.count, most)),
            cells: [Figures.count(bin.count), Figures.share(bin.count, of: total)])
        })
    }
    section(
      "Scores", "How journeys are distributed over the scores, as they are now or were at the journey's end.",
      tables, areNamed: true, none: "No journey has a score.", to: &page)
  }

  private func addSplits(to page: inout HTMLText) {
    guard !funnel.splits.isEmpty else { return }
    let tables = funnel.splits.map { split in
      ReportTable(
        caption: split.name.words,
        headings: ("Branch", "", ["Share", "Dealt", "Converted", "Rate", "95 % interval"]),
        rows: split.branches.map { branch in
          let rate = Proportion(branch.converted, of: branch.dealt)
          return ReportTable.Row(
            name: branch.label.words, bar: rate.map { .range($0.low, $0.share, $0.high) } ?? ReportBar(),
            cells: [
              Figures.percent(branch.share), Figures.count(branch.dealt), Figures.count(branch.converted),
              Figures.percent(rate?.share),
              rate.map { "\(Figures.percent($0.low)) to \(Figures.percent($0.high))" } ?? "–",
            ])
        })
    }
    section(
      "Splits",
      "The share of the leads dealt to each branch that converted: the mark is what was found, the line the interval in which the true share lies. The chart goes from 0 to 100 %. Where lines overlap widely, a difference may be chance.",
      tables, areNamed: true, none: "No lead was dealt yet.", to: &page)
  }
}
