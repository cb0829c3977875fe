#include "CLibrary.h"

#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>

const char *clibrary_open(const char *file, const clibrary_function *functions, size_t count) {
  void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (!library) return "it is not installed, or damaged";
  for (size_t i = 0; i < count; i++) {
    if (!(*functions[i].place = dlsym(library, functions[i].name))) return "it is too old, or another one of that name";
  }
  return NULL;
}

void clibrary_require(
  const char *file, const char *needed_by, const char *package, const clibrary_function *functions, size_t count) {
  const char *problem = clibrary_open(file, functions, count);
  if (!problem) return;
  dprintf(
    STDERR_FILENO, "error: the library \"%s\" can't be used: %s\n  help: %s; on Debian \"apt-get install %s\" installs it\n",
    file, problem, needed_by, package);
  // Not by way of what others have asked to be called at the end: their threads may be at work.
  _exit(2);
}
