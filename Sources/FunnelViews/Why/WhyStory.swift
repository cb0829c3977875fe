import FunnelIR
import FunnelRuntime

/// How a journey came to be where it is: what its records tell, in their order.
public struct WhyStory {
  /// Something that happened.
  enum Step {
    /// Told in a few words.
    case note(String)
    case decision(Asked)
  }

  /// A decision or a split that was asked, or the intake where it declined or held the lead.
  struct Asked {
    /// Its name.
    let name: String
    /// The branch that was taken.
    let label: String?
    let branches: [Branch]
  }

  /// A branch, and how its condition stood.
  struct Branch {
    let label: String
    /// Where it leads.
    let target: String
    /// Whether it has a condition.
    let hasCondition: Bool
    /// Its condition in words; nil where it has none, or the funnel was compiled before there were words.
    let text: String?
    let truth: JournalRecord.Truth
    let isTaken: Bool
    /// The parts of its condition; of a condition without parts, that one itself.
    let parts: [Part]

    /// The branch as records tell it, without the words of a program.
    var withoutParts: Branch {
      Branch(
        label: label, target: target, hasCondition: hasCondition, text: nil, truth: truth, isTaken: isTaken, parts: [])
    }
  }

  /// A part of a condition.
  struct Part {
    /// How deep it stands in the condition, from 1.
    let depth: Int
    let text: String
    let truth: JournalRecord.Truth
    /// What it looks at, with the values as they were; nil where a value was missing.
    let values: [(name: String, value: String?)]
  }

  /// A point in time at which data decided where the journey goes.
  struct Moment {
    /// The first thing that was asked.
    let name: String
    let time: Int64
    let origin: Inquiry.Origin
    /// The journey as it was.
    let journey: Journey
    /// The labels that the decisions gave, one after the other.
    var labels: [String] = []
  }

  /// The journey as it is.
  public let view: JourneyView
  /// What happened, in order.
  var steps: [(time: Int64, step: Step)] = []
  /// When data decided, in order.
  var moments: [Moment] = []
  /// Whether the records from before the lead was erased are gone, so that what decided can't be told.
  var isErased = false

  /// Reads a journey's story from the records of its subject.
  /// - Parameters:
  ///   - lines: the records of the subject, one JSON object a line.
  public init(_ view: JourneyView, _ lines: [UInt8], _ reader: JourneyReader) {
    self.view = view
    var teller = StoryTeller(view, reader)
    let id = "\(String(decoding: view.journey.lead, as: UTF8.self))/\(view.program.program.name)/\(view.journey.entry)"
    for line in lines.split(separator: UInt8(ascii: "\n")) {
      guard let line = JournalLine(Array(line)), line.journey == id else { continue }
      teller.read(line)
    }
    isErased = !teller.knowsBeginning
    (steps, moments) = (teller.steps, isErased ? [] : teller.moments)
  }
}
