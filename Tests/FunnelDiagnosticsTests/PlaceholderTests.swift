import Testing

@Suite struct PlaceholderTests {
  @Test func theTargetBuilds() { #expect(Bool(true)) }
}
