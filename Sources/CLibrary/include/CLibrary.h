/// Opens a library of the system when it is needed: a command that needs it not does not pay for it at its start, and runs
/// where it is not installed.
#ifndef CLIBRARY_H
#define CLIBRARY_H

#include <pthread.h>
#include <stddef.h>

/// A function of a library, and where its address is kept.
typedef struct {
  const char *name;
  void **place;
} clibrary_function;

/// Opens a library and finds its functions; returns why it can't be used, null where it can.
const char *clibrary_open(const char *file, const clibrary_function *functions, size_t count);

/// Opens a library; where it can't be used, says so on standard error with who needs it and which Debian package holds it, and
/// ends the process with status 2.
void clibrary_require(
  const char *file, const char *needed_by, const char *package, const clibrary_function *functions, size_t count);

/// Defines functions of a library, as its own headers declare them, that open it at the first call of any of them and hand
/// over to it. So whoever calls them need not ask first: no call comes back that the library has not answered, and a hash or a
/// random key is never made up.
///
/// `FUNCTIONS(F, G)` lists them: F(name, type, (parameters), (arguments)), and G(name) for those that are only called, as
/// `library.name`, in the same file once `open_library` was. The definitions are hidden, so that what the library calls in
/// itself stays in it.
#define CLIBRARY(FUNCTIONS, file, needed_by, package) \
  static struct { FUNCTIONS(CLIBRARY_FIELD, CLIBRARY_FIELD) } library; \
  static void find_library(void) { \
    const clibrary_function functions[] = { FUNCTIONS(CLIBRARY_PLACE, CLIBRARY_PLACE) }; \
    clibrary_require(file, needed_by, package, functions, sizeof functions / sizeof *functions); \
  } \
  static void open_library(void) { \
    static pthread_once_t once = PTHREAD_ONCE_INIT; \
    pthread_once(&once, find_library); \
  } \
  FUNCTIONS(CLIBRARY_FORWARD, CLIBRARY_NOTHING)

#define CLIBRARY_FIELD(name, ...) __typeof__(&name) name;
#define CLIBRARY_PLACE(name, ...) {#name, (void **)&library.name},
#define CLIBRARY_NOTHING(name)
#define CLIBRARY_FORWARD(name, type, parameters, arguments) \
  __attribute__((visibility("hidden"))) type name parameters { \
    open_library(); \
    return library.name arguments; \
  }

#endif
