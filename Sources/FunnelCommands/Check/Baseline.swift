import FunnelCompiler
import FunnelDiagnostics
import FunnelRuntime

/// Findings that were there before and don't count, known by their fingerprints.
struct Baseline {
  /// Larger files are refused.
  private static let largest = 64 << 20

  /// The fingerprints that are listed.
  let fingerprints: Set<String>

  /// Reads a list.
  init(_ path: String) throws {
    guard let bytes = try InputFile(path).readAll(atMost: Self.largest) else {
      throw UsageError("\"\(path)\" is too large for a baseline")
    }
    do throws(JSONNode.Problem) {
      let members = try JSONNode.parse(bytes).members ?? []
      guard members.first(where: { $0.key == "schemaVersion" })?.node.integer == 1,
        let list = members.first(where: { $0.key == "findings" })?.node.elements
      else { throw JSONNode.Problem(message: "it holds no list of findings", offset: 0) }
      fingerprints = Set(list.compactMap { $0.members?.first { $0.key == "fingerprint" }?.node.string })
    } catch {
      throw UsageError(
        "\"\(path)\" can't be used as a baseline: \(error.message)", help: "write it anew with \"--write-baseline\"")
    }
  }

  /// The list of findings, one a line, so that a change of it can be read.
  static func document(_ findings: [(finding: Diagnostic, fingerprint: String)], _ sources: SourceMap) -> [UInt8] {
    var bytes = Array("{\"schemaVersion\": 1, \"findings\": [\n".utf8)
    for (index, item) in findings.enumerated() {
      var writer = JSONWriter()
      writer.beginObject()
      for (key, value) in [
        ("fingerprint", item.fingerprint), ("rule", item.finding.rule.rawValue),
        ("file", sources[item.finding.primary.span.file].name), ("message", item.finding.message),
      ] {
        writer.key(key)
        writer.string(value)
      }
      writer.endObject()
      bytes += writer.bytes
      bytes += Array((index + 1 < findings.count ? ",\n" : "\n").utf8)
    }
    return bytes + Array("]}\n".utf8)
  }
}
