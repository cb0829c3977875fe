import FunnelIR

/// What clauses and activities do.
extension Interpreter {
  /// Runs actions in order; where one leads away, the rest is dropped and the place is given.
  mutating func run(_ actions: TableRange) -> Target? {
    for index in actions.indices {
      switch program.program.actions[index].kind {
      case .notify(let role, let text):
        emit(action: index, role) { .notify(role: role, text: $0.text(text)) }
      case .task(let role, let text, let span):
        emit(action: index, role) { .task(role: role, text: $0.text(text), due: $0.program.adding(span, to: $0.now)) }
      case .note(let text): emit(action: index, nil) { .note(text: $0.text(text)) }
      case .email(let role, let address, let subject, let text):
        emit(action: index, role) {
          .email(role: role, to: $0.address(in: address), subject: $0.text(subject), text: $0.text(text))
        }
      case .webhook(let url, let fields):
        emit(action: index, nil) { .webhook(url: url, fields: $0.fields(fields)) }
      case .tag(let slot, let tag): change(tag, isPresent: true, in: slot)
      case .untag(let slot, let tag): change(tag, isPresent: false, in: slot)
      case .set(let slot, let value): set(slot, to: self.value(value))
      case .go(let target): return target
      case .start(let funnel, let place): handOvers.append(HandOver(funnel: funnel, place: place, time: now))
      }
    }
    return nil
  }

  /// Writes a point; what lies outside its range is a data issue, and missing.
  private mutating func set(_ slot: Int, to value: RecordedValue) {
    let isInside = program.ranges[slot].contains(value)
    if !isInside { note(slot, "the value that is set lies outside the point's range") }
    value.bytes.withUnsafeBytes { write(slot, isInside ? value.bits : nil, $0) }
    noteChanges()
  }

  /// Puts a tag into a set, or takes it out.
  private mutating func change(_ tag: UInt64, isPresent: Bool, in slot: Int) {
    // A missing set is the one that stands for it, or empty.
    let bits = journey.isKnown(slot) ? journey.values[slot] : program.points[slot].fallback
    let before = bits.map { machine.copy($0, journey) } ?? []
    let tag = machine.copy(tag, journey)
    let after = tag.withUnsafeBytes { tag in
      before.withUnsafeBytes { SetElements($0).bytes(with: tag, isPresent: isPresent) }
    }
    guard after != before else { return }
    after.withUnsafeBytes { write(slot, 0, $0) }
    noteChanges()
  }
}

extension SetElements {
  /// The bytes of the set with an element at its end, where it is not there yet, or without it.
  fileprivate func bytes(with element: UnsafeRawBufferPointer, isPresent: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    func append(_ element: UnsafeRawBufferPointer) {
      withUnsafeBytes(of: UInt32(truncatingIfNeeded: element.count).littleEndian) { bytes += $0 }
      bytes += element
    }
    var elements = self
    var isFound = false
    while let next = elements.next() {
      let isSame = equalBytes(next, element)
      isFound = isFound || isSame
      if isPresent || !isSame { append(next) }
    }
    if isPresent, !isFound { append(element) }
    return bytes
  }
}

/// The least and the greatest value of a point, or of each element of its set.
struct PointRange: Sendable {
  private let type: ValueType
  private let lowest: UInt64?
  private let highest: UInt64?

  init(_ field: PointField?, _ type: ValueType) {
    self.type = type
    lowest = field?.lowest
    highest = field?.highest
  }

  /// Whether a value lies in it; a missing one does.
  func contains(_ value: RecordedValue) -> Bool {
    guard let bits = value.bits, lowest != nil || highest != nil else { return true }
    guard type.isSet else { return contains(bits) }
    return value.bytes.withUnsafeBytes { bytes in
      var elements = SetElements(bytes)
      while let element = elements.next() {
        // What has a range takes eight bytes.
        if element.count == 8, !contains(element.loadUnaligned(as: UInt64.self)) { return false }
      }
      return true
    }
  }

  private func contains(_ bits: UInt64) -> Bool {
    guard type.base != .number else {
      let value = Double(bitPattern: bits)
      return lowest.map { Double(bitPattern: $0) <= value } ?? true
        && highest.map { value <= Double(bitPattern: $0) } ?? true
    }
    let value = Int64(bitPattern: bits)
    return lowest.map { Int64(bitPattern: $0) <= value } ?? true
      && highest.map { value <= Int64(bitPattern: $0) } ?? true
  }
}
