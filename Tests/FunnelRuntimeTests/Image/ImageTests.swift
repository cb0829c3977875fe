import FunnelIR
import Testing

@testable import FunnelRuntime

@Suite("The form of images")
struct ImageTests {
  @Test("every case has its number, and keeps it")
  func cases() {
    #expect(Set(Journey.statuses) == Set(Journey.Status.allCases))
    #expect(Set(Journey.leavings) == Set(Journey.Leaving.allCases))
    #expect(Set(ActivityRecord.states) == Set(ActivityState.allCases))
    #expect(Journey.statuses.prefix(3) == [.new, .held, .declined])
    #expect(Journey.leavings.prefix(3) == [.completed, .limit, .exit])
  }

  @Test(
    "a number reads back as it was written",
    arguments: [0, 1, -1, 63, 64, -64, -65, 300, .max, .min, 4_102_444_799_999_999])
  func numbers(number: Int64) throws {
    var number = number
    let expected = number
    var writer = ImageWriter()
    writer.instant(&number)
    number = 7
    var reader = ImageReader(writer.image)
    reader.instant(&number)
    try reader.finish()
    #expect(number == expected)
  }

  @Test(
    "bytes that nobody wrote are refused",
    arguments: [[], [0x80], [0x80, 0x00], [5, 1], Array(repeating: 0xFF, count: 11)] as [[UInt8]])
  func refusals(image: [UInt8]) {
    var text: [UInt8] = []
    var reader = ImageReader(image)
    reader.text(&text)
    #expect(throws: RefusedImage.self) { try reader.finish() }
  }

  @Test("a list that claims more elements than there are bytes makes no room for them")
  func longList() {
    var list: [Int64] = []
    var reader = ImageReader([0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1])
    reader.list(&list, new: 0) { $0.instant(&$1) }
    #expect(list.isEmpty)
    #expect(throws: RefusedImage.self) { try reader.finish() }
  }
}
