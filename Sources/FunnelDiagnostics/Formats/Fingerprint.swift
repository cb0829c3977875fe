/// Knows a finding again when lines have moved: by its rule, its file, the words of its line, and which of several equal
/// ones it is.
struct Fingerprints {
  private var counts: [UInt64: Int] = [:]

  /// The fingerprint of a finding, as sixteen hexadecimal digits; findings are asked in the order of their places.
  mutating func fingerprint(of finding: Diagnostic, in sources: SourceMap) -> String {
    let file = sources[finding.primary.span.file]
    var hash = FNV1a()
    hash.add(finding.rule.rawValue.utf8)
    hash.add(Self.plain(file.name).utf8)
    let line = file.lineRange(file.lineIndex(of: Int(finding.primary.span.start)))
    hash.add(file.bytes[line].lazy.filter { $0 != 0x20 && $0 != 0x09 })
    let number = counts[hash.value, default: 0]
    counts[hash.value] = number + 1
    if number > 0 { hash.add(String(number).utf8) }
    let digits = String(hash.value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  private static func plain(_ path: String) -> Substring {
    var path = path[...]
    while path.hasPrefix("./") { path = path.dropFirst(2) }
    return path
  }
}

/// The hash FNV-1a of 64 bits, with a zero byte behind each part.
private struct FNV1a {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { add(byte) }
    add(0)
  }

  private mutating func add(_ byte: UInt8) {
    value ^= UInt64(byte)
    value = value &* 0x100_0000_01B3
  }
}
