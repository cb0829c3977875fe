import FunnelCompiler
import FunnelIR
import FunnelRuntime
import FunnelStore

/// A store that is open for reading, and the funnel under which its journeys run.
struct OpenedStore {
  let store: SQLiteStore
  let workspace: LoadedWorkspace
  /// Makes lines of its records.
  let printer: RecordPrinter

  /// - Parameter readsSubjects: false where one subject is looked for, so that the others are not read.
  init(_ path: String, readsSubjects: Bool = true) throws {
    store = try SQLiteStore(path, isReadOnly: true, readsSubjects: readsSubjects)
    guard !store.programs.isEmpty else {
      throw StoreError("the store \"\(path)\" is empty", help: "\"funnelc run --store\" fills it")
    }
    workspace = LoadedWorkspace(
      versions: try StoredVersions.load(store), current: store.programs.count - 1)
    printer = RecordPrinter(workspace)
  }

  /// Hands over each subject, by ascending number.
  func forEachSubject(_ body: (Int, SubjectImage) throws -> Void) throws {
    do {
      try store.forEachSubject { number, images in try body(number, SubjectImage(images, workspace)) }
    } catch let refusal as RefusedImage {
      throw StoreError("the store's subjects can't be read: \(refusal.message)")
    }
  }
}

extension OpenedStore {
  /// One subject; nil where there is none of this number.
  func subject(_ number: Int) throws -> SubjectImage? {
    do {
      return try store.images(of: number).map { try SubjectImage($0, workspace) }
    } catch let refusal as RefusedImage {
      throw StoreError("the store's subjects can't be read: \(refusal.message)")
    }
  }
}

/// The operand of the verbs that read a store.
enum StoreOperand {
  static let operands = VerbSyntax.Operands(
    name: "DB", help: "a store that \"funnelc run --store\" wrote", count: 1...1)
}
