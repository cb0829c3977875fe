import Foundation

extension Program {
  /// The program as canonical JSON: keys sorted, no blanks, so that equal programs give equal bytes.
  public func canonicalJSON() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(self))
  }

  /// Reads a program that has not been verified; nil where the bytes are no program of this format.
  public init?(canonicalJSON bytes: [UInt8]) {
    guard let program = try? JSONDecoder().decode(Program.self, from: Data(bytes)),
      program.formatVersion == Program.currentFormat
    else { return nil }
    self = program
  }
}
