import FunnelSemantics
import Synchronization

/// What the spaces of one funnel share, so that each is found once: how its texts are divided, and what facts are about.
final class Ground: Sendable {
  /// The funnel.
  let funnel: ResolvedFunnel
  /// What facts are about.
  let reads: FactReads
  private let partitions = Mutex<[Asked: TextPartition?]>([:])
  private let common = Mutex<CommonQuestions??>(nil)
  private let steps = Mutex(0)

  /// With so many questions' steps, and half a question's for each decision, only easy questions are looked into.
  private static let questionLimit = 200
  private static let easyShare = 50

  private struct Asked: Hashable {
    let type: FunnelType
    let questions: TextQuestions
  }

  init(_ funnel: ResolvedFunnel) {
    self.funnel = funnel
    reads = FactReads(funnel)
  }

  /// The texts of a type, divided by some questions; nil where there is too much to tell apart.
  func partition(of type: FunnelType, by questions: TextQuestions) -> TextPartition? {
    let asked = Asked(type: type, questions: questions)
    if let known = partitions.withLock({ $0[asked] }) { return known }
    let partition = TextPartition(type, questions)
    partitions.withLock { $0[asked] = .some(partition) }
    return partition
  }

  /// How many steps a question may take that usually may take so many: a funnel of many hard questions ends in time too.
  func limit(_ limit: Int) -> Int {
    let most = limit * Self.questionLimit + limit / 2 * funnel.decisions.count
    return steps.withLock { $0 } < most ? limit : limit / Self.easyShare
  }

  /// Counts the steps of a question.
  func add(steps count: Int) { steps.withLock { $0 += count } }

  /// All that the funnel asks of texts and sets; nil where that is too much for each space.
  var commonQuestions: CommonQuestions? {
    if let known = common.withLock({ $0 }) { return known }
    let found = CommonQuestions(self)
    common.withLock { $0 = .some(found) }
    return found
  }
}

/// What all conditions of a funnel ask of texts and of sets. A space that knows it beforehand is made in one round.
struct CommonQuestions: Sendable {
  /// With more questions, texts are told apart by what a single decision asks.
  private static let limit = 32

  let texts: [Variable.Subject: TextQuestions]
  let elements: [ID<ResolvedPoint>: [LiteralValue]]

  fileprivate init?(_ ground: Ground) {
    let asked = Space.asked(in: ground) { space in
      for condition in ground.funnel.conditions where condition.type == .boolean { _ = space.truth(condition) }
    }
    guard asked.texts.values.allSatisfy({ $0.list.count <= Self.limit }),
      asked.elements.values.allSatisfy({ $0.count <= Self.limit })
    else { return nil }
    (texts, elements) = asked
  }
}
