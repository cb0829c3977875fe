import FunnelIR

/// What several runs that share feeds must know of each other.
extension FunnelRun {
  /// Whether leads can be dealt to several runs: nothing that happens to one has to do with another, and none is known by
  /// anything but its id.
  public static func isDealable(_ workspace: LoadedWorkspace, _ settings: RunSettings) -> Bool {
    guard !settings.isObserved, !settings.isDurable else { return false }
    return workspace.funnels.allSatisfy { funnel in
      funnel.program.intake.duplicates != .unchecked && funnel.program.intake.keys.isEmpty && !funnel.handsOver
    }
  }

  /// How many journeys began.
  var journeyCount: Int { kept.count }

  /// Takes the lines at the front of those dealt that are plain, the short way, where there is one.
  /// - Returns: how many lines were handled.
  mutating func takeDealt(_ lines: ArraySlice<DealtLine>, _ reader: borrowing FeedReader) -> Int {
    if !hasAskedForLane {
      hasAskedForLane = true
      if kept.isEmpty, leads.isEmpty, let high = Flight(workspace, settings, reader) { flight = Held(high) }
    }
    return flight.map { takeOff($0, dealt: lines) } ?? 0
  }

  /// Which of the lines that `takeDealt` took last began a journey each.
  var beginnings: [Int] { flight?.value.beginnings ?? [] }
}
