// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target is built with: warnings are errors, and `any` is written out.
let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  // A release carries the Swift runtime in itself: it starts in a third of the time, and runs where no Swift is installed.
  .unsafeFlags(["-static-stdlib"], .when(configuration: .release)),
  // Types are made by calls rather than from their written names, which are taken apart and looked up as a run meets them:
  // a third of what checking a small file takes.
  .unsafeFlags(
    ["-Xfrontend", "-disable-concrete-type-metadata-mangled-name-accessors"], .when(configuration: .release)),
]

/// A library target with the house's settings.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  // Rounding of doubles comes from the system's mathematics library, which Foundation would otherwise bring along.
  .target(name: name, dependencies: dependencies, swiftSettings: settings, linkerSettings: [.linkedLibrary("m")])
}

/// A test target with the house's settings; `cases` are folders of files that its tests read.
func tests(_ name: String, _ dependencies: [Target.Dependency], cases: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: cases, swiftSettings: settings)
}

/// How the command is linked: a release also carries the C++ library in itself, and names no symbols to others, so that the
/// loader has little to do when it starts.
let command: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-stdlib", "-L\(Context.packageDirectory)/Sources/funnelc/Link", "-Xclang-linker", "-static-libgcc",
      "-Xlinker", "--no-export-dynamic",
    ], .when(configuration: .release))
]

/// The fuzzer is a target only where it is asked for, since it needs sanitizers to be linked.
let fuzzing: [Target] =
  Context.environment["FUNNEL_FUZZ"] == nil
  ? []
  : [
    .executableTarget(
      name: "fuzz",
      dependencies: ["FunnelDiagnostics", "FunnelLint", "FunnelIR", "FunnelRuntime", "FunnelCompiler"],
      path: "Sources/FunnelFuzz", swiftSettings: settings,
      linkerSettings: [.unsafeFlags(["-static-stdlib"], .when(configuration: .release))])
  ]

let package = Package(
  name: "funnel",
  products: [.executable(name: "funnelc", targets: ["funnelc"])],
  targets: [
    .target(name: "CLibrary"),
    .target(name: "CCrypto", dependencies: ["CLibrary"]),
    .target(name: "CZlib", dependencies: ["CLibrary"]),
    .target(name: "CSQLite", dependencies: ["CLibrary"]),
    library("FunnelDiagnostics"),
    library("FunnelSyntax", ["FunnelDiagnostics"]),
    library("FunnelIR"),
    .target(name: "CScan"),
    .target(name: "CHTTP", dependencies: ["CLibrary"]),
    library("FunnelRuntime", ["FunnelIR", "CScan"]),
    library("FunnelSemantics", ["FunnelDiagnostics", "FunnelSyntax"]),
    library("FunnelProver", ["FunnelDiagnostics", "FunnelSyntax", "FunnelSemantics"]),
    library("FunnelLint", ["FunnelDiagnostics", "FunnelSyntax", "FunnelSemantics", "FunnelProver"]),
    library(
      "FunnelCompiler",
      [
        "FunnelDiagnostics", "FunnelSyntax", "FunnelSemantics", "FunnelProver", "FunnelLint", "FunnelIR",
        "FunnelRuntime",
      ]),
    library("FunnelTools", ["FunnelDiagnostics", "FunnelIR", "FunnelRuntime", "FunnelCompiler"]),
    library("FunnelStore", ["FunnelRuntime", "CSQLite", "CCrypto"]),
    library("FunnelViews", ["FunnelDiagnostics", "FunnelIR", "FunnelRuntime", "FunnelCompiler"]),
    library(
      "FunnelCommands",
      [
        "FunnelDiagnostics", "FunnelSyntax", "FunnelSemantics", "FunnelLint", "FunnelIR", "FunnelRuntime",
        "FunnelCompiler", "FunnelTools", "FunnelStore", "FunnelViews", "CCrypto", "CHTTP", "CZlib",
      ]),
    .executableTarget(
      name: "funnelc", dependencies: ["FunnelCommands"], exclude: ["Link"], swiftSettings: settings,
      linkerSettings: command),
    .executableTarget(
      name: "funnelc-bench",
      dependencies: [
        "FunnelDiagnostics", "FunnelSyntax", "FunnelSemantics", "FunnelLint", "FunnelCompiler", "CSQLite",
      ],
      swiftSettings: settings,
      linkerSettings: [.unsafeFlags(["-static-stdlib"], .when(configuration: .release))]),
    tests("FunnelDiagnosticsTests", ["FunnelDiagnostics"]),
    tests("FunnelSyntaxTests", ["FunnelDiagnostics", "FunnelSyntax"]),
    tests("FunnelIRTests", ["FunnelIR"]),
    tests("FunnelRuntimeTests", ["CScan", "FunnelIR", "FunnelRuntime"]),
    tests("FunnelStoreTests", ["FunnelRuntime", "FunnelStore"], cases: ["Formats"]),
    tests("FunnelSemanticsTests", ["FunnelDiagnostics", "FunnelSyntax", "FunnelSemantics"], cases: ["Cases"]),
    tests("FunnelProverTests", ["FunnelDiagnostics", "FunnelSyntax", "FunnelSemantics", "FunnelProver"]),
    tests(
      "FunnelLintTests",
      ["FunnelDiagnostics", "FunnelSyntax", "FunnelSemantics", "FunnelLint", "FunnelRuntime", "FunnelCompiler"],
      cases: ["Cases"]),
    tests(
      "FunnelCompilerTests",
      [
        "FunnelDiagnostics", "FunnelSyntax", "FunnelSemantics", "FunnelProver", "FunnelLint", "FunnelIR",
        "FunnelRuntime",
        "FunnelCompiler",
      ],
      cases: ["Cases"]),
    tests(
      "FunnelCommandsTests",
      [
        "FunnelDiagnostics", "FunnelSyntax", "FunnelSemantics", "FunnelIR", "FunnelRuntime", "FunnelCompiler",
        "FunnelCommands",
      ], cases: ["Crash/shim.c", "Views"]),
    tests(
      "FunnelToolsTests",
      ["FunnelDiagnostics", "FunnelIR", "FunnelRuntime", "FunnelCompiler", "FunnelTools"], cases: ["Cases"]),
  ] + fuzzing
)
