import Glibc

/// Pieces of work that several threads finish in any order, and that are taken in their order.
///
/// Whoever brings the piece whose turn it is takes it, and those behind it that were laid aside meanwhile. So nobody waits for
/// another's piece, but where many lie aside.
final class OrderedPieces<Piece: AnyObject>: @unchecked Sendable {
  private var mutex = pthread_mutex_t()
  private var condition = pthread_cond_t()
  /// The number of the piece whose turn it is.
  private var turn = 0
  /// Whether somebody is taking pieces.
  private var isTaking = false
  private var aside: [Int: Piece] = [:]
  private var used: [Piece] = []
  private let limit: Int

  /// Makes room for so many pieces that lie aside.
  init(limit: Int) {
    self.limit = limit
    pthread_mutex_init(&mutex, nil)
    pthread_cond_init(&condition, nil)
  }

  deinit {
    pthread_mutex_destroy(&mutex)
    pthread_cond_destroy(&condition)
  }

  /// A piece that was taken before and may be used again.
  func reuse() -> Piece? {
    pthread_mutex_lock(&mutex)
    defer { pthread_mutex_unlock(&mutex) }
    return used.popLast()
  }

  /// Brings a finished piece. Each number, from 0 on, is brought once.
  /// - Parameter take: takes a piece whose turn it is, not always this one; called for one piece at a time.
  func bring(_ piece: Piece, _ number: Int, _ take: (Piece) -> Void) {
    pthread_mutex_lock(&mutex)
    while number != turn, aside.count >= limit { pthread_cond_wait(&condition, &mutex) }
    aside[number] = piece
    if !isTaking {
      isTaking = true
      while let next = aside.removeValue(forKey: turn) {
        pthread_mutex_unlock(&mutex)
        take(next)
        pthread_mutex_lock(&mutex)
        used.append(next)
        turn += 1
        pthread_cond_broadcast(&condition)
      }
      isTaking = false
    }
    pthread_mutex_unlock(&mutex)
  }
}
