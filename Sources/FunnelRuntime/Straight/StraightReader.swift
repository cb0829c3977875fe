import CScan
import FunnelIR

/// Reads a lead's line: checks every byte of it as the general reader does, and types what is declared into slots.
///
/// A walk over the line notes what stands at each key; then what is wanted is typed, in one order for all lines. What is not
/// plain, or not right, is left to the general reader, which then reads the line from its first byte.
///
/// - Invariant: the line has marks. So what stands in its strings is checked, and whoever looks for a string's end finds a stop
///   on the line. Outside of strings a line feed is nothing that a line may hold, so nobody gets behind its end; and
///   `FeedBuffer.padding` bytes from there on may be read.
struct StraightReader: ~Copyable {
  typealias Text = UnsafePointer<UInt8>

  /// An object or an array that is open, and the key whose value it is.
  private struct Frame: BitwiseCopyable {
    var object: KeyTrie.Place
    var key: KeyTrie.Place
  }

  var marks: StraightMarks
  let memory: StraightMemory
  let trie: KeyTrie
  private let frames: UnsafeMutablePointer<Frame>
  private let depth: Int
  /// The literals as words.
  private let literals: (true: UInt64, false: UInt64, null: UInt64)
  let wishes: UnsafeMutableBufferPointer<StraightPlan.Wish>
  /// The node of each wish.
  let places: UnsafeMutablePointer<KeyTrie.Place>
  let entries: UnsafeMutablePointer<WordTable.Entry>
  let bytes: UnsafeMutablePointer<UInt8>
  /// Which codes of two letters are countries and languages, by five bits of each letter.
  let countries: UnsafeMutablePointer<Bool>
  let languages: UnsafeMutablePointer<Bool>
  let earliest: Int64
  let latest: Int64
  /// Types what has no plain form.
  var values: ValueReader
  var unused: [UInt8] = []
  var misfits: StraightMisfits
  /// How many bytes of memory those texts take that had escapes.
  var made = 0

  /// The line at hand, by which a key knows that it stands in it.
  private(set) var serial = 0
  /// The lead's id.
  var lead: Text
  var leadLength = 0
  var leadIsNumber = false
  var time: Int64 = 0
  var hasTime = false
  /// Of an event: what it says, as the number of an `IncomingEvent.Kind`, or -1; its number, and the key of its activity or -1.
  var kind: Int32 = -1
  var sequence: Int64 = 0
  var hasSequence = false
  var activity: Int32 = -1
  /// Its own id, who did it and in which role; lengths and number -1 where it does not say.
  var id: Text
  var idLength = -1
  var actor: Text
  var actorLength = -1
  var role: Int32 = -1
  /// Whether it has an object that says who did it.
  var hasBy = false
  /// Whether a point that is null is to be told from one that is absent, as `StraightMemory.null`.
  let keepsNulls: Bool
  /// The day read last, by its ten letters.
  var date: (first: UInt64, last: UInt64) = (0, 0)
  var midnight: Int64 = 0

  /// - Parameter misfits: the points of which a value that does not fit is noted.
  init(
    _ plan: StraightPlan, _ marks: StraightMarks, _ memory: StraightMemory, _ values: ValueReader, nesting: Int,
    _ settings: RunSettings, misfits: [PointField] = []
  ) {
    self.misfits = StraightMisfits(of: misfits)
    self.marks = marks
    self.memory = memory
    self.values = values
    let none = StraightPlan.Wish(kind: .leave)
    wishes = UnsafeMutableBufferPointer(start: .filled(plan.wishes, none), count: plan.wishes.count)
    trie = KeyTrie(plan, UnsafeBufferPointer(wishes))
    let root = trie.root
    places = .filled(plan.wishes.map { root + Int($0.node) }, root)
    frames = .filled([], Frame(object: trie.unknown, key: trie.unknown), room: StraightMemory.depth)
    depth = min(nesting, StraightMemory.depth)
    literals = (StraightReader.word("true"), StraightReader.word("false"), StraightReader.word("null"))
    entries = .filled(plan.words.entries, WordTable.Entry())
    bytes = .filled(plan.words.bytes, 0)
    countries = .filled((0..<1024).map { CodeList.countries.contains(UInt64(($0 >> 5) << 8 | $0 & 31)) }, false)
    languages = .filled((0..<1024).map { CodeList.languages.contains(UInt64(($0 >> 5) << 8 | $0 & 31)) }, false)
    (earliest, latest) = (settings.earliest, settings.latest)
    (lead, id, actor) = (Text(bytes), Text(bytes), Text(bytes))
    keepsNulls = plan.wishes.contains { $0.kind == .event }
  }

  deinit {
    frames.deallocate()
    wishes.deallocate()
    places.deallocate()
    entries.deallocate()
    bytes.deallocate()
    countries.deallocate()
    languages.deallocate()
  }

  /// Reads a line.
  /// - Returns: the place behind its line feed; nil where the line is one for the general reader.
  @inline(__always)
  mutating func read(_ line: Text) -> Text? {
    guard line.pointee == UInt8(ascii: "{") else { return nil }
    memory.reset()
    guard let end = walk(line), takeValues(line) else { return nil }
    if end.pointee == UInt8(ascii: "\n") { return end + 1 }
    return end.pointee == UInt8(ascii: "\r") && end[1] == UInt8(ascii: "\n") ? end + 2 : nil
  }

  /// Walks over a line, checks how it is put together, and notes at each key what stands there.
  /// - Returns: the place behind the line's object.
  private mutating func walk(_ line: Text) -> Text? {
    serial &+= 1
    let (serial, array, none, marks, first) = (serial, trie.array, trie.none, marks, frames)
    let last = first + depth
    trie.refused.pointee.seen = serial
    var text = line
    /// The object or array at hand, the key whose value comes next, and the room behind what is open around.
    var object = trie.unknown
    var key = trie.root
    var frame = first
    var form = 0
    while true {
      // A value.
      let byte = text.pointee
      if byte == UInt8(ascii: "\"") {
        let start = text + 1
        let end = marks.stop(start)
        guard end.pointee == UInt8(ascii: "\"") else { return nil }
        key.pointee.kind = .string
        key.pointee.start = start
        key.pointee.end = end
        text = end + 1
        // Most values are texts, and most keys the expected ones: one way through both, without a detour.
        let next = KeyTrie.expected(behind: key, form).pointee
        if KeyTrie.matches(next, isFirst: false, &text) {
          guard next.pointee.seen != serial else { return nil }
          next.pointee.seen = serial
          key = next
          continue
        }
      } else if byte &- UInt8(ascii: "0") <= 9 || byte == UInt8(ascii: "-") {
        guard let number = StraightNumber.read(text) else { return nil }
        key.pointee.kind = .number
        key.pointee.start = text
        key.pointee.number = number
        text = number.end
      } else if byte == UInt8(ascii: "{") {
        guard frame < last, !key.pointee.isWanted else { return nil }
        key.pointee.kind = .object
        frame.pointee = Frame(object: object, key: key)
        frame += 1
        object = key
        text += 1
        key = object.pointee.first.0
        if !KeyTrie.matches(key, isFirst: true, &text) { (key, text) = trie.firstKey(text, in: object, marks) }
        if key != none {
          guard key.pointee.seen != serial else { return nil }
          key.pointee.seen = serial
          if object == trie.root { form = max(key.pointee.form, 0) }
          continue
        }
        frame -= 1
        (object, key) = (frame.pointee.object, frame.pointee.key)
        if frame == first { return text }
      } else if byte == UInt8(ascii: "[") {
        if key.pointee.isWanted {
          guard let end = takeArray(key, text) else { return nil }
          key.pointee.kind = .array
          text = end
        } else {
          guard frame < last else { return nil }
          key.pointee.kind = .array
          text += 1
          if KeyTrie.skip(&text) == UInt8(ascii: "]") {
            text += 1
          } else {
            frame.pointee = Frame(object: object, key: key)
            frame += 1
            (object, key) = (array, trie.anything)
            continue
          }
        }
      } else if byte == UInt8(ascii: " ") {
        text += 1
        continue
      } else if cscan_part_of_word(text, 4) == literals.null {
        key.pointee.kind = .null
        text += 4
      } else {
        let isTrue = cscan_part_of_word(text, 4) == literals.true
        guard isTrue || cscan_part_of_word(text, 5) == literals.false else { return nil }
        key.pointee.kind = isTrue ? .true : .false
        text += isTrue ? 4 : 5
      }
      // What comes behind a value.
      while true {
        var next = KeyTrie.expected(behind: key, form).pointee
        if !KeyTrie.matches(next, isFirst: false, &text) {
          if object == array {
            let byte = KeyTrie.skip(&text)
            text += 1
            guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") else { return nil }
            next = byte == UInt8(ascii: "]") ? none : trie.anything
          } else if text.pointee == UInt8(ascii: "}") {
            text += 1
            next = none
          } else {
            (next, text) = trie.nextKey(text, in: object, behind: key, form, marks)
          }
        }
        if next != none {
          guard next.pointee.seen != serial else { return nil }
          next.pointee.seen = serial
          key = next
          break
        }
        frame -= 1
        (object, key) = (frame.pointee.object, frame.pointee.key)
        if frame == first { return text }
      }
    }
  }

  private static func word(_ text: StaticString) -> UInt64 {
    var padded = Array(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    padded += [UInt8](repeating: 0, count: 8)
    return padded.withUnsafeBufferPointer { $0.baseAddress.map { cscan_part_of_word($0, text.utf8CodeUnitCount) } ?? 0 }
  }
}
