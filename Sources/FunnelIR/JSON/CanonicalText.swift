/// A JSON document while a value is encoded into it; keys come in any order and are sorted at the end.
final class CanonicalText {
  /// What stands at a place so far.
  enum Content {
    case nothing
    /// A number, a word or a string, by its range in the scalars.
    case scalar(Range<Int>)
    case array([Int])
    case object([(key: String, place: Int)])
  }

  private var places: [Content] = [.nothing]
  private var scalars: [UInt8] = []

  /// The place of the whole document.
  var root: Int { 0 }

  private func add() -> Int {
    places.append(.nothing)
    return places.count - 1
  }

  /// Makes a place an array, if nothing stands there yet.
  func beginArray(at place: Int) { if case .nothing = places[place] { places[place] = .array([]) } }

  /// Makes a place an object, if nothing stands there yet.
  func beginObject(at place: Int) { if case .nothing = places[place] { places[place] = .object([]) } }

  /// How many elements the array at a place has.
  func count(at place: Int) -> Int { if case .array(let elements) = places[place] { elements.count } else { 0 } }

  /// The place of one more element.
  func addElement(to array: Int) -> Int {
    let place = add()
    guard case .array(var elements) = places[array] else { return place }
    // Taken out while it grows, so that it is not copied.
    places[array] = .nothing
    elements.append(place)
    places[array] = .array(elements)
    return place
  }

  /// The place of one more entry; each key comes once.
  func addEntry(_ key: String, to object: Int) -> Int {
    let place = add()
    guard case .object(var entries) = places[object] else { return place }
    places[object] = .nothing
    entries.append((key, place))
    places[object] = .object(entries)
    return place
  }

  /// Writes a number or a word at a place.
  func set(_ word: String, at place: Int) {
    let start = scalars.count
    scalars.append(contentsOf: word.utf8)
    places[place] = .scalar(start..<scalars.count)
  }

  /// Writes a string at a place.
  func set(string: String, at place: Int) {
    let start = scalars.count
    Self.write(string, to: &scalars)
    places[place] = .scalar(start..<scalars.count)
  }

  /// The document.
  var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(scalars.count * 2)
    write(root, to: &result)
    return result
  }

  private func write(_ place: Int, to result: inout [UInt8]) {
    switch places[place] {
    case .nothing: result.append(contentsOf: "{}".utf8)
    case .scalar(let range): result.append(contentsOf: scalars[range])
    case .array(let elements):
      result.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { result.append(UInt8(ascii: ",")) }
        write(element, to: &result)
      }
      result.append(UInt8(ascii: "]"))
    case .object(let entries):
      result.append(UInt8(ascii: "{"))
      for (index, entry) in entries.sorted(by: { $0.key < $1.key }).enumerated() {
        if index > 0 { result.append(UInt8(ascii: ",")) }
        Self.write(entry.key, to: &result)
        result.append(UInt8(ascii: ":"))
        write(entry.place, to: &result)
      }
      result.append(UInt8(ascii: "}"))
    }
  }

  private static func write(_ string: String, to result: inout [UInt8]) {
    result.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
      case 0x08: result.append(contentsOf: "\\b".utf8)
      case 0x09: result.append(contentsOf: "\\t".utf8)
      case 0x0A: result.append(contentsOf: "\\n".utf8)
      case 0x0C: result.append(contentsOf: "\\f".utf8)
      case 0x0D: result.append(contentsOf: "\\r".utf8)
      case 0..<0x20: result.append(contentsOf: "\(byte < 0x10 ? "\\u000" : "\\u00")\(String(byte, radix: 16))".utf8)
      default: result.append(byte)
      }
    }
    result.append(UInt8(ascii: "\""))
  }
}
