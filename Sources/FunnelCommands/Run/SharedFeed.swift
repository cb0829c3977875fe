import FunnelIR
import FunnelRuntime

/// A feed that several threads read together: it is cut at line ends, each piece is run on its own, and what comes out is
/// written in the order of the pieces, so that no byte depends on how many threads there are.
///
/// - Invariant: the cutter is touched only by the thread that is alone, everything written only by the one that takes pieces.
final class SharedFeed: @unchecked Sendable {
  /// What every thread needs to know.
  struct Terms: Sendable {
    let workspace: LoadedWorkspace
    let settings: RunSettings
    let sessions: SessionTokens?
    let limits: FeedLimits
  }

  /// What a thread brings home of a piece.
  ///
  /// - Invariant: belongs to one thread at a time.
  final class Yield: @unchecked Sendable {
    fileprivate(set) var journeys = JSONWriter()
    fileprivate(set) var journal = JSONWriter()
    fileprivate(set) var effects = JSONWriter()
    fileprivate(set) var summary: RunSummary
    fileprivate(set) var rejects: [FeedReject] = []
    fileprivate(set) var lines = 0

    fileprivate init(_ summary: RunSummary) { self.summary = summary }
  }

  private let terms: Terms
  private let crew = Crew()
  private let yields: OrderedPieces<Yield>
  private var cutter: FeedReader
  private var pieces = 0
  private var isOver = false
  /// Why the run can't go on.
  private(set) var failure: (any Error)?
  private let jobs: Int
  private let write: (Yield) throws -> Void

  /// Makes a shared feed.
  /// - Parameters:
  ///   - cutter: a reader of the feed that has read no event of it.
  ///   - jobs: how many threads read it.
  ///   - write: writes what a run has made of a piece; called for one piece at a time, in their order.
  init(_ terms: Terms, _ cutter: consuming FeedReader, jobs: Int, write: @escaping (Yield) throws -> Void) {
    self.terms = terms
    self.cutter = cutter
    self.jobs = jobs
    // A thread that the system lets wait for some milliseconds holds up nobody.
    yields = OrderedPieces(limit: 8 * jobs)
    self.write = write
  }

  /// Reads the feed to its end.
  func read() throws {
    Crew.work(jobs) { self.work() }
    if let failure { throw failure }
  }

  private func work() {
    var run = FunnelRun(terms.workspace, terms.settings)
    var reader = FeedReader(piecesFor: terms.workspace, terms.settings, terms.limits, terms.sessions)
    var event = IncomingEvent()
    while let (number, piece) = next(for: &reader) {
      let summary = run.takeSummary()
      let yield = yields.reuse() ?? Yield(summary)
      yield.clear(summary)
      switch piece {
      case .end: return
      case .reject(let reject):
        yield.add(reject)
        yield.lines = 1
      case .lines:
        do { try read(&reader, &run, &event, into: yield) } catch { stop(error) }
      }
      yield.summary.add(run.takeSummary())
      swap(&run.journeys, &yield.journeys)
      swap(&run.journal, &yield.journal)
      swap(&run.effects, &yield.effects)
      yields.bring(yield, number) { yield in
        guard !crew.alone({ isOver && failure != nil }) else { return }
        do { try write(yield) } catch { stop(error) }
      }
    }
  }

  private func read(
    _ reader: inout FeedReader, _ run: inout FunnelRun, _ event: inout IncomingEvent,
    into yield: Yield
  ) throws {
    while true {
      yield.lines += try run.takePlain(from: &reader, limit: .max)
      switch try reader.next(into: &event) {
      case .end: return
      case .reject(let reject): yield.add(reject)
      case .event(let line, _):
        if case .refused(let refusal) = run.handle(event, line: line) {
          yield.add(reader.reject(refusal.reason, refusal.message))
        }
      }
      yield.lines += 1
    }
  }

  /// The next piece and its number; nil where there is none, or the run can't go on.
  private func next(for reader: inout FeedReader) -> (Int, FeedPiece)? {
    crew.alone {
      guard !isOver else { return nil }
      do {
        let piece = try cutter.nextPiece(for: &reader)
        if case .end = piece {
          isOver = true
          return nil
        }
        pieces += 1
        return (pieces - 1, piece)
      } catch {
        (isOver, failure) = (true, error)
        return nil
      }
    }
  }

  private func stop(_ error: any Error) {
    crew.alone {
      isOver = true
      failure = failure ?? error
    }
  }
}

extension SharedFeed.Yield {
  /// Forgets another piece.
  fileprivate func clear(_ summary: RunSummary) {
    self.summary = summary
    (rejects, lines) = ([], 0)
    journeys.removeAll()
    journal.removeAll()
    effects.removeAll()
  }

  /// Keeps a line that can't be used.
  fileprivate func add(_ reject: FeedReject) {
    summary.count(reject.reason)
    rejects.append(reject)
  }
}
