import Testing

@testable import FunnelRuntime

/// Leads are spread over runs by a hash of their id.
@Suite("Leads dealt to runs")
struct LeadSharesTests {
  @Test("each run gets about as many leads as the others", arguments: [1, 2, 3, 7, 256])
  func spread(count: Int) {
    let hash = LeadHash()
    var shares = [Int](repeating: 0, count: count)
    let leads = 400 * count
    for number in 0..<leads {
      let share = Array("lead \(number)".utf8).withUnsafeBytes { DealtPiece.share(hash($0), of: count) }
      shares[share] += 1
    }
    #expect(shares.allSatisfy { $0 > 250 && $0 < 600 }, "\(shares)")
  }
}
