/// Why a text is no regular expression that `matches` can take, and where.
public struct InvalidPattern: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// A group or class that is never closed; the character that would close it.
    case unclosed(Character)
    /// A closing or opening character that belongs to nothing.
    case stray(Character)
    /// A repetition sign behind nothing, or behind another repetition.
    case nothingToRepeat(Character)
    /// Braces that hold no count.
    case invalidCount
    /// A count whose upper bound is below its lower bound.
    case countOutOfOrder
    /// A count above `PatternParser.maximumCount`.
    case countTooLarge
    /// A class without members.
    case emptyClass
    /// A range such as `z-a`.
    case rangeOutOfOrder
    /// A range one end of which is itself a class, such as `a-\d`.
    case rangeOfClass
    /// A backslash in front of a letter or digit that has no meaning here.
    case unknownEscape(Character)
    /// A backslash at the end.
    case trailingBackslash
    /// `\1` and its like.
    case backReference
    /// `(?=…)` and its like.
    case lookAround
    /// Any other group that begins with `(?`.
    case unknownGroup
    /// Groups in groups, too many.
    case tooDeep
    /// More states than an automaton may have.
    case tooLarge
  }

  /// What is wrong.
  public let problem: Problem
  /// Where, as a count of scalars from the pattern's beginning.
  public let offset: Int

  /// The problem as a phrase for people, which names the place.
  public var message: String { "\(phrase), at character \(offset + 1) of the pattern" }

  /// What to write instead, where that is known.
  public var advice: String? {
    switch problem {
    case .unclosed(let character):
      "add \"\(character)\" where the part ends, or write a backslash before the opening sign"
    case .stray(let character): "write a backslash before \"\(character)\" to mean the character itself"
    case .nothingToRepeat(let character): "write a backslash before \"\(character)\" to mean the character itself"
    case .invalidCount: "write a count such as {3}, {2,} or {2,5}, or a backslash before the brace"
    case .countOutOfOrder: "write the smaller count first"
    case .countTooLarge: "repeat at most \(PatternParser.maximumCount) times"
    case .emptyClass: "name at least one character between the brackets"
    case .rangeOutOfOrder: "write the smaller character first"
    case .rangeOfClass: "put the \"-\" first or last to mean the character itself"
    case .unknownEscape: "known are \\d \\D \\w \\W \\s \\S \\t \\n \\r, and a backslash before a sign"
    case .trailingBackslash: "write two backslashes to mean one"
    case .backReference, .lookAround: "combine two conditions with \"and\", or with \"not\""
    case .unknownGroup: "write (...), (?:...) or (?i)"
    case .tooDeep: "use at most \(PatternParser.maximumDepth) groups inside one another"
    case .tooLarge: "make counts smaller, anchor the pattern with ^, or split it into several conditions"
    }
  }

  private var phrase: String {
    switch problem {
    case .unclosed(let character): "\"\(character)\" is missing"
    case .stray(let character): "\"\(character)\" belongs to nothing"
    case .nothingToRepeat(let character): "there is nothing that \"\(character)\" could repeat"
    case .invalidCount: "there is no count between the braces"
    case .countOutOfOrder: "the upper count is below the lower one"
    case .countTooLarge: "the count is too large"
    case .emptyClass: "the brackets are empty, so nothing would ever match"
    case .rangeOutOfOrder: "the range ends before it begins"
    case .rangeOfClass: "a range runs between two single characters"
    case .unknownEscape(let character): "\"\\\(character)\" has no meaning"
    case .trailingBackslash: "the pattern ends in a lone backslash"
    case .backReference: "references to an earlier group are not supported, because their time has no bound"
    case .lookAround: "looking ahead or behind is not supported, because its time has no bound"
    case .unknownGroup: "this kind of group is not supported"
    case .tooDeep: "groups are nested too deep"
    case .tooLarge: "the pattern is too large"
    }
  }
}
