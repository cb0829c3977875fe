/// Checks that bytes are UTF-8 as Unicode defines it: no overlong form, no surrogate, nothing above U+10FFFF.
enum UTF8Check {
  /// The number of bytes of the scalar that begins at a position with a byte from 0x80 on; 0 where it is not UTF-8.
  static func length(in bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
    let first = bytes[index]
    let second = index + 1 < bytes.count ? bytes[index + 1] : 0
    switch first {
    case 0xC2...0xDF: return isContinuation(second) ? 2 : 0
    case 0xE0...0xEF:
      // The second byte's bounds shut out overlong forms and surrogates.
      guard second >= (first == 0xE0 ? 0xA0 : 0x80), second <= (first == 0xED ? 0x9F : 0xBF) else { return 0 }
      return continues(bytes, at: index + 2) ? 3 : 0
    case 0xF0...0xF4:
      guard second >= (first == 0xF0 ? 0x90 : 0x80), second <= (first == 0xF4 ? 0x8F : 0xBF) else { return 0 }
      return continues(bytes, at: index + 2) && continues(bytes, at: index + 3) ? 4 : 0
    default: return 0
    }
  }

  /// The first position from which the bytes are not UTF-8; nil where they all are.
  static func firstFault(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var index = start
    while index < bytes.count {
      if bytes[index] < 0x80 {
        index += 1
        continue
      }
      let length = length(in: bytes, at: index)
      if length == 0 { return index }
      index += length
    }
    return nil
  }

  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  private static func continues(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Bool {
    index < bytes.count && isContinuation(bytes[index])
  }
}
