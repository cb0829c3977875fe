import FunnelSemantics
import FunnelSyntax

/// All that a funnel computes.
extension ResolvedFunnel {
  /// Every expression that stands by itself, tests left out, in order of declaration.
  var expressions: [TypedExpression] {
    var all = points.compactMap(\.defaultValue)
    all += lets.flatMap { $0.cases.flatMap { [$0.condition, $0.value].compactMap(\.self) } }
    all += scores.flatMap { $0.rules.map(\.condition) }
    all += enrichments.map(\.key)
    all += intake.declines.map(\.condition) + intake.holds.map(\.condition)
    all += decisions.flatMap { $0.branches.compactMap(\.condition) }
    all += Self.expressions(exits, watches, handlers)
    for stage in stages {
      all += stage.conditions.map(\.value)
      all += Self.expressions(stage.exits, stage.watches, stage.handlers)
    }
    for activity in activities {
      all += (activity.title?.values ?? []) + [activity.condition].compactMap(\.self)
      all += activity.with.flatMap { $0.content.expressions }
      all += (activity.actions ?? []).flatMap(\.expressions)
    }
    return all
  }

  private static func expressions(
    _ exits: [ResolvedExit], _ watches: [ResolvedWatch], _ handlers: [ResolvedHandler]
  ) -> [TypedExpression] {
    var all = exits.map(\.condition)
    for watch in watches { all += [watch.condition] + watch.actions.flatMap(\.expressions) }
    for handler in handlers {
      if let condition = handler.condition { all.append(condition) }
      all += handler.actions.flatMap(\.expressions)
    }
    return all
  }

  /// Every action, with those of activities.
  var actions: [ResolvedAction] {
    var all = watches.flatMap(\.actions) + handlers.flatMap(\.actions)
    for stage in stages { all += stage.watches.flatMap(\.actions) + stage.handlers.flatMap(\.actions) }
    for activity in activities { all += activity.actions ?? [] }
    return all
  }
}

extension ResolvedAction {
  /// The point that holds the address to which it writes.
  var address: ID<ResolvedPoint>? {
    if case .email(_, let address, _, _) = kind { address } else { nil }
  }

  /// The expressions in it.
  var expressions: [TypedExpression] {
    switch kind {
    case .notify(_, let text), .task(let text, _, _), .note(let text): text.values
    case .email(_, _, let subject, let text): subject.values + text.values
    case .webhook(_, let fields): fields.flatMap { $0.content.expressions }
    case .set(_, let value): [value]
    case .tag, .untag, .go, .start: []
    }
  }
}

extension ResolvedText {
  /// The values in it.
  var values: [TypedExpression] {
    parts.compactMap { if case .value(let value) = $0 { value } else { nil } }
  }
}

extension ResolvedEntry.Content {
  /// The expressions in it.
  var expressions: [TypedExpression] {
    switch self {
    case .value(let value): [value]
    case .text(let text): text.values
    }
  }
}
