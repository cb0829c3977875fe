/// Where effects of each kind go.
struct Destinations {
  static let file = OptionSyntax(
    "--file", .word("[KINDS=]FILE"),
    "append effects to this file, one JSON object a line: all kinds but webhooks, or only task,notify=FILE",
    isRepeated: true)
  static let command = OptionSyntax(
    "--command", .word("[KINDS=]COMMAND"),
    "run this command for each effect, which it reads from its standard input; status 0 says that it is done",
    isRepeated: true)

  /// Where one kind goes.
  enum Place {
    case file(EffectFile)
    case command(EffectCommand)
    case webhook
  }

  private var places: [String: Place] = [:]

  /// The kinds that have a place, in order of their names.
  let kinds: [String]

  /// Reads the options; opens files.
  /// - Parameter seconds: how long a command may take.
  init(_ arguments: Arguments, seconds: Int, sendsWebhooks: Bool) throws {
    var general: Place?
    if sendsWebhooks { places["webhook"] = .webhook }
    var named: Set<String> = []
    for (option, make) in Destinations.makers(seconds: seconds) {
      for value in arguments.values(option) {
        let (kinds, rest) = Destinations.split(value)
        let place = try make(rest)
        if let twice = kinds?.first(where: { !named.insert($0).inserted })
          ?? (general == nil || kinds != nil ? nil : "all")
        {
          throw UsageError(
            "\(twice == "all" ? "what no option names" : "\"\(twice)\"") has two places to go",
            help: "say which kinds go where: \"\(option.name) task,notify=...\"")
        }
        if kinds == nil { general = place }
        for kind in kinds ?? [] { places[kind] = place }
      }
    }
    // What is said of one kind goes before what is said of all.
    if let general {
      for kind in StoredEffect.kinds where kind != "webhook" && !named.contains(kind) { places[kind] = general }
    }
    kinds = places.keys.sorted()
  }

  private static func makers(seconds: Int) -> [(OptionSyntax, (String) throws -> Place)] {
    [(file, { .file(try EffectFile($0)) }), (command, { .command(EffectCommand(text: $0, seconds: seconds)) })]
  }

  /// Where a kind goes; nil where nobody said.
  subscript(kind: String) -> Place? { places[kind] }

  /// The kinds in front of a value, as far as they are kinds; a path may hold the sign too.
  private static func split(_ value: String) -> (kinds: [String]?, rest: String) {
    let parts = value.split(separator: "=", maxSplits: 1).map(String.init)
    let kinds = parts.first?.split(separator: ",").map(String.init) ?? []
    guard parts.count == 2, !kinds.isEmpty, kinds.allSatisfy(StoredEffect.kinds.contains) else { return (nil, value) }
    return (kinds, parts[1])
  }
}
