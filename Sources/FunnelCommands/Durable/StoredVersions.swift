import FunnelCompiler
import FunnelIR
import FunnelRuntime
import FunnelStore

/// The versions of funnels under which a store's journeys began: each journey stays under its own until it ends.
enum StoredVersions {
  /// All of them, in the order in which they came.
  static func load(_ store: any JourneyStore) throws -> [VerifiedWorkspace] {
    var versions: [VerifiedWorkspace] = []
    for stored in store.programs {
      do throws(RefusedProgram) {
        versions.append(try Compiler.load(stored.json))
      } catch {
        throw StoreError(
          "version \(stored.version) of \"\(stored.name)\", under which journeys of the store began, can't be run: \(error.message)",
          help: "use the funnelc that wrote it")
      }
    }
    return versions
  }

  /// Makes funnels the ones under which journeys begin from now on, beside the versions that are there.
  /// - Parameter adds: false where the store is not to be changed.
  /// - Returns: all versions laid out, and whether this one is new among others.
  static func claim(_ store: any JourneyStore, for funnels: LoadedFunnels, adds: Bool = true) throws -> (
    workspace: LoadedWorkspace, isNew: Bool
  ) {
    let workspace = funnels.workspace.workspace
    let own = program(of: workspace, json: try workspace.canonicalJSON())
    if let other = store.programs.first(where: { $0.name != own.name }) {
      throw StoreError(
        "the store holds journeys of funnel \"\(other.name)\", not of \"\(own.name)\"",
        help: "name another file for the store of this funnel")
    }
    let isKnown = store.programs.contains { $0.hash == own.hash }
    if !isKnown {
      for version in try load(store) {
        for (old, new) in zip(version.workspace.funnels, workspace.funnels) where old.version == new.version {
          // What the compiler tells of a version besides may differ.
          guard old.withoutTexts == new.withoutTexts else { throw changed(new) }
        }
      }
      if adds { try store.add(own) }
    }
    let number = store.programs.firstIndex { $0.hash == own.hash }
    let versions = try load(store) + (number == nil ? [funnels.workspace] : [])
    let loaded = LoadedWorkspace(
      versions: versions, current: number ?? versions.count - 1, tables: funnels.tables.map { $0.map(\.table) })
    return (loaded, !isKnown && versions.count > 1)
  }

  /// A workspace as a store keeps it.
  static func program(of workspace: Workspace, json: [UInt8]) -> StoredProgram {
    StoredProgram(
      name: workspace.funnels.map(\.name).joined(separator: ", "),
      version: workspace.funnels.map { "\($0.version)" }.joined(separator: ", "), json: json)
  }

  private static func changed(_ program: Program) -> StoreError {
    StoreError(
      "version \(program.version) of \"\(program.name)\" is not what it was when the store's journeys began",
      help:
        "a version never changes: restore it, or give the changed funnel the next \"version\"; journeys under way then stay under the version they began with, and \"funnelc migrate\" moves them"
    )
  }
}
