import FunnelIR
import FunnelSemantics

/// The types of a program: what is a member of something, a label, a source or a stage is an index into a choice table.
struct TypeLowering {
  /// The tables: the choices that something has, the decisions' labels, the sources, the stages. A type that nothing has leaves
  /// no trace, so that it can be taken out of a text without a change of the program.
  let choiceTables: [ChoiceTable]
  /// The table of each choice of the funnel.
  private let tables: [ID<ResolvedChoice>: Int]
  private let decisionCount: Int

  init(_ funnel: ResolvedFunnel) {
    decisionCount = funnel.decisions.count
    let had = Set((funnel.points.map(\.type) + funnel.lets.map(\.type)).compactMap(\.choice))
    let used = funnel.choices.indices.map { ID<ResolvedChoice>($0) }.filter { had.contains($0) }
    tables = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, $0) })
    let choices = used.map { id in
      let choice = funnel.choices[id]
      return ChoiceTable(members: choice.members.map { ChoiceTable.Member(name: $0.name, feedValue: $0.feedValue) })
    }
    choiceTables =
      choices + funnel.decisions.map { Self.table($0.labels) }
      + [Self.table(funnel.sources.map(\.name)), Self.table(funnel.stages.map(\.name))]
  }

  private static func table(_ names: [String]) -> ChoiceTable {
    ChoiceTable(members: names.map { ChoiceTable.Member(name: $0, feedValue: $0) })
  }

  /// The table of a decision's labels.
  func labelTable(of id: ID<ResolvedDecision>) -> Int { tables.count + id.index }

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
    case .choice(let id): member(of: tables[id] ?? 0)
    case .label(let id): member(of: labelTable(of: id))
    case .source: member(of: tables.count + decisionCount)
    case .stage: member(of: tables.count + decisionCount + 1)
    case .set(let element): set(of: self.type(element))
    }
  }

  private func member(of table: Int) -> ValueType { ValueType(.choice, detail: UInt32(truncatingIfNeeded: table)) }

  private func set(of element: ValueType) -> ValueType {
    ValueType(element.base, isSet: true, detail: element.detail)
  }
}

extension FunnelType {
  /// The choice of which its values, or their elements, are members.
  fileprivate var choice: ID<ResolvedChoice>? {
    switch self {
    case .choice(let id): id
    case .set(let element): element.choice
    default: nil
    }
  }
}
