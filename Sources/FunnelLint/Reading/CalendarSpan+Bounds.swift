import FunnelSemantics

/// How long a stretch of the calendar can take.
extension CalendarSpan {
  private static let hour = 3600.0
  private static let day = 24 * hour

  /// The least number of seconds; no day has fewer than 23 hours here, no month fewer than 28 days.
  var least: Double {
    // The first of several working days may be nearly over.
    let working = businessDays > 1 ? Double(businessDays - 1) * Self.day * 23 / 24 : 0
    return Double(months) * 28 * Self.day * 23 / 24 + Double(days) * Self.day * 23 / 24 + working
      + Double(businessTime) / 1_000_000 + Double(microseconds) / 1_000_000
  }

  /// The greatest number of seconds; nil where nobody can tell, because it counts working time.
  var greatest: Double? {
    isBusiness
      ? nil
      : Double(months) * 31 * Self.day * 25 / 24 + Double(days) * Self.day * 25 / 24 + Double(microseconds) / 1_000_000
  }

  /// Whether it is longer than another, whenever both begin at the same instant.
  func isLonger(than other: CalendarSpan) -> Bool {
    let isSameUnits =
      (months == 0) == (other.months == 0) && (days == 0) == (other.days == 0)
      && (businessDays == 0) == (other.businessDays == 0) && (businessTime == 0) == (other.businessTime == 0)
      && (microseconds == 0) == (other.microseconds == 0)
    if isSameUnits {
      let pairs = [
        (months, other.months), (days, other.days), (businessDays, other.businessDays),
        (businessTime, other.businessTime), (microseconds, other.microseconds),
      ]
      return pairs.allSatisfy { $0.0 >= $0.1 } && pairs.contains { $0.0 > $0.1 }
    }
    return other.greatest.map { least > $0 } ?? false
  }
}
