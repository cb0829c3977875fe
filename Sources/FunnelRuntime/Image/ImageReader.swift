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
  private var position = 0
  /// The first fault.
  private var fault: RefusedImage?

  init(_ image: [UInt8]) { self.image = image }

  static var isReading: Bool { true }

  /// Refuses the image where there was a fault, or bytes stand behind the last field.
  func finish() throws(RefusedImage) {
    if let fault { throw fault }
    guard position == image.count else { throw RefusedImage("bytes stand behind its end") }
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
      instant(&number)
      bits = UInt64(bitPattern: number)
      if fault == nil, !type.fits(bits, program) { refuse("a value does not fit its type") }
    }
  }

  mutating func list<Element>(_ list: inout [Element], new: Element, _ element: (inout Self, inout Element) -> Void) {
    list.removeAll()
    let count = number() ?? 0
    // Each element takes a byte at least, so no claim makes room for more than the image can hold.
    guard count <= UInt64(image.count - position) else { return refuse("a list is longer than the image") }
    for _ in 0..<count where fault == nil {
      var next = new
      element(&self, &next)
      list.append(next)
    }
  }

  private mutating func refuse(_ message: String) {
    if fault == nil { fault = RefusedImage(message) }
  }

  private mutating func number() -> UInt64? {
    guard fault == nil else { return nil }
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while position < image.count, shift < 64 {
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
    guard length <= UInt64(image.count - position) else {
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
