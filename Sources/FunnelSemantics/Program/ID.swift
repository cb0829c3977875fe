/// The place of an item in its funnel's table of such items: `ID<ResolvedStage>` is an index into `ResolvedFunnel.stages`.
public struct ID<Item>: Hashable, Comparable, Sendable {
  /// The index, from 0 in order of declaration.
  public let index: Int

  /// Makes the id of the item at `index`.
  public init(_ index: Int) { self.index = index }

  /// Orders ids as their items are declared.
  public static func < (a: ID, b: ID) -> Bool { a.index < b.index }
}

extension Array {
  /// The item with the given id.
  public subscript(id: ID<Element>) -> Element { self[id.index] }
}
