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
    guard isScanned, let personal = privacy.personal else { return [] }
    var kept = Set(knownValues(personal, line).filter(\.isSingle).map { Int($0.start) })
    for cell in personalCells(personal) where scanner.cells[cell].isSingle {
      kept.remove(Int(scanner.cells[cell].start))
    }
    return LineMask.masked(line, keeping: kept)
  }

  /// The beginning of a field's value for people; nothing of one that is personal, or could hold one.
  func excerpt(_ field: LineReading.Field, _ line: UnsafeRawBufferPointer) -> String {
    let value = value(field)
    guard let personal = privacy.personal, !privacy.showsPersonal else { return Misfit.excerpt(value, line) }
    switch value.kind {
    case .object: return "an object"
    case .array, .list: return "a list"
    case .string, .number:
      let isPersonal =
        personalCells(personal).contains(Int(field.cell)) || value.hasEscapes
        || personal.looksPersonal(line[value.range])
      return isPersonal ? "a personal value" : Misfit.excerpt(value, line)
    default: return Misfit.excerpt(value, line)
    }
  }

  private var allReadings: [LineReading] {
    [readings.leadObject, readings.native, readings.cloud] + [readings.own].compactMap(\.self)
  }

  private func points(of reading: LineReading) -> [PointCell] { reading.points.map { readings.points[Int($0)] } }

  /// The cells of personal points.
  private func personalCells(_ personal: PersonalData) -> Set<Int> {
    var cells: Set<Int> = []
    for reading in allReadings {
      for point in points(of: reading) where personal.points[point.slot] && point.cell >= 0 {
        cells.insert(Int(point.cell))
      }
    }
    return cells
  }

  /// The values that the plan reads, without personal points, tokens, and ids and names that are personal.
  private func knownValues(_ personal: PersonalData, _ line: [UInt8]) -> [FoundValue] {
    var values = [scanner.cells[readings.specversion]]
    for reading in allReadings {
      let fields = [
        reading.type, reading.id, reading.sequence, reading.time, reading.source, reading.activity, reading.role,
        reading.target, reading.funnel,
      ]
      values += fields.map { value($0) }
      let people = reading.lead.map { readings.leads[Int($0)] } + [reading.owner, reading.actor, reading.by]
      values += people.map { value($0) }.filter { !isPersonal($0, personal, line) }
      for point in points(of: reading) where !personal.points[point.slot] && point.cell >= 0 {
        values.append(scanner.cells[Int(point.cell)])
      }
    }
    return values
  }

  private func isPersonal(_ value: FoundValue, _ personal: PersonalData, _ line: [UInt8]) -> Bool {
    guard value.kind == .string || value.kind == .number, !value.hasEscapes else { return true }
    return value.range.upperBound > line.count || personal.isPersonal(id: line[value.range])
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
