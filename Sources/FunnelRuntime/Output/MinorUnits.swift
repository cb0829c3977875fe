/// How many decimals a currency's amounts are written with (ISO 4217, list one).
enum MinorUnits {
  /// The decimals of a currency given as `ValueType.detail` packs it; two unless the standard says otherwise.
  static func decimals(of currency: UInt32) -> Int {
    if none.contains(currency) { return 0 }
    if three.contains(currency) { return 3 }
    return four.contains(currency) ? 4 : 2
  }

  private static let none = packed("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF")
  private static let three = packed("BHD IQD JOD KWD LYD OMR TND")
  private static let four = packed("CLF UYW")

  private static func packed(_ codes: String) -> Set<UInt32> {
    Set(codes.split(separator: " ").map { $0.utf8.reduce(0) { $0 << 8 | UInt32($1) } })
  }
}
