/// The functions of the language; any of them is missing where an argument is.
public enum BuiltinFunction: String, Hashable, Sendable, CaseIterable {
  /// email -> text: what follows the last `@`, ASCII letters in lower case; missing where nothing follows.
  case domain
  /// text -> integer: the number of Unicode scalars.
  case length
  /// text -> text: ASCII letters in lower case.
  case lower
  /// text -> text: ASCII letters in upper case.
  case upper
  /// text -> text: without ASCII white space at both ends.
  case trim
  /// set -> integer: the number of elements.
  case count
  /// date -> integer: whole years from the date until today.
  case age
  /// date -> integer.
  case year
  /// date -> integer from 1 to 12.
  case month
  /// date -> integer from 1, Monday, to 7, Sunday.
  case weekday
  /// datetime -> integer from 0 to 23, in the funnel's zone.
  case hour
  /// Two or more values of one ordered type -> the least.
  case min
  /// Two or more values of one ordered type -> the greatest.
  case max
  /// integer, number, money or duration -> the same type without its sign; missing on overflow.
  case abs
  /// number -> integer, halves away from zero, missing outside 64 bits; money -> money of whole units.
  case round
  /// date, date -> integer: days from the first to the second, negative where the second is earlier.
  case daysBetween = "days_between"
}
