/// What comes out of one of several runs that share a feed, cut where what it came of ends, so that what comes out of all of them
/// can be put together in one order.
public final class Strand: @unchecked Sendable {
  /// Where the bytes end that came of one line, or of one journey's end.
  private struct Cut {
    let order: Int
    let journeys: Int
    let journal: Int
    let effects: Int
  }

  var journeys = JSONWriter()
  var journal = JSONWriter()
  var effects = JSONWriter()
  /// The lines that could not be used.
  public internal(set) var rejects: [FeedReject] = []
  private var cuts: [Cut] = []
  /// How many cuts were given away.
  private var given = 0

  /// Whether no more parts will follow those that there are.
  var isOver = true

  /// Makes an empty strand.
  public init() {}

  /// How many parts there are that nobody took.
  var count: Int { cuts.count - given }

  /// Says that what a run has written since the last cut came of something with a place in the order of all.
  func cut(_ run: borrowing FunnelRun, order: Int) {
    let (journeys, journal, effects) = (run.journeys.count, run.journal.count, run.effects.count)
    if let last = cuts.last, last.journeys == journeys, last.journal == journal, last.effects == effects { return }
    if cuts.isEmpty, journeys + journal + effects == 0 { return }
    cuts.append(Cut(order: order, journeys: journeys, journal: journal, effects: effects))
  }

  /// Exchanges what a run has written for the empty room of the strand.
  func take(from run: inout FunnelRun) {
    swap(&journeys, &run.journeys)
    swap(&journal, &run.journal)
    swap(&effects, &run.effects)
  }

  /// Forgets the parts that were given away.
  func dropGiven() {
    guard given > 0 else { return }
    let last = cuts[given - 1]
    journeys.removeFirst(last.journeys)
    journal.removeFirst(last.journal)
    effects.removeFirst(last.effects)
    cuts = cuts[given...].map {
      Cut(
        order: $0.order, journeys: $0.journeys - last.journeys, journal: $0.journal - last.journal,
        effects: $0.effects - last.effects)
    }
    given = 0
  }

  /// Forgets everything, and keeps the memory.
  public func removeAll() {
    journeys.removeAll()
    journal.removeAll()
    effects.removeAll()
    rejects.removeAll()
    cuts.removeAll(keepingCapacity: true)
    given = 0
  }

  /// Gives the parts of strands away in order, until one of those that go on has none left.
  /// - Parameter write: takes a part of the journeys, of the journal and of the effects.
  public static func weave<Failure: Error>(
    _ strands: [Strand],
    _ write: (UnsafeRawBufferPointer, UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    while true {
      var first: Strand?
      for strand in strands {
        guard strand.count > 0 else {
          guard strand.isOver else { return }
          continue
        }
        if first.map({ strand.cuts[strand.given].order < $0.cuts[$0.given].order }) ?? true { first = strand }
      }
      guard let first else { return }
      try first.give(write)
    }
  }

  private func give<Failure: Error>(
    _ write: (UnsafeRawBufferPointer, UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    let cut = cuts[given]
    let before = given > 0 ? cuts[given - 1] : Cut(order: 0, journeys: 0, journal: 0, effects: 0)
    given += 1
    try journeys.withBytes { journeys throws(Failure) in
      try journal.withBytes { journal throws(Failure) in
        try effects.withBytes { effects throws(Failure) in
          try write(
            UnsafeRawBufferPointer(rebasing: journeys[before.journeys..<cut.journeys]),
            UnsafeRawBufferPointer(rebasing: journal[before.journal..<cut.journal]),
            UnsafeRawBufferPointer(rebasing: effects[before.effects..<cut.effects]))
        }
      }
    }
  }
}
