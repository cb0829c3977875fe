/// A line of a piece of a feed, dealt to the run that has the lead it is about.
///
/// - Invariant: the piece that it is part of keeps its bytes, and what `plain` points to, until it is emptied.
struct DealtLine {
  /// Its bytes, with its end.
  let bytes: UnsafeRawBufferPointer
  /// The place in the feed before it.
  let place: FeedPlace
  /// What it says, where it is plain.
  let plain: UnsafeMutablePointer<FlightLine>?
}
