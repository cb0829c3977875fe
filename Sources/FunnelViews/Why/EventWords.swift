import FunnelIR
import FunnelRuntime

/// Events and ways out in words.
enum EventWords {
  /// What an event says happened: `"call" completed`, `data updated`.
  static func of(_ event: String, activity: String?) -> String {
    let parts = event.split(separator: ".").map(String.init)
    let verb = (parts.last ?? event).words
    if let activity { return "\"\(activity)\" \(verb)" }
    switch event {
    case "lead.updated": return "data updated"
    case "lead.registered": return "registered once more"
    case "lead.withdrawn": return "withdrawn"
    case "journey.moved": return "moved by hand"
    case "journey.cancelled": return "cancelled"
    default: return "lead \(verb)"
    }
  }

  /// How a stage was left.
  static func leaving(_ how: String) -> String {
    switch how {
    case "completed": "done"
    case "limit": "time was up"
    case "exit": "an exit was taken"
    case "failed": "something failed"
    case "moved": "moved by hand"
    default: how
    }
  }
}

extension Program {
  /// What a condition asks, in words.
  func text(of condition: Int) -> String? {
    conditionTexts?.first { $0.whole == condition && $0.depth == 0 }.map { strings[$0.text] }
  }

  /// The name of what is read, as records have it.
  func name(of read: Read) -> String {
    switch read.kind {
    case .point: strings[points[read.index].name]
    case .let: strings[lets[read.index].name]
    case .score: strings[scores[read.index].name]
    case .label: strings[decisions[read.index].name]
    case .activity: strings[activityKeys[read.index]]
    case .started, .entered: "entered"
    case .lastEvent: "last_event"
    case .source, .stage, .owner, .now, .today: read.kind.rawValue
    }
  }
}
