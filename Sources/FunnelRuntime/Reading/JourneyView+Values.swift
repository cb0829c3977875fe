import FunnelIR

/// Data points and scores of a journey.
extension JourneyView {
  /// A data point's value.
  public struct Point {
    /// Its slot.
    public let slot: Int
    /// Its name.
    public let name: String
    /// Whether it is shown masked unless personal values are asked for.
    public let isPersonal: Bool
    /// Its value as people read it, masked where it is personal; nil where it is missing.
    public let text: String?
  }

  /// The data points, in order of declaration.
  public var points: [Point] {
    journey.values.indices.map { slot in
      let point = program.points[slot]
      return Point(
        slot: slot, name: program.string(point.name), isPersonal: point.isPersonal, text: text(ofPoint: slot))
    }
  }

  private func text(ofPoint slot: Int) -> String? {
    guard journey.isKnown(slot) else { return nil }
    let type = program.points[slot].type
    let bits = journey.values[slot]
    let bytes = type.isReference ? Array(journey.bytes(TextReference(bits: bits))) : []
    return text(RecordedValue(type: type, bits: bits, bytes: bytes), isPersonal: program.points[slot].isPersonal)
  }

  /// A value as people read it; nil where it is missing.
  public func text(_ value: RecordedValue, isPersonal: Bool) -> String? {
    guard let bits = value.bits else { return nil }
    return value.bytes.withUnsafeBytes { bytes in
      if isPersonal, !showsPersonal {
        return String(decoding: Masking.mask(bytes, as: value.type), as: UTF8.self)
      }
      var text: [UInt8] = []
      program.interpolation.append(value.type, bits: bits, bytes: bytes, to: &text)
      return String(decoding: text, as: UTF8.self)
    }
  }

  /// Writes a data point's value as JSON, masked where it is personal.
  public func writePoint(_ slot: Int, to writer: inout JSONWriter) {
    guard journey.isKnown(slot) else { return writer.null() }
    let type = program.points[slot].type
    let bits = journey.values[slot]
    let bytes = type.isReference ? Array(journey.bytes(TextReference(bits: bits))) : []
    write(RecordedValue(type: type, bits: bits, bytes: bytes), isPersonal: program.points[slot].isPersonal, to: &writer)
  }

  /// Writes a value as JSON, masked where it is personal.
  public func write(_ value: RecordedValue, isPersonal: Bool, to writer: inout JSONWriter) {
    value.bytes.withUnsafeBytes {
      writer.value(value.type, value.bits, $0, names, isHidden: isPersonal && !showsPersonal)
    }
  }

  /// The numbers that the scores show, as they are at the journey's end, or when it last moved.
  public var scores: [(name: String, shown: Int64)] {
    guard !program.program.scores.isEmpty else { return [] }
    var machine = Machine(program)
    return program.program.scores.map { score in
      let now = journey.ended ?? journey.moved
      return (name: program.string(score.name), shown: machine.interval(score, journey, now: now).shown)
    }
  }

  /// An instant on the clock of the funnel's zone, as people read it.
  public func shown(_ instant: Int64) -> String {
    var text: [UInt8] = []
    program.interpolation.append(
      ValueType(.datetime), bits: UInt64(bitPattern: instant), bytes: UnsafeRawBufferPointer(start: nil, count: 0),
      to: &text)
    return String(decoding: text, as: UTF8.self)
  }
}
