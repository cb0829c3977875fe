import FunnelIR
import FunnelRuntime
import Testing

@Suite("Masks over personal values")
struct MaskingTests {
  @Test(
    "enough is left to tell two leads apart",
    arguments: [
      (.email, "ada.lovelace@babbage.co.uk", "a***@b***.uk"),
      (.email, "a@b.de", "a***@b***.de"),
      (.email, "a@b@c.example", "a***@c***.example"),
      (.email, "ölf@übung.de", "ö***@ü***.de"),
      (.email, "李@例え.jp", "***@***.jp"),
      (.email, "x@localhost", "x***@l***"),
      (.email, "x@[127.0.0.1]", "x***@***"),
      (.email, "no address", "***"),
      (.email, "\u{202E}x@y.com", "***@y***.com"),
      (.email, "x@y.abcdefghijklm", "x***@y***"),
      (.phone, "+49 30 1234567", "***67"),
      (.phone, "112", "***"),
      (.phone, "(030) 12-34.56", "***56"),
      (.url, "https://example.com/ada", "https:***"),
      (.url, "mailto:ada@example.com", "mailto:***"),
      (.url, "not-a-url", "***"),
      (.url, "x1:y", "***"),
      (.text, "Lovelace", "L***"),
      (.text, "Ada", "***"),
      (.text, "", "***"),
      (.text, "Ørsted", "Ø***"),
      (.text, "王小明先生", "***"),
      (.text, "×times", "***"),
      (.text, "\u{1B}[31mred", "***"),
      (.document, "passport.pdf", "p***"),
      (.date, "1815-12-10", "***"),
      (.integer, "1815", "***"),
      (.money, "12.50 EUR", "***"),
      (.choice, "female", "***"),
      (.country, "GB", "***"),
    ] as [(ValueType.Base, String, String)])
  func masks(type: ValueType.Base, value: String, shown: String) {
    #expect(mask(Array(value.utf8), ValueType(type)) == Array(shown.utf8))
  }

  @Test("of a set nothing is shown")
  func sets() {
    #expect(mask(Array("ada@example.com, bob@example.com".utf8), ValueType(.email, isSet: true)) == Array("***".utf8))
  }

  @Test("whatever the bytes, the mask is short, is text, and hides the rest")
  func anyBytes() {
    var random = SplitMix64(seed: 11)
    let frequent = Array("@.:+a1é\u{7F}".utf8)
    for _ in 0..<4000 {
      let bytes = (0..<random.below(40)).map { _ in
        random.below(2) == 0 ? frequent[random.below(frequent.count)] : UInt8(truncatingIfNeeded: random.next())
      }
      for base in ValueType.Base.allCases {
        let masked = mask(bytes, ValueType(base))
        #expect(masked.count <= 24)
        #expect(String(validating: masked, as: UTF8.self) != nil, "\(bytes) as \(base)")
        #expect(!masked.contains { $0 < 0x20 || $0 == 0x7F })
        #expect(masked == mask(bytes, ValueType(base)))
      }
    }
  }

  private func mask(_ bytes: [UInt8], _ type: ValueType) -> [UInt8] {
    bytes.withUnsafeBytes { Masking.mask($0, as: type) }
  }
}
