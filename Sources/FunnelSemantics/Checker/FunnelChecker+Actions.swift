import FunnelDiagnostics
import FunnelSyntax

/// Actions, and the texts and values they hand out.
extension FunnelChecker {
  /// The actions of a clause; `clause` holds its own words.
  func actions(_ syntax: [ActionSyntax], of clause: String) -> [ResolvedAction] {
    var result: [ResolvedAction] = []
    for action in syntax {
      if let last = result.last, last.isTransition { report.add(.actionBehindGo(at: action.span, go: last.span)) }
      guard let kind = self.action(action) else { continue }
      result.append(
        ResolvedAction(kind: kind, identity: "\(clause) \(words(of: action.node))", span: action.node.span))
    }
    return result
  }

  /// `do { ... }` of an activity.
  func does(_ syntax: DoSyntax, of activity: NameSyntax, by actor: ResolvedActor?) -> [ResolvedAction] {
    if let actor, actor != .automatic { report.add(.doByOthers(activity.text, at: syntax.keywordSpan)) }
    return actions(syntax.actions, of: "activity \(activity.text) do")
  }

  private func action(_ syntax: ActionSyntax) -> ResolvedAction.Kind? {
    switch syntax {
    case .notify(let notify):
      let reader = reader(notify.role, "told")
      guard let text = text(notify.text), let reader else { return nil }
      return .notify(reader, text)
    case .task(let task):
      let doer = reader(task.role, "given a task")
      let due = clauseDuration(task.due, "due")
      guard let text = text(task.text), let doer, let due else { return nil }
      return .task(text, for: doer, due: due)
    case .note(let note): return text(note.text).map { .note($0) }
    case .email(let email):
      let reader = reader(email.role, "written to")
      let subject = text(email.subject)
      guard let text = text(email.text), let subject, let reader else { return nil }
      guard reader == .lead else { return .email(reader, to: nil, subject: subject, text: text) }
      guard let address = pointTypes.firstIndex(of: .email) else {
        report.add(.noAddress(at: email.role?.span ?? email.keywordSpan))
        return nil
      }
      return .email(reader, to: ID(address), subject: subject, text: text)
    case .webhook(let webhook):
      let fields = fields(webhook.entries)
      guard let url = webhook.url else { return nil }
      guard Self.isAddress(url.value) else {
        report.add(.invalidWebhook(url.value, at: url.span))
        return nil
      }
      return .webhook(url: url.value, fields: fields)
    case .tag(let tag):
      guard let point = tags(tag.point), let text = tag.tag else { return nil }
      return .tag(point, text.value)
    case .untag(let untag):
      guard let point = tags(untag.point), let text = untag.tag else { return nil }
      return .untag(point, text.value)
    case .set(let set): return self.set(set)
    case .go(let go): return target(go.target).map { .go($0) }
    case .start(let start): return self.start(start)
    }
  }

  /// `start FUNNEL [into P]`.
  private func start(_ syntax: StartActionSyntax) -> ResolvedAction.Kind? {
    guard let name = syntax.funnel else { return nil }
    guard let funnel = neighbourhood.names[name.text]?.meaning else {
      let known = Array(neighbourhood.names.names)
      reportUnknown(
        "funnel named", name.text, at: name.span, among: known,
        nearest: report.suggestion.isSpent ? nil : report.suggestion.nearest(to: name.text, among: known),
        help: "import the file that holds it, or compile the file that imports both")
      return nil
    }
    var place: ResolvedTarget.Place?
    if let written = syntax.place {
      let places = neighbourhood.places(of: funnel)
      guard let entry = places[written.text] else {
        reportUnknown(
          "stage, decision, split or end of funnel \"\(name.text)\" named", written.text, at: written.span,
          among: Array(places.names), help: nil)
        return nil
      }
      place = entry.meaning
    }
    starts.append(ResolvedStart(funnel: funnel, span: syntax.span))
    return .start(funnel, into: place)
  }

  /// The role of somebody who reads; `verb` says what is done to them.
  private func reader(_ name: NameSyntax?, _ verb: String) -> ResolvedActor? {
    guard let name, let actor = actor(name) else { return nil }
    guard actor != .automatic else {
      report.add(.nobodyReads(verb, at: name.span))
      return nil
    }
    return actor
  }

  // MARK: Points

  private func set(_ syntax: SetActionSyntax) -> ResolvedAction.Kind? {
    guard let name = syntax.point, let point = writable(name) else {
      _ = check(syntax.value)
      return nil
    }
    guard let type = pointTypes[point.index],
      let value = require(syntax.value, type, because: Label(name.span, "this is \(describe(type))"))
    else { return nil }
    let parts: [TypedExpression] = if case .makeSet(let elements) = value.kind { elements } else { [value] }
    if let ranged = pointRanges[point], let range = ranged.rangeSpan {
      for case .literal(let literal) in parts.map(\.kind) where ranged.isOutside(literal) {
        report.add(.setOutsideRange(syntax.value?.node.text ?? "", of: name.text, at: value.span, range: range))
        return nil
      }
    }
    return .set(point, value)
  }

  /// The set of texts of a name.
  private func tags(_ name: NameSyntax?) -> ID<ResolvedPoint>? {
    guard let name, let point = writable(name), let type = pointTypes[point.index] else { return nil }
    guard type == .set(.text) else {
      report.add(.notTags(name.text, describe(type), at: name.span))
      return nil
    }
    return point
  }

  /// A point that may be written more than once.
  private func writable(_ name: NameSyntax) -> ID<ResolvedPoint>? {
    guard let point = point(name) else { return nil }
    guard let fixed = fixedPoints[point] else { return point }
    report.add(.setOfFixed(name.text, at: name.span, declared: fixed))
    return nil
  }

  // MARK: Texts and values

  /// A text with values in it.
  func text(_ syntax: TextSyntax?) -> ResolvedText? {
    guard let syntax else { return nil }
    let errors = report.errors
    let parts = syntax.parts.compactMap { part -> ResolvedText.Part? in
      switch part {
      case .literal(let text): .text(text)
      case .expression(let expression): check(expression).map { .value($0) }
      }
    }
    return errors == report.errors ? ResolvedText(parts: parts) : nil
  }

  /// The entries of `with` and `webhook`, each key once.
  func fields(_ entries: [EntrySyntax]) -> [ResolvedEntry] {
    var seen: [String: SourceSpan] = [:]
    return entries.compactMap { entry in
      guard let key = entry.key else { return nil }
      if let first = seen.updateValue(key.span, forKey: key.text) {
        report.add(.clauseTwice(key.text, at: key.span, first: first))
        return nil
      }
      if let text = entry.text { return self.text(text).map { ResolvedEntry(key: key.text, content: .text($0)) } }
      return check(entry.value).map { ResolvedEntry(key: key.text, content: .value($0)) }
    }
  }

  /// Whether a text is an address that can be called: http or https, a host, and no blank or control character.
  private static func isAddress(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return false }
    for scheme in ["https://", "http://"] where text.lowercased().hasPrefix(scheme) {
      guard let first = bytes.dropFirst(scheme.utf8.count).first else { return false }
      return ![UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: ":")].contains(first)
    }
    return false
  }
}
