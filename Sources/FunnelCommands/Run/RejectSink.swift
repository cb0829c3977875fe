import FunnelRuntime

/// Where lines go that can't be used: their file, where there is one, and the examples for the summary.
final class RejectSink {
  private(set) var examples = RejectExamples()
  private let file: OutputFile?
  private var line = JSONWriter()

  init(_ file: OutputFile?) { self.file = file }

  /// Takes the next line.
  func write(_ reject: FeedReject, of feed: FeedFile) throws {
    examples.add(reject, feed: feed.path)
    guard let file else { return }
    line.removeAll()
    line.reject(reject, feed: feed.path)
    try line.withBytes { bytes throws(FileError) in try file.write(bytes) }
  }
}
