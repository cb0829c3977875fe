import Testing

@testable import FunnelCommands

@Suite("What delivering is made of")
struct DeliveryPartsTests {
  @Test("the signature is that of the Standard Webhooks specification")
  func signature() throws {
    let secret = try #require(WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
    let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    func sign(_ secret: WebhookSecret) -> String {
      secret.signature(
        id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: Array(#"{"test": 2432232314}"#.utf8))
    }
    #expect(sign(secret) == expected)
    // While one secret replaces another, both sign.
    let both = try #require(WebhookSecret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\nwhsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX\n"))
    #expect(sign(both).split(separator: " ").count == 2 && sign(both).hasPrefix(expected))
  }

  @Test(
    "what is no secret is refused",
    arguments: ["", "whsec_", "whsec_c2hvcnQ=", "correct horse", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!"])
  func noSecret(text: String) { #expect(WebhookSecret(text) == nil) }

  @Test(
    "public addresses",
    arguments: [
      [1, 1, 1, 1], [8, 8, 8, 8], [172, 15, 0, 1], [172, 32, 0, 1], [100, 63, 255, 255], [192, 167, 1, 1],
      [198, 20, 0, 1],
      [223, 255, 255, 255],
      [0x2A, 0, 0x14, 0x50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x20, 0x0E],
      [0x20, 1, 0x48, 0x60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 1, 1, 1, 1],
      [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 8, 8],
    ] as [[UInt8]])
  func isPublic(address: [UInt8]) { #expect(PublicAddress.contains(address)) }

  @Test(
    "addresses of the house, and of nobody",
    arguments: [
      [0, 0, 0, 0], [10, 0, 0, 1], [100, 64, 0, 1], [127, 0, 0, 1], [127, 255, 255, 255], [169, 254, 169, 254],
      [172, 16, 0, 1], [172, 31, 255, 255], [192, 0, 0, 8], [192, 0, 2, 1], [192, 168, 0, 1], [198, 19, 255, 255],
      [198, 51, 100, 7], [203, 0, 113, 7], [224, 0, 0, 1], [240, 0, 0, 1], [255, 255, 255, 255], [], [1, 2],
      Array(repeating: 0, count: 16), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
      [0xFE, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], [0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
      [0xFF, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127, 0, 0, 1],
      [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 1],
      [0, 0x64, 0xFF, 0x9B, 0, 1, 0, 0, 0, 0, 0, 0, 8, 8, 8, 8],
      [0x20, 2, 192, 168, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], [0x20, 1, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    ] as [[UInt8]])
  func isPrivate(address: [UInt8]) { #expect(!PublicAddress.contains(address)) }

  @Test("pauses grow by chance by a fifth at most, and by a receiver's wish up to a day")
  func schedule() throws {
    let schedule = try #require(DeliverySchedule("5s,5m,2h"))
    #expect(schedule.pauses == [5_000, 300_000, 7_200_000])
    #expect(schedule.pause(after: 1, wish: 0, chance: 0) == 5_000)
    #expect(schedule.pause(after: 1, wish: 0, chance: 1) == 6_000)
    #expect(schedule.pause(after: 2, wish: 400, chance: 0.5) == 400_000)
    #expect(schedule.pause(after: 2, wish: 100, chance: 0) == 300_000)
    #expect(schedule.pause(after: 3, wish: .max, chance: 0) == 86_400_000)
    #expect(schedule.pause(after: 4, wish: 0, chance: 0) == nil)
    #expect(DeliverySchedule(DeliverySchedule.standard)?.pauses.count == 9)
    for text in ["", "5", "5x", "s", "5s,", "-1s", "1.5h", "99999999999999999999d"] {
      #expect(DeliverySchedule(text) == nil, "\(text)")
    }
  }

  @Test("a URL's host is what would be connected to")
  func hosts() {
    #expect(WebhookSender.host("https://Hooks.Example/new?x=1") == "hooks.example")
    #expect(WebhookSender.host("http://user:secret@a.example:8080/") == "a.example")
    #expect(WebhookSender.host("http://0x7f.1/") == "127.0.0.1")
    for url in ["file:///etc/passwd", "gopher://a.example/", "a.example/x", "", "http://"] {
      #expect(WebhookSender.host(url) == nil, "\(url)")
    }
  }
}
