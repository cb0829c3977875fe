import FunnelSemantics

/// How values of each type are counted as integers.
enum Grid {
  /// The first and the last day that a feed can name.
  static let days: ClosedRange<Int64> = -719_528...2_932_896
  /// The microseconds of a day of 24 hours.
  static let day: Int64 = 86_400_000_000

  /// The integer of a constant; nil for a text.
  static func integer(_ literal: LiteralValue) -> Int64? {
    switch literal {
    case .boolean(let value): value ? 1 : 0
    case .integer(let value), .money(let value), .date(let value), .datetime(let value), .duration(let value): value
    case .number(let value): place(of: value)
    case .member(let index): Int64(index)
    case .code(let code): StandardCodes.place(of: code).map { Int64($0) }
    case .text: nil
    }
  }

  /// The place of a finite double in the order of all doubles; both zeros have one place.
  static func place(of number: Double) -> Int64 {
    let bits = Int64(bitPattern: number.bitPattern)
    return bits >= 0 ? bits : Int64.min &- bits
  }

  /// The double at a place.
  static func number(at place: Int64) -> Double {
    Double(bitPattern: UInt64(bitPattern: place >= 0 ? place : Int64.min &- place))
  }

  /// The constant of a type that an integer stands for; nil for texts and sets.
  static func literal(_ value: Int64, _ type: FunnelType) -> LiteralValue? {
    switch type {
    case .boolean: .boolean(value == 1)
    case .integer: .integer(value)
    case .number: .number(number(at: value))
    case .money: .money(value)
    case .date: .date(value)
    case .datetime: .datetime(value)
    case .duration: .duration(value)
    case .choice, .label, .source, .stage: .member(Int(truncatingIfNeeded: value))
    case .country: code(value, among: StandardCodes.countryCodes)
    case .language: code(value, among: StandardCodes.languageCodes)
    case .text, .email, .phone, .url, .document, .set: nil
    }
  }

  private static func code(_ value: Int64, among codes: [TwoLetterCode]) -> LiteralValue? {
    codes.indices.contains(Int(truncatingIfNeeded: value)) ? .code(codes[Int(truncatingIfNeeded: value)]) : nil
  }

  /// The known values of a type, whatever a point's declaration says; nothing for sets.
  static func domain(of type: FunnelType, in funnel: ResolvedFunnel) -> ValueSet {
    switch type {
    case .boolean: ValueSet([0...1])
    case .integer, .money, .duration: .known
    case .number:
      ValueSet([place(of: -Double.greatestFiniteMagnitude)...place(of: Double.greatestFiniteMagnitude)])
    case .date: ValueSet([days])
    case .datetime: ValueSet([days.lowerBound * day...(days.upperBound + 1) * day - 1])
    case .choice(let id): members(funnel.choices[id].members.count)
    case .label(let id): members(funnel.decisions[id].labels.count)
    case .source: members(funnel.sources.count)
    case .stage: members(funnel.stages.count)
    case .country: members(StandardCodes.countryCodes.count)
    case .language: members(StandardCodes.languageCodes.count)
    case .text, .email, .phone, .url, .document, .set: .known
    }
  }

  private static func members(_ count: Int) -> ValueSet { ValueSet(from: 0, through: Int128(count) - 1) }
}
