/// A step as an object with one of the keys `key`, `index`, `where` (with `equals` and `isText`) or `each`.
extension FeedPath.Step: Codable {
  private enum CodingKeys: String, CodingKey { case key, index, `where`, equals, isText, each }

  /// Reads the object.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    if let key = try values.decodeIfPresent(String.self, forKey: .key) {
      self = .key(key)
    } else if let index = try values.decodeIfPresent(Int.self, forKey: .index) {
      self = .index(index)
    } else if let path = try values.decodeIfPresent([String].self, forKey: .where) {
      self = .firstWhere(
        key: path, equals: try values.decode(String.self, forKey: .equals),
        isText: try values.decode(Bool.self, forKey: .isText))
    } else if try values.decode(Bool.self, forKey: .each) {
      self = .each
    } else {
      throw DecodingError.dataCorruptedError(forKey: .each, in: values, debugDescription: "a path's step says nothing")
    }
  }

  /// Writes the object.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .key(let key): try values.encode(key, forKey: .key)
    case .index(let index): try values.encode(index, forKey: .index)
    case .firstWhere(let path, let text, let isText):
      try values.encode(path, forKey: .where)
      try values.encode(text, forKey: .equals)
      try values.encode(isText, forKey: .isText)
    case .each: try values.encode(true, forKey: .each)
    }
  }
}
