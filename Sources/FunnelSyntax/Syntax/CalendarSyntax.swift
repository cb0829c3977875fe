/// `version N`.
public struct VersionSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.versionClause
  /// The node it shows.
  public let node: SyntaxNode

  /// The version.
  public var number: NumberSyntax? { node.child() }
}

/// `timezone "Europe/Berlin"`.
public struct TimezoneSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.timezoneClause
  /// The node it shows.
  public let node: SyntaxNode

  /// The zone's name.
  public var zone: StringSyntax? { node.child() }
}

/// `working hours mon..fri 09:00..17:30, ...`.
public struct WorkingHoursSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.workingHoursClause
  /// The node it shows.
  public let node: SyntaxNode

  /// The parts of the week in which people work.
  public var spans: [WorkingSpanSyntax] { node.all() }
}

/// `mon..fri 09:00..17:30`.
public struct WorkingSpanSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.workingSpan
  /// The node it shows.
  public let node: SyntaxNode

  /// The first day of the week it holds for.
  public var firstDay: Spanned<Weekday>? { node.word(Weekday.self) }

  /// The last day, the first one where only one is written.
  public var lastDay: Spanned<Weekday>? { node.words(Weekday.self).last }

  /// When work begins.
  public var opens: TimeSyntax? { node.all(TimeSyntax.self).first }

  /// When work ends.
  public var closes: TimeSyntax? { node.all(TimeSyntax.self).dropFirst().first }
}

/// A day of the week.
public enum Weekday: String, Sendable, Hashable, CaseIterable {
  /// One of the seven days.
  case mon, tue, wed, thu, fri, sat, sun
}

/// `holidays { 2026-12-25, ... }`.
public struct HolidaysSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.holidaysClause
  /// The node it shows.
  public let node: SyntaxNode

  /// The days on which nobody works.
  public var dates: [DateSyntax] { node.all() }
}

/// `title converted "Won"`.
public struct SystemTitleSyntax: SyntaxView, NodeView {
  static let kind = SyntaxKind.titleDeclaration
  /// The node it shows.
  public let node: SyntaxNode

  /// The system stage that is renamed.
  public var place: Spanned<SystemPlace>? { node.word(SystemPlace.self) }

  /// What people see instead of its name.
  public var title: TextSyntax? { node.child() }
}

/// A stage that every funnel has.
public enum SystemPlace: String, Sendable, Hashable, CaseIterable {
  /// One of the three system stages.
  case incoming, converted, lost
}
