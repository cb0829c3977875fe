import FunnelDiagnostics
import FunnelStore

/// `funnelc deliver`: carries out the effects of a store.
enum DeliverVerb: Verb {
  static let store = OptionSyntax(
    "--store", .word("DB"), "the store whose effects are carried out", isRequired: true)
  private static let once = OptionSyntax(
    "--once", .none, "deliver what is due, then end; otherwise it goes on until it is stopped")
  private static let schedule = OptionSyntax(
    "--schedule", .word("PAUSES"),
    "how long to wait behind each failed attempt: s, m, h, d; behind the last it is given up",
    fallback: DeliverySchedule.standard)
  private static let timeout = OptionSyntax(
    "--timeout", .number("SECONDS", 1...3_600), "how long a webhook or a command may take", fallback: "15")
  private static let parallel = OptionSyntax(
    "--parallel", .number("N", 1...256), "how many webhooks are under way at once", fallback: "8")
  private static let allowPrivate = OptionSyntax(
    "--allow-private", .word("HOST"), "a host that webhooks may reach although its address is not public",
    isRepeated: true)
  private static let proxy = OptionSyntax(
    "--proxy", .word("URL"), "the proxy through which webhooks go, and which then judges where to")
  private static let list = OptionSyntax(
    "--list", .choice(["waiting", "given-up", "delivered"]), "show effects and what became of them, and deliver nothing"
  )
  private static let requeue = OptionSyntax(
    "--requeue", .word("ID"), "let an effect that was given up be tried anew, or \"all\" of them; delivers nothing",
    isRepeated: true)
  private static let json = OptionSyntax(
    "--json", .none, "write the summary, or the list, as JSON to standard output")

  static let syntax = VerbSyntax(
    name: "deliver",
    summary: "carry out what a store's journeys ask for: webhooks, tasks, notifications",
    explanation: [
      "Delivers each effect of a store at least once, with its id, so that whoever receives one twice can tell: webhooks are posted and signed as the Standard Webhooks specification says; other effects are appended to a file, or given to a command of yours. A command gets one effect at a time, in their order, and the next one when it has ended; webhooks are under way side by side.",
      "What fails is tried again on a schedule, each pause up to a fifth longer by chance, and then given up: \"--list given-up\" shows it, \"--requeue\" tries it anew. A receiver's \"Retry-After\" is waited for, up to a day; its 410 ends the trying.",
      "Webhooks go to public addresses only, unless a host is allowed by name; what counts is the very address that is connected to. No redirect is followed, and no proxy is asked but one that is named.",
      "The store is only read. What became of each effect stands in DB-delivery beside it.",
    ],
    operands: .none,
    ownOptions: [
      store, once, Destinations.file, Destinations.command, WebhookSecret.file, WebhookSecret.variable,
      WebhookSecret.unsigned, allowPrivate, proxy, schedule, timeout, parallel, list, requeue, json,
    ])

  static func run(_ arguments: Arguments, _ console: Console) throws -> ExitStatus {
    let path = arguments.value(store) ?? ""
    if arguments.has(list) || arguments.has(requeue) {
      try manage(path, arguments, console)
      return .clean
    }
    let pauses = arguments.value(schedule) ?? ""
    guard let schedule = DeliverySchedule(pauses) else {
      throw UsageError(
        "\"\(pauses)\" is no schedule", help: "type pauses with commas between them: \"\(DeliverySchedule.standard)\"")
    }
    let seconds = arguments.number(timeout) ?? 15
    let secrets = try WebhookSecret.all(arguments)
    let sendsWebhooks = !secrets.isEmpty || arguments.has(WebhookSecret.unsigned)
    let source = try SQLiteStore(path, isReadOnly: true, readsSubjects: false, holdsStill: false)
    let ledger = try DeliveryLedger(of: path, for: .delivering)
    let destinations = try Destinations(arguments, seconds: seconds, sendsWebhooks: sendsWebhooks)
    let sender =
      sendsWebhooks
      ? try WebhookSender(proxy: arguments.value(proxy), seconds: seconds, houses: arguments.values(allowPrivate)) : nil
    guard !destinations.kinds.isEmpty else {
      throw UsageError(
        "nobody said where effects are to go",
        help:
          "give \"\(WebhookSecret.file.name) FILE\" for signed webhooks, \"\(Destinations.file.name) FILE\" or \"\(Destinations.command.name) COMMAND\" for the rest"
      )
    }
    Interruption.watch()
    let world = Delivery.World()
    var delivery = Delivery(
      store: source, ledger: ledger, destinations: destinations, schedule: schedule, secrets: secrets,
      isUnsignedAllowed: arguments.has(WebhookSecret.unsigned), parallel: arguments.number(parallel) ?? 8,
      sender: sender, world: world
    ) { console.say($0.printable + "\n") }
    try delivery.run(once: arguments.has(once))
    let tally = delivery.tally
    if arguments.has(json) {
      try console.output.write(tally.json(ledger))
    } else {
      console.say(try tally.text(ledger, destinations, store: path, now: world.now()))
    }
    // Without "--once", being stopped is the only end there is.
    guard arguments.has(once) else { return .clean }
    return Interruption.signal != nil ? .interrupted : tally.givenUp > 0 ? .findings : .clean
  }

  /// Looks, or puts back what was given up.
  private static func manage(_ path: String, _ arguments: Arguments, _ console: Console) throws {
    let source = try SQLiteStore(path, isReadOnly: true, readsSubjects: false, holdsStill: false)
    let ledger = try DeliveryLedger(of: path, for: .managing)
    if arguments.has(requeue) {
      let ids = arguments.values(requeue)
      let count = try ledger.requeue(ids.contains("all") ? nil : ids, at: Delivery.World().now())
      console.say("\(count.of("effect")) will be tried anew\n")
      guard count > 0 || ids.contains("all") else {
        throw UsageError(
          "no effect of these ids was given up",
          help: "\"funnelc deliver --store \(path) --list given-up\" shows the ids")
      }
    }
    switch arguments.value(list) {
    case "waiting": try DeliveryList.write(.waiting, ledger, source, arguments.has(json), console)
    case "given-up": try DeliveryList.write(.givenUp, ledger, source, arguments.has(json), console)
    case "delivered": try DeliveryList.write(.delivered, ledger, source, arguments.has(json), console)
    default: break
    }
  }
}
