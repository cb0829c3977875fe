/// A regular expression of `matches`, parsed: the subset of the usual notation that an automaton can decide in one pass.
///
/// Groups only group, and lazy and greedy repetitions are one, since only whether a text matches is ever asked.
/// - Invariant: nested at most `PatternParser.maximumDepth` deep.
public indirect enum Pattern: Hashable, Sendable {
  /// One scalar out of a set.
  case scalar(ScalarSet)
  /// All of these, one behind the other; the empty text where there are none.
  case sequence([Pattern])
  /// One of these.
  case choice([Pattern])
  /// The pattern `least` to `most` times, without end where `most` is nil.
  case repetition(Pattern, least: Int, most: Int?)
  /// The beginning of the text.
  case textStart
  /// The end of the text.
  case textEnd

  /// Parses what stands between the quotes, escapes of the string already decoded.
  public init(parsing text: String) throws(InvalidPattern) {
    var parser = PatternParser(text)
    self = try parser.parse()
  }
}
