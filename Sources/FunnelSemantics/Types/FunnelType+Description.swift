/// How types are called in messages; the table of choices gives them their names.
struct TypeDescription {
  /// The names of the choice types; nil for one that is written with a point.
  var choices: [String?] = []
  /// The names of the decisions.
  var decisions: [String] = []

  /// A type with its article: `an integer`, `an amount in EUR`.
  func callAsFunction(_ type: FunnelType) -> String {
    switch type {
    case .boolean: "a boolean (true or false)"
    case .integer: "an integer"
    case .number: "a number"
    case .money(let currency): "an amount in \(currency.code)"
    case .date: "a date"
    case .datetime: "a datetime"
    case .duration: "a duration"
    case .text: "a text"
    case .email: "an email"
    case .phone: "a phone"
    case .url: "a url"
    case .document: "a document"
    case .country: "a country"
    case .language: "a language"
    case .choice(let id): choices[id.index].map { "a choice of \"\($0)\"" } ?? "a choice"
    case .label(let id): "a label of \"\(decisions[id.index])\""
    case .source: "a source"
    case .stage: "a stage"
    case .set(let element): "a set of \(plural(element))"
    }
  }

  private func plural(_ type: FunnelType) -> String {
    switch type {
    case .boolean: "booleans"
    case .money(let currency): "amounts in \(currency.code)"
    case .country: "countries"
    case .choice(let id): choices[id.index].map { "choices of \"\($0)\"" } ?? "choices"
    case .label(let id): "labels of \"\(decisions[id.index])\""
    default: "\(callAsFunction(type).split(separator: " ", maxSplits: 1).last ?? "")s"
    }
  }
}
