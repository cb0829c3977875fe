import FunnelIR
import Testing

@testable import FunnelRuntime

/// A constant operand of an instruction under test.
private enum Operand {
  case missing
  case integer(Int64)
  case number(Double)
  case text(String)
  case texts([String])
  case words([Int64])
}

/// Runs one instruction on constant operands in registers 1, 2, 3, with register 0 for the result.
private struct Bench {
  var program: Program

  init(zone: ZoneTable = .utc, span: CalendarSpan = CalendarSpan()) {
    var funnel = SmallFunnel()
    funnel.zone = zone
    program = funnel.program()
    program.spans = [span]
  }

  mutating func load(_ operands: [Operand]) {
    for (index, operand) in operands.enumerated() {
      let register = UInt16(index + 1)
      let bits: UInt64?
      switch operand {
      case .missing: bits = nil
      case .integer(let value): bits = UInt64(bitPattern: value)
      case .number(let value): bits = value.bitPattern
      case .text(let value): bits = program.constants.add(Array(value.utf8)).bits
      case .texts(let values): bits = set(values.map { Array($0.utf8) })
      case .words(let values): bits = set(values.map { withUnsafeBytes(of: $0.littleEndian) { Array($0) } })
      }
      program.code.append(
        bits.map { Instruction(.constant, a: register, immediate: $0) } ?? Instruction(.missing, a: register))
    }
  }

  private mutating func set(_ elements: [[UInt8]]) -> UInt64 {
    let bytes = elements.flatMap { element in
      withUnsafeBytes(of: UInt32(element.count).littleEndian) { Array($0) } + element
    }
    return program.constants.add(bytes).bits
  }

  /// The result of a routine that ends with register 0, and its bytes were it a reference.
  mutating func value() throws -> (bits: UInt64, bytes: [UInt8])? {
    program.code.append(Instruction(.value, a: 0))
    program.lets = [Let(name: 0, type: ValueType(.integer), entry: 0, registers: 8)]
    let loaded = LoadedProgram(try VerifiedProgram(program))
    var machine = Machine(loaded)
    var journey = Journey()
    journey.reset(for: loaded)
    let end = machine.run(0, registers: 8, journey, now: 0)
    guard machine.known[Int(end.a)] else { return nil }
    return (machine.words[Int(end.a)], machine.copy(machine.words[Int(end.a)], journey))
  }
}

private func integer(_ operation: Operation, _ operands: Operand...) throws -> Int64? {
  var bench = Bench()
  bench.load(operands)
  let isUnary = operation.shape.immediate == .unused
  bench.program.code.append(Instruction(operation, a: 0, b: 1, immediate: isUnary ? 0 : 2))
  return try bench.value().map { Int64(bitPattern: $0.bits) }
}

private func number(_ operation: Operation, _ left: Double, _ right: Double = 0) throws -> Double? {
  var bench = Bench()
  bench.load([.number(left), .number(right)])
  bench.program.code.append(
    Instruction(operation, a: 0, b: 1, immediate: operation.shape.immediate == .unused ? 0 : 2))
  return try bench.value().map { Double(bitPattern: $0.bits) }
}

private func text(_ operation: Operation, _ operand: String) throws -> String? {
  var bench = Bench()
  bench.load([.text(operand)])
  bench.program.code.append(Instruction(operation, a: 0, b: 1))
  return try bench.value().map { String(decoding: $0.bytes, as: UTF8.self) }
}

/// How a test comes out: known to hold, known not to, or neither.
private func test(_ operation: Operation, _ operands: [Operand], immediate: UInt64 = 2, words: [Int64] = []) throws
  -> Bool?
{
  func asked(_ test: Instruction.Test) throws -> Bool {
    var bench = Bench()
    bench.program.words = words
    bench.load(operands)
    bench.program.code.append(Instruction(.constant, a: 0, immediate: 1))
    let here = UInt32(bench.program.code.count)
    bench.program.code.append(Instruction(operation, test: test, a: 1, b: here + 2, immediate: immediate))
    bench.program.code.append(Instruction(.constant, a: 0, immediate: 0))
    // Jumping leaves 1 in register 0.
    return try bench.value()?.bits == 1
  }
  let isTrue = try asked(.jumpsWhenTrue)
  let isFalse = try asked([.jumpsWhenTrue, .negated])
  #expect(try asked([]) == !isTrue)
  #expect(try asked(.negated) == !isFalse)
  #expect(!(isTrue && isFalse))
  return isTrue ? true : isFalse ? false : nil
}

@Suite("Register code")
struct MachineTests {
  @Test("whole numbers: exact, and missing where 64 bits do not hold the result")
  func integers() throws {
    #expect(try integer(.addInteger, .integer(2), .integer(3)) == 5)
    #expect(try integer(.addInteger, .integer(.max), .integer(1)) == nil)
    #expect(try integer(.addInteger, .missing, .integer(1)) == nil)
    #expect(try integer(.subtractInteger, .integer(.min), .integer(1)) == nil)
    #expect(try integer(.multiplyInteger, .integer(.max), .integer(2)) == nil)
    #expect(try integer(.multiplyInteger, .integer(-4), .integer(5)) == -20)
    #expect(try integer(.negateInteger, .integer(.min)) == nil)
    #expect(try integer(.absoluteInteger, .integer(-7)) == 7)
    #expect(try integer(.absoluteInteger, .integer(.min)) == nil)
    #expect(try integer(.leastInteger, .integer(-7), .integer(3)) == -7)
    #expect(try integer(.greatestInteger, .integer(-7), .integer(3)) == 3)
    #expect(try integer(.greatestInteger, .integer(-7), .missing) == nil)
  }

  @Test("rounding goes to the nearest, halves away from zero")
  func rounding() throws {
    #expect(try integer(.divideInteger, .integer(7), .integer(2)) == 4)
    #expect(try integer(.divideInteger, .integer(-7), .integer(2)) == -4)
    #expect(try integer(.divideInteger, .integer(7), .integer(-3)) == -2)
    #expect(try integer(.divideInteger, .integer(.min), .integer(2)) == .min / 2)
    #expect(try integer(.divideInteger, .integer(1), .integer(0)) == nil)
    #expect(try integer(.divideInteger, .integer(.min), .integer(-1)) == nil)
    #expect(try integer(.divideInteger, .integer(.max), .integer(.min)) == -1)
    #expect(try integer(.roundMoney, .integer(125_000)) == 130_000)
    #expect(try integer(.roundMoney, .integer(-124_999)) == -120_000)
    #expect(try integer(.roundMoney, .integer(.max)) == nil)
    #expect(try integer(.roundNumber, .number(-2.5)) == -3)
    #expect(try integer(.roundNumber, .number(1e300)) == nil)
    #expect(try integer(.multiplyByNumber, .integer(15), .number(0.7)) == 11)
    #expect(try integer(.divideByNumber, .integer(10), .number(4)) == 3)
    #expect(try integer(.divideByNumber, .integer(10), .number(0)) == nil)
  }

  @Test("numbers: missing where the result is not finite, and never negative zero")
  func numbers() throws {
    #expect(try number(.addNumber, 0.5, 0.25) == 0.75)
    #expect(try number(.multiplyNumber, 1e300, 1e300) == nil)
    #expect(try number(.divideNumber, 0, 0) == nil)
    #expect(try number(.negateNumber, 0)?.sign == .plus)
    #expect(try number(.multiplyNumber, -1, 0)?.sign == .plus)
    #expect(try number(.leastNumber, -1, 2) == -1)
    #expect(try number(.absoluteNumber, -1.5) == 1.5)
    #expect(try integer(.numberFromInteger, .integer(3)).map { Double(bitPattern: UInt64(bitPattern: $0)) } == 3)
  }

  @Test("text follows the rules of ASCII")
  func texts() throws {
    #expect(try text(.lowered, "ÄBC z") == "Äbc z")
    #expect(try text(.uppered, "äbc Z") == "äBC Z")
    #expect(try text(.trimmed, " \t a b\r\n") == "a b")
    #expect(try text(.trimmed, "  ") == "")
    #expect(try text(.domainOf, "a@b@Example.COM") == "example.com")
    #expect(try text(.domainOf, "a@") == nil)
    #expect(try text(.domainOf, "none") == nil)
    #expect(try integer(.lengthOf, .text("añ🙂")) == 3)
  }

  @Test("sets: elements are counted once each, and what is missing is left out")
  func sets() throws {
    #expect(try integer(.countOf, .words([5, 6])) == 2)
    #expect(try integer(.countOf, .texts([])) == 0)
    var bench = Bench()
    bench.load([.integer(4), .missing, .integer(4), .integer(9)])
    bench.program.code.append(Instruction(.makeWordSet, a: 5, b: 1, immediate: 4))
    bench.program.code.append(Instruction(.countOf, a: 0, b: 5))
    #expect(try bench.value()?.bits == 2)
    #expect(try test(.hasWord, [.words([1, 2]), .integer(2)]) == true)
    #expect(try test(.hasWord, [.words([1, 2]), .integer(3)]) == false)
    #expect(try test(.hasText, [.texts(["a", ""]), .text("")]) == true)
    #expect(try test(.hasText, [.missing, .text("")]) == nil)
    #expect(try test(.equalSets, [.texts(["a", "b"]), .texts(["b", "a"])]) == true)
    #expect(try test(.equalSets, [.texts(["a"]), .texts(["b", "a"])]) == false)
  }

  @Test("a test on something missing is neither true nor false")
  func unknown() throws {
    for operation in [Operation.less, .lessOrEqual, .equal, .lessNumber, .equalText, .startsWith] {
      #expect(try test(operation, [.missing, .integer(1)]) == nil)
      #expect(try test(operation, [.integer(1), .missing]) == nil)
    }
    #expect(try test(.isKnown, [.missing], immediate: 0) == false)
    #expect(try test(.isKnown, [.integer(0)], immediate: 0) == true)
  }

  @Test("comparisons")
  func comparisons() throws {
    #expect(try test(.less, [.integer(-1), .integer(1)]) == true)
    #expect(try test(.lessOrEqual, [.integer(1), .integer(1)]) == true)
    #expect(try test(.equal, [.integer(1), .integer(2)]) == false)
    #expect(try test(.lessConstant, [.integer(-9)], immediate: 3) == true)
    #expect(try test(.lessNumber, [.number(-1.5), .number(-1.25)]) == true)
    #expect(try test(.lessOrEqualNumberConstant, [.number(3)], immediate: (2.5).bitPattern) == false)
    #expect(try test(.equalText, [.text("é"), .text("e\u{301}")]) == false)
  }

  @Test("membership in constants")
  func membership() throws {
    #expect(try test(.inBits, [.integer(5)], immediate: 0b100000) == true)
    #expect(try test(.inBits, [.integer(64)], immediate: 1) == false)
    let range = Instruction.range(start: 1, count: 3)
    let words: [Int64] = [99, -5, 0, 7]
    #expect(try test(.inWords, [.integer(-5)], immediate: range, words: words) == true)
    #expect(try test(.inWords, [.integer(99)], immediate: range, words: words) == false)
    #expect(try test(.inWords, [.missing], immediate: range, words: words) == nil)
  }

  @Test("a score is in a set where all it may be is, and out of it where nothing is")
  func intervals() throws {
    let range = Instruction.range(start: 0, count: 4)
    let words: [Int64] = [1, 2, 3, 9]
    let asked = { (operation: Operation, low: Int64, high: Int64) in
      try test(operation, [.integer(low), .integer(high)], immediate: range, words: words)
    }
    #expect(try asked(.intervalInside, 1, 3) == true)
    #expect(try asked(.intervalInside, 1, 4) == false)
    #expect(try asked(.intervalInside, .min, .max) == false)
    #expect(try asked(.intervalOutside, 4, 8) == true)
    #expect(try asked(.intervalOutside, 4, 9) == false)
  }

  @Test("parts of texts, long ones too")
  func parts() throws {
    #expect(try test(.startsWith, [.text("abc"), .text("ab")]) == true)
    #expect(try test(.endsWith, [.text("abc"), .text("ab")]) == false)
    #expect(try test(.containsText, [.text("abc"), .text("")]) == true)
    #expect(try test(.containsText, [.text("aaab"), .text("aab")]) == true)
    let long = String(repeating: "ab", count: 500)
    #expect(try test(.containsText, [.text(long + "c" + long), .text(long + "c")]) == true)
    #expect(try test(.containsText, [.text(long + long), .text(long + "c")]) == false)
  }

  @Test("the calendar of the funnel's zone")
  func time() throws {
    let zone = try #require(ZoneTable(name: "test", transitions: [], offsets: [3600]))
    func shifted(_ operation: Operation, _ value: Int64, _ span: CalendarSpan) throws -> Int64? {
      var bench = Bench(zone: zone, span: span)
      bench.load([.integer(value)])
      bench.program.code.append(Instruction(operation, a: 0, b: 1, immediate: 0))
      return try bench.value().map { Int64(bitPattern: $0.bits) }
    }
    // 1970-01-31 plus a month is the last day of February.
    #expect(try shifted(.addToDate, 30, .months(1)) == 58)
    #expect(try shifted(.addToDatetime, 0, .hours(2)) == 7_200_000_000)
    #expect(try shifted(.addToDatetime, .max, .hours(2)) == nil)
    #expect(try integer(.weekdayOf, .integer(0)) == 4)
    #expect(try integer(.yearOf, .integer(-1)) == 1969)
    #expect(try integer(.wholeYears, .integer(0), .integer(364)) == 0)
    #expect(try integer(.wholeYears, .integer(0), .integer(365)) == 1)
    #expect(try integer(.wholeYears, .integer(365), .integer(0)) == -1)
    #expect(try integer(.hourOf, .integer(3_600_000_000)) == 1)
  }
}
