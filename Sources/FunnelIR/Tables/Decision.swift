/// A decision: its branches are tried in order, and the first whose condition is known to be true is taken. A split is one
/// whose branches are dealt out by shares.
public struct Decision: Hashable, Sendable, Codable, BitwiseCopyable {
  /// Its name, an index into `Program.strings`.
  public var name: Int
  /// Its title, an index into `Program.strings`.
  public var title: Int?
  /// Its branches, a range of `Program.branches`.
  public var branches: TableRange
  /// Its labels, an index into `Program.choices`.
  public var labels: Int
  /// Whether its author says that no two branches overlap.
  public var isUnique: Bool
  /// Whether it is a split: each branch has a share and no condition.
  public var isSplit: Bool

  /// Makes a decision.
  public init(
    name: Int, title: Int? = nil, branches: TableRange, labels: Int, isUnique: Bool = false, isSplit: Bool = false
  ) {
    self.name = name
    self.title = title
    self.branches = branches
    self.labels = labels
    self.isUnique = isUnique
    self.isSplit = isSplit
  }
}

/// One branch of a decision.
public struct Branch: Hashable, Sendable, Codable, BitwiseCopyable {
  /// Its condition, an index into `Program.conditions`; nil for `otherwise`.
  public var condition: Int?
  /// Where it leads.
  public var target: Target
  /// Its label, an index into the decision's label table.
  public var label: Int
  /// In a split, its share of the leads in 1/10 000 %; otherwise 0.
  public var share: Int

  /// Makes a branch.
  public init(condition: Int?, target: Target, label: Int, share: Int = 0) {
    self.condition = condition
    self.target = target
    self.label = label
    self.share = share
  }
}
