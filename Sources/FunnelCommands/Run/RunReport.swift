import FunnelIR
import FunnelRuntime

/// The numbers of a run, as people and programs read them.
struct RunReport {
  /// The funnels, in the order of the summary's.
  let funnels: [Program]
  let settings: RunSettings
  let summary: RunSummary
  /// The tables in which leads were looked up.
  let tables: [LoadedTable]
  /// Lines and elements of the feeds.
  let lines: Int
  /// The feed of each of the summary's examples.
  let issueFeeds: [String]
  let rejects: RejectExamples
  /// Whether the refused lines went to a file.
  let areRejectsKept: Bool
  let elapsed: Duration
}
