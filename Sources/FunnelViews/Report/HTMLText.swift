import FunnelDiagnostics

/// HTML that is put together from text: whatever is said to be text can become no markup.
struct HTMLText {
  private(set) var html = ""

  /// Adds markup that stands in the program itself.
  mutating func markup(_ markup: StaticString) { html += "\(markup)" }

  /// Adds a text.
  mutating func text(_ text: String) { html += HTMLText.escaped(text) }

  /// Adds an element that holds a text.
  mutating func element(_ tag: StaticString, _ attributes: [(StaticString, String)], _ text: String) {
    open(tag, attributes)
    self.text(text)
    html += "</\(tag)>"
  }

  /// Adds an element without attributes that holds a text.
  mutating func element(_ tag: StaticString, _ text: String) { element(tag, [], text) }

  /// Opens an element.
  mutating func open(_ tag: StaticString, _ attributes: [(StaticString, String)] = []) {
    html += "<\(tag)"
    for (name, value) in attributes { html += " \(name)=\"\(HTMLText.escaped(value))\"" }
    html += ">"
  }

  /// Closes an element.
  mutating func close(_ tag: StaticString) { html += "</\(tag)>" }

  mutating func line() { html += "\n" }

  /// A text with everything written out that means something in HTML, acts on how a line is shown, or hides itself.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.printable.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
