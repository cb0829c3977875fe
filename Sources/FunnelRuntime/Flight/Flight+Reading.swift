import CScan
import FunnelIR

/// Reading lines ahead of the journeys they are about.
extension Flight {
  /// Reads lines up to the first that is not plain, and asks for the rows of their leads.
  /// - Returns: how many lines.
  mutating func readAhead(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>,
    _ registry: borrowing LeadRegistry
  ) -> Int {
    var count = 0
    var text = start
    while count < Flight.batch, text < end {
      guard let next = reader.next(text, to: end, into: lines + count) else { break }
      lines[count].hash = registry.hash(lines[count].id)
      registry.bring(lines[count].hash)
      text = next
      count &+= 1
    }
    bringRows(lines, count, registry)
    return count
  }

  /// Takes over lines up to the first that is not plain, and asks for the rows of their leads.
  /// - Returns: how many lines.
  mutating func readAhead(_ lines: ArraySlice<DealtLine>, _ registry: borrowing LeadRegistry) -> Int {
    var count = 0
    for line in lines {
      guard let plain = line.plain else { break }
      (dealt + count).initialize(to: plain.pointee)
      registry.bring(dealt[count].hash)
      count &+= 1
    }
    bringRows(dealt, count, registry)
    return count
  }

  @inline(__always)
  private func bringRows(
    _ lines: UnsafeMutablePointer<FlightLine>, _ count: Int, _ registry: borrowing LeadRegistry
  ) {
    for index in 0..<count {
      lines[index].number = registry.first(lines[index].hash)
      guard lines[index].number >= 0 else { continue }
      cscan_bring(rows[lines[index].number], layout.stride)
      registry.bringID(of: lines[index].number)
    }
    for index in 0..<count where !lines[index].shortID.isShort && lines[index].number >= 0 {
      registry.bringLongID(of: lines[index].number)
    }
  }
}
