/// A look-up in a table at registration, which fills what is missing.
public struct Enrichment: Hashable, Sendable, Codable {
  /// The table's file as the author wrote it, an index into `Program.strings`.
  public var file: Int
  /// The column by which rows are found, an index into `Program.strings`.
  public var column: Int
  /// The type of the key: one whose values are texts, whole numbers, dates, countries or languages.
  public var key: ValueType
  /// Where the key's code begins; it ends with `value`.
  public var entry: Int
  /// How many registers it uses.
  public var registers: Int
  /// What is filled, in order of declaration.
  public var cells: [Cell]

  /// A point and the column that fills it.
  public struct Cell: Hashable, Sendable, Codable {
    /// The point's slot.
    public var point: Int
    /// The column, an index into `Program.strings`.
    public var column: Int

    /// Makes a cell.
    public init(point: Int, column: Int) {
      self.point = point
      self.column = column
    }
  }

  /// Makes an enrichment.
  public init(file: Int, column: Int, key: ValueType, entry: Int, registers: Int, cells: [Cell]) {
    self.file = file
    self.column = column
    self.key = key
    self.entry = entry
    self.registers = registers
    self.cells = cells
  }
}

extension ValueType {
  /// Whether its values have one text each by which rows of tables can be found.
  public var isLookupKey: Bool {
    switch base {
    case .text, .email, .phone, .url, .document, .integer, .date, .country, .language: !isSet
    case .boolean, .number, .money, .datetime, .duration, .choice: false
    }
  }
}
