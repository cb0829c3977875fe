extension String {
  /// The cells that the text takes on a terminal.
  public var displayWidth: Int { VisibleText.width(of: self) }

  /// The text with everything written out that would act on a terminal or hide itself: control characters, direction
  /// overrides, invisible characters.
  public var printable: String { VisibleText.of(self) }
}
