import Testing

@testable import FunnelRuntime

@Suite("The ids of leads")
struct LeadRegistryTests {
  private func number(_ id: String, in registry: LeadRegistry) -> Int? {
    Array(id.utf8).withUnsafeBytes { registry.find($0) }
  }

  @Test("each of many ids of all lengths is found by its number, and gives its bytes back", arguments: [0, 4, 20])
  func many(padding: Int) {
    var registry = LeadRegistry()
    let ids = (0..<2_000).map { String(repeating: "x", count: $0 % 9 == 0 ? padding : 0) + String($0 * 7) }
    for (number, id) in ids.enumerated() {
      #expect(self.number(id, in: registry) == nil)
      #expect(Array(id.utf8).withUnsafeBytes { registry.add($0) } == number)
    }
    #expect(registry.count == ids.count)
    for (number, id) in ids.enumerated() {
      #expect(self.number(id, in: registry) == number)
      #expect(registry.id(of: number) == Array(id.utf8))
    }
    #expect(number("y", in: registry) == nil)
  }

  @Test("an id that differs in a byte, in its length or in zeros at its end is another one")
  func alike() {
    var registry = LeadRegistry()
    var ids: [[UInt8]] = [[]]
    for length in 1...20 {
      ids.append([UInt8](repeating: 0, count: length))
      for place in 0..<length {
        var id = [UInt8](repeating: 0, count: length)
        id[place] = 255
        ids.append(id)
      }
    }
    for id in ids { #expect(id.withUnsafeBytes { registry.find($0) ?? registry.add($0) } != nil) }
    #expect(registry.count == ids.count)
    for (number, id) in ids.enumerated() {
      #expect(id.withUnsafeBytes { registry.find($0) } == number)
      #expect(registry.id(of: number) == id)
    }
  }
}
