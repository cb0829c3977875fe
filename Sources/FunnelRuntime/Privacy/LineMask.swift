/// Hides what a line says and leaves how it is built: keys, brackets and commas stay, and of the values those that are known
/// not to be personal.
enum LineMask {
  private static let stars = Array("\"***\"".utf8)

  /// A line of JSON with three stars in the place of each text, number and truth value but those that begin at the bytes named
  /// (a text begins behind its quote).
  static func masked(_ line: [UInt8], keeping kept: Set<Int>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(line.count)
    var index = 0
    while index < line.count {
      let byte = line[index]
      let end: Int
      let isKept: Bool
      if byte == UInt8(ascii: "\"") {
        end = endOfText(line, from: index + 1)
        let next = line[end...].first { !JSONText.isBlank($0) }
        isKept = next == UInt8(ascii: ":") || kept.contains(index + 1)
      } else if isLetter(byte) {
        end = line[index...].firstIndex { !isLetter($0) } ?? line.count
        isKept = kept.contains(index) || line[index..<end].elementsEqual("null".utf8)
      } else {
        end = index + 1
        isKept = true
      }
      result += isKept ? line[index..<end] : stars[...]
      index = end
    }
    return result
  }

  /// The place behind a text's closing quote.
  private static func endOfText(_ line: [UInt8], from start: Int) -> Int {
    var index = start
    while index < line.count, line[index] != UInt8(ascii: "\"") {
      index += line[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index + 1, line.count)
  }

  /// Whether a byte stands in numbers and in `true`, `false`, `null`.
  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "+-.".utf8.contains(byte)
  }
}
