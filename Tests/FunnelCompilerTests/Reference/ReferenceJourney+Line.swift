import FunnelDiagnostics
import FunnelSemantics

/// The line that a run writes for a journey, as a tree.
extension ReferenceEngine {
  /// The journey as it is when its line is written.
  var line: PlainJSON {
    .fields(
      [
        ("journey", .text(journeyID)), ("lead", journey.lead), ("funnel", .string(funnel.name)),
        ("version", .number("\(funnel.version)")),
        ("status", .string(journey.status)), ("stage", .optional(journey.visit.map { funnel.stages[$0.stage].name })),
        ("path", .array(journey.path.map { .string($0) })), ("activities", activities), ("history", history),
        ("end", .optional(journey.end)), ("counts", counts), ("scores", scores), ("data", data),
        ("started", .instant(journey.started)), ("ended", .instant(journey.ended)),
      ] + (journey.isOpen ? [] : [("reason", .optional(journey.reason))]))
  }

  /// Lead, funnel and the number of the entry.
  var journeyID: [UInt8] { (journey.lead.word ?? []) + Array("/\(funnel.name)/\(journey.entry)".utf8) }

  /// The latest opening of each activity, in the order of the visits, then of declaration.
  private var activities: PlainJSON {
    let inOrder = journey.latest.values.sorted {
      ($0.visit, $0.declaration.span.start) < ($1.visit, $1.declaration.span.start)
    }
    return .array(
      inOrder.map { activity in
        .fields([
          ("name", .string(funnel.activityNames[activity.declaration.name].name)), ("status", .string(activity.status)),
          ("assignee", activity.assignee.map(PlainJSON.text) ?? assignee(activity.declaration.actor)),
          ("due", .instant(activity.due)),
          ("attempts", .number("\(activity.attempts)")),
        ])
      })
  }

  func assignee(_ actor: ResolvedActor) -> PlainJSON {
    if case .owner = actor, let owner = journey.owner { return .text(owner) }
    return .string(roleName(actor))
  }

  func roleName(_ actor: ResolvedActor) -> String {
    switch actor {
    case .lead: "lead"
    case .administrator: "administrator"
    case .manager: "manager"
    case .automatic: "automatic"
    case .owner: "owner"
    case .role(let id): funnel.roles[id].name
    }
  }

  private var history: PlainJSON {
    .array(
      journey.history.map { visit in
        .fields([
          ("stage", .string(funnel.stages[visit.stage].name)), ("entered", .instant(visit.entered)),
          ("left", .instant(visit.left)), ("how", .optional(visit.how)),
        ])
      })
  }

  private var counts: PlainJSON {
    let counts = journey.counts
    let fields = [
      ("done", counts.done), ("failed", counts.failed), ("ignored", counts.ignored), ("late", counts.late),
      ("duplicates", counts.duplicates), ("out_of_order", counts.outOfOrder),
    ]
    return .fields(fields.map { ($0.0, .number("\($0.1)")) })
  }

  /// The numbers shown, as they are at the journey's end or when it last moved.
  private var scores: PlainJSON {
    let expression = asked(inFunnelAt: journey.ended ?? journey.moved)
    return .fields(funnel.scores.map { ($0.name, .number("\(expression.bounds(of: $0).shown)")) })
  }

  private var data: PlainJSON {
    let expression = asked(inFunnelAt: journey.moved)
    return .fields(
      zip(funnel.points, journey.data).map { point, value in
        (point.name, value.map { expression.json($0, point.type) } ?? .null)
      })
  }

  static func decimal(_ value: Int64, unit: UInt64, digits: Int) -> String {
    let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: unit)
    var fraction = "\(rest)"
    fraction = String(repeating: "0", count: digits - fraction.count) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    return (value < 0 ? "-" : "") + "\(whole)" + (fraction.isEmpty ? "" : "." + fraction)
  }

  static func date(_ days: Int64) -> String {
    let (year, month, day) = ReferenceCalendar.civil(days)
    func padded(_ number: Int64, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - "\(number)".count)) + "\(number)"
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  static func duration(_ value: Int64) -> String {
    let day = UInt64(ReferenceCalendar.day)
    let (days, time) = value.magnitude.quotientAndRemainder(dividingBy: day)
    let minutes = time / 60_000_000
    let seconds = Int64(time - minutes * 60_000_000)
    var text = (value < 0 ? "-" : "") + "P" + (days > 0 ? "\(days)D" : "")
    if time > 0 || days == 0 { text += "T" }
    if minutes >= 60 { text += "\(minutes / 60)H" }
    if minutes % 60 > 0 { text += "\(minutes % 60)M" }
    if seconds > 0 || value == 0 { text += decimal(seconds, unit: 1_000_000, digits: 6) + "S" }
    return text
  }
}

extension PlainJSON {
  static func fields(_ fields: [(String, PlainJSON)]) -> PlainJSON {
    .object(fields.map { Member(key: Array($0.0.utf8), value: $0.1) })
  }

  static func optional(_ text: String?) -> PlainJSON { text.map { .string($0) } ?? .null }

  static func instant(_ instant: Int64?) -> PlainJSON {
    guard let instant else { return .null }
    let days = ReferenceCalendar.floored(instant, by: ReferenceCalendar.day)
    let time = instant - days * ReferenceCalendar.day
    let seconds = time / 1_000_000
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    let fraction = ReferenceEngine.decimal(time % 1_000_000, unit: 1_000_000, digits: 6).dropFirst()
    return .string("\(ReferenceEngine.date(days))T\(parts.joined(separator: ":"))\(fraction)Z")
  }
}
