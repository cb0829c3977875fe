import Testing

@testable import FunnelCommands

@Suite("Reading the command line")
struct ArgumentsTests {
  static let out = OptionSyntax("--output", short: "-o", .word("FILE"), "where results go", fallback: "-")
  static let tags = OptionSyntax("--tag", .word("TAG"), "a tag", isRepeated: true)
  static let depth = OptionSyntax("--max-depth", .number("N", 1...512), "how deep")
  static let strict = OptionSyntax("--strict", .none, "be strict")
  private static let form = OptionSyntax(
    "--format", .choice(["text", "concise", "json"]),
    "how findings are shown: with the source, one line each, or as JSON", fallback: "text")
  static let leads = OptionSyntax("--leads", .word("FEED"), "the leads", isRequired: true)
  static let verb = VerbSyntax(
    name: "go", summary: "goes", explanation: ["Goes."],
    operands: .init(name: "FILE", help: "a file", count: 1...2),
    ownOptions: [out, tags, depth, strict, leads, form])

  func read(_ line: String) throws(UsageError) -> Arguments {
    try Arguments(line.split(separator: " ").map(String.init), for: Self.verb)
  }

  @Test("options and operands in any order")
  func anyOrder() throws {
    let arguments = try read("a.funnel --leads l.ndjson -o out --strict b.funnel --tag=x --tag y --max-depth=12")
    #expect(arguments.operands == ["a.funnel", "b.funnel"])
    #expect(arguments.value(Self.leads) == "l.ndjson")
    #expect(arguments.value(Self.out) == "out")
    #expect(arguments.has(Self.strict))
    #expect(arguments.number(Self.depth) == 12)
  }

  @Test("what isn't given has its default")
  func defaults() throws {
    let arguments = try read("a --leads l")
    #expect(arguments.value(Self.out) == "-")
    #expect(arguments.value(Self.form) == "text")
    #expect(arguments.number(Self.depth) == nil)
    #expect(!arguments.has(Self.strict))
  }

  @Test("a dash is a file, and two end the options")
  func dashes() throws {
    #expect(try read("- --leads -").operands == ["-"])
    #expect(try read("--leads=- -- --strict -x").operands == ["--strict", "-x"])
    #expect(try read("a --leads=a=b").value(Self.leads) == "a=b")
  }

  @Test("help is given also where something lacks")
  func help() throws {
    #expect(try read("--help").has(CommonOptions.help))
    #expect(try read("-h --strict").has(CommonOptions.help))
  }

  @Test(
    "what means nothing is refused with what to type instead",
    arguments: [
      ("--leads l", "\"funnelc go\" needs FILE", "\"funnelc go --help\" shows how it is used"),
      ("a", "\"funnelc go\" needs \"--leads FEED\"", "\"funnelc go --help\" shows how it is used"),
      (
        "a b c --leads l", "\"c\" is one FILE too many for \"funnelc go\"", "\"funnelc go --help\" shows how it is used"
      ),
      ("a --leeds l", "\"funnelc go\" has no option \"--leeds\"", "did you mean \"--leads\"?"),
      ("a --max 3", "\"funnelc go\" has no option \"--max\"", "did you mean \"--max-depth\"?"),
      ("a --xyz", "\"funnelc go\" has no option \"--xyz\"", "\"funnelc go --help\" lists the options"),
      ("a -x", "\"funnelc go\" has no option \"-x\"", "\"funnelc go --help\" lists the options"),
      ("a --leads", "\"--leads\" needs a value", "type \"--leads FEED\""),
      ("a --leads --strict", "\"--leads\" needs a value", "type \"--leads FEED\""),
      ("a --leads -o x", "\"--leads\" needs a value", "type \"--leads FEED\""),
      ("a --leads=", "\"--leads\" needs a value", "type \"--leads FEED\""),
      ("a --leads l --leads m", "\"--leads\" stands twice", "keep one of the two"),
      ("a --leads l -o x --output y", "\"--output\" stands twice", "keep one of the two"),
      (
        "a --leads l --format jsom",
        "\"jsom\" is no value for \"--format\", which takes one of \"text\", \"concise\", \"json\"",
        "did you mean \"json\"?"
      ),
    ])
  func refused(line: String, message: String, help: String) {
    #expect(throws: UsageError(message, help: help)) { try read(line) }
  }

  @Test(
    "numbers have bounds, and flags take nothing",
    arguments: ["--max-depth=0", "--max-depth=x", "--max-depth=513", "--strict=yes"])
  func values(option: String) {
    #expect(throws: UsageError.self) { try read("a --leads l \(option)") }
  }

  @Test("the help of a verb comes from the same table")
  func helpText() {
    #expect(
      HelpText.verb(Self.verb) == """
        Usage: funnelc go FILE... --leads FEED [OPTION...]

        Goes.

        Operands:
          FILE...  a file

        Options:
          -o, --output FILE           where results go (default: -)
          --tag TAG                   a tag
          --max-depth N               how deep
          --strict                    be strict
          --leads FEED                the leads
          --format text|concise|json  how findings are shown: with the source, one line each, or as JSON
                                      (default: text)
          --color auto|always|never   colour in messages; auto colours on a terminal unless NO_COLOR is set
                                      (default: auto)
          -h, --help                  show this help

        """)
  }
}
