import FunnelIR

/// Which journeys are in flight, and which stand on the shelf.
extension FunnelRun {
  /// Takes the lines of a feed that are plain, up to the first that is not.
  /// - Returns: how many lines were handled.
  mutating func takeOff(_ flight: Held<Flight>, from reader: inout FeedReader) throws -> Int {
    let taken = try reader.withLines { bytes, _ in flight.value.take(bytes, &registry, &leads, latest: &latest) }
    if taken > 0 { noteTaken(flight) }
    return taken
  }

  /// Takes the lines at the front of those dealt that are plain.
  /// - Returns: how many lines were handled.
  mutating func takeOff(_ flight: Held<Flight>, dealt lines: ArraySlice<DealtLine>) -> Int {
    let taken = flight.value.take(lines, &registry, &leads, latest: &latest)
    if taken > 0 { noteTaken(flight) }
    return taken
  }

  private mutating func noteTaken(_ flight: Held<Flight>) {
    flight.value.add(to: &summary)
    summary.endClock = endClock
    // A lead that registered in flight is nobody on the shelf.
    for number in kept.count..<registry.count {
      subjects.append(number)
      kept.appendNobody()
    }
  }

  /// Puts the journey of an event's lead on the shelf, where the general way finds it.
  /// - Returns: the lead's number; the next one where it is new.
  mutating func land(_ flight: Held<Flight>, journeyOf event: borrowing IncomingEvent) -> Int {
    guard let number = number(of: event) else { return kept.count }
    guard flight.value.isAloft(number) else { return number }
    flight.value.unpack(number, registry, into: &kept[number])
    leads[number].watermark = flight.value.watermark(number)
    flight.value.land(number)
    return number
  }

  /// Lets a journey take off again, once the general way is done with it.
  mutating func takeOffAgain(_ flight: Held<Flight>, _ number: Int) {
    if number == kept.count - 1, flight.value.isNext(number) { flight.value.append() }
    guard flight.value.countLanding(), number < kept.count,
      flight.value.pack(kept[number], number, watermark: leads[number].watermark)
    else { return }
    kept.remove(number)
  }
}
