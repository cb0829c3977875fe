/// The way from the outside of a JSON document to the array that holds its leads: `$._embedded.leads`.
///
/// The forms are those of RFC 9535 that name members only: `$.a.b`, `$['a b']`, and without the `$.` in front.
enum ItemsPath {
  /// The keys that the option names; nil where it is not given.
  static func keys(_ arguments: Arguments) throws(UsageError) -> [String]? {
    guard let text = arguments.value(RunOptions.items) else { return nil }
    guard let keys = keys(of: text) else {
      throw UsageError(
        "\"\(text)\" is no path for \"--items\"", help: "type the keys from the outside in: $._embedded.leads")
    }
    return keys
  }

  /// The keys, outermost first, or nil where the text is no such path.
  static func keys(of text: String) -> [String]? {
    var rest = Substring(text)
    if rest.first == "$" {
      rest.removeFirst()
    } else if !rest.hasPrefix("[") {
      rest = "." + rest
    }
    var keys: [String] = []
    while !rest.isEmpty {
      guard let key = quotedKey(&rest) ?? plainKey(&rest) else { return nil }
      keys.append(key)
    }
    return keys
  }

  private static func plainKey(_ rest: inout Substring) -> String? {
    guard rest.first == "." else { return nil }
    let key = rest.dropFirst().prefix { !".[]'\"$*? ".contains($0) }
    rest = rest.dropFirst(1 + key.count)
    return key.isEmpty ? nil : String(key)
  }

  private static func quotedKey(_ rest: inout Substring) -> String? {
    for quote in ["'", "\""] where rest.hasPrefix("[" + quote) {
      let key = rest.dropFirst(2).prefix { String($0) != quote }
      let behind = rest.dropFirst(2 + key.count)
      guard behind.hasPrefix(quote + "]") else { return nil }
      rest = behind.dropFirst(2)
      return String(key)
    }
    return nil
  }
}
