/// A funnel made at random, and what a feed for it needs to know.
struct GeneratedProgram {
  var name = "trial"
  var points: [Point] = []
  var activities: [Activity] = []
  /// The names of stages, decisions and ends.
  var places: [String] = []
  var sources: [Source] = []
  var isUnchecked = false
  /// Whether registrations may wait for somebody who takes them.
  var hasHolds = false
  /// The zone of the funnel.
  var zone = "UTC"
  /// Whether several lead ids may be one person.
  var hasKeys = false
  /// Whether it says when people work.
  var hasWorkingHours = false
  /// Whether a second registration begins anew.
  var restarts = false
  /// What may be watched for changes.
  var observables: [String] = []
  /// The tables in which leads are looked up.
  var tables: [GeneratedTable] = []

  /// The sorts of values that are generated.
  enum Sort: String, CaseIterable {
    case boolean, integer, number, money, date, datetime, duration, text, email, phone, url, document, country
    case language, choice, texts, choices, countries, integers

    var isText: Bool { [.text, .email, .phone, .url, .document].contains(self) }
    var isOrdered: Bool { [.integer, .number, .money, .date, .datetime, .duration].contains(self) }
    var isFinite: Bool { [.country, .language, .choice].contains(self) }

    /// The sort of a set's elements; nil where it is none.
    var element: Sort? {
      switch self {
      case .texts: .text
      case .choices: .choice
      case .countries: .country
      case .integers: .integer
      default: nil
      }
    }

    /// The type as an author writes it.
    var type: String {
      switch self {
      case .choice: "shade"
      case .money: "money EUR"
      case .texts, .choices, .countries, .integers: "set of \(element?.type ?? "text")"
      default: rawValue
      }
    }
  }

  struct Point {
    let name: String
    let sort: Sort
    /// The keys on the way to the value; empty where it stands under a filter.
    let path: [String]
    /// The code of the custom field in which it stands.
    let code: String?
    /// Whether the amount comes with its currency beside it.
    let hasCurrency: Bool
    let isFixed: Bool
    /// Whether its values are limited.
    let hasRange: Bool
  }

  struct Source {
    let name: String
    let reference: String
  }

  struct Activity: Hashable {
    let name: String
    let role: String
  }
}
