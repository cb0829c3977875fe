import FunnelIR

/// Why an image is refused: its bytes are not those that were written, or belong to another program.
public struct RefusedImage: Error, Hashable, Sendable {
  /// What is wrong, as a phrase.
  public let message: String

  init(_ message: String) { self.message = message }
}

/// Reads fields, and believes nothing: whatever the bytes are, what comes out is a journey that the interpreter can take up,
/// or a refusal.
struct ImageReader: FieldCoder {
  private let image: [UInt8]
  private(set) var position: Int
  /// Where the fields end.
  private var end: Int
  /// Where the flags stand, where they stand behind the fields.
  private var flags: Range<Int>?
  private var flagCount = 0
  /// Whether instants are told by how far they are from the one before.
  private var hasDistances = true
  private var instant: Int64 = 0
  /// The first fault.
  private(set) var fault: RefusedImage?

  init(_ image: [UInt8], from position: Int = 0) {
    self.image = image
    self.position = position
    end = image.count
  }

  static var isReading: Bool { true }

  /// Whether all was read.
  var isAtEnd: Bool { position == end }

  mutating func begin(version: UInt8) {
    hasDistances = version >= 3
    guard hasDistances, fault == nil else { return }
    guard let last = image.last, last <= 0x80, end - 1 >= position else { return refuse("it is cut off") }
    end -= 1
    var count = Int(last)
    if last == 0x80 {
      guard end - 4 >= position else { return refuse("it is cut off") }
      count = image[(end - 4)..<end].reversed().reduce(0) { $0 << 8 | Int($1) }
      end -= 4
      guard count >= 0x80 else { return refuse("its flags are not counted as they are") }
    }
    guard count <= end - position else { return refuse("it is cut off") }
    flags = (end - count)..<end
    end -= count
  }

  /// Begins a part that can be read without what stands before it.
  mutating func beginPart() { instant = 0 }

  /// A byte as it is.
  mutating func byte() -> UInt8? {
    guard fault == nil, position < end else { return nil }
    defer { position += 1 }
    return image[position]
  }

  /// Refuses the image where there was a fault, or bytes stand behind the last field.
  func finish() throws(RefusedImage) {
    if let fault { throw fault }
    guard position == end else { throw RefusedImage("bytes stand behind its end") }
    guard let flags else { return }
    // One form only: no flag that nobody wrote.
    let rest = flagCount & 7 == 0 ? 0 : image[flags.upperBound - 1] >> UInt8(flagCount & 7)
    guard (flagCount + 7) / 8 == flags.count, rest == 0 else { throw RefusedImage("flags stand behind its last") }
  }

  mutating func instant(_ value: inout Int64) {
    guard hasDistances else { return number(&value) }
    guard let number = number() else { return }
    if number & 1 == 0 {
      let folded = number >> 1
      let seconds = Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1)
      guard seconds.magnitude <= UInt64(Int64.max / 1_000_000) else { return refuse("an instant is out of its bounds") }
      value = instant &+ seconds &* 1_000_000
    } else {
      var distance: Int64 = 0
      self.number(&distance)
      guard number == 1, distance % 1_000_000 != 0 else { return refuse("an instant is not written as instants are") }
      value = instant &+ distance
    }
    if value != .min { instant = value }
  }

  mutating func flag(_ value: inout Bool) {
    guard let flags else {
      var number: UInt8 = 0
      integer(&number, from: 0, through: 1)
      return value = number == 1
    }
    guard fault == nil else { return }
    let place = flags.lowerBound + flagCount / 8
    guard place < flags.upperBound else { return refuse("it is cut off") }
    value = image[place] >> UInt8(flagCount & 7) & 1 == 1
    flagCount += 1
  }

  mutating func integer<Number: FixedWidthInteger & Sendable>(
    _ value: inout Number, from first: Number, through last: Number
  ) {
    guard let number = number() else { return }
    let found: Number?
    if Number.isSigned {
      found = Number(exactly: Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1))
    } else {
      found = Number(exactly: number)
    }
    guard let found, found >= first, found <= last else { return refuse("a number is out of its bounds") }
    value = found
  }

  mutating func bytes(_ value: inout [UInt8]) { value = Array(part()) }

  mutating func text(_ value: inout [UInt8]) { value = Array(textPart()) }

  mutating func text(_ value: inout TextReference?, in heap: inout [UInt8]) {
    var isThere = false
    flag(&isThere)
    value = isThere ? keep(textPart(), in: &heap) : nil
  }

  mutating func value(_ bits: inout UInt64, _ type: ValueType, in heap: inout [UInt8], _ program: Program) {
    if type.isReference {
      let part = type.isSet ? part() : textPart()
      guard part.withUnsafeBytes({ !type.isSet || SetElements.areSound($0, type, program) }) else {
        return refuse("a set is not laid out as sets are")
      }
      bits = keep(part, in: &heap).bits
    } else {
      var number: Int64 = 0
      self.number(&number)
      bits = UInt64(bitPattern: number)
      if fault == nil, !type.fits(bits, program) { refuse("a value does not fit its type") }
    }
  }

  mutating func list<Element>(_ list: inout [Element], new: Element, _ element: (inout Self, inout Element) -> Void) {
    list.removeAll()
    let count = number() ?? 0
    // Each element takes a byte at least, so no claim makes room for more than the image can hold.
    guard count <= UInt64(end - position) else { return refuse("a list is longer than the image") }
    for _ in 0..<count where fault == nil {
      var next = new
      element(&self, &next)
      list.append(next)
    }
  }

  mutating func refuse(_ message: String) {
    if fault == nil { fault = RefusedImage(message) }
  }

  private mutating func number() -> UInt64? {
    guard fault == nil else { return nil }
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while position < end, shift < 64 {
      let byte = image[position]
      position += 1
      let bits = UInt64(byte & 0x7F)
      guard (bits << shift) >> shift == bits else { break }
      number |= bits << shift
      if byte < 0x80 {
        // One form only for each number, so that equal subjects have equal images.
        guard byte != 0 || shift == 0 else { break }
        return number
      }
      shift += 7
    }
    refuse("it is cut off, or holds a number that is none")
    return nil
  }

  private mutating func part() -> ArraySlice<UInt8> {
    let length = number() ?? 0
    guard length <= UInt64(end - position) else {
      refuse("it is cut off")
      return []
    }
    let start = position
    position += Int(length)
    return image[start..<position]
  }

  private mutating func textPart() -> ArraySlice<UInt8> {
    let part = part()
    if part.withUnsafeBytes({ UTF8Check.firstFault(in: $0, from: 0) }) != nil { refuse("a text is not UTF-8") }
    return part
  }

  private mutating func keep(_ part: ArraySlice<UInt8>, in heap: inout [UInt8]) -> TextReference {
    if part.count >= 1 << 30 || heap.count + part.count > Int(UInt32.max) { refuse("a text is too long") }
    let start = heap.count
    heap.append(contentsOf: part)
    return TextReference(
      .journey, offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: part.count))
  }
}

extension ValueType {
  /// Whether bits that are no reference are a value of the type.
  func fits(_ bits: UInt64, _ program: Program) -> Bool {
    switch base {
    case .boolean: return bits <= 1
    case .number:
      let number = Double(bitPattern: bits)
      return number.isFinite && !(number == 0 && number.sign == .minus)
    case .country, .language:
      let letters = bits >> 8 | bits << 8 & 0xFF00
      return bits <= 0xFFFF && [letters & 0xFF, letters >> 8].allSatisfy { (0x41...0x5A).contains($0 & ~0x20) }
    case .choice: return bits < UInt64(program.choices[Int(detail)].members.count)
    default: return true
    }
  }
}

extension SetElements {
  /// Whether bytes are the elements of a set of a type, to the last one.
  fileprivate static func areSound(_ bytes: UnsafeRawBufferPointer, _ type: ValueType, _ program: Program) -> Bool {
    let element = ValueType(type.base, detail: type.detail)
    var elements = SetElements(bytes)
    var length = 0
    while let next = elements.next() {
      length += 4 + next.count
      if element.isReference {
        guard UTF8Check.firstFault(in: next, from: 0) == nil else { return false }
      } else {
        guard next.count == 8, element.fits(UInt64(littleEndian: next.loadUnaligned(as: UInt64.self)), program) else {
          return false
        }
      }
    }
    return length == bytes.count
  }
}
