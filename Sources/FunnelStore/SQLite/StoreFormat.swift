/// The tables of a store, by the version of their form.
enum StoreFormat {
  /// What marks a database as a store of funnels: "Funl".
  static let application = 0x4675_6E6C
  /// The version that is written.
  static let version = 3

  /// What makes version n + 1 of version n; the first makes version 1 of an empty database.
  static let steps = [
    """
    CREATE TABLE programs (number INTEGER PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL, json BLOB NOT NULL,
      checksum BLOB NOT NULL);
    -- One row a commit. `root` covers the row and the root before it.
    CREATE TABLE segments (number INTEGER PRIMARY KEY, root BLOB NOT NULL, images BLOB NOT NULL, standing BLOB NOT NULL,
      rejects BLOB NOT NULL, effects BLOB NOT NULL, links BLOB NOT NULL, records BLOB NOT NULL);
    -- The after-images of the commits since the last compaction.
    CREATE TABLE images (segment INTEGER PRIMARY KEY, body BLOB NOT NULL);
    -- Each subject as it was at the last compaction.
    CREATE TABLE subjects (number INTEGER PRIMARY KEY, image BLOB NOT NULL, state BLOB NOT NULL, checksum BLOB NOT NULL);
    -- What the last compaction left: through which segment, how many subjects, the sum of their checksums.
    CREATE TABLE compaction (number INTEGER PRIMARY KEY CHECK (number = 1), segment INTEGER NOT NULL, subjects INTEGER NOT NULL,
      sum INTEGER NOT NULL, checksum BLOB NOT NULL);
    """,
    """
    -- The key of each subject about whom there are personal values, and through which commit older ones were destroyed.
    CREATE TABLE subject_keys (subject INTEGER PRIMARY KEY, key BLOB NOT NULL, erased INTEGER NOT NULL,
      checksum BLOB NOT NULL);
    -- The keys of a commit's rejects, one behind the other; zeros for one that was destroyed.
    CREATE TABLE reject_keys (segment INTEGER PRIMARY KEY, keys BLOB NOT NULL);
    """,
    // Records and effects are no lines of JSON any more, and images are shorter; what was written before stays as it is.
    """
    -- Where to look for a lead first, by a part of the hash of its id. It is never believed: whatever is not found here is looked
    -- for among all subjects.
    CREATE TABLE leads (hash INTEGER NOT NULL, subject INTEGER NOT NULL, PRIMARY KEY (hash, subject)) WITHOUT ROWID;
    """,
  ]
}
