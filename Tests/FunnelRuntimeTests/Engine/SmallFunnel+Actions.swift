import FunnelIR
import FunnelRuntime

extension SmallFunnel {
  /// The funnel as a program in which something is also done: every action there is, on entering any stage, as `n` changes and
  /// while it is high; the last activity hands out values and is done by the runner itself.
  ///
  /// Its third point holds a text, its fifth a set of texts, its sixth an e-mail address.
  func programWithActions() -> Program {
    var program = program()
    func string(_ text: String) -> Int {
      program.strings.append(text)
      return program.strings.count - 1
    }
    func value(of slot: Int) -> Int {
      program.values.append(Value(type: program.points[slot].type, entry: program.code.count, registers: 1))
      program.code += [Instruction(.point, immediate: UInt64(slot)), Instruction(.value)]
      return program.values.count - 1
    }
    func text(_ slot: Int) -> TableRange {
      program.parts += [.string(string("value ")), .value(value(of: slot))]
      return TableRange(start: program.parts.count - 2, count: 2)
    }
    let tag = TextReference(.constants, offset: UInt32(program.constants.bytes.count), length: 3)
    program.constants.bytes += Array("new".utf8)
    program.fields += [
      Field(key: string("n"), content: .value(value(of: 0))), Field(key: string("t"), content: .text(text(2))),
    ]
    let fields = TableRange(start: program.fields.count - 2, count: 2)
    let kinds: [Action.Kind] = [
      .notify(role: 0, text: text(2)), .task(role: 1, text: text(0), due: .days(1)), .note(text: text(4)),
      .email(role: 0, to: 5, subject: text(5), text: text(2)),
      .webhook(url: string("https://crm.example"), fields: fields), .tag(slot: 4, tag: tag.bits),
      .set(slot: 2, value: value(of: 2)), .untag(slot: 4, tag: tag.bits),
    ]
    program.actions += kinds.enumerated().map { Action($1, identity: Int64($0)) }
    let actions = TableRange(start: program.actions.count - kinds.count, count: kinds.count)
    program.observed = [Read(.point, 0), Read(.score, 0)]
    let own = program.answers[program.ownAnswers.indices]
    program.answers += own
    program.answers += [
      FunnelIR.Answer(.enter, name: string("on enter"), actions: actions),
      FunnelIR.Answer(.changed, subject: 0, name: string("on changed n"), actions: actions),
      FunnelIR.Answer(.exit, name: string("on exit"), actions: actions),
    ]
    program.ownAnswers = TableRange(start: program.answers.count - own.count - 3, count: own.count + 3)
    let ownWatches = program.watches[program.ownWatches.indices]
    program.watches += ownWatches
    program.watches.append(Watch(isExit: false, name: string("whenever"), condition: 0, actions: actions))
    program.ownWatches = TableRange(start: program.watches.count - ownWatches.count - 1, count: ownWatches.count + 1)
    program.activities[0].title = text(2)
    program.activities[0].with = fields
    program.activities[program.activities.count - 1].does = actions
    return program
  }
}
