/// The events of the workload "journeys": leads register within two days, and what happens to them comes in the order of time,
/// so that nearly all journeys are open at once.
struct EventFeed {
  /// What is still to come of a lead.
  private struct Story {
    var next: Int
    var sequence = 0
    var step = 0
  }

  private static let registration = 48 * 3600
  private static let activities = [
    "verify_email", "collect_documents", "screen_sanctions", "manual_review", "draft_contract", "legal_review",
    "sign_contract", "provision_account", "train_users", "import_data",
  ]

  private var random = SplitMix64(seed: 20_260_302)

  /// Writes the events of so many leads.
  mutating func write(leads: Int, to write: (String) -> Void) {
    var stories: [Story] = []
    for _ in 0..<leads { stories.append(Story(next: random.below(EventFeed.registration))) }
    // A wheel of hours: each holds the leads of which something happens in it.
    var wheel = [[Int]](repeating: [], count: 12 * 24)
    for lead in stories.indices { wheel[stories[lead].next / 3600].append(lead) }
    for hour in wheel.indices {
      for (place, lead) in wheel[hour].enumerated() {
        // Times never go back within the feed.
        let second = hour * 3600 + place * 3600 / max(wheel[hour].count, 1)
        stories[lead].sequence += 1
        write(line(lead, stories[lead], second))
        stories[lead].step += 1
        let following = hour + 1 + random.below(24)
        if following < wheel.count, stories[lead].step < 13 { wheel[following].append(lead) }
      }
    }
  }

  private mutating func line(_ lead: Int, _ story: Story, _ second: Int) -> String {
    let digits = String(lead)
    let id = "J" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    let sequence = random.chance(1) ? max(1, story.sequence - 1) : story.sequence
    var line = "{\"seq\":\(sequence),\"lead\":\"\(id)\",\"at\":\"\(stamp(second))\",\"type\":"
    switch story.step {
    case 0:
      line += "\"lead.registered\",\"data\":{\"country\":\"\(random.one(of: ["DE", "RO", "CY", "FR"]))\","
      line += "\"employees\":\(random.below(2000)),\"plan\":\"\(random.one(of: ["basic", "pro", "enterprise"]))\"}"
    case 1, 6:
      line +=
        "\"data.updated\",\"data\":{\"risk\":\(random.below(100)),\"verdict\":\"\(random.one(of: ["approve", "reject"]))\"}"
    case 12 where random.chance(20): line += "\"lead.withdrawn\""
    default:
      let kind = random.chance(8) ? "activity.failed" : "activity.completed"
      let activity = EventFeed.activities[max(0, story.step - 2) % EventFeed.activities.count]
      line += "\"\(kind)\",\"activity\":\"\(random.chance(10) ? random.one(of: EventFeed.activities) : activity)\""
    }
    return line + ",\"actor\":{\"id\":\"u\(random.below(5000))\",\"role\":\"analyst\"},\"source\":\"crm\"}\n"
  }
}
