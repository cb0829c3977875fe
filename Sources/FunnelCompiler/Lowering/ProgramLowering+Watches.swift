import FunnelIR
import FunnelSemantics

/// Conditions that are watched, and when time may change them.
extension ProgramLowering {
  /// A condition that is watched, with the place of its clause in the text.
  struct Watcher {
    let place: Int32
    let condition: Int
  }

  /// Lowers a condition that is watched, with the instants at which time may change it, and gives its number.
  mutating func watched(_ expression: TypedExpression, in scope: RoutineLowering.Scope) -> Int {
    let number = condition(expression, in: scope)
    let start = program.wakes.count
    for comparison in clockComparisons(in: expression) {
      for edge in comparison.edges {
        let routine = routines.routine(computing: edge, in: scope)
        program.wakes.append(Wake(entry: routine.entry, registers: routine.registers, isDay: comparison.isToday))
      }
    }
    if program.wakes.count > start {
      program.conditions[number].wakes = TableRange(start: start, count: program.wakes.count - start)
    }
    return number
  }

  /// The timers of what the funnel itself watches.
  mutating func watchTimers(_ conditions: some Sequence<Int>) -> TableRange {
    let start = program.timers.count
    for condition in conditions where program.conditions[condition].wakes.count > 0 {
      program.timers.append(StageTimer(.watch, condition: condition))
    }
    return TableRange(start: start, count: program.timers.count - start)
  }

  /// The comparisons with the clock in a condition and in the formulas that it reads, each once.
  private func clockComparisons(in expression: TypedExpression) -> [ClockComparison] {
    var found: [ClockComparison] = []
    var seen: Set<Formula> = []
    var pending = [expression]
    while let next = pending.popLast() {
      if let comparison = ClockComparison(next) {
        found.append(comparison)
      } else if let formula = next.formula {
        guard seen.insert(formula).inserted else { continue }
        pending += routines.graph.nodes[routines.graph.index(of: formula)].roots.reversed()
      } else {
        pending += next.operands.reversed()
      }
    }
    return found
  }
}

extension RoutineLowering {
  /// A routine that computes the instant or day at which a comparison with the clock may change.
  mutating func routine(computing edge: ClockComparison.Edge, in scope: Scope) -> Routine {
    code.span = edge.value.span
    return routine([edge.value], in: scope) { lowering in
      let result = lowering.code.temporary()
      lowering.compute(edge.value, into: result)
      // The next microsecond, or the next day.
      if edge.isBehind { lowering.code.emit(.addConstant, into: result, result, 1) }
      lowering.code.emit(.value, into: result)
    }
  }
}
