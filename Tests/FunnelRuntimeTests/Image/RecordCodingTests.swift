import FunnelIR
import Testing

@testable import FunnelRuntime

/// Records as a store keeps them.
@Suite("The form of records")
struct RecordCodingTests {
  @Test("every kind has its number, and keeps it")
  func kinds() {
    let forms = JournalRecord.Kind.forms
    #expect(forms.enumerated().allSatisfy { $0.element.form == $0.offset })
    // Five bits tell the kind, and no record begins as a line of JSON does.
    #expect(forms.count <= 32)
    #expect(forms.allSatisfy { (RecordEncoder.mark | $0.form) > UInt8(ascii: "{") })
    #expect(Set(JournalRecord.events) == Set(IncomingEvent.Kind.allCases))
    #expect(forms.count == 28)
  }

  @Test(
    "an image whose flags are not counted as they are is refused",
    arguments: [[3, 1, 0], [3, 0x80], [3, 0, 0, 0, 0, 0x80], [3, 9], [3]] as [[UInt8]])
  func flags(image: [UInt8]) {
    var version: UInt8 = 0
    var reader = ImageReader(image)
    reader.integer(&version, from: 1, through: 3)
    reader.begin(version: version)
    #expect(throws: RefusedImage.self) { try reader.finish() }
  }

  @Test("flags read back as they were written, however many they are", arguments: [0, 1, 8, 9, 1_016, 1_017, 5_000])
  func manyFlags(count: Int) throws {
    var writer = ImageWriter()
    var version: UInt8 = 3
    writer.integer(&version, from: 1, through: 3)
    writer.begin(version: 3)
    for number in 0..<count {
      var flag = number % 3 == 1
      writer.flag(&flag)
    }
    writer.finish()
    var reader = ImageReader(writer.image)
    reader.integer(&version, from: 1, through: 3)
    reader.begin(version: 3)
    for number in 0..<count {
      var flag = false
      reader.flag(&flag)
      #expect(flag == (number % 3 == 1))
    }
    try reader.finish()
  }
}
