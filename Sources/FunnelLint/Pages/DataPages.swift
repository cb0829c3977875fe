import FunnelDiagnostics

/// The pages of the language's own rules about data and tables.
enum DataPages {
  static let all: [RulePage] = [
    defaultOutsideDomain,
    unusableTable,
    feedsDiffer,
    handoverDiffers,
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

  private static let feedsDiffer = RulePage(
    .feedsDiffer,
    finds: "funnels that run together and read one feed in different ways",
    why:
      "A line is read once, for all of them. The first funnel with the block says how; the others leave it out, or say the same.",
    avoid:
      #"""
      funnel sales { feed leads { lead from id }  start -> converted }
      funnel care { feed leads { lead from ref }  start -> converted }
      """#,
    prefer:
      #"""
      funnel sales { source website ref "WEB"  feed leads { lead from id  source from ref }  start -> converted }
      funnel care { source hotline ref "HOT"  start -> converted }
      """#)

  private static let handoverDiffers = RulePage(
    .handoverDiffers,
    finds: "a data point that can't be handed over to the funnel that is started",
    why:
      "\"start\" hands over what both funnels know by one name. Where the types differ, the value would be lost without a word.",
    avoid:
      #"""
      funnel sales {
        data { size: integer title "Size" }
        start -> talk
        stage talk { activity call by lead { due 1 day }  limit 5 days -> converted  on completed { start care }  then -> converted }
      }
      funnel care { data { size: text title "Size" }  start -> converted }
      """#,
    prefer:
      #"""
      funnel sales {
        data { size: integer title "Size" }
        start -> talk
        stage talk { activity call by lead { due 1 day }  limit 5 days -> converted  on completed { start care }  then -> converted }
      }
      funnel care { data { size: integer title "Size" }  start -> converted }
      """#)
}
