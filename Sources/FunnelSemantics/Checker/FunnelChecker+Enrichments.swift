import FunnelDiagnostics
import FunnelSyntax

/// Tables in which leads are looked up.
extension FunnelChecker {
  /// `enrich from FILE by COLUMN = EXPR { ... }`; nil where something in it is wrong.
  func enrichment(_ syntax: EnrichSyntax) -> ResolvedEnrichment? {
    let errors = report.errors
    let key = lookupKey(syntax.key)
    let names = syntax.fields.compactMap(\.point)
    let points = points(names, "enrich")
    if let file = syntax.file, !Self.tableEndings.contains(where: { file.value.hasSuffix($0) }) {
      report.add(.unknownTableForm(file.value, at: file.span))
    }
    guard errors == report.errors, let file = syntax.file, let column = syntax.column, let key,
      points.count == syntax.fields.count
    else { return nil }
    let fields = zip(syntax.fields, points).map { field, point in
      let column = field.column ?? field.point
      return ResolvedEnrichment.Field(
        point: point.value, column: Spanned(column?.text ?? "", column?.span ?? point.span))
    }
    return ResolvedEnrichment(
      file: Spanned(file.value, file.span), column: Spanned(column.text, column.span), key: key, fields: fields)
  }

  /// How the names of files end that hold tables.
  static let tableEndings = [".csv", ".ndjson", ".jsonl"]

  /// The value that is looked for: one that has a single text.
  private func lookupKey(_ syntax: ExpressionSyntax?) -> TypedExpression? {
    guard let key = check(syntax) else { return nil }
    switch key.type {
    case .text, .email, .phone, .url, .document, .integer, .date, .country, .language: return key
    default:
      report.add(.lookupKey(describe(key.type), at: key.span))
      return nil
    }
  }
}
