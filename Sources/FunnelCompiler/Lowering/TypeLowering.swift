import FunnelIR
import FunnelSemantics

/// The types of a program: what is a member of something, a label, a source or a stage is an index into a choice table.
struct TypeLowering {
  /// The tables: the funnel's choices, its decisions' labels, its sources, its stages.
  let choiceTables: [ChoiceTable]
  private let choiceCount: Int
  private let decisionCount: Int

  init(_ funnel: ResolvedFunnel) {
    choiceCount = funnel.choices.count
    decisionCount = funnel.decisions.count
    let choices = funnel.choices.map { choice in
      ChoiceTable(members: choice.members.map { ChoiceTable.Member(name: $0.name, feedValue: $0.feedValue) })
    }
    choiceTables =
      choices + funnel.decisions.map { Self.table($0.labels) }
      + [Self.table(funnel.sources.map(\.name)), Self.table(funnel.stages.map(\.name))]
  }

  private static func table(_ names: [String]) -> ChoiceTable {
    ChoiceTable(members: names.map { ChoiceTable.Member(name: $0, feedValue: $0) })
  }

  /// The table of a decision's labels.
  func labelTable(of id: ID<ResolvedDecision>) -> Int { choiceCount + id.index }

  /// A type in the program's form.
  func type(_ type: FunnelType) -> ValueType {
    switch type {
    case .boolean: ValueType(.boolean)
    case .integer: ValueType(.integer)
    case .number: ValueType(.number)
    case .money(let currency): ValueType(.money, detail: currency.bits)
    case .date: ValueType(.date)
    case .datetime: ValueType(.datetime)
    case .duration: ValueType(.duration)
    case .text: ValueType(.text)
    case .email: ValueType(.email)
    case .phone: ValueType(.phone)
    case .url: ValueType(.url)
    case .document: ValueType(.document)
    case .country: ValueType(.country)
    case .language: ValueType(.language)
    case .choice(let id): member(of: id.index)
    case .label(let id): member(of: labelTable(of: id))
    case .source: member(of: choiceCount + decisionCount)
    case .stage: member(of: choiceCount + decisionCount + 1)
    case .set(let element): set(of: self.type(element))
    }
  }

  private func member(of table: Int) -> ValueType { ValueType(.choice, detail: UInt32(truncatingIfNeeded: table)) }

  private func set(of element: ValueType) -> ValueType {
    ValueType(element.base, isSet: true, detail: element.detail)
  }
}
