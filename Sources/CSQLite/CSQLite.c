#include "CSQLite.h"
#include "CLibrary.h"

typedef int row_function(void *, int, char **, char **);
typedef void end_function(void *);

#define FUNCTIONS(F, G) \
  F(sqlite3_bind_blob64, int, \
    (sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count, end_function *end), \
    (statement, index, bytes, count, end)) \
  F(sqlite3_bind_int64, int, (sqlite3_stmt *statement, int index, sqlite3_int64 number), (statement, index, number)) \
  F(sqlite3_bind_text, int, (sqlite3_stmt *statement, int index, const char *text, int count, end_function *end), \
    (statement, index, text, count, end)) \
  F(sqlite3_busy_timeout, int, (sqlite3 *database, int milliseconds), (database, milliseconds)) \
  F(sqlite3_close, int, (sqlite3 *database), (database)) \
  F(sqlite3_close_v2, int, (sqlite3 *database), (database)) \
  F(sqlite3_column_blob, const void *, (sqlite3_stmt *statement, int column), (statement, column)) \
  F(sqlite3_column_bytes, int, (sqlite3_stmt *statement, int column), (statement, column)) \
  F(sqlite3_column_int64, sqlite3_int64, (sqlite3_stmt *statement, int column), (statement, column)) \
  F(sqlite3_column_type, int, (sqlite3_stmt *statement, int column), (statement, column)) \
  G(sqlite3_db_config) \
  F(sqlite3_errmsg, const char *, (sqlite3 *database), (database)) \
  F(sqlite3_exec, int, (sqlite3 *database, const char *sql, row_function *row, void *context, char **message), \
    (database, sql, row, context, message)) \
  F(sqlite3_extended_result_codes, int, (sqlite3 *database, int are_on), (database, are_on)) \
  F(sqlite3_finalize, int, (sqlite3_stmt *statement), (statement)) \
  F(sqlite3_get_autocommit, int, (sqlite3 *database), (database)) \
  F(sqlite3_open_v2, int, (const char *path, sqlite3 **database, int flags, const char *files), \
    (path, database, flags, files)) \
  F(sqlite3_prepare_v3, int, \
    (sqlite3 *database, const char *sql, int count, unsigned int flags, sqlite3_stmt **statement, const char **rest), \
    (database, sql, count, flags, statement, rest)) \
  F(sqlite3_reset, int, (sqlite3_stmt *statement), (statement)) \
  F(sqlite3_step, int, (sqlite3_stmt *statement), (statement))

CLIBRARY(FUNCTIONS, "libsqlite3.so.0", "stores need it", "libsqlite3-0")

int funnel_sqlite_distrust(sqlite3 *database) {
  open_library();
  int status = library.sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
  if (status != SQLITE_OK) return status;
  return library.sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
}
