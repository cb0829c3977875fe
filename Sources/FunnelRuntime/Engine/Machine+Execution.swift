import FunnelIR

extension Machine {
  /// Executes from an instruction on until a routine's end.
  ///
  /// Jumps lead further on only, as the verifier has proved, so this always ends.
  mutating func execute(from entry: Int, _ journey: UnsafePointer<some JourneyState>, now: Int64) -> Instruction {
    let code = program.code.rows
    var position = entry
    while true {
      let step = code[position]
      position &+= 1
      let a = Int(step.a)
      let b = Int(step.b)
      let i = Int(truncatingIfNeeded: step.immediate)
      var isKnown = true
      var holds = false
      switch step.operation {
      case .holds, .fails, .value, .interval: return step
      case .jump:
        position = b
        continue
      case .point:
        if journey.pointee.isKnown(i) {
          set(a, journey.pointee.word(i))
        } else {
          let fallback = program.points[i].fallback
          set(a, fallback ?? 0, fallback != nil)
        }
        continue
      case .label:
        set(a, journey.pointee.label(i).asIndex)
        continue
      case .constant:
        set(a, step.immediate)
        continue
      case .missing, .copy, .source, .stage, .owner, .entered, .started, .lastEvent, .now,
        .today:
        load(step, journey, now: now)
        continue
      case .settled:
        set(a, words[b], known[b] && known[i] && words[b] == words[i])
        continue
      case .addInteger, .subtractInteger, .multiplyInteger, .divideInteger, .multiplyByNumber, .divideByNumber,
        .roundMoney,
        .negateInteger, .absoluteInteger, .leastInteger, .greatestInteger, .addConstant, .clampBelow, .clampAbove,
        .roundNumber:
        computeInteger(step)
        continue
      case .addNumber, .subtractNumber, .multiplyNumber, .divideNumber, .negateNumber, .absoluteNumber, .leastNumber,
        .greatestNumber, .numberFromInteger:
        computeNumber(step)
        continue
      case .addToDate, .addToDatetime, .dateOf, .yearOf, .monthOf, .weekdayOf, .hourOf, .wholeYears:
        computeTime(step)
        continue
      case .domainOf, .lowered, .uppered, .trimmed, .lengthOf, .countOf, .makeWordSet, .makeTextSet:
        computeText(step)
        continue

      case .equalConstant:
        isKnown = known[a]
        holds = words[a] == step.immediate
      case .lessConstant:
        isKnown = known[a]
        holds = Int64(bitPattern: words[a]) < Int64(bitPattern: step.immediate)
      case .lessOrEqualConstant:
        isKnown = known[a]
        holds = Int64(bitPattern: words[a]) <= Int64(bitPattern: step.immediate)
      case .equal:
        isKnown = known[a] && known[i]
        holds = words[a] == words[i]
      case .less:
        isKnown = known[a] && known[i]
        holds = Int64(bitPattern: words[a]) < Int64(bitPattern: words[i])
      case .lessOrEqual:
        isKnown = known[a] && known[i]
        holds = Int64(bitPattern: words[a]) <= Int64(bitPattern: words[i])
      case .lessNumberConstant:
        isKnown = known[a]
        holds = Double(bitPattern: words[a]) < Double(bitPattern: step.immediate)
      case .lessOrEqualNumberConstant:
        isKnown = known[a]
        holds = Double(bitPattern: words[a]) <= Double(bitPattern: step.immediate)
      case .lessNumber:
        isKnown = known[a] && known[i]
        holds = Double(bitPattern: words[a]) < Double(bitPattern: words[i])
      case .lessOrEqualNumber:
        isKnown = known[a] && known[i]
        holds = Double(bitPattern: words[a]) <= Double(bitPattern: words[i])
      case .isKnown: holds = known[a]
      case .inBits:
        isKnown = known[a]
        holds = words[a] < 64 && step.immediate >> words[a] & 1 == 1
      case .activityIs:
        holds = journey.pointee.isActivity(step.low, in: UInt8(truncatingIfNeeded: step.high))
      case .equalTextConstant:
        isKnown = known[a]
        holds = isKnown && equalBytes(bytes(words[a]), bytes(step.immediate))
      case .inWords, .intervalInside, .intervalOutside:
        (isKnown, holds) = testWords(step)
      case .inTexts:
        isKnown = known[a]
        holds = isKnown && program.isText(bytes(words[a]), inGroup: step.low)
      case .equalText, .hasWord, .hasText, .equalSets, .startsWith, .endsWith, .containsText,
        .matches:
        isKnown = known[a] && (step.operation == .matches || known[i])
        holds = isKnown && testText(step)
      }
      let outcome = isKnown && holds != step.test.contains(.negated)
      if outcome == step.test.contains(.jumpsWhenTrue) { position = b }
    }
  }

  /// Writes a register.
  @inline(__always)
  func set(_ register: Int, _ word: UInt64, _ isKnown: Bool = true) {
    words[register] = word
    known[register] = isKnown
  }

  /// Writes a register with a value that may be missing.
  @inline(__always)
  func set(_ register: Int, _ value: Int64?) {
    set(register, UInt64(bitPattern: value ?? 0), value != nil)
  }

  private func load(_ step: Instruction, _ journey: UnsafePointer<some JourneyState>, now: Int64) {
    let a = Int(step.a)
    switch step.operation {
    case .copy: set(a, words[Int(step.b)], known[Int(step.b)])
    case .source: set(a, journey.pointee.source.asIndex)
    case .stage: set(a, journey.pointee.stage.asIndex)
    case .owner: set(a, journey.pointee.owner?.bits ?? 0, journey.pointee.owner != nil)
    case .entered: set(a, journey.pointee.stage >= 0 ? journey.pointee.entered : nil)
    case .started: set(a, journey.pointee.started)
    case .lastEvent: set(a, journey.pointee.lastEvent)
    case .now: set(a, now)
    case .today: set(a, program.program.zone.day(of: now))
    default: set(a, 0, false)
    }
  }

  private func testWords(_ step: Instruction) -> (isKnown: Bool, holds: Bool) {
    let a = Int(step.a)
    let list = UnsafeBufferPointer(rebasing: program.words.rows[step.low..<(step.low + step.high)])
    guard known[a] else { return (false, false) }
    let low = Int64(bitPattern: words[a])
    if step.operation == .inWords {
      let place = list.lowerBound(of: low)
      return (true, place < list.count && list[place] == low)
    }
    guard known[a + 1], case let high = Int64(bitPattern: words[a + 1]), low <= high else { return (false, false) }
    let inside = list.upperBound(of: high) - list.lowerBound(of: low)
    if step.operation == .intervalOutside { return (true, inside == 0) }
    let (distance, overflow) = high.subtractingReportingOverflow(low)
    return (true, !overflow && distance < Int64(inside))
  }
}

extension Int32 {
  /// An index as a value: missing where it is negative.
  fileprivate var asIndex: Int64? { self >= 0 ? Int64(self) : nil }
}

extension UnsafeBufferPointer<Int64> {
  /// The number of elements below a value in a sorted list.
  fileprivate func lowerBound(of value: Int64) -> Int { partition { $0 < value } }

  /// The number of elements not above a value in a sorted list.
  fileprivate func upperBound(of value: Int64) -> Int { partition { $0 <= value } }

  private func partition(_ isBefore: (Int64) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
