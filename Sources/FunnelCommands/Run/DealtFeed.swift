import FunnelIR
import FunnelRuntime

/// A feed that several threads read together for several runs, each of which has leads of its own.
///
/// The feed is cut at line ends; the lines of each piece are sorted by whom they are about; each run handles its lines of the
/// pieces one after the other; and what comes out of a piece is written in the order of its lines, when all runs are done with
/// it. Whichever thread has nothing to do takes what there is to do next, so no byte depends on how many there are.
///
/// - Invariant: everything here but `cutter` is touched by one thread at a time, as `crew` sees to; the cutter by the one that
///   has set `isCutting`, a job's piece by the one that sorts it and then, share by share, by those that handle it, and its
///   strands by who handles the share, and then by the one that has set `isWriting`.
final class DealtFeed: @unchecked Sendable {
  /// A piece on its way.
  final class Job {
    let piece: DealtPiece
    let strands: [Strand]
    /// Whether its lines are sorted, and how many runs are not done with it.
    fileprivate var isSorted = false
    fileprivate var left: Int

    fileprivate init(shares: Int, _ terms: SharedFeed.Terms) {
      piece = DealtPiece(shares: shares, terms.workspace, terms.settings, terms.limits, terms.sessions)
      strands = (0..<shares).map { _ in Strand() }
      left = shares
    }

    fileprivate func reset() {
      piece.removeAll()
      for strand in strands { strand.removeAll() }
      (isSorted, left) = (false, strands.count)
    }
  }

  /// What there is to do for a thread.
  private enum Task {
    case handle(share: Int, Job)
    case sort(Job)
    case write(Job)
    case end
  }

  private let terms: SharedFeed.Terms
  private let shares: [RunShare]
  /// How many lines were before the feed's first.
  private let base: Int
  private let crew = Crew()
  private var cutter: FeedReader
  private let write: (Job) throws -> Void
  /// The pieces on their way in their order, the number of the first, and room for others.
  private var jobs: [Job] = []
  private var first = 0
  private var spare: [Job] = []
  /// The number of the piece that each run handles next, and whether it is at it.
  private var next: [Int]
  private var isBusy: [Bool]
  private var isCutting = false
  private var isWriting = false
  /// Whether there are no more pieces, or no more are wanted.
  private var isOver = false
  private var failure: (any Error)?
  /// How many threads have begun.
  private var threads = 0

  /// Makes a dealt feed.
  /// - Parameters:
  ///   - cutter: a reader of the feed that has read no event of it.
  ///   - write: writes what came out of a piece; called for one piece at a time, in their order.
  init(
    _ terms: SharedFeed.Terms, _ shares: [RunShare], _ cutter: consuming FeedReader, after base: Int,
    write: @escaping (Job) throws -> Void
  ) {
    self.terms = terms
    self.shares = shares
    self.cutter = cutter
    self.base = base
    self.write = write
    next = shares.map { _ in 0 }
    isBusy = shares.map { _ in false }
  }

  /// Reads the feed to its end.
  /// - Returns: how many lines it has.
  func read() throws -> Int {
    Crew.work(shares.count) { self.work() }
    if let failure { throw failure }
    return cutter.place().line + 1
  }

  private func work() {
    var sorter = LeadSorter(terms.workspace, terms.settings, terms.limits)
    var own = crew.alone {
      threads += 1
      return (threads - 1) % shares.count
    }
    while true {
      switch crew.wait(for: { task(own) }) {
      case .end: return
      case .handle(let share, let job):
        own = share
        let error = caught { try shares[share].handle(job.piece, share: share, after: base, into: job.strands[share]) }
        crew.tell {
          stop(error)
          isBusy[share] = false
          next[share] += 1
          job.left -= 1
        }
      case .sort(let job):
        let error = caught { try sort(job, &sorter) }
        crew.tell {
          stop(error)
          job.isSorted = true
        }
      case .write(let job):
        let error = caught { try write(job) }
        crew.tell {
          stop(error)
          isWriting = false
          jobs.removeFirst()
          first += 1
          job.reset()
          spare.append(job)
        }
      }
    }
  }

  /// What a thread does next that knows the journeys of a run; nil where it must wait.
  private func task(_ own: Int) -> Task? {
    if failure != nil { return .end }
    if let job = jobs.first, job.isSorted, job.left == 0, !isWriting {
      isWriting = true
      return .write(job)
    }
    if let task = handle(own) { return task }
    // A thread has two pieces at most that wait for a run that is slower than the others.
    if !isOver, !isCutting, jobs.count < 2 * shares.count + 2 {
      let job = spare.popLast() ?? Job(shares: shares.count, terms)
      jobs.append(job)
      isCutting = true
      return .sort(job)
    }
    for share in shares.indices { if let task = handle(share) { return task } }
    return isOver && jobs.isEmpty ? .end : nil
  }

  private func handle(_ share: Int) -> Task? {
    guard !isBusy[share], next[share] - first < jobs.count, jobs[next[share] - first].isSorted else { return nil }
    isBusy[share] = true
    return .handle(share: share, jobs[next[share] - first])
  }

  /// Cuts the next piece off, and sorts it.
  private func sort(_ job: Job, _ sorter: inout LeadSorter) throws {
    let cut = Result { try LeadSorter.take(job.piece, of: &cutter) }
    crew.tell {
      isCutting = false
      guard case .success(.end) = cut else { return }
      isOver = true
      // Nobody has cut another one meanwhile.
      jobs.removeLast()
    }
    switch try cut.get() {
    case .lines: try sorter.deal(job.piece)
    case .reject(let reject): job.piece.take(reject)
    case .end: break
    }
  }

  private func caught(_ body: () throws -> Void) -> (any Error)? {
    do {
      try body()
      return nil
    } catch { return error }
  }

  private func stop(_ error: (any Error)?) {
    guard let error else { return }
    isOver = true
    failure = failure ?? error
  }
}
