import FunnelIR

/// Texts and sets.
extension Machine {
  mutating func computeText(_ step: Instruction) {
    let a = Int(step.a)
    let b = Int(step.b)
    switch step.operation {
    case .makeWordSet, .makeTextSet: return makeSet(step)
    default: break
    }
    guard known[b] else { return set(a, nil) }
    let text = bytes(words[b])
    switch step.operation {
    case .domainOf:
      var start = text.count
      while start > 0, text[start &- 1] != UInt8(ascii: "@") { start &-= 1 }
      guard start > 0, start < text.count else { return set(a, nil) }
      domain(of: TextReference(bits: words[b]), from: start, to: text.count, into: a)
    case .lowered: mapped(words[b], into: a) { ASCII.lower($0) }
    case .uppered: mapped(words[b], into: a) { ASCII.upper($0) }
    case .trimmed:
      let first = text.firstIndex { !ASCII.isSpace($0) } ?? 0
      let last = text.lastIndex { !ASCII.isSpace($0) } ?? -1
      set(a, part(of: TextReference(bits: words[b]), from: first, to: last + 1))
    case .lengthOf:
      // A scalar has one byte that does not continue another.
      set(a, Int64(text.reduce(into: 0) { $0 += $1 & 0xC0 != 0x80 ? 1 : 0 }))
    case .countOf:
      var count: Int64 = 0
      var elements = SetElements(text)
      while elements.next() != nil { count += 1 }
      set(a, count)
    default: set(a, nil)
    }
  }

  /// The bits of a part of a text.
  private func part(of text: TextReference, from start: Int, to end: Int) -> UInt64 {
    TextReference(
      text.arena, offset: UInt32(truncatingIfNeeded: text.offset + start),
      length: UInt32(truncatingIfNeeded: max(0, end - start))
    ).bits
  }

  /// A domain in lower case: most are written so, and stay where they are.
  private mutating func domain(
    of text: TextReference, from start: Int, to end: Int, into register: Int
  ) {
    let domain = part(of: text, from: start, to: end)
    for byte in bytes(domain) where byte &- 65 < 26 {
      return mapped(domain, into: register) { ASCII.lower($0) }
    }
    set(register, domain)
  }

  private mutating func mapped(_ text: UInt64, into register: Int, _ change: (UInt8) -> UInt8) {
    guard let (place, reference) = scratch.take(bytes(text).count) else {
      hasOverflowed = true
      return set(register, nil)
    }
    // The text may itself stand in scratch memory, which may have moved.
    for (index, byte) in bytes(text).enumerated() { place[index] = change(byte) }
    set(register, reference.bits)
  }

  private mutating func makeSet(_ step: Instruction) {
    let registers = Int(step.b)..<(Int(step.b) + Int(truncatingIfNeeded: step.immediate))
    let isText = step.operation == .makeTextSet
    let size = registers.reduce(0) { $0 + 4 + (!known[$1] ? 0 : isText ? bytes(words[$1]).count : 8) }
    guard let (place, _) = scratch.take(size) else {
      hasOverflowed = true
      return set(Int(step.a), nil)
    }
    var end = 0
    for register in registers where known[register] {
      withUnsafeBytes(of: words[register].littleEndian) { word in
        let element = isText ? bytes(words[register]) : word
        var earlier = SetElements(UnsafeRawBufferPointer(rebasing: place[..<end]))
        while let other = earlier.next() {
          if equalBytes(other, element) { return }
        }
        place.storeBytes(of: UInt32(truncatingIfNeeded: element.count).littleEndian, toByteOffset: end, as: UInt32.self)
        UnsafeMutableRawBufferPointer(rebasing: place[(end + 4)...]).copyMemory(from: element)
        end += 4 + element.count
      }
    }
    scratch.giveBack(size - end)
    set(
      Int(step.a),
      TextReference(
        .scratch, offset: UInt32(truncatingIfNeeded: scratch.count - end), length: UInt32(truncatingIfNeeded: end)
      ).bits)
  }

  /// A test whose operands are known.
  func testText(_ step: Instruction) -> Bool {
    let text = bytes(words[Int(step.a)])
    let i = Int(truncatingIfNeeded: step.immediate)
    switch step.operation {
    case .equalText: return equalBytes(text, bytes(words[i]))
    case .startsWith:
      let part = bytes(words[i])
      return text.count >= part.count && equalBytes(UnsafeRawBufferPointer(rebasing: text.prefix(part.count)), part)
    case .endsWith:
      let part = bytes(words[i])
      return text.count >= part.count && equalBytes(UnsafeRawBufferPointer(rebasing: text.suffix(part.count)), part)
    case .containsText: return contains(text, bytes(words[i]))
    case .matches: return program.program.automata[i].matches(text)
    case .hasText: return SetElements(text).contains(bytes(words[i]))
    case .hasWord: return withUnsafeBytes(of: words[i].littleEndian) { SetElements(text).contains($0) }
    case .equalSets: return SetElements(text).isSame(as: SetElements(bytes(words[i])))
    default: return false
    }
  }
}

/// Characters by the rules of ASCII.
enum ASCII {
  static func lower(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }
  static func upper(_ byte: UInt8) -> UInt8 { byte &- 97 < 26 ? byte & 0xDF : byte }
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
