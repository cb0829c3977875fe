import Testing

/// The table of what the field's products have: each row names a proof that exists, or says that there can be none.
@Suite("The table of the field")
struct DomainTableTests {
  private static let path = "Grammar/DOMAIN.md"

  /// The cells of every row below the headers.
  private static var rows: [[String]] {
    Repository.lines(path).filter { $0.hasPrefix("| ") && !$0.hasSuffix("| proved by |") }
      .map { $0.dropFirst(2).dropLast(2).split(separator: " | ").map(String.init) }
  }

  @Test("every row has a construct and a proof, or says why not")
  func proofs() {
    #expect(Self.rows.count >= 40)
    for row in Self.rows {
      #expect(row.count == 3, "\(row)")
      let proof = row.last ?? ""
      let paths = proof.matches(of: /`([^`]+)`/).map { String($0.output.1) }
      #expect(!paths.isEmpty || proof.contains("out of a text runner's reach"), "\(row)")
      for path in paths { #expect(Repository.exists(path), "\(path) proves \"\(row.first ?? "")\"") }
    }
  }
}
