import FunnelSemantics

/// All texts of a type, divided by how they answer some questions: texts that answer alike have one number.
///
/// Equality alone needs no automaton: each named text is its own part, and any other text is the last one. Otherwise the
/// automata of all questions run side by side over all texts, shortest first, until no new way to answer is found.
struct TextPartition: Sendable {
  /// How many ways to answer are told apart, and how many states the automata may have together.
  private static let partLimit = 256
  private static let stateLimit = 4_000

  /// A text of each part.
  private(set) var texts: [[UInt8]] = []
  /// For each part, the answers in the order of the questions.
  private(set) var answers: [[Bool]] = []
  private let places: [TextQuestion: Int]

  /// Divides the texts of a type; nil where there is too much to tell apart.
  init?(_ type: FunnelType, _ questions: TextQuestions) {
    let list = questions.list
    places = Dictionary(uniqueKeysWithValues: list.enumerated().map { ($0.element, $0.offset) })
    // Of a text of which nothing is asked, no automaton is needed.
    guard !list.isEmpty else {
      texts = [Self.text(of: type, otherThan: [])]
      answers = [[]]
      return
    }
    let named = list.compactMap { question in if case .equals(let text) = question { text } else { nil } }
    if let lengths = Self.lengths(list, type) {
      // Each text is the shortest of its length or of less.
      for length in [0] + Set(lengths).sorted().map({ $0 + 1 }) {
        texts.append([UInt8](repeating: UInt8(ascii: "a"), count: length))
        answers.append(lengths.map { length <= $0 })
      }
      return
    }
    if named.count == list.count {
      guard let fits = Self.fit(of: type) else { return nil }
      for (index, text) in named.enumerated() where fits(text) {
        texts.append(text)
        answers.append(list.indices.map { $0 == index })
      }
      texts.append(Self.text(of: type, otherThan: Set(named)))
      answers.append(list.map { _ in false })
      return
    }
    guard let valid = Self.automaton(of: type) else { return nil }
    var automata = [valid]
    for question in list {
      guard let automaton = TextPattern.automaton(question) else { return nil }
      automata.append(automaton)
    }
    guard run(automata) else { return nil }
  }

  /// The bounds of questions that only ask for the length of any text; nil where more is asked, or too much.
  private static func lengths(_ questions: [TextQuestion], _ type: FunnelType) -> [Int]? {
    guard type == .text else { return nil }
    var lengths: [Int] = []
    for question in questions {
      guard case .isAtMost(let count) = question, (0...TextPattern.longest).contains(count) else { return nil }
      lengths.append(count)
    }
    return lengths
  }

  /// All numbers.
  var numbers: [ClosedRange<Int64>] { texts.isEmpty ? [] : [0...Int64(texts.count - 1)] }

  /// Whether it is divided by a question.
  func answers(_ question: TextQuestion) -> Bool { places[question] != nil }

  /// The numbers of the texts that answer a question with yes.
  func numbers(answering question: TextQuestion) -> [Int64] {
    guard let place = places[question] else { return [] }
    return answers.indices.filter { answers[$0][place] }.map { Int64($0) }
  }

  // MARK: Finding a text for each way to answer

  private mutating func run(_ automata: [PatternAutomaton]) -> Bool {
    let product = AutomatonProduct(automata, letters: Self.letters(for: automata))
    var states = AutomatonProduct.States(product.start)
    var origins: [(state: Int, byte: UInt8)] = [(-1, 0)]
    var seen: Set<[Bool]> = []
    var last: [Bool]?
    var target = product.start
    var next = 0
    while next < states.count {
      if product.isText(next, of: states) {
        let answer = product.answer(next, of: states)
        if answer != last, seen.insert(answer).inserted {
          guard answers.count < Self.partLimit else { return false }
          answers.append(answer)
          texts.append(Self.text(to: next, origins))
        }
        last = answer
      }
      for (number, byte) in product.letters.enumerated() {
        guard product.lead(from: next, of: states, by: number, to: &target), states.add(target) else { continue }
        guard states.count <= Self.stateLimit else { return false }
        origins.append((next, byte))
      }
      next += 1
    }
    return true
  }

  private static func text(to state: Int, _ origins: [(state: Int, byte: UInt8)]) -> [UInt8] {
    var text: [UInt8] = []
    var state = state
    while state > 0 {
      text.append(origins[state].byte)
      state = origins[state].state
    }
    return text.reversed()
  }

  /// One byte of each kind that no automaton tells apart, small letters first.
  private static func letters(for automata: [PatternAutomaton]) -> [UInt8] {
    var found: [UInt8] = []
    for byte in alphabet {
      let isKnown = found.contains { known in
        automata.allSatisfy { $0.classes[Int(known)] == $0.classes[Int(byte)] }
      }
      if !isKnown { found.append(byte) }
    }
    return found
  }

  private static let alphabet: [UInt8] = {
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
    let rest = (UInt8(0x21)...0xFF).map { $0 } + [0x20] + (UInt8(0)...0x1F).map { $0 }
    return letters + rest.filter { !letters.contains($0) }
  }()

  /// A text of a type that is none of the given ones.
  private static func text(of type: FunnelType, otherThan texts: Set<[UInt8]>) -> [UInt8] {
    var number = 1
    while true {
      let suffix = number == 1 ? "" : "\(number)"
      let text: String =
        switch type {
        case .email: "lead\(suffix)@example.com"
        case .phone: "+49 30 901820\(suffix)"
        case .url: "https://example.com/\(suffix)"
        default: "text\(suffix)"
        }
      if !texts.contains(Array(text.utf8)) { return Array(text.utf8) }
      number += 1
    }
  }

  /// Says which texts a feed can bring for a type; nil where that is too much to tell. Of most types that is any.
  private static func fit(of type: FunnelType) -> (([UInt8]) -> Bool)? {
    switch type {
    case .email, .phone, .url: automaton(of: type).map { automaton in { automaton.matches($0) } }
    default: { _ in true }
    }
  }

  private static func automaton(of type: FunnelType) -> PatternAutomaton? {
    switch type {
    case .email: email
    case .phone: phone
    case .url: url
    default: text
    }
  }

  private static let email = TextPattern.texts(of: .email)
  private static let phone = TextPattern.texts(of: .phone)
  private static let url = TextPattern.texts(of: .url)
  private static let text = TextPattern.texts(of: .text)
}
