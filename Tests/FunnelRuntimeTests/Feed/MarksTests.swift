import CScan
import Testing

/// The marks that one pass over lines makes.
@Suite struct MarksTests {
  /// What a text's marks are, byte by byte.
  private struct Truth: Equatable {
    var stops: [Int] = []
    var escapes: [Int] = []

    init() {}

    /// Looks at each byte in turn.
    init(_ text: [UInt8]) {
      var place = 0
      while place < text.count {
        let byte = text[place]
        let rest = text[place...]
        if byte == UInt8(ascii: "\\") {
          escapes.append(place)
          let isEscape =
            rest.dropFirst().first.map { next in
              Array("\"\\/bfnrt".utf8).contains(next)
                || (next == UInt8(ascii: "u") && rest.count >= 6
                  && rest.dropFirst(2).prefix(4).allSatisfy { Character(UnicodeScalar($0)).isHexDigit })
            } ?? false
          if !isEscape { stops.append(place) }
          place += isEscape ? 2 : 1
        } else if byte >= 0x80 {
          let length = (2...4).first { length in
            String(validating: rest.prefix(length), as: UTF8.self)?.unicodeScalars.count == 1 && rest.count >= length
          }
          if length == nil { stops.append(place) }
          place += length ?? 1
        } else {
          if byte == UInt8(ascii: "\"") || byte < 0x20 { stops.append(place) }
          place += 1
        }
      }
    }
  }

  private typealias Mark =
    (UnsafePointer<UInt8>, Int, UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<UInt8>) -> Void

  private func marks(_ text: [UInt8], behind: UInt8, _ mark: Mark) -> Truth {
    let size = cscan_marks_size(text.count)
    var (stops, escapes) = ([UInt8](repeating: 0xFF, count: size), [UInt8](repeating: 0xFF, count: size))
    mark(text + [UInt8](repeating: behind, count: 64), text.count, &stops, &escapes)
    var found = Truth()
    found.stops = text.indices.filter { cscan_marks(stops, $0) & 1 == 1 }
    found.escapes = text.indices.filter { cscan_marks(escapes, $0) & 1 == 1 }
    return found
  }

  @Test func lineFeedsAreCountedInTextsOfAnyLength() {
    let text = (0..<70_000).map { (place: Int) -> UInt8 in
      place % 7 == 0 || (place > 20_000 && place % 3 > 0) ? 10 : UInt8(place % 251)
    }
    for (start, end) in [(0, 0), (0, 1), (3, 19), (5, 132), (1, 129), (0, 4096), (17, 40_001), (0, 70_000)] {
      #expect(cscan_newlines(text, start, end) == text[start..<end].count { $0 == 10 })
    }
    let feeds = [UInt8](repeating: 10, count: 70_000)
    #expect(cscan_newlines(feeds, 1, 69_999) == 69_998)
  }

  @Test func everyByteIsMarkedWhereverItStands() {
    let pieces =
      [
        "\"", "\\", "a", "u", "00e9", "é", "株", "😀", "\n", "\t", "x", "\\\"", "\\\\", "\\u12", "\\uD83d", "{",
        "0123456789012345",
        "\\n",
      ].map { Array($0.utf8) } + [
        [0xC3], [0xFF], [0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE0, 0x9F],
      ]
    var state: UInt64 = 7
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: state >> 33)
    }
    for _ in 0..<2_000 {
      var text: [UInt8] = []
      let length = 1 + next() % 200
      while text.count < length { text += pieces[next() % pieces.count] }
      text.append(10)
      let truth = Truth(text)
      let behind: UInt8 = next() % 2 == 0 ? 0 : 0x22
      #expect(marks(text, behind: behind, cscan_mark) == truth, "\(text)")
      #expect(marks(text, behind: behind, cscan_mark_plainly) == truth, "\(text)")
    }
  }

  @Test func digitsAreReadUpToEight() {
    for digits in 0...9 {
      for end in ["/", ":", ".", "e", "\u{7F}", " ", "\"", "é"] {
        let number = String("987654321".prefix(digits))
        let run = cscan_digits(Array((number + end + "1234567890").utf8))
        #expect(run.count == min(digits, 8), "\(number)\(end)")
        if digits > 0 { #expect(run.value == UInt64(number.prefix(8)), "\(number)\(end)") }
      }
    }
  }

  @Test func linesEndAtTheLastLineFeed() {
    for count in 0..<70 {
      for feed in 0...count {
        var text = [UInt8](repeating: 0x61, count: count + 16)
        if feed > 0 { text[feed - 1] = 10 }
        if feed > 3 { text[1] = 10 }
        text[count] = 10
        #expect(cscan_lines(text, count) == feed, "\(count) \(feed)")
      }
    }
  }
}
