import FunnelIR

/// One of several runs that share feeds: it has the leads that are dealt to it, and remembers in which order of all lines what
/// comes out of it belongs. By itself it is a run like any other.
///
/// One thread at a time uses it.
public final class RunShare: @unchecked Sendable {
  @exclusivity(unchecked) var run: FunnelRun
  /// Reads the lines dealt to it that are not plain; made only where lines are dealt.
  private lazy var reader = Held(makeReader())
  private let makeReader: () -> FeedReader
  @exclusivity(unchecked) private var event = IncomingEvent()
  private let isAlone: Bool
  /// The order of the line with which each journey began; none where no other run's are to be put in between.
  private var beginnings: [Int] = []
  /// How many journeys were brought to their end.
  private var finished = 0
  /// The order of the line on which each of the summary's first misfits stood.
  public private(set) var misfitOrders: [Int] = []

  /// Starts a share.
  /// - Parameter isAlone: whether it has all leads.
  public init(
    _ workspace: LoadedWorkspace, _ settings: RunSettings, _ limits: FeedLimits, _ sessions: SessionTokens?,
    isAlone: Bool
  ) {
    self.isAlone = isAlone
    run = FunnelRun(workspace, settings)
    makeReader = { FeedReader(piecesFor: workspace, settings, limits, sessions) }
  }

  /// Gives the run to a function.
  public func withRun<Result>(_ body: (inout FunnelRun) throws -> Result) rethrows -> Result { try body(&run) }

  /// Handles the lines of a piece that are its own.
  /// - Parameters:
  ///   - number: which of the shares it is.
  ///   - base: how many lines were before the feed's first.
  public func handle(_ piece: DealtPiece, share number: Int, after base: Int, into strand: Strand) throws {
    let lines = piece.shares[number]
    let reader = reader
    var next = 0
    while next < lines.count {
      let plain = run.takeDealt(lines[next...], reader.value)
      if plain > 0 { for line in run.beginnings { beginnings.append(base + lines[next + line].place.line + 1) } }
      next += plain
      guard next < lines.count else { break }
      let line = lines[next]
      next += 1
      let order = base + line.place.line + 1
      reader.value.take(line.bytes)
      switch try reader.value.next(into: &event) {
      case .end: break
      case .reject(let reject): strand.rejects.append(reject.moved(to: line.place))
      case .event:
        if case .refused(let refusal) = handle(event, line: line.place.line + 1, order: order) {
          strand.rejects.append(reader.value.reject(refusal.reason, refusal.message).moved(to: line.place))
        }
        strand.cut(run, order: order)
      }
    }
    strand.take(from: &run)
    for reject in strand.rejects { run.summary.count(reject.reason) }
    // Somebody has to count those lines that are nobody's.
    if number == 0 { for reject in piece.rejects { run.summary.count(reject.reason) } }
  }

  /// Handles an event.
  /// - Parameters:
  ///   - line: the line on which it stood, for the summary's examples.
  ///   - order: its place among all events of the feeds.
  public func handle(_ event: borrowing IncomingEvent, line: Int, order: Int) -> Verdict {
    let verdict = run.handle(event, line: line)
    while !isAlone, beginnings.count < run.journeyCount { beginnings.append(order) }
    noteMisfits(order: order)
    return verdict
  }

  /// Says of the summary's examples for which that wasn't said where they stood.
  public func noteMisfits(order: Int) {
    while misfitOrders.count < run.summary.examples.count { misfitOrders.append(order) }
  }

  /// The numbers of all shares, and the order of the line on which each of the examples stood.
  public static func total(_ shares: [RunShare]) -> (summary: RunSummary, misfitOrders: [Int]) {
    guard var summary = shares.first?.run.summary else { return (RunSummary(ends: []), []) }
    for share in shares.dropFirst() { summary.add(share.run.summary) }
    // All misfits of a line are of one share, which has them in their order.
    let examples = shares.flatMap { zip($0.misfitOrders, $0.run.summary.examples) }.enumerated().sorted {
      ($0.element.0, $0.offset) < ($1.element.0, $1.offset)
    }.map(\.element)
    summary.examples = examples.prefix(RunSummary.exampleLimit).map(\.1)
    return (summary, examples.prefix(RunSummary.exampleLimit).map(\.0))
  }

  /// After the last event: brings all journeys to their end, some of each share at a time.
  /// - Parameters:
  ///   - count: how many of each share.
  ///   - all: calls a function for each of some numbers, in any order, also at once.
  ///   - write: takes a part of the journeys, of the journal and of the effects, in the order of all.
  public static func finish<Failure: Error>(
    _ shares: [RunShare], some count: Int, _ all: (Range<Int>, @escaping @Sendable (Int) -> Void) -> Void,
    _ write: (UnsafeRawBufferPointer, UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    // The clock of all is that of the latest line.
    let latest = shares.compactMap { $0.run.latest }.max()
    for share in shares {
      share.run.latest = latest
      share.run.summary.endClock = share.run.endClock
    }
    let strands = shares.map { _ in Strand() }
    repeat {
      all(shares.indices) { shares[$0].finish(into: strands[$0], atLeast: count) }
      try Strand.weave(strands, write)
    } while !strands.allSatisfy(\.isOver)
  }

  /// Brings journeys to their end until a strand has so many of them.
  private func finish(into strand: Strand, atLeast count: Int) {
    strand.dropGiven()
    strand.take(from: &run)
    defer { strand.take(from: &run) }
    strand.isOver = false
    while strand.count < count {
      guard run.finishNext() else {
        strand.isOver = true
        return
      }
      strand.cut(run, order: beginnings[finished])
      finished += 1
    }
  }
}

extension FeedReject {
  /// The same at another place.
  fileprivate func moved(to place: FeedPlace) -> FeedReject {
    var reject = self
    (reject.line, reject.offset) = (place.line + 1, place.offset)
    return reject
  }
}
