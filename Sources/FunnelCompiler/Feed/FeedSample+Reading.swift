import FunnelIR
import FunnelLint
import FunnelRuntime
import FunnelSemantics

/// Looking at the lines of a real feed as the funnel reads them.
extension FeedSample {
  /// More fields than these are not told apart.
  private static let mostFields = 200
  /// More values that do not fit a point are not kept.
  private static let mostExamples = 6

  /// Reads a feed to its end; only registrations are looked at.
  ///
  /// - Parameters:
  ///   - funnel: the funnel as it is written, whose points have the slots of the program.
  ///   - items: the keys that lead to the array of leads in a document; nil where the document is the array.
  /// - Throws: what the source throws.
  public static func read(
    _ source: any ByteSource, name: String, _ program: VerifiedProgram, _ funnel: ResolvedFunnel, items: [String]? = nil
  ) throws -> FeedSample {
    let program = program.program
    var reader = FeedReader(source, plan: program.feed, choices: program.choices, zone: program.zone, items: items)
    var event = IncomingEvent()
    var leads = 0
    var rejects = 0
    var firstReject: Misfit?
    var points = [Point](repeating: Point(), count: funnel.points.count)
    let known = DeclaredPaths(funnel)
    var fields: [Field] = []
    var places: [String: Int] = [:]
    while true {
      let item = try reader.next(into: &event)
      if item == .end { break }
      if case .reject(let reject) = item {
        rejects += 1
        firstReject = firstReject ?? Misfit(line: reject.line, reason: reject.message)
      }
      guard case .event(let line, _) = item, event.kind == .leadRegistered else { continue }
      leads += 1
      for value in event.values where value.isKnown && points.indices.contains(value.slot) {
        points[value.slot].known += 1
      }
      for issue in event.issues where points.indices.contains(issue.slot) {
        points[issue.slot].misfits += 1
        let examples = points[issue.slot].examples
        guard examples.count < mostExamples, !examples.contains(where: { $0.reason == issue.reason }) else { continue }
        points[issue.slot].examples.append(Misfit(line: line, reason: issue.reason))
      }
      guard let lead = try? JSONNode.parse(reader.item) else { continue }
      for path in known.undeclared(in: lead) {
        if let place = places[path] {
          fields[place].lines += 1
        } else if fields.count < mostFields {
          places[path] = fields.count
          fields.append(Field(path: path, lines: 1))
        }
      }
    }
    return FeedSample(
      name: name, leads: leads, rejects: rejects, firstReject: firstReject, points: points, undeclared: fields)
  }
}

/// The paths in a lead that a funnel reads.
private struct DeclaredPaths {
  /// How deep fields are told apart.
  private static let deepest = 4

  /// The keys of each path as far as there are only keys, from the line itself.
  private let paths: [[String]]

  init(_ funnel: ResolvedFunnel) {
    let base = Self.keys(funnel.leadFeed.data)
    let inside = funnel.points.flatMap { [$0.path, $0.currencyPath].compactMap(\.self) }
    let fields =
      funnel.leadFeed.lead + [funnel.leadFeed.time, funnel.leadFeed.source, funnel.leadFeed.owner].compactMap(\.self)
    paths =
      inside.map { base + Self.keys($0) } + fields.map { Self.keys($0.path) }
      + ["id", "lead", "email", "type", "time"].map { [$0] }
  }

  private static func keys(_ path: ResolvedPath) -> [String] {
    var keys: [String] = []
    for step in path.steps {
      guard case .key(let key) = step else { break }
      keys.append(key)
    }
    return keys
  }

  /// The paths of the fields that nothing reads, each once.
  func undeclared(in lead: JSONNode) -> [String] {
    var found: [String] = []
    var pending: [(path: [String], node: JSONNode)] = [([], lead)]
    while let (path, node) = pending.popLast() {
      if !path.isEmpty, paths.contains(where: { path.starts(with: $0) && !$0.isEmpty }) { continue }
      let isOnTheWay = path.isEmpty || paths.contains { $0.starts(with: path) }
      if let members = node.members, path.count < Self.deepest, isOnTheWay || !members.isEmpty {
        pending += members.reversed().map { (path + [$0.key], $0.node) }
      } else if !isOnTheWay {
        let text = path.joined(separator: ".")
        if !found.contains(text) { found.append(text) }
      }
    }
    return found
  }
}
