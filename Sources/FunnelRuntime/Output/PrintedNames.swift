import FunnelIR

/// The program's names as JSON strings, quotes and escapes included, made once so that results only copy them.
struct PrintedNames: Sendable {
  /// Names, titles and reasons, by their index in `Program.strings`.
  let strings: PrintedList
  /// The members of each choice table.
  let members: [PrintedList]
  /// `"decision.label"` of each label of each decision.
  let turns: [PrintedList]

  init(_ program: Program) {
    strings = PrintedList(program.strings)
    members = program.choices.map { PrintedList($0.members.map(\.name)) }
    turns = program.decisions.map { decision in
      PrintedList(program.choices[decision.labels].members.map { "\(program.strings[decision.name]).\($0.name)" })
    }
  }
}

/// Texts as JSON strings, side by side in memory that never changes.
final class PrintedList: @unchecked Sendable {
  private let texts: UnsafeMutableBufferPointer<UnsafeRawBufferPointer>
  private let bytes: UnsafeMutableRawBufferPointer

  init(_ strings: [String]) {
    var writer = JSONWriter()
    var ends: [Int] = []
    for string in strings {
      writer.string(string)
      ends.append(writer.count)
      writer.endLine()
    }
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: writer.count, alignment: 1)
    writer.withBytes { memory.copyMemory(from: $0) }
    texts = .allocate(capacity: strings.count)
    var start = 0
    for (index, end) in ends.enumerated() {
      texts.initializeElement(at: index, to: UnsafeRawBufferPointer(rebasing: memory[start..<end]))
      start = end + 1
    }
    bytes = memory
  }

  deinit {
    texts.deallocate()
    bytes.deallocate()
  }

  /// How many texts there are.
  var count: Int { texts.count }

  /// A text, good as long as the list is.
  subscript(index: Int) -> UnsafeRawBufferPointer {
    @inline(__always) get { texts[index] }
  }
}

extension JSONWriter {
  /// Writes a name that is JSON already.
  mutating func printed(_ name: [UInt8]) {
    name.withUnsafeBytes { raw($0) }
  }

  /// Writes a name that is JSON already, or null.
  mutating func printed(_ name: UnsafeRawBufferPointer?) {
    if let name { raw(name) } else { null() }
  }

  /// Writes a name that is JSON already, or null.
  mutating func printed(_ name: [UInt8]?) {
    if let name { printed(name) } else { null() }
  }

  /// Writes an instant or null.
  mutating func datetime(optional instant: Int64?) {
    if let instant { datetime(instant) } else { null() }
  }
}
