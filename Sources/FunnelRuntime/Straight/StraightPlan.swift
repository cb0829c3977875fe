import FunnelIR

/// What is read of a lead's line, as a trie of keys in which each node says what to do with the value found there.
///
/// Only plain forms are understood. Whatever else may stand on a line makes it one for the general reader.
struct StraightPlan {
  /// A key's place.
  struct Node: BitwiseCopyable {
    var keys = WordTable.Group()
  }

  /// What to do with a value.
  struct Wish: BitwiseCopyable {
    enum Kind: UInt8, BitwiseCopyable {
      /// With this the line is no lead object, or one that says what is not read here.
      case leave
      /// With two of these the line is an event.
      case half
      case lead, time
      /// Of an event: what it says, its number in their order, its own id, the activity it is about, who did it in which role,
      /// the object that says so, and what only has to be a text.
      case event, sequence, id, activity, actor, role, by, unread
      /// What holds points in keys of its own: a null here makes them null.
      case above
      case boolean, integer, number, text, email, country, language, choice, textSet
      /// Any other type: typed by the general reader, and what it gives is read by nobody but for its being right.
      case other, otherSet
    }

    var kind: Kind
    var node: Int32 = 0
    var slot: Int32 = 0
    var words = WordTable.Group()
    var form = ValueForm(ValueType(.text))
    /// The words in which the texts of a set that code asks for have their bits, and how many words.
    var asked: Int32 = 0
    var askedCount: Int32 = 0
  }

  let nodes: [Node]
  let wishes: [Wish]
  let words: WordTable
  /// Each node's key.
  let names: [[UInt8]]

  /// Compiles a plan; nil where a line must be understood in ways that are not plain.
  /// - Parameters:
  ///   - asked: the texts that code asks sets for, by slot.
  ///   - textSets: whether it is enough to know of a set of texts which of those it holds.
  init?(
    _ plan: FeedPlan, choices: [ChoiceTable], asked: [Int: StraightCode.Asked], textSets: Bool = true
  ) {
    guard plan.leads.lead.count == 1, plan.leads.lead[0].renames.isEmpty, let time = plan.leads.time,
      time.renames.isEmpty
    else { return nil }
    var draft = Draft()
    var words = WordTable()
    for (key, kind) in [("type", Wish.Kind.half), ("lead", .half), ("specversion", .leave)] {
      guard draft.add([.key(key)], Wish(kind: kind)) else { return nil }
    }
    if let own = plan.events?.type {
      guard draft.add(own.path.steps, Wish(kind: .leave)) else { return nil }
    }
    for field in [plan.leads.source, plan.leads.owner].compactMap(\.self) {
      guard draft.add(field.path.steps, Wish(kind: .leave)) else { return nil }
    }
    guard draft.add(plan.leads.lead[0].path.steps, Wish(kind: .lead)),
      draft.add(time.path.steps, Wish(kind: .time))
    else { return nil }
    for point in plan.points {
      var wish = StraightPlan.wish(for: point, choices, &words)
      if wish.kind == .textSet, !textSets { wish.kind = .otherSet }
      if let asked = asked[point.slot] {
        wish.words = words.add(asked.texts.enumerated().map { ($0.element, $0.offset) })
        (wish.asked, wish.askedCount) = (Int32(asked.slot), Int32(asked.wordCount))
      }
      guard point.currency == nil, draft.add(plan.leads.data.steps + point.path.steps, wish) else { return nil }
    }
    self.init(draft, words)
  }

  /// Makes a plan of a trie and the words that its wishes name.
  init(_ draft: Draft, _ ownWords: WordTable) {
    var words = ownWords
    var nodes = Array(repeating: Node(), count: draft.children.count)
    var names = Array(repeating: [UInt8](), count: nodes.count)
    for children in draft.children { for (key, child) in children { names[child] = Array(key.utf8) } }
    for (number, children) in draft.children.enumerated() {
      nodes[number].keys = words.add(children.map { (Array($0.key.utf8), $0.child) })
    }
    (self.nodes, self.names, self.wishes, self.words) = (nodes, names, draft.wishes, words)
  }

  /// What to do with the value of a point.
  static func wish(for point: PointField, _ choices: [ChoiceTable], _ words: inout WordTable) -> Wish {
    var wish = Wish(kind: StraightPlan.kind(of: point.type), slot: Int32(point.slot), form: ValueForm(point))
    if wish.kind == .choice, !point.type.isSet {
      let members = choices[Int(point.type.detail)].members.enumerated()
      wish.words = words.add(
        members.map { (Array($0.element.feedValue.utf8), $0.offset) }
          + members.map { (Array($0.element.name.utf8), $0.offset) })
    }
    return wish
  }

  private static func kind(of type: ValueType) -> Wish.Kind {
    if type.isSet { return type.base == .text ? .textSet : .otherSet }
    return switch type.base {
    case .boolean: .boolean
    case .integer: .integer
    case .number: .number
    case .text: .text
    case .email: .email
    case .country: .country
    case .language: .language
    case .choice: .choice
    case .money, .date, .datetime, .duration, .phone, .url, .document: .other
    }
  }

  /// The trie as it grows.
  struct Draft {
    var children: [[(key: String, child: Int)]] = [[]]
    var wishes: [Wish] = []

    /// Adds what is wanted at a path; false where the path leads into an array, or is none.
    mutating func add(_ steps: [FeedPath.Step], _ wish: Wish) -> Bool {
      guard !steps.isEmpty else { return false }
      var node = 0
      for step in steps {
        guard case .key(let key) = step else { return false }
        // A String holds composed and decomposed forms equal, a feed does not.
        if let known = children[node].first(where: { $0.key.utf8.elementsEqual(key.utf8) }) {
          node = known.child
        } else {
          children[node].append((key, children.count))
          node = children.count
          children.append([])
        }
      }
      wishes.append(wish)
      wishes[wishes.count - 1].node = Int32(node)
      return true
    }
  }
}
