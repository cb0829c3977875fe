/// What the characters outside of ASCII are to the language; fixed ranges, so that it doesn't move with Unicode's tables.
enum CharacterClass {
  case letter
  /// Shows nothing, or turns the direction of the text: somebody reads another file than the compiler.
  case invisible
  case other

  init(_ scalar: UInt32) {
    if Self.isInvisible(scalar) {
      self = .invisible
    } else {
      self = Self.letters.contains { $0.contains(scalar) } ? .letter : .other
    }
  }

  /// The name start characters of XML 1.0.
  private static let letters: [ClosedRange<UInt32>] = [
    0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x2070...0x218F, 0x2C00...0x2FEF,
    0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF,
  ]

  private static func isInvisible(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0...0x1F, 0x7F...0xA0, 0xAD, 0x34F, 0x61C, 0x115F...0x1160, 0x1680, 0x17B4...0x17B5, 0x180B...0x180F,
      0x2000...0x200F, 0x2028...0x202F, 0x205F...0x206F, 0x2800, 0x3000, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0,
      0xFFF0...0xFFFB, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
      true
    default: false
    }
  }
}
