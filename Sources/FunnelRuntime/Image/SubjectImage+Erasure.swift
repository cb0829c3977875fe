import FunnelIR

/// What is left of a subject that is erased.
extension SubjectImage {
  /// The subject without anything personal: values of personal points are unknown, ids and names that are personal are parts of
  /// their hashes, values by which the lead is known are hashes. Where its journeys stand, how they got there and what was
  /// counted stays.
  public func erased(_ workspace: LoadedWorkspace, _ digest: ([UInt8]) -> [UInt8]) -> SubjectImage {
    let personal = workspace.funnels.map(\.personal)
    func isPersonal(_ id: some BidirectionalCollection<UInt8>) -> Bool { personal.contains { $0.isPersonal(id: id) } }
    var image = self
    for index in image.leads.indices where isPersonal(image.leads[index].id) {
      if !Pseudonym.isOne(image.leads[index].id) { image.leads[index].id = Pseudonym.id(image.leads[index].id, digest) }
    }
    var keys: [[UInt8]] = []
    for key in image.keys.map({ Pseudonym.key($0, digest) }) where !keys.contains(key) { keys.append(key) }
    image.keys = keys
    for index in image.journeys.indices {
      let program = workspace.funnels[Int(image.journeys[index].journey.funnel)]
      image.journeys[index].journey.erase(program, isPersonal: { isPersonal($0) }, digest)
    }
    return image
  }

  /// Whether a lead id is one of the subject's, or was before it was erased.
  public func holds(lead id: [UInt8], _ digest: ([UInt8]) -> [UInt8]) -> Bool {
    leads.contains { $0.id == id || (Pseudonym.isOne($0.id) && $0.id == Pseudonym.id(id, digest)) }
  }

  /// The personal texts that it holds, the ids of its leads among them: what tells that a line is about it.
  public func tellingTexts(_ workspace: LoadedWorkspace) -> [[UInt8]] {
    var texts = leads.map(\.id)
    for entry in journeys {
      let program = workspace.funnels[Int(entry.journey.funnel)]
      for slot in program.program.points.indices where program.points[slot].isPersonal && entry.journey.isKnown(slot) {
        let type = program.points[slot].type
        if type.isReference, !type.isSet {
          texts.append(Array(entry.journey.bytes(TextReference(bits: entry.journey.values[slot]))))
        } else {
          var writer = JSONWriter()
          writer.value(
            type, entry.journey.values[slot], UnsafeRawBufferPointer(start: nil, count: 0),
            PrintedNames(program.program))
          texts.append(writer.bytes.filter { $0 != UInt8(ascii: "\"") })
        }
      }
    }
    // What is very short stands in many lines, and tells nothing of anybody.
    return texts.filter { $0.count >= 2 }
  }
}

extension Journey {
  fileprivate mutating func erase(
    _ program: LoadedProgram, isPersonal: (ArraySlice<UInt8>) -> Bool, _ digest: ([UInt8]) -> [UInt8]
  ) {
    if isPersonal(lead[...]), !Pseudonym.isOne(lead) {
      lead = Pseudonym.id(lead, digest)
      leadIsNumber = false
    }
    for slot in program.program.points.indices where program.points[slot].isPersonal {
      clear(slot, isReference: program.points[slot].type.isReference)
    }
    for (index, read) in program.program.observed.enumerated() where observed.indices.contains(index) {
      guard program.personal.isPersonal(read) else { continue }
      observed[index] = RecordedValue(type: observed[index].type, bits: nil, bytes: [])
    }
    if let name = owner, isPersonal(bytes(name)) { owner = nil }
    for key in activities.indices {
      if let name = activities[key].assignee, isPersonal(bytes(name)) { activities[key].assignee = nil }
      if let name = activities[key].doer, isPersonal(bytes(name)) { activities[key].doer = nil }
    }
  }
}
