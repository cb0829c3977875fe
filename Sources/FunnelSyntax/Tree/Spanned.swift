public import FunnelDiagnostics

/// A value together with the place where it is written.
public struct Spanned<Value: Sendable & Hashable>: Sendable, Hashable {
  /// What is written.
  public let value: Value
  /// Where it is written.
  public let span: SourceSpan

  /// Joins a value and its place.
  public init(_ value: Value, _ span: SourceSpan) {
    self.value = value
    self.span = span
  }
}
