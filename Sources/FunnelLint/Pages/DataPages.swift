import FunnelDiagnostics

/// The pages of the language's own rules about data and tables.
enum DataPages {
  static let all: [RulePage] = [
    defaultOutsideDomain,
    unusableTable,
  ]

  private static let defaultOutsideDomain = RulePage(
    .defaultOutsideDomain,
    finds: "a default that the data point could not hold",
    why:
      "A value from a feed that does not fit counts as missing; the value that stands for a missing one must fit.",
    avoid:
      #"""
      data { size: integer in 1.. default 0 title "Size" }
      """#,
    prefer:
      #"""
      data { size: integer in 1.. default 1 title "Size" }
      """#)

  private static let unusableTable = RulePage(
    .unusableTable,
    finds: "a table that can't be read",
    why:
      "Leads are looked up in CSV and NDJSON tables, which are told by their names and read when the funnel is loaded: each key once, each column there.",
    avoid:
      #"""
      data { email: email  size: integer title "Size" }
      enrich from "companies.xls" by domain = domain(email) { size }
      """#,
    prefer:
      #"""
      data { email: email  size: integer title "Size" }
      enrich from "companies.csv" by domain = domain(email) { size }
      """#)
}
