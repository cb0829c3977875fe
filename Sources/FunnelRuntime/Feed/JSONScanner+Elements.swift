import FunnelIR

/// Elements of arrays: those that a path chooses are moved to where they belong.
extension JSONScanner {
  /// Gets ready for the elements of an array that is looked at.
  mutating func beginArray(_ node: Int32) {
    for number in nodes[Int(node)].rules {
      isChosen[Int(number)] = false
      let rule = recogniser.rules[Int(number)]
      guard case .each = rule.choice else { continue }
      // An array without elements is an empty set, not a missing one.
      for move in recogniser.moves[rule.moves] { cells[move.to] = .emptyList }
    }
  }

  mutating func element(_ text: UnsafeRawBufferPointer, _ index: Int) throws(JSONFailure) -> Int32 {
    if index < text.count, text[index] == UInt8(ascii: "]") { throw JSONFailure(.trailingComma, at: index) }
    return beginElement()
  }

  mutating func beginElement() -> Int32 {
    guard depth > 0, case let node = stack[depth - 1].node, node >= 0 else { return -1 }
    for cell in nodes[Int(node)].scratch { cells[Int(cell)] = .absent }
    return nodes[Int(node)].element
  }

  /// Moves what the element held to where the rules say it belongs.
  mutating func endElement(_ text: UnsafeRawBufferPointer) {
    let frame = countElement()
    for number in nodes[Int(frame.node)].rules {
      let rule = recogniser.rules[Int(number)]
      switch rule.choice {
      case .index(let index):
        if index == frame.count { move(rule.moves) }
      case .first(let cell, let wanted, let isText):
        guard !isChosen[Int(number)], equals(cells[cell], wanted, isText, text) else { continue }
        isChosen[Int(number)] = true
        move(rule.moves)
      case .each:
        for move in recogniser.moves[rule.moves] { append(cells[move.from], to: move.to) }
      case .fromEnd:
        for move in recogniser.moves[rule.moves] { kept.append(cells[move.from]) }
      }
    }
  }

  private func move(_ moves: Range<Int>) {
    for move in recogniser.moves[moves] { cells[move.to] = cells[move.from] }
  }

  private mutating func append(_ value: FoundValue, to cell: Int) {
    guard value.kind != .absent else { return }
    let link = Int32(links.count)
    links.append(Link(value: value, next: -1))
    if cells[cell].start < 0 {
      cells[cell].start = link
    } else {
      links[Int(cells[cell].end)].next = link
    }
    cells[cell].end = link
  }

  /// At an array's end, moves the elements that were counted from there.
  mutating func chooseFromEnd(_ frame: Frame) {
    let rules = nodes[Int(frame.node)].rules
    guard !rules.isEmpty else { return }
    var width = 0
    for number in rules {
      if case .fromEnd = recogniser.rules[Int(number)].choice { width += recogniser.rules[Int(number)].moves.count }
    }
    guard width > 0 else { return }
    var start = Int(frame.keptStart)
    for number in rules {
      let rule = recogniser.rules[Int(number)]
      guard case .fromEnd(let distance) = rule.choice else { continue }
      if distance <= Int(frame.count) {
        let first = start + (Int(frame.count) - distance) * width
        for (offset, move) in recogniser.moves[rule.moves].enumerated() { cells[move.to] = kept[first + offset] }
      }
      start += rule.moves.count
    }
    kept.removeLast(kept.count - Int(frame.keptStart))
  }

  /// Whether the left side of a filter holds what the filter asks for.
  private mutating func equals(
    _ value: FoundValue, _ wanted: [UInt8], _ isText: Bool, _ text: UnsafeRawBufferPointer
  ) -> Bool {
    let range = Int(value.start)..<Int(value.end)
    switch value.kind {
    case .string where isText && value.hasEscapes:
      keyText.removeAll(keepingCapacity: true)
      return JSONText.decode(text, range, into: &keyText) && keyText == wanted
    case .string where isText:
      return text[range].elementsEqual(wanted)
    case .number where !isText:
      return text[range].elementsEqual(wanted)
        || wanted.withUnsafeBytes { DecimalForm.areEqual(UnsafeRawBufferPointer(rebasing: text[range]), $0) }
    case .true, .false, .null:
      guard !isText else { return false }
      let word: StaticString = value.kind == .true ? "true" : value.kind == .false ? "false" : "null"
      return word.withUTF8Buffer { $0.elementsEqual(wanted) }
    default: return false
    }
  }
}
