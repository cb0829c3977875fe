/// Numbers of ids, in the order in which they come: a million of them take little more memory than their bytes.
public struct IDNumbers {
  private var registry = LeadRegistry()

  /// Knows no id yet.
  public init() {}

  /// The number of an id, which gets one where it is new; nil where there are more than can be told apart.
  public mutating func number(of id: [UInt8]) -> Int? {
    id.withUnsafeBytes { registry.find($0) ?? registry.add($0) }
  }
}
