/// What a look-up table may ask of the memory.
public struct TableLimits: Hashable, Sendable {
  /// The most bytes of a cell.
  public var cellLength: Int
  /// The most bytes of a row.
  public var rowLength: Int
  /// The most columns of a file, whether they are read or not.
  public var columns: Int
  /// The most bytes of all rows together, as `LookupTable.memory` counts them.
  public var size: Int

  /// Makes limits; a value outside what a table can do becomes the nearest it can.
  public init(
    cellLength: Int = 1 << 20, rowLength: Int = 16 << 20, columns: Int = 10_000, size: Int = 1 << 30
  ) {
    self.rowLength = min(max(rowLength, 1), 1 << 28)
    self.cellLength = min(max(cellLength, 1), self.rowLength)
    self.columns = min(max(columns, 1), 1 << 20)
    // The index holds places in 32 bits.
    self.size = min(max(size, 1), Int(UInt32.max) - 1)
  }
}
