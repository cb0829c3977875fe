import FunnelIR

/// What is to be done, field by field, as a store keeps it; the id is not kept, since it follows from the rest.
extension Effect {
  /// An effect without content.
  static let none = Effect(stage: -1, visit: 0, cause: .opening(0), assignee: nil, kind: .note(text: []))

  mutating func code<Coder: FieldCoder>(_ coder: inout Coder, _ program: LoadedProgram) {
    var (stage, visit, cause, assignee, kind) = (stage, visit, cause, assignee, kind)
    coder.index(&stage, below: program.program.stages.count)
    coder.count(&visit)
    cause.code(&coder, program)
    coder.optional(&assignee, new: []) { $0.text(&$1) }
    kind.code(&coder, program)
    if Coder.isReading {
      self = Effect(stage: stage, visit: visit, cause: cause, assignee: assignee, kind: kind)
    }
  }
}

extension Effect.Cause {
  fileprivate mutating func code<Coder: FieldCoder>(_ coder: inout Coder, _ program: LoadedProgram) {
    var form: Int32 =
      switch self {
      case .action: 0
      case .opening: 1
      case .reminder: 2
      }
    coder.place(&form, below: 3)
    if Coder.isReading { self = [.action(0, occurrence: 0), .opening(0), .reminder(0, opening: 0)][Int(form)] }
    switch self {
    case .action(var index, var occurrence):
      coder.place(&index, below: program.program.actions.count)
      coder.count(&occurrence)
      if Coder.isReading { self = .action(index, occurrence: occurrence) }
    case .opening(var opening):
      coder.count(&opening)
      if Coder.isReading { self = .opening(opening) }
    case .reminder(var number, var opening):
      coder.count(&number)
      coder.count(&opening)
      if Coder.isReading { self = .reminder(number, opening: opening) }
    }
  }
}

extension Effect.Kind {
  private static let forms: [Effect.Kind] = [
    .notify(role: 0, text: []), .task(role: 0, text: [], due: nil), .note(text: []),
    .email(role: 0, to: nil, subject: [], text: []), .webhook(url: 0, fields: []),
    .activity(0, title: [], attempt: 0, due: nil, with: []), .reminder(0, title: [], number: 0, due: nil),
  ]

  private var form: Int32 {
    switch self {
    case .notify: 0
    case .task: 1
    case .note: 2
    case .email: 3
    case .webhook: 4
    case .activity: 5
    case .reminder: 6
    }
  }

  fileprivate mutating func code<Coder: FieldCoder>(_ coder: inout Coder, _ program: LoadedProgram) {
    var form = form
    coder.place(&form, below: Effect.Kind.forms.count)
    if Coder.isReading { self = Effect.Kind.forms[Int(form)] }
    let (roles, activities) = (program.program.roles.count, program.program.activities.count)
    switch self {
    case .notify(var role, var text):
      coder.place(&role, below: roles)
      coder.text(&text)
      if Coder.isReading { self = .notify(role: role, text: text) }
    case .task(var role, var text, var due):
      coder.place(&role, below: roles)
      coder.text(&text)
      coder.optionalInstant(&due)
      if Coder.isReading { self = .task(role: role, text: text, due: due) }
    case .note(var text):
      coder.text(&text)
      if Coder.isReading { self = .note(text: text) }
    case .email(var role, var address, var subject, var text):
      coder.place(&role, below: roles)
      coder.optional(&address, new: []) { $0.text(&$1) }
      coder.text(&subject)
      coder.text(&text)
      if Coder.isReading { self = .email(role: role, to: address, subject: subject, text: text) }
    case .webhook(var url, var fields):
      coder.place(&url, below: program.program.strings.count)
      coder.fields(&fields, program)
      if Coder.isReading { self = .webhook(url: url, fields: fields) }
    case .activity(var index, var title, var attempt, var due, var fields):
      coder.place(&index, below: activities)
      coder.text(&title)
      coder.count(&attempt)
      coder.optionalInstant(&due)
      coder.fields(&fields, program)
      if Coder.isReading { self = .activity(index, title: title, attempt: attempt, due: due, with: fields) }
    case .reminder(var index, var title, var number, var due):
      coder.place(&index, below: activities)
      coder.text(&title)
      coder.count(&number)
      coder.optionalInstant(&due)
      if Coder.isReading { self = .reminder(index, title: title, number: number, due: due) }
    }
  }
}

extension FieldCoder {
  fileprivate mutating func fields(_ fields: inout [EffectField], _ program: LoadedProgram) {
    let missing = RecordedValue(type: ValueType(.text), bits: nil, bytes: [])
    list(&fields, new: EffectField(key: 0, value: missing, isHidden: false)) { coder, field in
      var (key, value) = (field.key, field.value)
      coder.place(&key, below: program.program.strings.count)
      var type = value.type
      coder.type(&type, program)
      value.code(&coder, as: type, program)
      field = EffectField(key: key, value: value, isHidden: false)
    }
  }

  /// The type of a value that nothing else tells.
  private mutating func type(_ type: inout ValueType, _ program: LoadedProgram) {
    var (base, isSet, detail) = (type.base, type.isSet, type.detail)
    choice(&base, of: ValueType.Base.allCases)
    flag(&isSet)
    integer(
      &detail, from: 0,
      through: base == .choice ? UInt32(clamping: max(program.program.choices.count - 1, 0)) : .max)
    if Self.isReading { type = ValueType(base, isSet: isSet, detail: detail) }
  }
}
