/// A computation on two known values; overflow and division by zero give missing.
///
/// Where a result is rounded to a whole count of units, it goes to the nearest one, halves away from zero.
public enum ArithmeticOperation: String, Hashable, Sendable, CaseIterable {
  // Integers, exact in 64 bits
  case addIntegers, subtractIntegers, multiplyIntegers
  // Numbers; integer / integer is a division of numbers
  case addNumbers, subtractNumbers, multiplyNumbers, divideNumbers
  // Amounts of one currency: exact; a product or quotient with a number is computed in doubles and rounded
  case addMoney, subtractMoney
  /// money × integer, exact.
  case multiplyMoneyByInteger
  /// money × number.
  case multiplyMoneyByNumber
  /// money / integer, rounded.
  case divideMoneyByInteger
  /// money / number, rounded.
  case divideMoneyByNumber
  /// money / money, a number.
  case divideMoney
  // Elapsed time
  case addDurations, subtractDurations
  case multiplyDurationByInteger, multiplyDurationByNumber
  case divideDurationByInteger, divideDurationByNumber
  /// duration / duration, a number.
  case divideDurations
  // Points in time
  /// datetime + duration, elapsed.
  case addElapsed
  /// datetime - duration, elapsed.
  case subtractElapsed
  /// datetime - datetime, a duration.
  case subtractDatetimes
  /// date - date, a duration of whole days of 24 hours.
  case subtractDates
}
