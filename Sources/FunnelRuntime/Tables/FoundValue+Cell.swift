extension FoundValue {
  /// A cell of a look-up table as a value to be typed, standing at the front of the cell's bytes.
  init(_ kind: LookupTable.CellKind, _ bytes: UnsafeRawBufferPointer) {
    let valueKind: Kind =
      switch (kind, bytes.first) {
      case (.missing, _): .absent
      case (.text, _): .string
      case (.number, _): .number
      case (.json, UInt8(ascii: "t")): .true
      case (.json, UInt8(ascii: "f")): .false
      case (.json, UInt8(ascii: "[")): .array
      case (.json, _): .object
      }
    self.init(kind: valueKind, start: 0, end: Int32(truncatingIfNeeded: bytes.count))
  }
}
