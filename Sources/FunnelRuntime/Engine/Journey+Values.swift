import FunnelIR

/// Writing data points. Texts and sets live in the journey's own heap, which is swept when most of it is waste.
extension Journey {
  /// The bytes of a text or set of the journey.
  @inline(__always)
  public func bytes(_ reference: TextReference) -> ArraySlice<UInt8> {
    let end = reference.offset + reference.length
    return end <= heap.count ? heap[reference.offset..<end] : []
  }

  /// Makes a point unknown.
  @inline(__always)
  mutating func clear(_ slot: Int, isReference: Bool) {
    guard isKnown(slot) else { return }
    if isReference { heapWaste += TextReference(bits: values[slot]).length }
    knownMask[slot >> 6] &= ~(1 << UInt64(slot & 63))
    values[slot] = 0
  }

  /// Writes a value that is not a reference.
  mutating func write(_ slot: Int, _ bits: UInt64) {
    values[slot] = bits
    knownMask[slot >> 6] |= 1 << UInt64(slot & 63)
  }

  /// Writes a text or set; false where it doesn't fit into the heap any more, and so becomes missing.
  mutating func write(_ slot: Int, bytes: UnsafeRawBufferPointer, program: LoadedProgram) -> Bool {
    clear(slot, isReference: true)
    guard let reference = keep(bytes, program: program) else { return false }
    write(slot, reference.bits)
    return true
  }

  /// Makes a person responsible.
  mutating func writeOwner(_ bytes: UnsafeRawBufferPointer, program: LoadedProgram) {
    if let owner { heapWaste += owner.length }
    owner = nil
    owner = keep(bytes, program: program)
  }

  /// Gives an activity to a person.
  mutating func writeAssignee(_ bytes: UnsafeRawBufferPointer, of key: Int, program: LoadedProgram) {
    if let assignee = activities[key].assignee { heapWaste += assignee.length }
    activities[key].assignee = nil
    activities[key].assignee = keep(bytes, program: program)
  }

  /// Remembers who completed an activity.
  mutating func writeDoer(_ bytes: UnsafeRawBufferPointer, of key: Int, program: LoadedProgram) {
    if let doer = activities[key].doer { heapWaste += doer.length }
    activities[key].doer = nil
    activities[key].doer = keep(bytes, program: program)
  }

  /// Replaces an activity's record by that of a new visit.
  mutating func replaceRecord(of key: Int, by record: ActivityRecord) {
    heapWaste += (activities[key].assignee?.length ?? 0) + (activities[key].doer?.length ?? 0)
    activities[key] = record
  }

  private mutating func keep(_ bytes: UnsafeRawBufferPointer, program: LoadedProgram) -> TextReference? {
    if heapWaste > 1024, heapWaste > heap.count / 2 { sweep(program) }
    guard bytes.count < 1 << 30, heap.count + bytes.count <= Int(UInt32.max) else { return nil }
    let start = heap.count
    heap.append(contentsOf: bytes)
    return TextReference(
      .journey, offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: bytes.count))
  }

  /// Copies what is referred to into a new heap.
  private mutating func sweep(_ program: LoadedProgram) {
    var swept: [UInt8] = []
    swept.reserveCapacity(heap.count - heapWaste)
    func moved(_ reference: TextReference) -> TextReference {
      let start = swept.count
      swept.append(contentsOf: bytes(reference))
      return TextReference(
        .journey, offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: swept.count - start))
    }
    for slot in values.indices where isKnown(slot) && program.points[slot].type.isReference {
      values[slot] = moved(TextReference(bits: values[slot])).bits
    }
    owner = owner.map(moved)
    for key in activities.indices {
      activities[key].assignee = activities[key].assignee.map(moved)
      activities[key].doer = activities[key].doer.map(moved)
    }
    heap = swept
    heapWaste = 0
  }
}
