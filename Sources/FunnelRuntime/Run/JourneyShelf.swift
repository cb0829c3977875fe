/// Journeys by their number, each at a place of its own: the shelf grows without moving them, and a number without a journey
/// costs a pointer.
///
/// - Invariant: each pointer is nil, or to a journey that only this shelf owns.
struct JourneyShelf: ~Copyable {
  private var places: [UnsafeMutablePointer<Journey>?] = []
  /// What is found where no journey is: one without a lead.
  private let nobody: UnsafeMutablePointer<Journey>

  init(_ journeys: [Journey] = []) {
    nobody = .allocate(capacity: 1)
    nobody.initialize(to: Journey())
    for journey in journeys { append(journey) }
  }

  deinit {
    for number in indices { JourneyShelf.free(places[number]) }
    JourneyShelf.free(nobody)
  }

  var count: Int { places.count }
  var isEmpty: Bool { places.isEmpty }
  var indices: Range<Int> { places.indices }

  /// All journeys, copied.
  var journeys: [Journey] { indices.map { self[$0] } }

  /// The latest journey that is as asked.
  func last(where isWanted: (borrowing Journey) -> Bool) -> Journey? {
    indices.last { isWanted(self[$0]) }.map { self[$0] }
  }

  mutating func append(_ journey: consuming Journey) {
    let place = UnsafeMutablePointer<Journey>.allocate(capacity: 1)
    place.initialize(to: journey)
    places.append(place)
  }

  /// Hands a journey over to be written, which leaves it as it is but for idle timers of a stage that was left.
  func withJourney(_ number: Int, _ body: (inout Journey) -> Void) { body(&(places[number] ?? nobody).pointee) }

  /// Gives the next number to nobody.
  mutating func appendNobody() { places.append(nil) }

  /// Forgets a journey; its number stays.
  mutating func remove(_ number: Int) {
    JourneyShelf.free(places[number])
    places[number] = nil
  }

  private static func free(_ place: UnsafeMutablePointer<Journey>?) {
    place?.deinitialize(count: 1)
    place?.deallocate()
  }

  /// The place of a number, made where there is none.
  private mutating func place(_ number: Int) -> UnsafeMutablePointer<Journey> {
    if let place = places[number] { return place }
    let place = UnsafeMutablePointer<Journey>.allocate(capacity: 1)
    place.initialize(to: Journey())
    places[number] = place
    return place
  }

  // What is yielded stays where it is, and each accessor yields once: no journey is copied to be looked at.
  subscript(number: Int) -> Journey {
    @inline(__always) _read {
      let place = places[number] ?? nobody
      yield place.pointee
    }
    @inline(__always) _modify {
      let place = self.place(number)
      yield &place.pointee
    }
  }
}
