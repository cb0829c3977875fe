/// The system's SQLite, as its own header declares it; opened at the first call.
#include <sqlite3.h>

// What Swift can't call itself: functions with any number of arguments, and the constant that says "copy the bytes".

static inline int funnel_sqlite_bind(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_blob64(statement, index, bytes ? bytes : "", count, SQLITE_TRANSIENT);
}

static inline int funnel_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *text) {
  return sqlite3_bind_text(statement, index, text, -1, SQLITE_TRANSIENT);
}

/// The file decides nothing: no schema in it may run functions, and none of its tables may be changed behind SQLite's back.
int funnel_sqlite_distrust(sqlite3 *database);
