import FunnelIR

/// A journey that another journey of the same subject begins: `start FUNNEL [into P]`.
struct HandOver: Sendable {
  /// The same, counted from the first funnel of a version.
  func counted(from first: Int) -> HandOver { HandOver(funnel: first + funnel, place: place, time: time) }

  /// The funnel.
  let funnel: Int
  /// Where the journey begins; nil for the funnel's start.
  let place: Target?
  /// When.
  let time: Int64
}

/// Several journeys of one subject.
extension Interpreter {
  /// The most journeys that begin one from the other within one instant.
  static let handOverLimit: Int32 = 100
  /// The most journeys that others begin in one funnel while nothing is heard of their subject.
  static let roundLimit: Int32 = 1_000

  /// Begins a journey with what another one hands over. The lead was taken in already, so the intake is left out.
  /// - Parameters:
  ///   - entry: which journey of the subject in this funnel it is, from 1.
  ///   - round: which one that others began, since anything was heard of the subject.
  mutating func begin(
    _ journey: inout Journey, _ handOver: HandOver, from giver: borrowing Journey, _ legacies: [Legacy], entry: Int,
    round: Int32, _ log: inout RecordLog
  ) {
    take(&journey, &log)
    self.journey.reset(for: program)
    self.journey.entry = entry
    move(to: handOver.time)
    self.journey.lead.append(contentsOf: giver.lead)
    self.journey.leadIsNumber = giver.leadIsNumber
    self.journey.status = .inProgress
    (self.journey.started, self.journey.clock, self.journey.lastEvent) = (now, now, giver.lastEvent)
    self.journey.handOvers = (giver.started == now ? giver.handOvers : 0) + 1
    self.journey.rounds = round
    let (funnel, number) = (Int(giver.funnel), giver.entry)
    record(.handedOver(from: funnel, entry: number))
    if let owner = giver.owner {
      giver.bytes(owner).withUnsafeBytes { self.journey.writeOwner($0, program: program) }
    }
    for legacy in legacies where giver.isKnown(legacy.giver) {
      let bits = giver.values[legacy.giver]
      let isReference = program.points[legacy.taker].type.isReference
      takeOver(legacy.taker, bits, isReference ? giver.bytes(TextReference(bits: bits)) : [])
    }
    enrich()
    observe()
    if self.journey.handOvers > Interpreter.handOverLimit {
      self.journey.pending = handOver.place ?? program.program.start
      stop(
        "funnels start one another without end: \(Interpreter.handOverLimit) journeys began one from the other within "
          + "one instant")
    } else if round > Interpreter.roundLimit {
      self.journey.pending = handOver.place ?? program.program.start
      stop(
        "the funnel is started without end: \(Interpreter.roundLimit) journeys began in it while nothing was heard of "
          + "the lead")
    } else {
      travel(to: handOver.place ?? program.program.start)
    }
    setWatches()
    checkRecordLimit()
    take(&journey, &log)
  }

  /// Writes a point that is handed over; what lies outside the range that it has here is a data issue, and missing.
  private mutating func takeOver(_ slot: Int, _ bits: UInt64, _ bytes: ArraySlice<UInt8>) {
    let value = RecordedValue(type: program.points[slot].type, bits: bits, bytes: Array(bytes))
    guard program.ranges[slot].contains(value) else {
      return note(slot, "the value that is handed over lies outside the point's range")
    }
    bytes.withUnsafeBytes { write(slot, bits, $0) }
  }

  /// Records that a journey began another one; `entry` is nil where the subject has an open one in that funnel already.
  mutating func note(_ handOver: HandOver, by journey: inout Journey, entry: Int?, _ log: inout RecordLog) {
    take(&journey, &log)
    now = handOver.time
    record(.started(funnel: handOver.funnel, entry: entry))
    take(&journey, &log)
  }

  /// Tells a journey that its subject did something that is not for it.
  mutating func overhear(_ journey: inout Journey, at time: Int64, _ log: inout RecordLog) {
    take(&journey, &log)
    move(to: time)
    self.journey.lastEvent = time
    look()
    setWatches()
    checkRecordLimit()
    take(&journey, &log)
  }
}
