import FunnelDiagnostics

/// Applies the fixes of findings to a text, one after the other, and refuses those that do harm.
///
/// After each fix the text is checked again. A fix is refused where a rule finds more than before. Unless unsafe fixes are
/// allowed, one that is called safe is refused too where it is not proved that every lead goes where it went. What was
/// refused is not tried again.
public struct FixRun {
  /// A text that was checked.
  public struct Checked {
    /// The text.
    public let bytes: [UInt8]
    /// Its file.
    public let file: FileID
    /// What was found, with what does not count left out.
    public let findings: [Diagnostic]
    /// What was compiled, in whatever form the proof needs.
    public let meaning: any Meaning

    /// Takes what came of checking a text.
    public init(bytes: [UInt8], file: FileID, findings: [Diagnostic], meaning: any Meaning) {
      self.bytes = bytes
      self.file = file
      self.findings = findings
      self.meaning = meaning
    }
  }

  /// What a text means.
  public protocol Meaning {
    /// Whether it is proved that every lead goes where it goes under another text.
    func isProvedEqual(to other: any Meaning) -> Bool
  }

  /// A fix that was refused.
  public struct Refusal: Sendable {
    /// The finding that it would have mended.
    public let finding: Diagnostic
    /// What it would have done.
    public let title: String
    /// Why it was refused, as a phrase.
    public let reason: String
  }

  /// More fixes than these are left for another run.
  private static let most = 1000

  /// The text as it is now.
  public private(set) var checked: Checked
  /// What was done, in order.
  public private(set) var applied: [String] = []
  /// What was refused, in order.
  public private(set) var refused: [Refusal] = []

  /// Applies fixes as long as there are any.
  /// - Parameters:
  ///   - allowsUnsafe: whether fixes are applied after which leads may go elsewhere.
  ///   - check: checks a text anew.
  public init(_ start: Checked, allowsUnsafe: Bool, check: ([UInt8]) throws -> Checked) rethrows {
    checked = start
    var tried: Set<String> = []
    while applied.count < Self.most, let (finding, fix) = next(allowsUnsafe, tried) {
      let bytes = Self.text(checked.bytes, after: fix)
      let mended = try check(bytes)
      if let reason = Self.reasonToRefuse(fix, allowsUnsafe, from: checked, to: mended) {
        tried.insert(Self.key(finding, fix))
        refused.append(Refusal(finding: finding, title: fix.title, reason: reason))
      } else {
        applied.append(fix.title)
        checked = mended
      }
    }
  }

  /// The first fix that may be tried.
  private func next(_ allowsUnsafe: Bool, _ tried: Set<String>) -> (Diagnostic, Fix)? {
    for finding in checked.findings.inOrder() {
      for fix in finding.fixes where allowsUnsafe || fix.safety == .safe {
        guard !fix.edits.isEmpty, fix.edits.allSatisfy({ $0.span.file == checked.file }),
          !tried.contains(Self.key(finding, fix))
        else { continue }
        return (finding, fix)
      }
    }
    return nil
  }

  /// Knows a fix again when lines have moved.
  private static func key(_ finding: Diagnostic, _ fix: Fix) -> String {
    "\(finding.rule.rawValue)\u{0}\(finding.message)\u{0}\(fix.title)"
  }

  private static func reasonToRefuse(_ fix: Fix, _ allowsUnsafe: Bool, from before: Checked, to after: Checked)
    -> String?
  {
    let old = counts(before.findings)
    for (rule, count) in counts(after.findings).sorted(by: { $0.key.code < $1.key.code })
    where count > old[rule, default: 0] {
      return "afterwards \"\(rule.rawValue)\" would find something"
    }
    guard after.findings.count < before.findings.count else { return "it would mend nothing" }
    guard !allowsUnsafe, fix.safety == .safe, !before.meaning.isProvedEqual(to: after.meaning) else { return nil }
    return "it is not proved that every lead would go where it goes now"
  }

  private static func counts(_ findings: [Diagnostic]) -> [DiagnosticRule: Int] {
    Dictionary(grouping: findings, by: \.rule).mapValues(\.count)
  }

  /// The text with the edits of a fix made.
  static func text(_ bytes: [UInt8], after fix: Fix) -> [UInt8] {
    var result: [UInt8] = []
    var place = 0
    for edit in fix.edits.sorted(by: { $0.span.start < $1.span.start }) {
      let (start, end) = (Int(edit.span.start), Int(edit.span.end))
      guard start >= place, end <= bytes.count else { return bytes }
      result += bytes[place..<start]
      result += Array(edit.replacement.utf8)
      place = end
    }
    return result + bytes[place...]
  }
}
