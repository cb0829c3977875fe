import FunnelSemantics
import Testing

@Suite struct IDTests {
  @Test func anIDIsAnIndexIntoTheTableOfItsItems() {
    #expect(["a", "b"][ID<String>(1)] == "b")
  }
}
