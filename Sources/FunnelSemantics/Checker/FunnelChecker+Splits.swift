import FunnelDiagnostics
import FunnelSyntax

/// Splits, which are decisions by shares.
extension FunnelChecker {
  /// All leads, in the unit of shares: 1/10 000 %.
  private static let whole: Int64 = 1_000_000

  /// The labels that a split's branches give.
  func labels(of syntax: SplitSyntax) -> NameTable<Int> {
    var labels = NameTable<Int>()
    for branch in syntax.branches { labels.add(branch.label, branch.target) }
    return labels
  }

  /// A split; nil where something in it is wrong.
  func split(_ syntax: SplitSyntax, _ id: ID<ResolvedDecision>) -> ResolvedDecision? {
    let errors = report.errors
    guard let name = syntax.name else { return nil }
    let shares = syntax.branches.map { share($0.share) }
    let branches = zip(syntax.branches, shares).compactMap { branch, share -> ResolvedDecision.Branch? in
      guard let target = target(branch.target), let share,
        let index = labels[id.index].index(of: branch.label, branch.target)
      else { return nil }
      return ResolvedDecision.Branch(
        condition: nil, share: Int(share), target: target, label: index, span: branch.span)
    }
    if syntax.branches.isEmpty {
      report.add(.noBranches(split: name.text, at: name.span))
    } else if shares.allSatisfy({ $0 != nil }) {
      // Each share is at most all leads, and there are far fewer branches than would overflow.
      let total = shares.reduce(0) { $0 + ($1 ?? 0) }
      if total != Self.whole { report.add(.splitTotal(Self.percent(total), isMore: total > Self.whole, at: name.span)) }
    }
    guard errors == report.errors, branches.count == syntax.branches.count else { return nil }
    return ResolvedDecision(
      name: name.text, isUnique: false, isSplit: true, labels: Array(labels[id.index].names), branches: branches,
      documentation: documentation(of: syntax), span: name.span)
  }

  private func share(_ syntax: NumberSyntax?) -> Int64? {
    guard let syntax else { return nil }
    guard let share = syntax.scaled(by: 6) else {
      let isHuge = (syntax.double ?? .infinity) > 1
      report.add(isHuge ? .shareTooLarge(syntax.node.text, at: syntax.span) : .shareTooFine(at: syntax.span))
      return nil
    }
    guard share > 0 else {
      report.add(.noShare(at: syntax.span))
      return nil
    }
    guard share <= Self.whole else {
      report.add(.shareTooLarge(syntax.node.text, at: syntax.span))
      return nil
    }
    return share
  }

  /// A share as a percentage without needless zeros: `33.3333%`.
  private static func percent(_ share: Int64) -> String {
    let rest = share % 10_000
    guard rest > 0 else { return "\(share / 10_000)%" }
    var digits = String(10_000 + rest).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(share / 10_000).\(digits)%"
  }
}
