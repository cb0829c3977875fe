/// Journeys by their number, each at a place of its own: the shelf grows without moving them, and numbers without a journey
/// cost next to nothing where their neighbours have none either.
///
/// - Invariant: `boards` has one for every 64 numbers, nil or to 64 places; each of these is nil, or to a journey that only this
///   shelf owns.
struct JourneyShelf: ~Copyable {
  private typealias Place = UnsafeMutablePointer<Journey>?
  private static let size = 64
  private var boards: [UnsafeMutablePointer<Place>?] = []
  private(set) var count = 0
  /// What is found where no journey is: one without a lead.
  private let nobody: UnsafeMutablePointer<Journey>

  init(_ journeys: [Journey] = []) {
    nobody = .allocate(capacity: 1)
    nobody.initialize(to: Journey())
    for journey in journeys { append(journey) }
  }

  deinit {
    for board in boards {
      guard let board else { continue }
      for index in 0..<JourneyShelf.size { JourneyShelf.free(board[index]) }
      board.deallocate()
    }
    JourneyShelf.free(nobody)
  }

  var isEmpty: Bool { count == 0 }
  var indices: Range<Int> { 0..<count }

  /// All journeys, copied.
  var journeys: [Journey] { indices.map { self[$0] } }

  /// The latest journey that is as asked.
  func last(where isWanted: (borrowing Journey) -> Bool) -> Journey? {
    indices.last { isWanted(self[$0]) }.map { self[$0] }
  }

  mutating func append(_ journey: consuming Journey) {
    appendNobody()
    let place = UnsafeMutablePointer<Journey>.allocate(capacity: 1)
    place.initialize(to: journey)
    board(count - 1)[(count - 1) % JourneyShelf.size] = place
  }

  /// Hands a journey over to be written, which leaves it as it is but for idle timers of a stage that was left.
  func withJourney(_ number: Int, _ body: (inout Journey) -> Void) { body(&(known(number) ?? nobody).pointee) }

  /// Gives the next number to nobody.
  mutating func appendNobody() {
    if count % JourneyShelf.size == 0 { boards.append(nil) }
    count += 1
  }

  /// Forgets a journey; its number stays.
  mutating func remove(_ number: Int) {
    guard let board = boards[number / JourneyShelf.size] else { return }
    JourneyShelf.free(board[number % JourneyShelf.size])
    board[number % JourneyShelf.size] = nil
  }

  private static func free(_ place: UnsafeMutablePointer<Journey>?) {
    place?.deinitialize(count: 1)
    place?.deallocate()
  }

  @inline(__always)
  private func known(_ number: Int) -> Place { boards[number / JourneyShelf.size]?[number % JourneyShelf.size] }

  /// The board with a number, made where there is none.
  private mutating func board(_ number: Int) -> UnsafeMutablePointer<Place> {
    if let board = boards[number / JourneyShelf.size] { return board }
    let board = UnsafeMutablePointer<Place>.allocate(capacity: JourneyShelf.size)
    board.initialize(repeating: nil, count: JourneyShelf.size)
    boards[number / JourneyShelf.size] = board
    return board
  }

  /// The place of a number, made where there is none.
  private mutating func place(_ number: Int) -> UnsafeMutablePointer<Journey> {
    if let place = known(number) { return place }
    let place = UnsafeMutablePointer<Journey>.allocate(capacity: 1)
    place.initialize(to: Journey())
    board(number)[number % JourneyShelf.size] = place
    return place
  }

  // What is yielded stays where it is, and each accessor yields once: no journey is copied to be looked at.
  subscript(number: Int) -> Journey {
    @inline(__always) _read {
      let place = known(number) ?? nobody
      yield place.pointee
    }
    @inline(__always) _modify {
      let place = self.place(number)
      yield &place.pointee
    }
  }
}
