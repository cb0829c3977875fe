import FunnelIR
import FunnelRuntime
import Testing

/// Reads and shows times as a clock in a zone does: `2026-03-26 14:00`.
struct Clock {
  let zone: ZoneTable

  init(_ zone: ZoneTable) { self.zone = zone }

  func instant(_ text: String) -> Int64? {
    let utc = Array((text.replacing(" ", with: "T") + ":00Z").utf8)
    return utc.withUnsafeBytes { TimeParser.instant($0) }.flatMap { zone.instant(ofLocal: $0) }
  }

  func text(_ instant: Int64) -> String {
    guard let local = zone.local(of: instant) else { return "outside of all years" }
    var bytes: [UInt8] = []
    bytes.append(instant: local)
    let text = String(decoding: bytes, as: UTF8.self).replacing("T", with: " ")
    return text.hasSuffix(":00Z") ? String(text.dropLast(4)) : text
  }
}

extension ZoneTable {
  private static func make(_ name: String, _ transitions: [Int64], _ offsets: [Int32]) -> ZoneTable {
    ZoneTable(name: name, transitions: transitions, offsets: offsets) ?? .utc
  }

  /// Berlin with the two changes of 2026.
  static let berlin = make("Europe/Berlin", [1_774_746_000, 1_792_890_000], [3600, 7200, 3600])
  /// Lord Howe Island, where summer time is half an hour.
  static let lordHowe = make("Australia/Lord_Howe", [1_775_314_800, 1_791_041_400], [39_600, 37_800, 39_600])
  /// São Paulo in 2018, where the clock was set at midnight, back into the day before.
  static let saoPaulo = make("America/Sao_Paulo", [1_518_919_200, 1_541_300_400], [-7200, -10_800, -7200])
  /// St. John's in 2006, where the clock was set at one minute past midnight.
  static let stJohns = make("America/St_Johns", [1_143_948_660, 1_162_089_060], [-12_600, -9000, -12_600])
  /// Samoa in 2011, where 30 December was left out.
  static let apia = make("Pacific/Apia", [1_325_239_200], [-36_000, 50_400])
}

extension WorkingCalendar {
  /// A calendar of Berlin from hours such as `09:00..17:30` and days such as `2026-12-25`.
  static func make(_ week: [[String]], holidays: [String] = []) throws -> WorkingCalendar {
    let days = try holidays.map { text in try #require(Array(text.utf8).withUnsafeBytes { TimeParser.day($0) }) }
    let hours = try week.map { try $0.map(WorkingTime.Hours.init) }
    return WorkingCalendar(try #require(WorkingTime(week: hours, holidays: days)), zone: .berlin)
  }
}

extension WorkingTime.Hours {
  /// Reads `09:00..17:30`.
  init(_ text: String) throws {
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    try #require(numbers.count == 4)
    self.init(opens: numbers[0] * 60 + numbers[1], closes: numbers[2] * 60 + numbers[3])
  }
}
