/// What a terminal is given for one character of foreign text, and how many cells that takes.
///
/// Control characters, direction overrides and whatever else would act on the terminal or hide itself are written out, so
/// that no source text can move the cursor, change colours, or look like something it is not.
struct VisibleText {
  let text: String
  let width: Int

  init(_ character: Character) {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else {
      text = ""
      width = 0
      return
    }
    if scalars.count == 1, first.isASCII {
      text = first.value < 0x20 || first.value == 0x7F ? VisibleText.picture(of: first) : String(first)
      width = 1
      return
    }
    let keepsJoiners = !first.isASCII && !VisibleText.isHidden(first)
    var shown = ""
    var escapedWidth = 0
    // A mark at the very beginning would sit on whatever the terminal shows before it.
    if VisibleText.isMark(first) { shown = "\u{25CC}" }
    for scalar in scalars.prefix(VisibleText.longestCluster) {
      if VisibleText.isHidden(scalar), !(keepsJoiners && VisibleText.isJoiner(scalar)) {
        let escape = VisibleText.escape(scalar)
        shown += escape
        escapedWidth += escape.unicodeScalars.count
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    text = shown
    width = VisibleText.isHidden(first) ? escapedWidth : VisibleText.clusterWidth(scalars) + escapedWidth
  }

  /// The whole of a foreign text, made visible.
  static func of(_ text: String) -> String {
    var shown = ""
    for character in text { shown += VisibleText(character).text }
    return shown
  }

  /// The terminal cells a text takes.
  static func width(of text: String) -> Int { text.reduce(0) { $0 + VisibleText($1).width } }

  /// More marks than these on one letter are not shown.
  private static let longestCluster = 16

  private static func picture(of control: Unicode.Scalar) -> String {
    let picture = control.value == 0x7F ? 0x2421 : 0x2400 + control.value
    return Unicode.Scalar(picture).map(String.init) ?? "\u{FFFD}"
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    if scalar.value < 0x20 || scalar.value == 0x7F { return picture(of: scalar) }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: true
    default: false
    }
  }

  /// Characters that join or vary the one before them, harmless behind a letter or a symbol.
  private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0020...0xE007F, 0xE0100...0xE01EF: true
    default: false
    }
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
    default: scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  private static func clusterWidth(_ scalars: Character.UnicodeScalarView) -> Int {
    for scalar in scalars.prefix(longestCluster) {
      if isWide(scalar) || scalar.properties.isEmojiPresentation || scalar.value == 0xFE0F { return 2 }
    }
    return 1
  }

  /// East Asian Wide and Fullwidth (UAX #11), the emoji apart.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF,
      0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x2FFFD, 0x30000...0x3FFFD:
      true
    default: false
    }
  }
}
