import FunnelIR
import FunnelSemantics
import FunnelSyntax

/// Tables in which leads are looked up.
extension ProgramLowering {
  mutating func lowerEnrichments() {
    for enrichment in funnel.enrichments {
      let key = routines.routine(computing: enrichment.key, in: .journey)
      program.enrichments.append(
        Enrichment(
          file: string(enrichment.file.value), column: string(enrichment.column.value),
          key: types.type(enrichment.key.type), entry: key.entry, registers: key.registers,
          cells: enrichment.fields.map { field in
            Enrichment.Cell(point: field.point.index, column: string(field.column.value))
          }))
    }
  }
}
