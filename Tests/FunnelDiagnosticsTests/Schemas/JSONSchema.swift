import Foundation

/// A small part of JSON Schema: what the public schemas of report formats use.
struct JSONSchema {
  private let root: [String: Any]

  /// Reads a schema.
  init(_ text: String) throws {
    root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
  }

  /// What is wrong with a document, each with its place; empty where nothing is.
  func problems(of text: String) throws -> [String] {
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    return problems(value, root, at: "$")
  }

  private func problems(_ value: Any, _ schema: [String: Any], at place: String) -> [String] {
    if let reference = schema["$ref"] as? String {
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      guard let target = (root["definitions"] as? [String: Any])?[name] as? [String: Any] else {
        return ["\(place): the schema has no \(reference)"]
      }
      return problems(value, target, at: place)
    }
    var found: [String] = []
    if let type = schema["type"] as? String, !Self.isA(type, value) { return ["\(place): is no \(type)"] }
    if let values = schema["enum"] as? [String], !values.contains(value as? String ?? "") {
      found.append("\(place): is none of \(values)")
    }
    if let least = schema["minimum"] as? Int, let number = value as? Int, number < least {
      found.append("\(place): \(number) is less than \(least)")
    }
    if let pattern = schema["pattern"] as? String, let text = value as? String,
      text.range(of: pattern, options: .regularExpression) == nil
    {
      found.append("\(place): \(text) does not fit \(pattern)")
    }
    if let choices = schema["anyOf"] as? [[String: Any]] {
      let isAny = choices.contains { problems(value, $0, at: place).isEmpty }
      if !isAny { found.append("\(place): fits none of what it may be") }
    }
    if let members = value as? [String: Any] { found += problems(members: members, schema, at: place) }
    if let elements = value as? [Any] { found += problems(elements: elements, schema, at: place) }
    return found
  }

  private func problems(members: [String: Any], _ schema: [String: Any], at place: String) -> [String] {
    var found: [String] = []
    for key in schema["required"] as? [String] ?? [] where members[key] == nil {
      found.append("\(place): has no \(key)")
    }
    let properties = schema["properties"] as? [String: Any] ?? [:]
    for key in members.keys.sorted() {
      guard let value = members[key] else { continue }
      if let property = properties[key] as? [String: Any] {
        found += problems(value, property, at: "\(place).\(key)")
      } else if schema["additionalProperties"] as? Bool == false {
        found.append("\(place): may have no \(key)")
      } else if let others = schema["additionalProperties"] as? [String: Any] {
        found += problems(value, others, at: "\(place).\(key)")
      }
    }
    return found
  }

  private func problems(elements: [Any], _ schema: [String: Any], at place: String) -> [String] {
    var found: [String] = []
    if let least = schema["minItems"] as? Int, elements.count < least { found.append("\(place): has too few elements") }
    if schema["uniqueItems"] as? Bool == true {
      let distinct = Set(elements.map { "\($0 as AnyObject)" })
      if distinct.count != elements.count { found.append("\(place): has an element twice") }
    }
    guard let items = schema["items"] as? [String: Any] else { return found }
    return found + elements.enumerated().flatMap { problems($1, items, at: "\(place)[\($0)]") }
  }

  private static func isA(_ type: String, _ value: Any) -> Bool {
    switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "integer": value is Int
    case "boolean": value is Bool
    default: false
    }
  }
}
