import FunnelRuntime

/// The numbers of one funnel.
public struct FunnelNumbers {
  /// The funnel's name.
  var name = ""
  /// What people call it.
  var title = ""
  var version = 0
  var journeys = 0
  /// How many journeys stand how, in the order of the statuses.
  var statuses: [(status: Journey.Status, count: Int)] = []
  /// The journeys of which somebody has to do something that is overdue.
  var overdueJourneys = 0
  var stages: [Stage] = []
  var activities: [Activity] = []
  /// Why leads went, most first.
  var losses: [Loss] = []
  /// Who has how much to do, most overdue first.
  var people: [Person] = []
  var scores: [Score] = []
  var splits: [Split] = []

  /// How many journeys stand so.
  func count(_ status: Journey.Status) -> Int { statuses.first { $0.status == status }?.count ?? 0 }

  /// A stage, by the journeys that ever entered it.
  struct Stage {
    var name = ""
    var title = ""
    var entered = 0
    /// Journeys that are in it.
    var here = 0
    /// Journeys that ended otherwise than converted, and had it for their last stage.
    var lost = 0
    /// Journeys that converted in the end.
    var converted = 0
    var stay = Quantiles()

    /// Journeys that went on from it, to another stage or to their conversion.
    var wentOn: Int { max(0, entered - here - lost) }
  }

  /// An activity, wherever it stands.
  struct Activity {
    var name = ""
    /// How often it was completed.
    var completed = 0
    /// How often it failed for good.
    var failed = 0
    /// In how many journeys it is open.
    var open = 0
    /// In how many of these it is overdue.
    var overdue = 0
    /// From its opening to its completion.
    var time = Quantiles()
  }

  /// A reason for which leads went.
  struct Loss {
    var reason = ""
    /// `lost`, `declined` or `cancelled`.
    var status = ""
    var count = 0
  }

  /// What a person, or whoever has a role, has to do.
  struct Person {
    var name = ""
    var open = 0
    var overdue = 0
    /// For how long the oldest is overdue.
    var longest: Int64 = 0
  }

  /// How a score is distributed.
  struct Score {
    var name = ""
    var median: Int64 = 0
    var bins: [(first: Int64, last: Int64, count: Int)] = []
  }

  /// How the branches of a split fare.
  struct Split {
    var name = ""
    var branches: [(label: String, share: Double, dealt: Int, converted: Int)] = []
  }
}

/// The middle of many lengths of time, and what nine of ten don't exceed.
struct Quantiles {
  /// How many there are.
  private(set) var count = 0
  private(set) var median: Int64 = 0
  private(set) var ninety: Int64 = 0

  init() {}

  /// Of each share the smallest value that so many don't exceed (nearest rank).
  init(_ values: [Int64]) {
    guard !values.isEmpty else { return }
    let sorted = values.sorted()
    count = sorted.count
    median = sorted[(sorted.count + 1) / 2 - 1]
    ninety = sorted[(sorted.count * 9 + 9) / 10 - 1]
  }
}

/// A share with the bounds between which the true one lies in 95 of 100 cases (Wilson's score interval).
struct Proportion {
  let share: Double
  let low: Double
  let high: Double

  /// The share of a count in a whole; nil of nothing.
  init?(_ count: Int, of whole: Int) {
    guard whole > 0 else { return nil }
    let (n, p, z) = (Double(whole), Double(count) / Double(whole), 1.959963984540054)
    let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    let reach = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    share = p
    low = count == 0 ? 0 : max(0, middle - reach)
    high = count == whole ? 1 : min(1, middle + reach)
  }
}
