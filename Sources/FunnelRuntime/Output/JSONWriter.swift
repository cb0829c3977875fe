import CScan

/// Appends JSON straight to bytes, commas included; the memory is reused from line to line.
///
/// The caller opens and closes in the right order and writes a key before each value of an object. The bytes written are a
/// function of the values alone.
public struct JSONWriter: ~Copyable, @unchecked Sendable {
  private var memory: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// How many bytes were written.
  ///
  /// - Invariant: at most `capacity`, and the bytes before it are initialized; whatever is written makes room first.
  public private(set) var count = 0
  private var needsComma = false

  /// Makes an empty writer with room for so many bytes.
  public init(capacity: Int = 0) {
    self.capacity = max(capacity, 256)
    memory = .allocate(capacity: self.capacity)
  }

  deinit { memory.deallocate() }

  /// What was written, copied.
  public var bytes: [UInt8] { Array(UnsafeBufferPointer(start: memory, count: count)) }

  /// Hands what was written to a function, which must not keep the pointer.
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(start: memory, count: count))
  }

  /// Forgets what was written and keeps the room.
  public mutating func removeAll() {
    count = 0
    needsComma = false
  }

  /// Forgets what was written first, and keeps the room.
  mutating func removeFirst(_ count: Int) {
    self.count -= count
    memory.update(from: memory + count, count: self.count)
  }

  /// Ends a line of NDJSON; the next value begins anew.
  public mutating func endLine() {
    put(UInt8(ascii: "\n"))
    needsComma = false
  }

  /// Opens an object.
  public mutating func beginObject() { open(UInt8(ascii: "{")) }
  /// Closes an object.
  public mutating func endObject() { close(UInt8(ascii: "}")) }
  /// Opens an array.
  public mutating func beginArray() { open(UInt8(ascii: "[")) }
  /// Closes an array.
  public mutating func endArray() { close(UInt8(ascii: "]")) }

  /// Writes a key that needs no escapes.
  public mutating func key(_ name: StaticString) {
    separate()
    put(UInt8(ascii: "\""))
    put(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    put(UInt8(ascii: "\""))
    put(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a key.
  public mutating func key(_ name: String) {
    string(name)
    put(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a key that is a JSON string already.
  mutating func rawKey(_ text: UnsafeRawBufferPointer) {
    raw(text)
    put(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a string.
  public mutating func string(_ text: String) {
    var text = text
    text.withUTF8 { string(UnsafeRawBufferPointer($0)) }
  }

  /// Writes a string that is there as bytes.
  public mutating func string(_ text: ArraySlice<UInt8>) {
    text.withUnsafeBytes { string($0) }
  }

  /// Writes a string that is there as bytes.
  /// - Precondition: the bytes are UTF-8.
  public mutating func string(_ text: UnsafeRawBufferPointer) {
    beginString()
    appendToString(text)
    endString()
  }

  /// Opens a string that is written in parts.
  mutating func beginString() {
    separate()
    put(UInt8(ascii: "\""))
  }

  /// Closes a string.
  mutating func endString() { put(UInt8(ascii: "\"")) }

  /// Writes a part of a string, with escapes where it needs them.
  /// - Precondition: the bytes are UTF-8.
  mutating func appendToString(_ text: UnsafeRawBufferPointer) {
    guard let bytes = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    var start = 0
    var index = 0
    while true {
      index = cscan_special(bytes, index, text.count)
      guard index < text.count else { break }
      let byte = bytes[index]
      // What is not ASCII stands for itself.
      if byte < 0x80 {
        put(UnsafeRawBufferPointer(start: bytes + start, count: index - start))
        escape(byte)
        start = index + 1
      }
      index += 1
    }
    put(UnsafeRawBufferPointer(start: bytes + start, count: text.count - start))
  }

  /// Writes true or false.
  public mutating func boolean(_ value: Bool) { raw(value ? "true" : "false") }

  /// Writes null.
  public mutating func null() { raw("null") }

  /// Writes a value that is already JSON, such as a lead's number of more than 64 bits.
  public mutating func raw(_ text: StaticString) {
    separate()
    put(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Writes a value that is already JSON, such as a lead's number of more than 64 bits.
  public mutating func raw(_ text: UnsafeRawBufferPointer) {
    separate()
    put(text)
  }

  @inline(__always)
  mutating func separate() {
    if needsComma { put(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    put(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    put(bracket)
    needsComma = true
  }

  /// Writes something in place of the value that was written last, if that is null.
  /// - Parameter start: where its bytes begin.
  mutating func replaceNull(from start: Int, by text: UnsafeRawBufferPointer) {
    guard count - start == 4, memory[start] == UInt8(ascii: "n") else { return }
    count = start
    put(text)
  }

  /// Appends digits, which a function writes to as many bytes; the room is made before.
  @inline(__always)
  mutating func putDigits(_ width: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Void) {
    makeRoom(width)
    write(memory + count)
    count &+= width
  }

  private mutating func escape(_ byte: UInt8) {
    put(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): put(byte)
    case UInt8(ascii: "\n"): put(UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): put(UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): put(UInt8(ascii: "t"))
    case 0x08: put(UInt8(ascii: "b"))
    case 0x0C: put(UInt8(ascii: "f"))
    default:
      let digits: StaticString = "0123456789abcdef"
      put(UInt8(ascii: "u"))
      put(UInt8(ascii: "0"))
      put(UInt8(ascii: "0"))
      put(digits.utf8Start[Int(byte >> 4)])
      put(digits.utf8Start[Int(byte & 15)])
    }
  }
}

// MARK: Bytes

extension JSONWriter {
  /// Makes room for so many bytes more.
  @inline(__always)
  mutating func makeRoom(_ more: Int) {
    if capacity &- count < more { grow(more) }
  }

  @inline(never)
  private mutating func grow(_ more: Int) {
    let larger = max(capacity * 2, count + more)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    moved.update(from: memory, count: count)
    memory.deallocate()
    memory = moved
    capacity = larger
  }

  /// Appends what a function writes into so much room, and says how much it wrote.
  @inline(__always)
  mutating func fill(_ room: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) {
    makeRoom(room)
    count &+= write(memory + count)
  }

  /// Appends a byte as it is.
  @inline(__always)
  mutating func put(_ byte: UInt8) {
    makeRoom(1)
    memory[count] = byte
    count &+= 1
  }

  /// Appends bytes as they are.
  @inline(__always)
  mutating func put(_ text: UnsafeRawBufferPointer) {
    guard let start = text.baseAddress else { return }
    makeRoom(text.count)
    UnsafeMutableRawPointer(memory + count).copyMemory(from: start, byteCount: text.count)
    count &+= text.count
  }
}

extension JSONWriter {
  /// Writes bytes as a string in base64 (RFC 4648).
  public mutating func base64(_ data: [UInt8]) {
    let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    separate()
    put(UInt8(ascii: "\""))
    for start in stride(from: 0, to: data.count, by: 3) {
      let group = data[start..<min(start + 3, data.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
      for place in 0..<4 {
        let digit = Int(bits >> UInt32(18 - 6 * place) & 63)
        put(place <= group.count ? alphabet.utf8Start[digit] : UInt8(ascii: "="))
      }
    }
    put(UInt8(ascii: "\""))
  }
}
