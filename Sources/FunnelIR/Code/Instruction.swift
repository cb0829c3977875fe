/// One instruction of register code, 16 bytes; `Operation` says what its fields mean.
public struct Instruction: Hashable, Sendable, BitwiseCopyable {
  /// How a test is asked. Its outcome is true where all operands are known and the relation holds (or, negated, does not).
  public struct Test: OptionSet, Hashable, Sendable, BitwiseCopyable {
    /// The two bits.
    public let rawValue: UInt8
    /// Makes a set of bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The outcome is true where the operands are known and the relation does not hold.
    public static let negated = Test(rawValue: 1)
    /// Jump where the outcome is true; otherwise jump where it is not.
    public static let jumpsWhenTrue = Test(rawValue: 2)
  }

  /// What is done.
  public var operation: Operation
  /// How a test is asked; empty for anything else.
  public var test: Test
  /// The register written, or the first one looked at.
  public var a: UInt16
  /// A register or a place in the code.
  public var b: UInt32
  /// A constant, an index or a register.
  public var immediate: UInt64

  /// Makes an instruction.
  public init(_ operation: Operation, test: Test = [], a: UInt16 = 0, b: UInt32 = 0, immediate: UInt64 = 0) {
    self.operation = operation
    self.test = test
    self.a = a
    self.b = b
    self.immediate = immediate
  }

  /// Packs a range of `Program.words` into an immediate: the start in bits 0 to 31, the count in bits 32 to 63.
  public static func range(start: UInt32, count: UInt32) -> UInt64 { UInt64(count) << 32 | UInt64(start) }

  /// Packs an activity's key (bits 0 to 31) and the states asked for (bits 32 on, see `ActivityState.mask`).
  public static func activity(key: UInt32, states: UInt8) -> UInt64 { UInt64(states) << 32 | UInt64(key) }

  /// The low half of the immediate: a range's start, an activity's key.
  public var low: Int { Int(truncatingIfNeeded: immediate & 0xFFFF_FFFF) }
  /// The high half of the immediate: a range's count, an activity's states.
  public var high: Int { Int(truncatingIfNeeded: immediate >> 32) }
}

/// As text: operation, test bits, `a`, `b` and the immediate as a signed number, one blank between them.
extension Instruction: Codable {
  /// Reads the text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 5, let operation = Operation(rawValue: String(parts[0])), let test = UInt8(parts[1]), test < 4,
      let a = UInt16(parts[2]), let b = UInt32(parts[3]), let immediate = Int64(parts[4])
    else { throw DecodingError.dataCorruptedError(in: container, debugDescription: "\"\(text)\" is no instruction") }
    self.init(operation, test: Test(rawValue: test), a: a, b: b, immediate: UInt64(bitPattern: immediate))
  }

  /// Writes the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode("\(operation.rawValue) \(test.rawValue) \(a) \(b) \(Int64(bitPattern: immediate))")
  }
}
