import FunnelIR

/// Turns what stands on a line into the bits of a declared type; what does not fit gives nil.
struct ValueReader {
  private let zone: ZoneTable
  private let words: KeyTable
  /// For each choice table, its group in `words`.
  private let choices: [KeyTable.Group]
  private let choiceTables: [ChoiceTable]
  private var decoded: [UInt8] = []
  /// Where the elements of the set at hand begin; room that is used again.
  var elementStarts: [Int] = []

  /// Makes a reader for the program's choices and its funnel's zone.
  init(choices tables: [ChoiceTable], zone: ZoneTable) {
    self.zone = zone
    choiceTables = tables
    var words = KeyTable()
    // What feeds say comes first: where it is another member's name, the feed's meaning counts.
    choices = tables.map { table in
      let members = table.members.enumerated()
      return words.add(members.map { ($0.element.feedValue, $0.offset) } + members.map { ($0.element.name, $0.offset) })
    }
    self.words = words
  }

  /// Reads a single value of a point; texts are appended to `bytes`.
  mutating func single(
    _ value: FoundValue, _ field: PointField, _ line: UnsafeRawBufferPointer, into bytes: inout [UInt8]
  ) -> UInt64? {
    single(value, ValueForm(field), line, into: &bytes)
  }

  /// Reads a single value; texts are appended to `bytes`.
  mutating func single(
    _ value: FoundValue, _ form: ValueForm, _ line: UnsafeRawBufferPointer, into bytes: inout [UInt8]
  ) -> UInt64? {
    switch value.kind {
    case .true, .false:
      return form.type.base == .boolean ? (value.kind == .true ? 1 : 0) : nil
    case .number:
      return bits(UnsafeRawBufferPointer(rebasing: line[value.range]), isNumber: true, form, into: &bytes)
    case .string where value.hasEscapes:
      decoded.removeAll(keepingCapacity: true)
      guard JSONText.decode(line, value.range, into: &decoded) else { return nil }
      let text = decoded
      return text.withUnsafeBytes { bits($0, isNumber: false, form, into: &bytes) }
    case .string:
      return bits(UnsafeRawBufferPointer(rebasing: line[value.range]), isNumber: false, form, into: &bytes)
    case .absent, .null, .object, .array, .list:
      return nil
    }
  }

  /// Reads an instant; nil where the value is none.
  mutating func instant(_ value: FoundValue, _ line: UnsafeRawBufferPointer) -> Int64? {
    var unused: [UInt8] = []
    return single(value, ValueForm(ValueType(.datetime)), line, into: &unused).map { Int64(bitPattern: $0) }
  }

  private func bits(
    _ text: UnsafeRawBufferPointer, isNumber: Bool, _ form: ValueForm, into bytes: inout [UInt8]
  ) -> UInt64? {
    switch form.type.base {
    case .boolean: isNumber ? nil : boolean(text)
    case .integer: form.within(DecimalForm.whole(text) ?? DecimalForm(text)?.scaled(0))
    case .money: form.within(DecimalForm(text)?.scaled(4))
    case .number: form.within(DecimalForm.number(text) ?? DecimalForm(text)?.double)
    case .date: form.within(TimeForms.date(text, isNumber: isNumber, in: zone))
    case .datetime: form.within(TimeForms.instant(text, isNumber: isNumber, in: zone))
    case .duration: form.within(TimeForms.duration(text, isNumber: isNumber))
    case .text, .document: reference(text, into: &bytes)
    case .email: !isNumber && TextForms.isEmail(text) ? reference(text, into: &bytes) : nil
    case .phone: isNumber ? whole(text, into: &bytes) : TextForms.isPhone(text) ? reference(text, into: &bytes) : nil
    case .url: !isNumber && TextForms.isURL(text) ? reference(text, into: &bytes) : nil
    case .country: isNumber ? nil : TextForms.country(text)
    case .language: isNumber ? nil : TextForms.language(text)
    case .choice: choice(text, form.type.detail)
    }
  }

  private func boolean(_ text: UnsafeRawBufferPointer) -> UInt64? {
    if text.elementsEqual("true".utf8) { return 1 }
    return text.elementsEqual("false".utf8) ? 0 : nil
  }

  private func whole(_ text: UnsafeRawBufferPointer, into bytes: inout [UInt8]) -> UInt64? {
    TextForms.isWhole(text) ? reference(text, into: &bytes) : nil
  }

  private func choice(_ text: UnsafeRawBufferPointer, _ table: UInt32) -> UInt64? {
    guard choices.indices.contains(Int(table)) else { return nil }
    return words.find(text, in: choices[Int(table)]).map { UInt64($0) }
  }

  private func reference(_ text: UnsafeRawBufferPointer, into bytes: inout [UInt8]) -> UInt64? {
    guard text.count < 1 << 30, let offset = UInt32(exactly: bytes.count) else { return nil }
    bytes.append(contentsOf: text)
    return TextReference(.event, offset: offset, length: UInt32(text.count)).bits
  }

  /// The members of a field's choice, for messages.
  func members(of type: ValueType) -> [ChoiceTable.Member] {
    choiceTables.indices.contains(Int(type.detail)) ? choiceTables[Int(type.detail)].members : []
  }
}
