import FunnelIR

/// The funnels that run together, laid out for running.
public final class LoadedWorkspace: Sendable {
  /// The funnels; each one's `index` is its place here.
  public let funnels: [LoadedProgram]
  /// Which funnel a line is about.
  let routing: FeedRouting
  /// Of each funnel, the numbers of the points by which it knows leads: points of one name and type know the same leads.
  let keyNumbers: [[Int]]
  /// What is handed over from each funnel to each: only filled in where a funnel starts another one.
  private let legacies: [[[Legacy]]]

  /// Lays out a workspace.
  /// - Parameter tables: the tables of each funnel's enrichments, in order.
  public init(_ verified: VerifiedWorkspace, tables: [[LookupTable]] = []) {
    let funnels = verified.funnels.enumerated().map { index, program in
      LoadedProgram(program, index: index, tables: tables.indices.contains(index) ? tables[index] : [])
    }
    self.funnels = funnels
    routing = FeedRouting(funnels)
    keyNumbers = LoadedWorkspace.keyNumbers(of: funnels)
    legacies = funnels.map { giver in
      funnels.map { giver.starts($0.index) ? Legacy.all(from: giver.program, to: $0.program) : [] }
    }
  }

  /// Makes a workspace of one funnel.
  public convenience init(_ program: VerifiedProgram, tables: [LookupTable] = []) {
    self.init(VerifiedWorkspace(program), tables: [tables])
  }

  /// Whether any point of any funnel is personal.
  public var holdsPersonalData: Bool { funnels.contains { $0.personal.points.contains(true) } }

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
