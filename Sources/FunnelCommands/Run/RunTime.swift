import FunnelIR
import FunnelRuntime

/// Times as they are typed on the command line.
enum RunTime {
  /// The value of an option, as microseconds since 1970: a date-time (RFC 3339), or a date, which is its first moment in
  /// the funnel's zone.
  static func instant(_ option: OptionSyntax, in arguments: Arguments, _ zone: ZoneTable) throws(UsageError) -> Int64? {
    guard arguments.has(option), let text = arguments.value(option) else { return nil }
    let bytes = Array(text.utf8)
    let instant = bytes.withUnsafeBytes { bytes in
      TimeParser.instant(bytes) ?? TimeParser.day(bytes).flatMap { zone.start(ofDay: $0) }
    }
    guard let instant else {
      throw UsageError(
        "\"\(text)\" is no time for \"\(option.name)\"", help: "type 2026-11-20, or 2026-11-20T09:00:00Z")
    }
    return instant
  }
}
