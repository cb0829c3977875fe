import Synchronization
import Testing

@testable import FunnelCommands

/// Pieces that threads finish in any order, and that are taken in theirs.
@Suite("Pieces in their order") struct OrderedPiecesTests {
  private final class Piece {
    var number = -1
  }

  @Test("a piece waits for those before it, and is taken by whoever brings the last of them")
  func laidAside() {
    let pieces = OrderedPieces<Piece>(limit: 8)
    var taken: [Int] = []
    for number in [2, 1, 0, 4, 3] {
      let piece = Piece()
      piece.number = number
      pieces.bring(piece, number) { taken.append($0.number) }
      if number == 1 { #expect(taken.isEmpty) }
      if number == 4 { #expect(taken == [0, 1, 2]) }
    }
    #expect(taken == [0, 1, 2, 3, 4])
  }

  @Test("many threads bring many pieces, of which few are made, and all are taken in order", arguments: [1, 2, 7])
  func threads(count: Int) {
    let pieces = OrderedPieces<Piece>(limit: 3)
    let next = Mutex(0)
    let made = Mutex(0)
    let taken = Mutex<[Int]>([])
    let total = 2_000
    Crew.work(count) {
      while true {
        let number = next.withLock { next in
          next += 1
          return next - 1
        }
        guard number < total else { return }
        let piece =
          pieces.reuse()
          ?? {
            made.withLock { $0 += 1 }
            return Piece()
          }()
        piece.number = number
        pieces.bring(piece, number) { piece in taken.withLock { $0.append(piece.number) } }
      }
    }
    #expect(taken.withLock { $0 } == Array(0..<total))
    // Each thread holds one, one is being taken, and the others lie aside.
    #expect(made.withLock { $0 } <= 2 * count + 4)
  }
}
