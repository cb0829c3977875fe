/// Room for what plain lines say, which is used again.
///
/// - Invariant: a place is handed out once until all are taken back.
final class FlightLines {
  private static let block = 256
  private var blocks: [UnsafeMutablePointer<FlightLine>] = []
  private var used = 0

  deinit {
    for block in blocks {
      for index in 0..<FlightLines.block { block[index].deallocate() }
      block.deallocate()
    }
  }

  /// The next free place; it stays free until `keep`.
  func next(_ reader: borrowing FlightReader) -> UnsafeMutablePointer<FlightLine> {
    let (block, index) = used.quotientAndRemainder(dividingBy: FlightLines.block)
    if block == blocks.count {
      let lines = UnsafeMutablePointer<FlightLine>.allocate(capacity: FlightLines.block)
      for index in 0..<FlightLines.block {
        (lines + index).initialize(to: FlightLine(points: reader.points, at: reader.nowhere))
      }
      blocks.append(lines)
    }
    return blocks[block] + index
  }

  /// Hands out the place that was asked for last.
  func keep() { used += 1 }

  /// Takes all places back.
  func removeAll() { used = 0 }
}
