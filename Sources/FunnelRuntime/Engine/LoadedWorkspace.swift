import FunnelIR

/// The funnels that run together, laid out for running; of a store also their other versions, under which journeys began.
public final class LoadedWorkspace: Sendable {
  /// The funnels, version by version; each one's `index` is its place here.
  public let funnels: [LoadedProgram]
  /// Those under which journeys begin.
  public let current: Range<Int>
  /// For each funnel the current one of its name; itself where there is none.
  let successors: [Int]
  /// For each funnel the first of its version, from which actions count the funnels that they start.
  let firsts: [Int]
  /// Which funnel a line is about.
  let routing: FeedRouting
  /// Of each funnel, the numbers of the points by which it knows leads: points of one name and type know the same leads.
  let keyNumbers: [[Int]]
  /// What is handed over from each funnel to each: only filled in where a funnel starts another one.
  private let legacies: [[[Legacy]]]

  /// Lays out a workspace.
  /// - Parameter tables: the tables of each funnel's enrichments, in order.
  public convenience init(_ verified: VerifiedWorkspace, tables: [[LookupTable]] = []) {
    self.init(versions: [verified], current: 0, tables: tables)
  }

  /// Lays out several versions of a workspace side by side; places of earlier ones never change as later ones come.
  /// - Parameters:
  ///   - number: which version is the one under which journeys begin; there is at least one.
  ///   - tables: the tables of its funnels.
  public init(versions: [VerifiedWorkspace], current number: Int, tables: [[LookupTable]] = []) {
    var funnels: [LoadedProgram] = []
    var firsts: [Int] = []
    var current = 0..<0
    for (version, workspace) in versions.enumerated() {
      let first = funnels.count
      for (place, program) in workspace.funnels.enumerated() {
        let own = version == number && tables.indices.contains(place) ? tables[place] : []
        funnels.append(LoadedProgram(program, index: first + place, tables: own))
        firsts.append(first)
      }
      if version == number { current = first..<funnels.count }
    }
    self.funnels = funnels
    self.firsts = firsts
    self.current = current
    successors = funnels.map { funnel in
      current.first { funnels[$0].program.name == funnel.program.name } ?? funnel.index
    }
    routing = FeedRouting(funnels, current: current, successors: successors)
    keyNumbers = LoadedWorkspace.keyNumbers(of: funnels)
    legacies = funnels.map { giver in
      funnels.map { taker in
        let isStarted = firsts[giver.index] == firsts[taker.index] && giver.starts(taker.index - firsts[taker.index])
        return isStarted ? Legacy.all(from: giver.program, to: taker.program) : []
      }
    }
  }

  /// Makes a workspace of one funnel.
  public convenience init(_ program: VerifiedProgram, tables: [LookupTable] = []) {
    self.init(VerifiedWorkspace(program), tables: [tables])
  }

  /// Whether any point of any funnel is personal.
  public var holdsPersonalData: Bool { funnels.contains { $0.personal.points.contains(true) } }

  /// The first funnel of a version, by its number in order.
  public func firstFunnel(ofVersion number: Int) -> Int {
    var starts: [Int] = []
    for first in firsts where starts.last != first { starts.append(first) }
    return starts.indices.contains(number) ? starts[number] : funnels.count
  }

  /// What a journey of one funnel hands over to one of another.
  func legacy(from giver: Int, to taker: Int) -> [Legacy] { legacies[giver][taker] }

  private static func keyNumbers(of funnels: [LoadedProgram]) -> [[Int]] {
    var numbers: [Key: Int] = [:]
    return funnels.map { funnel in
      funnel.program.intake.keys.map { slot in
        let point = funnel.points[slot]
        let key = Key(
          name: Array(funnel.string(point.name).utf8), base: point.type.base,
          members: point.type.base == .choice ? funnel.program.choices[Int(point.type.detail)] : nil,
          detail: point.type.base == .choice ? 0 : point.type.detail)
        if let number = numbers[key] { return number }
        numbers[key] = numbers.count
        return numbers.count - 1
      }
    }
  }

  private struct Key: Hashable {
    let name: [UInt8]
    let base: ValueType.Base
    let members: ChoiceTable?
    let detail: UInt32
  }
}

/// A point that two funnels have in common, by name and type.
struct Legacy: Sendable {
  /// Its slot where it is handed over.
  let giver: Int
  /// Its slot where it is taken over.
  let taker: Int

  /// All points that two funnels have in common, by the taker's slots.
  static func all(from giver: Program, to taker: Program) -> [Legacy] {
    var slots: [[UInt8]: Int] = [:]
    for (slot, point) in giver.points.enumerated() { slots[Array(giver.strings[point.name].utf8)] = slot }
    return taker.points.enumerated().compactMap { slot, point in
      guard let own = slots[Array(taker.strings[point.name].utf8)] else { return nil }
      let (from, to) = (giver.points[own].type, point.type)
      guard from.base == to.base, from.isSet == to.isSet,
        from.base == .choice
          ? giver.choices[Int(from.detail)] == taker.choices[Int(to.detail)] : from.detail == to.detail
      else { return nil }
      return Legacy(giver: own, taker: slot)
    }
  }
}

extension LoadedProgram {
  /// Whether an action begins a journey in a funnel.
  func starts(_ funnel: Int) -> Bool {
    program.actions.contains { if case .start(funnel, _) = $0.kind { true } else { false } }
  }
}
