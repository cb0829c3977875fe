/// The place of an item in its funnel's table of such items: `ID<ResolvedStage>` is an index into `ResolvedFunnel.stages`.
public struct ID<Item>: Hashable, Comparable, Sendable {
  private let number: Int32

  /// The index, from 0 in order of declaration.
  public var index: Int { Int(number) }

  /// Makes the id of the item at `index`; no file is large enough for an index that does not fit.
  public init(_ index: Int) { number = Int32(truncatingIfNeeded: index) }

  /// Orders ids as their items are declared.
  public static func < (a: ID, b: ID) -> Bool { a.index < b.index }
}

extension Array {
  /// The item with the given id.
  public subscript(id: ID<Element>) -> Element { self[id.index] }
}
