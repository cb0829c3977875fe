/// The leads of the workload "qualify": lines of the shape a web form and three partners send, with keys in several orders,
/// escapes, texts that are not ASCII, and everything missing or null now and then.
struct LeadFeed {
  private var random = SplitMix64(seed: 20_260_301)
  private var second = 0

  /// The line of a lead.
  mutating func line(_ number: Int) -> String {
    second += random.below(5)
    let digits = String(number)
    var fields = ["\"id\":\"L\(String(repeating: "0", count: max(0, 7 - digits.count)))\(digits)\""]
    if let email { fields.append("\"email\":\(email)") }
    fields.append("\"name\":\"\(random.one(of: LeadFeed.names))\"")
    fields.append("\"received_at\":\"\(stamp(second % 2_500_000))\"")
    fields.append("\"source\":\"\(random.one(of: ["web_form", "partner_api", "webinar", "import", "chat"]))\"")
    if !random.chance(1) { fields.append("\"company\":\(company)") }
    if !random.chance(2) { fields.append("\"contact\":\(contact)") }
    if !random.chance(5) { fields.append("\"custom\":\(custom)") }
    if !random.chance(5) {
      let tags = (0..<random.below(5)).map { _ in "\"\(random.one(of: LeadFeed.tags))\"" }
      fields.append("\"tags\":[\(tags.joined(separator: ","))]")
    }
    if !random.chance(6) {
      fields.append("\"consent\":\(random.one(of: ["true", "true", "true", "true", "false", "null"]))")
    }
    if !random.chance(10) { fields.append("\"score\":\(random.below(100)).\(random.below(10))") }
    switch random.below(10) {
    case 0: fields.reverse()
    case 1: fields.swapAt(0, fields.count - 1)
    default: break
    }
    return "{" + fields.joined(separator: ",") + "}\n"
  }

  private var email: String? {
    mutating get {
      if random.chance(1) { return nil }
      if random.chance(1) { return "null" }
      let local = "\(random.one(of: ["a.mueller", "chloe", "sales", "info", "lars"]))\(random.below(1000))"
      return random.chance(1) ? "\"\(local)\"" : "\"\(local)@\(random.one(of: LeadFeed.domains))\""
    }
  }

  private var company: String {
    mutating get {
      var parts = ["\"name\":\"\(random.one(of: LeadFeed.companies))\""]
      if !random.chance(5) { parts.append("\"industry\":\"\(random.one(of: LeadFeed.industries))\"") }
      if !random.chance(1) { parts.append("\"country\":\"\(random.one(of: LeadFeed.countries))\"") }
      let size = 1 + random.below(60) * random.below(60)
      if !random.chance(8) { parts.append("\"employees\":\(random.chance(4) ? "null" : String(size))") }
      if !random.chance(20) {
        let amount = size * (20_000 + random.below(230_000))
        let written = random.chance(12) ? "\(amount).\(10 + random.below(90))" : "\(amount / 1000 * 1000)"
        let currency = random.one(of: ["EUR", "EUR", "EUR", "USD", "GBP", "CHF", "PLN"])
        parts.append("\"revenue\":{\"amount\":\(written),\"currency\":\"\(currency)\"}")
      }
      return "{" + parts.joined(separator: ",") + "}"
    }
  }

  private var contact: String {
    mutating get {
      let phone =
        "\"phone\":\"+\(10 + random.below(89)) \(100 + random.below(899)) \(1_000_000 + random.below(8_900_000))\""
      return random.chance(10)
        ? "{\(phone)}"
        : "{\(phone),\"language\":\"\(random.one(of: ["en", "de", "fr", "es", "it", "nl", "pl", "ja"]))\"}"
    }
  }

  private var custom: String {
    mutating get {
      var parts = ["\"utm_campaign\":\"\(random.one(of: ["spring-launch", "eu-expansion", "brand-search"]))\""]
      parts.append("\"plan_interest\":\"\(random.one(of: ["basic", "pro", "enterprise", "undecided"]))\"")
      if random.chance(70) { parts.append("\"notes\":\"\(random.one(of: LeadFeed.notes))\"") }
      if random.chance(50) { parts.append("\"visits\":\(random.below(40))") }
      return "{" + parts.joined(separator: ",") + "}"
    }
  }

  private static let names = [
    "Anna Müller", "Chlo\\u00e9 Dubois", "Dmytro Шевченко", "美咲 田中", "James O'Brien", "Laura Smith",
    "Petr Dvo\\u0159ák",
  ]
  private static let domains = [
    "nordfreight.example", "acme.example", "Bluepeak.example", "gmail.com", "outlook.com", "web.de", "globex.example",
  ]
  private static let companies = [
    "Nordfreight GmbH", "FinTrust \\\"Direct\\\" plc", "Solaris Énergie SA", "株式会社サクラ", "Polar\\\\North AS", "Acme Ltd",
  ]
  private static let industries = [
    "software", "logistics", "manufacturing", "retail", "banking", "insurance", "fintech", "healthcare", "ai", "media",
  ]
  private static let countries = ["DE", "FR", "GB", "US", "NL", "AT", "ES", "IT", "SE", "BR", "IN", "CN"]
  private static let tags = ["newsletter", "webinar", "partner", "trial", "demo-request", "priority", "référence"]
  private static let notes = [
    "Asked for a call back", "Interested in the \\\"Pro\\\" plan", "Line one\\nline two", "R\\u00fcckruf erwünscht 🙂",
    "n/a",
  ]
}
