/// The codes of the standards that the language knows: ISO 3166-1, ISO 639-1 and ISO 4217.
package enum StandardCodes {
  /// The countries of ISO 3166-1 alpha-2.
  static let countries = table(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """)

  /// The languages of ISO 639-1.
  static let languages = table(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
    en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu
    ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na
    nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so
    sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """)

  /// The currencies of ISO 4217, with those that were replaced since 2022.
  static let currencies = table(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD
    CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
    GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
    KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR
    NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN
    SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XAG
    XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XUA YER ZAR ZMW ZWG ZWL
    """)

  /// The countries, in order.
  package static let countryCodes = countries.map { TwoLetterCode(bits: UInt16(truncatingIfNeeded: $0)) }

  /// The languages, in order.
  package static let languageCodes = languages.map { TwoLetterCode(bits: UInt16(truncatingIfNeeded: $0)) }

  /// The codes of all countries, in order.
  static var countryNames: [String] { countries.map { TwoLetterCode(bits: UInt16(truncatingIfNeeded: $0)).text } }

  /// The codes of all languages, in order.
  static var languageNames: [String] { languages.map { TwoLetterCode(bits: UInt16(truncatingIfNeeded: $0)).text } }

  /// The codes of all currencies, in order.
  static var currencyNames: [String] { currencies.map { Currency(bits: $0).code } }

  /// Reads a list of codes into ascending packed letters.
  private static func table(_ list: String) -> [UInt32] {
    var codes: [UInt32] = []
    var code: UInt32 = 0
    for byte in list.utf8 {
      if byte == 0x20 || byte == 0x0A {
        codes.append(code)
        code = 0
      } else {
        code = code << 8 | UInt32(byte)
      }
    }
    return codes + [code]
  }

  /// Letters packed into a number, the last in bits 0 to 7.
  static func packed(_ letters: some Sequence<UInt8>) -> UInt32 { letters.reduce(0) { $0 << 8 | UInt32($1) } }

  /// The place of a code in a table, by bisection; nil where it is not there.
  static func place(of code: UInt32, in table: [UInt32]) -> Int? {
    var low = 0
    var high = table.count
    while low < high {
      let middle = (low + high) / 2
      if table[middle] < code { low = middle + 1 } else { high = middle }
    }
    return low < table.count && table[low] == code ? low : nil
  }

  /// The place of a country or a language in the list of its kind; no code of a country is one of a language, for their letters
  /// differ in case.
  package static func place(of code: TwoLetterCode) -> Int? {
    place(of: UInt32(code.bits), in: countries) ?? place(of: UInt32(code.bits), in: languages)
  }
}

extension TwoLetterCode {
  /// The country with the given code in capitals; nil where there is none.
  public init?(country text: some StringProtocol) { self.init(text, in: StandardCodes.countries) }

  /// The language with the given code in small letters; nil where there is none.
  public init?(language text: some StringProtocol) { self.init(text, in: StandardCodes.languages) }

  private init?(_ text: some StringProtocol, in table: [UInt32]) {
    guard text.utf8.count == 2 else { return nil }
    let bits = StandardCodes.packed(text.utf8)
    guard StandardCodes.place(of: bits, in: table) != nil else { return nil }
    self.init(bits: UInt16(truncatingIfNeeded: bits))
  }
}

extension Currency {
  /// The currency with the given code in capitals; nil where there is none.
  public init?(code text: some StringProtocol) {
    guard text.utf8.count == 3 else { return nil }
    let bits = StandardCodes.packed(text.utf8)
    guard StandardCodes.place(of: bits, in: StandardCodes.currencies) != nil else { return nil }
    self.init(bits: bits)
  }
}
