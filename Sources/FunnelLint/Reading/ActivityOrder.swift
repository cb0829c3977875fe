import FunnelSemantics

/// The activities of a stage in the order in which they can open, and what each waits for.
struct ActivityOrder {
  /// Larger stages are not compared activity by activity.
  private static let mostCompared = 500

  /// The activities, each behind those that it waits for.
  let order: [ID<ResolvedActivity>]
  private let before: [ID<ResolvedActivity>: Set<ID<ResolvedActivity>>]

  /// - Complexity: O(activities + waits), and for what comes before each, O(activities²) up to 500 of them.
  init(_ activities: [ID<ResolvedActivity>], _ funnel: ResolvedFunnel) {
    var followers: [ID<ResolvedActivity>: [ID<ResolvedActivity>]] = [:]
    var waits: [ID<ResolvedActivity>: Int] = [:]
    for id in activities {
      waits[id] = funnel.activities[id].after.count
      for other in funnel.activities[id].after { followers[other, default: []].append(id) }
    }
    var order = activities.filter { waits[$0] == 0 }
    var next = 0
    while next < order.count {
      for follower in followers[order[next]] ?? [] {
        let left = (waits[follower] ?? 0) - 1
        waits[follower] = left
        if left == 0 { order.append(follower) }
      }
      next += 1
    }
    var before: [ID<ResolvedActivity>: Set<ID<ResolvedActivity>>] = [:]
    if activities.count <= Self.mostCompared {
      for id in order {
        before[id] = funnel.activities[id].after.reduce(into: []) { all, other in
          all.insert(other)
          all.formUnion(before[other] ?? [])
        }
      }
    }
    self.order = order
    self.before = before
  }

  /// Whether there are few enough activities to say what comes before what.
  var isCompared: Bool { order.count <= Self.mostCompared }

  /// Whether two activities can be open at once; false where there are too many to tell.
  func areSideBySide(_ a: ID<ResolvedActivity>, _ b: ID<ResolvedActivity>) -> Bool {
    guard let beforeA = before[a], let beforeB = before[b] else { return false }
    return !beforeA.contains(b) && !beforeB.contains(a)
  }
}
