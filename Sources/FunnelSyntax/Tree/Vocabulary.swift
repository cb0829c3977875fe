/// Words of which one stands at some place, found without comparing their spelling.
protocol Vocabulary: RawRepresentable<String>, Sendable, Hashable {
  /// The word that a keyword writes.
  init?(_ keyword: Keyword)
}

extension Presence: Vocabulary {
  init?(_ keyword: Keyword) {
    switch keyword {
    case .missing: self = .missing
    case .known: self = .known
    default: return nil
    }
  }
}

extension Outcome: Vocabulary {
  init?(_ keyword: Keyword) {
    switch keyword {
    case .converted: self = .converted
    case .lost: self = .lost
    default: return nil
    }
  }
}

extension DecisionSyntax.Policy: Vocabulary {
  init?(_ keyword: Keyword) {
    switch keyword {
    case .first: self = .first
    case .unique: self = .unique
    default: return nil
    }
  }
}

extension BuiltinValue: Vocabulary {
  init?(_ keyword: Keyword) {
    switch keyword {
    case .now: self = .now
    case .today: self = .today
    case .entered: self = .entered
    case .lastEvent: self = .lastEvent
    case .source: self = .source
    case .stage: self = .stage
    case .owner: self = .owner
    default: return nil
    }
  }
}

extension TextOperator: Vocabulary {
  init?(_ keyword: Keyword) {
    switch keyword {
    case .contains: self = .contains
    case .starts: self = .starts
    case .ends: self = .ends
    case .matches: self = .matches
    default: return nil
    }
  }
}
