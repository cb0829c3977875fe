import FunnelIR
import FunnelRuntime
import FunnelStore

/// A run whose state is in a store: takes up what the store holds, reads feeds on from where they were left, and commits what
/// it does batch by batch.
///
/// While a thread commits a batch, the next one is worked on; that is handed over once the one before is on the disk, so what is
/// there is always the front of the feed. Whoever needs the store itself waits with `finishCommit`.
struct DurableSession: ~Copyable {
  /// A batch ends early where its records take so much memory.
  private static let batchBytes = 32 << 20

  let workspace: LoadedWorkspace
  let store: any JourneyStore
  private let settings: RunSettings
  let batch: Int
  private let sessions: SessionTokens?
  var run: FunnelRun
  private var event = IncomingEvent()
  private var rejects = JSONWriter()
  private(set) var positions: [String: FeedPosition] = [:]
  /// Outputs that grow with each commit.
  var outputs: [AppendedFile] = []
  private let anchor: Anchor?
  /// The batch that is being committed.
  private var underWay: SideThread?
  /// Whether what is committed may be personal.
  private let isPersonal: Bool
  /// Items that were handled since the last commit.
  private var pending = 0
  private(set) var lines = 0
  private(set) var rejectExamples = RejectExamples()
  private(set) var issueFeeds: [String] = []
  /// The feeds whose last line waits for its end.
  private(set) var unfinished: [String] = []
  var progress: Progress

  /// Takes up what a store holds.
  init(
    _ workspace: LoadedWorkspace, _ store: any JourneyStore, settings: RunSettings, batch: Int,
    sessions: SessionTokens?, anchor: Anchor?, progress: Progress
  ) throws {
    self.anchor = anchor
    isPersonal = workspace.holdsPersonalData
    self.workspace = workspace
    self.store = store
    self.settings = settings
    self.batch = batch
    self.sessions = sessions
    self.progress = progress
    var run = FunnelRun(workspace, settings)
    do {
      try store.forEachSubject { _, images in try run.restore(images) }
      try run.finishRestoring(latest: store.latest, clock: store.clock)
    } catch let refusal as RefusedImage {
      throw StoreError(
        "the store's subjects can't be taken up: \(refusal.message)",
        help: "\"funnelc verify\" tells what is wrong with it")
    }
    run.knowsErased = store.hasErased
    self.run = run
    for position in store.positions { positions[position.name] = position }
  }

  /// Reads a feed to its end, or until the process is asked to stop.
  /// - Parameters:
  ///   - isComplete: whether nobody writes it any more, so that a last line needs no end.
  ///   - isNew: whether it is known to be another file than the one read before under its name.
  mutating func read(
    _ file: FeedFile, named name: String, items: [String]?, limits: FeedLimits, isComplete: Bool = false,
    isNew: Bool = false
  ) throws {
    let feed: DurableFeed
    do {
      feed = try DurableFeed(file, from: position(of: name, isNew: isNew))
    } catch is Interrupted {
      return
    }
    var reader = makeReader(feed, items: items, limits: limits, isComplete: isComplete)
    try takeAll(&reader, feed, named: name)
    if reader.hasUnfinishedLine, Interruption.signal == nil { noteUnfinished(name) }
    try commit(feed, &reader)
  }

  /// Up to where a feed was read; where another file came under its name, the front of that one.
  func position(of name: String, isNew: Bool) -> FeedPosition {
    guard isNew, let last = positions[name] else { return positions[name] ?? FeedPosition(name: name) }
    var position = FeedPosition(name: name)
    position.generation = last.generation + 1
    return position
  }

  func makeReader(_ feed: DurableFeed, items: [String]? = nil, limits: FeedLimits, isComplete: Bool) -> FeedReader {
    var limits = limits
    limits.leavesUnfinishedLine = !isComplete
    return FeedReader(
      feed, for: workspace, items: items, limits: limits, sessions: sessions, showsPersonal: settings.showsPersonal,
      from: feed.start)
  }

  /// Handles what a feed holds, batch by batch; what is left over is for the caller to commit.
  mutating func takeAll(_ reader: inout FeedReader, _ feed: DurableFeed, named name: String) throws {
    let known = feed.position
    while Interruption.signal == nil {
      let item = try reader.next(into: &event)
      if item == .end { break }
      // A document is taken apart from its front each time; what was handled before is passed over.
      guard feed.start != nil || item.offset >= known.offset else { continue }
      try take(item, &reader, name)
      if pending >= batch || run.recordBytes + rejects.count > DurableSession.batchBytes {
        try commit(feed, &reader)
      }
    }
  }

  mutating func noteUnfinished(_ name: String) { unfinished.append(name) }

  /// Moves every clock to the instant that the command names.
  mutating func advance(to until: Int64) throws {
    var isBehind = true
    while isBehind, Interruption.signal == nil {
      for _ in 0..<batch where isBehind { isBehind = run.advanceNext(to: until) }
      if run.hasChanges { try commit() }
    }
  }

  /// Writes what changed as a whole, so that the next run opens quickly.
  mutating func compact() throws {
    try finishCommit()
    try store.compact({ run.wholeImage(of: $0) }, leads: { run.leadIDs(of: $0, after: $1) })
  }

  private mutating func take(_ item: FeedItem, _ reader: inout FeedReader, _ name: String) throws {
    pending += 1
    lines += 1
    if lines & 0x3FF == 0 { progress.show(lines: lines) }
    switch item {
    case .end: return
    case .reject(let reject): add(reject, of: name)
    case .event(let line, _):
      if case .refused(let refusal) = run.handle(event, line: line) {
        add(reader.reject(refusal.reason, refusal.message), of: name)
      } else {
        while issueFeeds.count < run.summary.examples.count { issueFeeds.append(name) }
      }
    }
  }

  private mutating func add(_ reject: FeedReject, of name: String) {
    run.summary.count(reject.reason)
    rejectExamples.add(reject, feed: name)
    rejects.reject(reject, feed: name)
  }

  mutating func commit(_ feed: DurableFeed, _ reader: inout FeedReader) throws {
    feed.move(to: reader.place(), isDocument: reader.isDocument)
    guard positions[feed.position.name] != feed.position || run.hasChanges || rejects.count > 0 else { return }
    positions[feed.position.name] = feed.position
    try commit()
  }

  mutating func commit() throws {
    let ordered = positions.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var commit = Commit(run.takeChanges(), rejects: rejects.bytes, positions: ordered, isPersonal: isPersonal)
    rejects.removeAll()
    pending = 0
    try finishCommit()
    let isCompactionDue = store.needsCompaction
    underWay = SideThread { [store, anchor, outputs] in
      commit.outputs = outputs.map(\.position)
      try store.commit(commit)
      try anchor?.write(store.head)
      for output in outputs { try output.append(commit) }
    }
    // Subjects are written as they are now, and what is under way has just that.
    if isCompactionDue { try compact() }
  }

  /// Waits until all that was handed over is committed.
  mutating func finishCommit() throws {
    defer { underWay = nil }
    try underWay?.join()
  }
}

extension FeedItem {
  /// How many bytes stand before the item.
  fileprivate var offset: Int {
    switch self {
    case .event(_, let offset): offset
    case .reject(let reject): reject.offset
    case .end: .max
    }
  }
}
