/// A table in which leads are looked up, as its file and as its rows.
struct GeneratedTable {
  let name: String
  /// The columns that fill points.
  let columns: [String]
  /// The file's text.
  let file: String
  /// The rows that the file's text says.
  let reference: ReferenceTable

  /// Writes a table with a row for some of the keys.
  init(name: String, keys: [String], points: [GeneratedProgram.Point], _ random: inout SplitMix64) {
    self.name = name
    let columns = points.map { random.chance(50) ? $0.name : "of_\($0.name)" }
    self.columns = columns
    var rows: [(key: [UInt8], cells: [String: PlainJSON])] = []
    let isCSV = name.hasSuffix(".csv")
    var lines = isCSV ? [(["key"] + columns).joined(separator: ",")] : []
    for key in random.shuffled(keys).prefix(random.within(keys.count / 2...keys.count)) {
      let values = points.map { random.chance(20) ? "null" : FeedGenerator.value($0.sort, &random) }
      let read = values.map { PlainJSON($0.utf8) ?? .null }
      let cells = isCSV ? read.map(Self.cell) : read.map { $0 == .null ? nil : $0 }
      rows.append(
        (
          Array(key.utf8),
          Dictionary(
            uniqueKeysWithValues: zip(columns, cells).compactMap { column, cell in
              cell.map { (column, $0) }
            })
        ))
      if isCSV {
        lines.append(([Self.quoted(key)] + cells.map { Self.quoted($0?.word) }).joined(separator: ","))
      } else {
        let members = zip(columns, values).map { "\"\($0)\":\($1)" }
        lines.append("{\(random.shuffled(["\"key\":\"\(key)\""] + members).joined(separator: ","))}")
      }
    }
    file = lines.map { $0 + "\n" }.joined()
    reference = ReferenceTable(rows: rows)
  }

  /// What a cell of text says where a feed would have a value; nothing where it is empty.
  private static func cell(_ value: PlainJSON) -> PlainJSON? {
    switch value {
    case .text(let text): text.isEmpty ? nil : value
    case .number(let number): .string(number)
    case .boolean(let value): .string("\(value)")
    default: nil
    }
  }

  private static func quoted(_ text: [UInt8]?) -> String {
    text.map { quoted(String(decoding: $0, as: UTF8.self)) } ?? ""
  }

  private static func quoted(_ text: String) -> String {
    let needsQuotes = text.contains { ",\"\n\r".contains($0) }
    return needsQuotes ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }
}
