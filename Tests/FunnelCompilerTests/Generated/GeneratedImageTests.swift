import FunnelIR
import FunnelRuntime
import Testing

/// Subjects written as images and read back: a run that is stopped and taken up again, anywhere and any number of times, tells
/// the same story as one that never stopped; and bytes that were changed are refused or harmless, never a trap.
@Suite("Images of subjects")
struct GeneratedImageTests {
  @Test("a run taken up again from its images goes on as if it had never stopped")
  func resumption() throws {
    try forEachTrial(70) { trial, random in
      let whole = try PiecewiseRun(trial, cuts: [])
      let cuts = Set((0..<random.within(1...4)).map { _ in random.below(trial.lines.count + 1) })
      let pieces = try PiecewiseRun(trial, cuts: cuts)
      #expect(pieces.journeys == whole.journeys, "seed \(trial.seed), cut before lines \(cuts.sorted())\n\(trial)")
      #expect(pieces.records == whole.records, "seed \(trial.seed), cut before lines \(cuts.sorted())\n\(trial)")
      #expect(pieces.effects == whole.effects, "seed \(trial.seed), cut before lines \(cuts.sorted())\n\(trial)")
      #expect(pieces.repeats == whole.repeats, "seed \(trial.seed), cut before lines \(cuts.sorted())\n\(trial)")
      #expect(pieces.images == whole.images, "seed \(trial.seed), cut before lines \(cuts.sorted())\n\(trial)")
      #expect(!whole.images.isEmpty || whole.journeys.isEmpty, "seed \(trial.seed)")
    }
  }

  @Test("a whole image, read and written, is the same bytes; those that tell what came add up to it")
  func roundTrip() throws {
    var journeys = 0
    try forEachTrial(70) { trial, random in
      let cuts = Set((0..<random.within(1...6)).map { _ in random.below(trial.lines.count + 1) })
      let run = try PiecewiseRun(trial, cuts: cuts)
      for (subject, parts) in run.parts.enumerated() {
        let sum = try SubjectImage(parts, trial.compiled.workspace)
        #expect(sum.bytes(trial.compiled.workspace) == run.images[subject], "seed \(trial.seed), subject \(subject)")
        let again = try SubjectImage([run.images[subject]], trial.compiled.workspace)
        #expect(again.bytes(trial.compiled.workspace) == run.images[subject], "seed \(trial.seed), subject \(subject)")
        journeys += again.journeys.count
      }
    }
    #expect(journeys > 100)
  }

  @Test("after each batch of one run, the images so far add up to what the run knows")
  func batches() throws {
    var (once, again) = (0, 0)
    try forEachTrial(70) { trial, random in
      let workspace = trial.compiled.workspace
      var run = FunnelRun(workspace, PiecewiseRun.settings(of: trial))
      var parts: [[[UInt8]]] = []
      var start = 0
      while start < trial.lines.count {
        let end = min(start + random.within(1...12), trial.lines.count)
        try PiecewiseRun.feed(Array(trial.lines[start..<end]), of: trial, to: &run)
        start = end
        let images = run.takeChanges().images
        #expect(zip(images, images.dropFirst()).allSatisfy { $0.subject < $1.subject }, "seed \(trial.seed)")
        for image in images {
          if image.subject == parts.count { parts.append([]) }
          parts[image.subject].append(Array(image.bytes))
          if parts[image.subject].count == 1 { once += 1 } else { again += 1 }
          let sum = try SubjectImage(parts[image.subject], workspace).bytes(workspace)
          #expect(sum == run.wholeImage(of: image.subject), "seed \(trial.seed), before line \(end)")
        }
      }
    }
    #expect(once > 100 && again > 100)
  }

  @Test("subjects have journeys in several funnels, and what is erased can be taken up and erased again")
  func erasure() throws {
    var (several, erasures) = (0, 0)
    try forEachTrial(70) { trial, _ in
      let workspace = trial.compiled.workspace
      let digest: ([UInt8]) -> [UInt8] = { bytes in
        // A stand-in for a hash function: the same bytes for the same, and others for others.
        (0..<4).flatMap { place in
          let word = bytes.reduce(UInt64(place) &+ 14_695_981_039_346_656_037) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
          }
          return withUnsafeBytes(of: word) { Array($0) }
        }
      }
      var run = FunnelRun(workspace, PiecewiseRun.settings(of: trial))
      for bytes in try PiecewiseRun(trial, cuts: []).images {
        let image = try SubjectImage([bytes], workspace)
        if Set(image.journeys.map(\.journey.funnel)).count > 1 { several += 1 }
        let erased = image.erased(workspace, digest)
        #expect(erased.erased(workspace, digest).bytes(workspace) == erased.bytes(workspace), "seed \(trial.seed)")
        if erased.bytes(workspace) != bytes { erasures += 1 }
        try run.restore([erased.bytes(workspace)])
      }
      try run.finishRestoring(latest: 0)
      run.knowsErased = true
      try PiecewiseRun.feed(trial.lines, of: trial, to: &run)
      while run.finishNext() {}
    }
    #expect(several > 20)
    #expect(erasures > 20)
  }

  @Test("changed bytes are refused, or give a journey that can go on")
  func hostileBytes() throws {
    var (refused, accepted) = (0, 0)
    try forEachTrial(70) { trial, random in
      let images = try PiecewiseRun(trial, cuts: []).images
      for _ in 0..<20 where !images.isEmpty {
        var changed = images
        let subject = random.below(images.count)
        changed[subject] = mutated(images[subject], &random)
        do {
          var run = FunnelRun(trial.compiled.workspace, PiecewiseRun.settings(of: trial))
          for image in changed { try run.restore([image]) }
          try run.finishRestoring(latest: 0)
          try PiecewiseRun.feed(trial.lines, of: trial, to: &run)
          while run.finishNext() {}
          accepted += 1
        } catch is RefusedImage {
          refused += 1
        }
      }
    }
    #expect(refused > 300)
    #expect(accepted > 60)
  }

  @Test("what a store keeps of records and effects gives the lines that a run without one writes")
  func records() throws {
    var bytes = (stored: 0, lines: 0)
    try forEachTrial(70) { trial, _ in
      let workspace = trial.compiled.workspace
      var settings = PiecewiseRun.settings(of: trial)
      // A run without a store looks ahead to it with the line of a lead that nobody comes back to.
      settings.until = nil
      var kept = FunnelRun(workspace, settings)
      try PiecewiseRun.feed(trial.lines, of: trial, to: &kept)
      let changes = kept.takeChanges()
      settings.isDurable = false
      var plain = FunnelRun(workspace, settings)
      try PiecewiseRun.feed(trial.lines, of: trial, to: &plain)
      let printer = RecordPrinter(workspace, digest: settings.digest)
      #expect(try printer.records(changes.records) == plain.journal.bytes, "seed \(trial.seed)")
      #expect(try printer.effects(changes.effects) == plain.effects.bytes, "seed \(trial.seed)")
      // Stores of before hold lines, which may stand between.
      #expect(try printer.records(plain.journal.bytes + changes.records).count == 2 * plain.journal.count)
      bytes.stored += changes.records.count + changes.effects.count
      bytes.lines += plain.journal.count + plain.effects.count
    }
    #expect(bytes.lines > 100_000 && bytes.stored * 4 < bytes.lines)
  }

  @Test("changed bytes of records are refused, or give lines")
  func hostileRecords() throws {
    var (refused, accepted) = (0, 0)
    try forEachTrial(70) { trial, random in
      let run = try PiecewiseRun(trial, cuts: [])
      let printer = RecordPrinter(trial.compiled.workspace, digest: { $0 })
      for _ in 0..<40 where !run.records.isEmpty {
        do {
          _ = try printer.records(mutated(run.records, &random))
          _ = try printer.effects(mutated(run.effects, &random))
          accepted += 1
        } catch {
          refused += 1
        }
      }
    }
    #expect(refused > 500 && accepted > 100)
  }

  private func mutated(_ image: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    var bytes = image
    for _ in 0..<random.within(1...3) where !bytes.isEmpty {
      let place = random.below(bytes.count)
      switch random.below(4) {
      case 0: bytes.remove(at: place)
      case 1: bytes.insert(UInt8(random.below(256)), at: place)
      case 2: bytes[place] = [0x00, 0x7F, 0x80, 0xFF][random.below(4)]
      default: bytes[place] ^= 1 << UInt8(random.below(8))
      }
    }
    return bytes
  }

  private func forEachTrial(_ count: UInt64, _ body: (Trial, inout SplitMix64) throws -> Void) throws {
    for seed in 1...count {
      let program = ProgramGenerator.workspace(seed: seed)
      let compiled = try ProductRun(compiling: program.source, files: program.files, tables: program.tables)
      let trial = Trial(seed: seed, program, compiled)
      var random = SplitMix64(seed: seed &+ 4_711)
      try body(trial, &random)
    }
  }
}

/// A durable run without a store: at each cut everything is thrown away but what a store would keep.
struct PiecewiseRun {
  var journeys: [UInt8] = []
  var records: [UInt8] = []
  var effects: [UInt8] = []
  var repeats = 0
  /// The whole image of each subject at the end.
  var images: [[UInt8]] = []
  /// The images of each subject as they were handed over.
  var parts: [[[UInt8]]] = []
  private var latest: Int64?

  init(_ trial: Trial, cuts: Set<Int>) throws {
    let settings = Self.settings(of: trial)
    let program = trial.compiled.workspace
    var start = 0
    let ends = cuts.filter { $0 < trial.lines.count }.sorted() + [trial.lines.count]
    for end in ends {
      var run = FunnelRun(program, settings)
      for images in parts { try run.restore(images) }
      try run.finishRestoring(latest: latest)
      try Self.feed(Array(trial.lines[start..<end]), of: trial, to: &run)
      start = end
      repeats += run.summary.repeated
      keep(run.takeChanges())
      guard end == trial.lines.count else { continue }
      if let until = settings.until { while run.advanceNext(to: until) {} }
      keep(run.takeChanges())
      images = parts.indices.map { run.wholeImage(of: $0) }
      while run.finishNext() {}
      journeys = run.journeys.bytes
    }
  }

  private mutating func keep(_ changes: RunChanges) {
    for image in changes.images {
      if image.subject == parts.count { parts.append([]) }
      parts[image.subject].append(Array(image.bytes))
    }
    records += changes.records
    effects += changes.effects
    latest = changes.latest
  }

  static func settings(of trial: Trial) -> RunSettings {
    var settings = RunSettings { Array($0.suffix(32)) }
    settings.start = trial.start
    settings.until = trial.until
    settings.keepsJournal = true
    settings.keepsEffects = true
    settings.isDurable = true
    return settings
  }

  static func feed(_ lines: [String], of trial: Trial, to run: inout FunnelRun) throws {
    var reader = FeedReader(
      MemorySource(lines.map { $0 + "\n" }.joined()), for: trial.compiled.workspace,
      sessions: trial.program.hasSessions ? ProductRun.tokens(0) : nil)
    var event = IncomingEvent()
    while true {
      switch try reader.next(into: &event) {
      case .end: return
      case .reject: continue
      case .event(let line, _): _ = run.handle(event, line: line)
      }
    }
  }
}
