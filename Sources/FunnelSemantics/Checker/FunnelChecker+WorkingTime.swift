import FunnelDiagnostics
import FunnelSyntax

/// When people work.
extension FunnelChecker {
  /// The working hours and holidays; nil where none are declared, or something in them is wrong.
  func workingTime(_ hours: WorkingHoursSyntax?, _ holidays: HolidaysSyntax?) -> ResolvedWorkingTime? {
    guard let hours else {
      if let holidays { report.add(.holidaysWithoutHours(at: holidays.keywordSpan)) }
      return nil
    }
    return ResolvedWorkingTime(
      hours: hours.spans.flatMap { workingHours($0) },
      holidays: holidays?.dates.compactMap { $0.value?.daysSince1970 } ?? [])
  }

  /// The hours of one span, day by day: hours over midnight go on on the next day.
  private func workingHours(_ syntax: WorkingSpanSyntax) -> [ResolvedWorkingTime.Hours] {
    guard let days = weekdays(syntax), let opens = syntax.opens?.minutesOfDay, let closes = syntax.closes?.minutesOfDay,
      let start = syntax.opens?.span, let end = syntax.closes?.span
    else { return [] }
    guard opens < 1440, opens != closes else {
      report.add(.noWorkingTime(at: start.union(end)))
      return []
    }
    return days.flatMap { day -> [ResolvedWorkingTime.Hours] in
      guard closes < opens else { return [.init(weekday: day, opens: opens, closes: closes)] }
      let late = ResolvedWorkingTime.Hours(weekday: day, opens: opens, closes: 1440)
      return closes == 0 ? [late] : [late, .init(weekday: (day + 1) % 7, opens: 0, closes: closes)]
    }
  }

  /// The days from one to another, over the end of the week where the second comes first.
  private func weekdays(_ syntax: WorkingSpanSyntax) -> [Int]? {
    let week = Weekday.allCases
    guard let first = syntax.firstDay.flatMap({ week.firstIndex(of: $0.value) }),
      let last = syntax.lastDay.flatMap({ week.firstIndex(of: $0.value) })
    else { return nil }
    return (0...(last - first + 7) % 7).map { (first + $0) % 7 }
  }
}
