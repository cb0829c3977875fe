import FunnelIR

/// The ways of journeys: their legs, each chained to the one before it.
extension Flight {
  @inline(__always)
  func leg(_ number: Int32) -> UnsafeMutablePointer<FlightLeg> {
    legs[Int(number)].assumingMemoryBound(to: FlightLeg.self)
  }

  /// When a journey's last leg was over: when it entered its stage, or ended.
  func since(_ row: FlightRow) -> Int64 {
    let header = row.header.pointee
    return header.leg < 0 ? header.started : header.started &+ leg(header.leg).pointee.over
  }

  /// Adds a leg to a journey's way; there must be room for it.
  mutating func addLeg(
    _ row: FlightRow, over instant: Int64, stage: Int16, _ how: Journey.Leaving = .completed
  ) {
    let header = row.header
    let leg = FlightLeg(before: header.pointee.leg, over: instant &- header.pointee.started, stage: stage, how: how)
    header.pointee.leg = Int32(truncatingIfNeeded: legs.count)
    legs.append().storeBytes(of: leg, as: FlightLeg.self)
  }

  /// Adds a decision to a journey's way, to the leg before it if that came of the same line: what was there before the line
  /// stays as it was.
  mutating func addTurn(_ row: FlightRow, _ branch: UInt16) -> Bool {
    let header = row.header
    if Int(header.pointee.leg) < knownLegs || leg(header.pointee.leg).pointee.branch != .max {
      guard hasRoomForLegs(1) else { return false }
      addLeg(row, over: since(row), stage: FlightLeg.Pause.none)
    }
    leg(header.pointee.leg).pointee.branch = branch
    return true
  }

  /// Whether there can be so many legs more.
  @inline(__always)
  func hasRoomForLegs(_ count: Int) -> Bool { legs.count &+ count < Int(Int32.max) }

  /// Tells a journey the way that its row has come.
  func unpackWay(_ row: FlightRow, into journey: inout Journey) {
    let header = row.header.pointee
    let since = since(row)
    if header.stage >= 0 {
      journey.history.append(Journey.Visit(stage: Int32(truncatingIfNeeded: header.stage), entered: since))
      journey.entered = since
    }
    var number = header.leg
    while number >= 0 {
      let leg = self.leg(number).pointee
      if leg.branch != .max {
        let branch = Int(leg.branch)
        journey.path.append(
          Journey.Turn(
            decision: Int32(layout.deciders[branch]), label: Int32(truncatingIfNeeded: program.branches[branch].label)))
      }
      if leg.stage >= 0 {
        let entered = leg.before < 0 ? 0 : self.leg(leg.before).pointee.over
        journey.history.append(
          Journey.Visit(
            stage: Int32(leg.stage), entered: header.started &+ entered, left: header.started &+ leg.over, how: leg.how)
        )
      }
      number = leg.before
    }
    journey.path.reverse()
    journey.history.reverse()
    if header.stage < 0 { journey.entered = journey.history.last?.entered ?? 0 }
    for turn in journey.path { journey.labels[Int(turn.decision)] = turn.label }
    for visit in journey.history { journey.visits[Int(visit.stage)] += 1 }
  }

  /// Takes up the way that a journey has come since its row landed; false where it can't be told.
  mutating func packWay(_ journey: borrowing Journey, _ row: FlightRow) -> Bool {
    var (turns, visits) = (0, 0)
    var number = row.header.pointee.leg
    while number >= 0 {
      let leg = self.leg(number).pointee
      if leg.branch != .max { turns += 1 }
      if leg.stage >= 0 { visits += 1 }
      number = leg.before
    }
    guard turns <= journey.path.count, visits <= journey.history.count else { return false }
    guard hasRoomForLegs(2 * (journey.path.count - turns + journey.history.count - visits) + 1) else { return false }
    for turn in journey.path[turns...] {
      let branches = program.decisions[Int(turn.decision)].branches
      guard let branch = branches.indices.first(where: { program.branches[$0].label == Int(turn.label) }),
        addTurn(row, UInt16(truncatingIfNeeded: branch))
      else { return false }
    }
    for visit in journey.history[visits...] {
      guard wait(row, until: visit.entered) else { return false }
      guard let left = visit.left, let how = visit.how else { continue }
      guard row.header.pointee.reaches(left) else { return false }
      addLeg(row, over: left, stage: Int16(truncatingIfNeeded: visit.stage), how)
    }
    return journey.ended.map { wait(row, until: $0) } ?? true
  }

  /// Adds what lies between the last leg and an instant, if anything does.
  private mutating func wait(_ row: FlightRow, until instant: Int64) -> Bool {
    let since = since(row)
    guard instant != since else { return true }
    guard instant > since, row.header.pointee.reaches(instant) else { return false }
    addLeg(row, over: instant, stage: FlightLeg.Pause.waiting)
    return true
  }
}
