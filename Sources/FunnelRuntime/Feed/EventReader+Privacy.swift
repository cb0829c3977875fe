import FunnelIR

/// What of the line read last is shown to people, and kept of a reject.
extension EventReader {
  /// The line read last, with three stars in the place of what stands where session tokens do, good or bad.
  func cuttingToken(_ line: [UInt8]) -> [UInt8] {
    var bytes = line
    guard isScanned else { return bytes }
    let fields = [readings.native, readings.cloud, readings.own].compactMap { $0?.session }
    let ranges = Set(fields.map { value($0) }.filter { $0.kind == .string }.map(\.range))
    for range in ranges.sorted(by: { $0.lowerBound > $1.lowerBound }) where range.upperBound <= bytes.count {
      bytes.replaceSubrange(range, with: FeedReject.stars)
    }
    return bytes
  }

  /// The line read last, of which only those values are left that are known not to be personal; nothing of a broken line.
  func redacting(_ line: [UInt8]) -> [UInt8] {
    guard isScanned, !privacy.personal.isEmpty else { return [] }
    var kept = Set(knownValues(line).filter(\.isSingle).map { Int($0.start) })
    for cell in personalCells where cell >= 0 && scanner.cells[cell].isSingle {
      kept.remove(Int(scanner.cells[cell].start))
    }
    return LineMask.masked(line, keeping: kept)
  }

  /// The beginning of a field's value for people; nothing of one that is personal, or could hold one.
  func excerpt(_ field: LineReading.Field, _ line: UnsafeRawBufferPointer) -> String {
    let value = value(field)
    guard !privacy.personal.isEmpty, !privacy.showsPersonal else { return Misfit.excerpt(value, line) }
    switch value.kind {
    case .object: return "an object"
    case .array, .list: return "a list"
    case .string, .number:
      let isPersonal =
        personalCells.contains(Int(field.cell)) || value.hasEscapes
        || privacy.looksPersonal(line[value.range])
      return isPersonal ? "a personal value" : Misfit.excerpt(value, line)
    default: return Misfit.excerpt(value, line)
    }
  }

  private var allReadings: [LineReading] {
    [readings.leadObject, readings.native, readings.cloud] + [readings.own].compactMap(\.self)
  }

  /// The cells of a reading's points, funnel by funnel.
  private func points(of reading: LineReading) -> [(funnel: Int, point: PointCell)] {
    reading.funnels.enumerated().flatMap { funnel, run in
      readings.funnels[Int(run)].map { (funnel, readings.points[Int($0)]) }
    }
  }

  /// The cells of points that are personal in some funnel.
  private var personalCells: Set<Int> {
    let all = allReadings.flatMap { points(of: $0) }
    return Set(all.filter { privacy.personal[$0.funnel].points[$0.point.slot] }.map { Int($0.point.cell) })
  }

  /// The values that the plan reads, without personal points, tokens, and ids and names that are personal.
  private func knownValues(_ line: [UInt8]) -> [FoundValue] {
    var values = [scanner.cells[readings.specversion]]
    for reading in allReadings {
      let fields = [
        reading.type, reading.id, reading.sequence, reading.time, reading.source, reading.activity, reading.role,
        reading.target, reading.funnel,
      ]
      values += fields.map { value($0) }
      let people = reading.lead.map { readings.leads[Int($0)] } + [reading.owner, reading.actor, reading.by]
      values += people.map { value($0) }.filter { !isPersonal($0, line) }
      values += points(of: reading).map(\.point.cell).filter { $0 >= 0 }.map { scanner.cells[Int($0)] }
    }
    return values
  }

  private func isPersonal(_ value: FoundValue, _ line: [UInt8]) -> Bool {
    guard value.kind == .string || value.kind == .number, !value.hasEscapes else { return true }
    return value.range.upperBound > line.count || privacy.personal.contains { $0.isPersonal(id: line[value.range]) }
  }
}

extension FoundValue {
  /// Whether it is one text, number or truth value.
  fileprivate var isSingle: Bool {
    switch kind {
    case .string, .number, .true, .false: true
    default: false
    }
  }
}
