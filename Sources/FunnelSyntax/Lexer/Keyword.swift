/// Every word that some clause is written with.
///
/// Keywords are contextual: outside of the place where it means something, each but the reserved ones is a plain name.
public enum Keyword: String, Sendable, Hashable, CaseIterable {
  // Reserved: as a name they stand only in backquotes.
  case `true`, `false`, not, missing, known, now, today, entered, lastEvent = "last_event", source, stage, owner
  case converted, lost, incoming
  // Contextual, in alphabetical order.
  case accept, activities, activity, actor, actors, administrator, after, all, and, any, `as`, at, award, blocked,
    boolean
  case business, by, cancelled, changed, choice, collects, complete, completed, contains, country, currency, data
  case date, datetime, day, days, decision, decline, deduct, `default`, `do`, document, due, duplicates, duration
  case `else`, email, end, ends, enrich, enter, events, every, exit, expect, fail, failed, feed, first, fixed, `for`
  case fri, from, funnel, given, go, hold, holidays, hour, hours, id, ignore, `import`, `in`
  case inProgress = "in_progress", intake, integer, into, `is`, kind, language, lead, leads, `let`, limit, manager
  case matches, minute, minutes, mon, money, month, months, most, no, note, notification, notify, number, of, on
  case open, optional, or, other, otherwise, overdue, personal, phone, ref, remind, renamed, require, required
  case requires, restart, retry, role, sat, score, sequence, session, set, skipped, split, stakeholder, start, starts,
    sun
  case table, tag, target, task, test, text, than, them, then, thu, time, times, timezone, title, took, tue, type
  case unchecked, unique, untag, until, update, url, use, version, visits, wait, webhook, wed, week, weeks, when
  case whenever, with, withdraw, withdrawn, working, year, years

  /// Whether it can be a name only in backquotes.
  public var isReserved: Bool {
    switch self {
    case .true, .false, .not, .missing, .known, .now, .today, .entered, .lastEvent, .source, .stage, .owner,
      .converted, .lost, .incoming:
      true
    default: false
    }
  }
}
