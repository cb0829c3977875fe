/// Finds where a JSON value ends without understanding it, piece by piece: brackets are counted, strings passed over.
struct ValueFrame {
  private enum State {
    case begin, scalar, string, inside
  }

  private var state = State.begin
  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  /// Looks at the next bytes.
  /// - Returns: how many of them belong to the value if it ends among them.
  mutating func end(in bytes: Slice<UnsafeRawBufferPointer>) -> Int? {
    for (count, byte) in bytes.enumerated() {
      switch state {
      case .begin:
        begin(byte)
        if state == .scalar, ValueFrame.endsScalar(byte) { return count }
      case .scalar:
        if ValueFrame.endsScalar(byte) { return count }
      case .string, .inside:
        if isInString {
          inString(byte)
          if !isInString, state == .string { return count + 1 }
        } else if byte == UInt8(ascii: "\"") {
          isInString = true
        } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
          depth += 1
        } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
          depth -= 1
          if depth == 0 { return count + 1 }
        }
      }
    }
    return nil
  }

  /// Whether the end of the feed ends the value too.
  var mayEndHere: Bool { state == .scalar }

  private mutating func begin(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""):
      state = .string
      isInString = true
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      state = .inside
      depth = 1
    default: state = .scalar
    }
  }

  private mutating func inString(_ byte: UInt8) {
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isInString = false
    }
  }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    JSONText.isBlank(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
  }
}
