/// One character of a source line as it is shown: where it stands, and what a terminal gets.
struct DisplayCell {
  /// The offset of its first byte.
  let start: Int
  /// The offset behind its last byte.
  let end: Int
  /// What is printed; never a control character.
  let text: String
  /// The terminal cells before it, from 0.
  let column: Int
  /// The terminal cells it takes.
  let width: Int
}

/// Walks over a part of one line, character by character (extended grapheme clusters, UAX #29).
struct CellWalk {
  /// The distance of tab stops.
  static let tabStop = 4

  private let bytes: [UInt8]
  private var offset: Int
  private let end: Int
  /// Cells of a decoded stretch that holds more than ASCII, the next one last.
  private var pending: [(length: Int, shown: VisibleText)] = []
  /// The terminal cells before the next character.
  private(set) var column: Int

  init(_ bytes: [UInt8], _ range: Range<Int>, column: Int = 0) {
    self.bytes = bytes
    offset = range.lowerBound
    end = range.upperBound
    self.column = column
  }

  mutating func next() -> DisplayCell? {
    if pending.isEmpty {
      guard offset < end else { return nil }
      if bytes[offset] == 0x09 {
        let width = CellWalk.tabStop - column % CellWalk.tabStop
        return take(1, String(repeating: " ", count: width), width)
      }
      if isASCII(offset), offset + 1 >= end || isASCII(offset + 1) {
        let shown = VisibleText(Character(Unicode.Scalar(bytes[offset])))
        return take(1, shown.text, shown.width)
      }
      decodeStretch()
    }
    guard let cell = pending.popLast() else { return nil }
    return take(cell.length, cell.shown.text, cell.shown.width)
  }

  private mutating func take(_ length: Int, _ text: String, _ width: Int) -> DisplayCell {
    let cell = DisplayCell(start: offset, end: offset + length, text: text, column: column, width: width)
    offset += length
    column += width
    return cell
  }

  private func isASCII(_ index: Int) -> Bool { bytes[index] < 0x80 }

  /// Decodes up to the next two neighbouring ASCII bytes: between those there always is a boundary.
  private mutating func decodeStretch() {
    var stop = offset + 1
    while stop < end, !(isASCII(stop - 1) && isASCII(stop)) { stop += 1 }
    let stretch = bytes[offset..<stop]
    if let text = String(validating: stretch, as: UTF8.self) {
      pending = text.reversed().map { ($0.utf8.count, VisibleText($0)) }
    } else {
      pending = stretch.reversed().map { byte in
        (1, VisibleText(byte < 0x80 ? Character(Unicode.Scalar(byte)) : "\u{FFFD}"))
      }
    }
  }
}
