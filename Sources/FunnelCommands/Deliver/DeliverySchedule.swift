/// When a failed delivery is tried again: a list of pauses, each a little longer by chance, so that receivers which come back
/// are not met by everybody at once.
struct DeliverySchedule: Equatable {
  /// As the Standard Webhooks specification proposes: ten attempts within a little more than three days.
  static let standard = "5s,5m,30m,2h,5h,10h,14h,20h,24h"
  /// By how much of itself a pause may become longer.
  static let mostJitter = 0.2
  /// No receiver can put an attempt off by more than a day.
  static let longest: Int64 = 86_400_000

  /// The pauses behind the first attempt, the second, and so on, in milliseconds.
  let pauses: [Int64]

  /// Reads pauses such as `5s,10m,2h`; nil where one isn't.
  init?(_ text: String) {
    let units: [Character: Int64] = ["s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
    var pauses: [Int64] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let unit = part.last, let factor = units[unit], let number = Int64(part.dropLast()),
        (0...10_000).contains(number)
      else { return nil }
      pauses.append(number * factor)
    }
    self.pauses = pauses
  }

  /// How long to wait behind so many attempts; nil where it is given up.
  /// - Parameters:
  ///   - wish: what the receiver asked for, in seconds.
  ///   - chance: a number from 0 to 1.
  func pause(after attempts: Int, wish: Int, chance: Double) -> Int64? {
    guard attempts > 0, attempts <= pauses.count else { return nil }
    let pause = pauses[attempts - 1]
    let longer = pause + Int64(Double(pause) * DeliverySchedule.mostJitter * min(max(chance, 0), 1))
    return max(longer, min(Int64(clamping: wish), Self.longest / 1_000) * 1_000)
  }
}
