/// A JSON text (RFC 8259) that grows field by field.
struct JSONText {
  private(set) var text = ""
  private var needsComma = false

  mutating func object(_ fields: (inout JSONText) -> Void) {
    enclose("{", "}", fields)
  }

  mutating func field(_ name: String, _ value: Int) {
    key(name)
    text += String(value)
  }

  mutating func field(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  mutating func field(_ name: String, _ fields: (inout JSONText) -> Void) {
    key(name)
    object(fields)
  }

  mutating func field<Elements: Sequence>(
    _ name: String, _ elements: Elements, _ write: (inout JSONText, Elements.Element) -> Void
  ) {
    key(name)
    array(elements, write)
  }

  mutating func array<Elements: Sequence>(_ elements: Elements, _ write: (inout JSONText, Elements.Element) -> Void) {
    enclose("[", "]") { writer in
      for element in elements {
        writer.separate()
        write(&writer, element)
      }
    }
  }

  private mutating func enclose(_ open: String, _ close: String, _ content: (inout JSONText) -> Void) {
    text += open
    needsComma = false
    content(&self)
    text += close
    needsComma = true
  }

  private mutating func key(_ name: String) {
    separate()
    string(name)
    text += ":"
  }

  private mutating func separate() {
    if needsComma { text += "," }
    needsComma = true
  }

  mutating func string(_ value: String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
