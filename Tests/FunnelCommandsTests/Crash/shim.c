// Stands between a program and the C library (LD_PRELOAD), counts the calls that change files of one folder, and lets one of
// them be the last, or fail. What it does is said by the environment:
//
//   CRASH_FOLDER  the folder whose files count
//   CRASH_COUNT   a file into which the number of calls goes, so that a run without CRASH_AT tells how many there are
//   CRASH_AT      the number of the call, from 1
//   CRASH_HOW     before, after, half, torn    the process is killed before the call, behind it, when the first half of its
//                                              bytes is written, when the second half is and the first is rubbish
//                 power                        behind the call, and of all that was not synchronised each sector is kept or
//                                              lost, by CRASH_SEED
//                 full, full-on                the call fails for want of space; this one, or this one and all that follow
//                 error, error-on              the same with an error of the disk
//   CRASH_SEED    the seed of what is lost
//   CRASH_LIES    anything: synchronising is claimed but not done, as with a store that does not wait for the disk
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SECTOR = 512, FILES = 64 };

static const char *folder, *how;
static long at;
static int lies;
static volatile long *count, private_count;

// What of a file is known to be on the disk.
struct file {
  char path[PATH_MAX];
  unsigned char *bytes;
  size_t size;
};
static struct file files[FILES];
static int file_count;

__attribute__((constructor)) static void begin(void) {
  folder = getenv("CRASH_FOLDER");
  how = getenv("CRASH_HOW");
  at = getenv("CRASH_AT") ? atol(getenv("CRASH_AT")) : 0;
  lies = getenv("CRASH_LIES") != NULL;
  count = &private_count;
  if (getenv("CRASH_COUNT")) {
    int descriptor = syscall(SYS_openat, AT_FDCWD, getenv("CRASH_COUNT"), O_RDWR | O_CREAT, 0600);
    if (descriptor >= 0 && syscall(SYS_ftruncate, descriptor, 4096) == 0) {
      void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
      if (page != MAP_FAILED) count = page;
    }
    syscall(SYS_close, descriptor);
  }
}

static int is_watched_path(const char *path) {
  size_t length = folder ? strlen(folder) : 0;
  return length > 0 && strncmp(path, folder, length) == 0 && path[length] == '/';
}

static int path_of(int descriptor, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) return 0;
  path[length] = 0;
  // The index of the log and the file that says who writes hold nothing that has to survive.
  const char *end = path + length;
  if (length > 4 && strcmp(end - 4, "-shm") == 0) return 0;
  if (length > 7 && strcmp(end - 7, "-writer") == 0) return 0;
  return is_watched_path(path);
}

static int is(const char *word) { return how && strcmp(how, word) == 0; }

static void die(void) {
  syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
  for (;;) pause();
}

static struct file *file_at(const char *path) {
  for (int i = 0; i < file_count; i++)
    if (strcmp(files[i].path, path) == 0) return &files[i];
  if (file_count == FILES) return NULL;
  struct file *file = &files[file_count++];
  snprintf(file->path, PATH_MAX, "%s", path);
  return file;
}

static unsigned char *content(const char *path, size_t *size) {
  int descriptor = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY, 0);
  struct stat status;
  *size = 0;
  if (descriptor < 0) return NULL;
  unsigned char *bytes = NULL;
  if (fstat(descriptor, &status) == 0 && (bytes = malloc(status.st_size + 1)) != NULL) {
    ssize_t got = 0;
    while (*size < (size_t)status.st_size && (got = syscall(SYS_pread64, descriptor, bytes + *size, status.st_size - *size, *size)) > 0)
      *size += got;
  }
  syscall(SYS_close, descriptor);
  return bytes;
}

// Remembers what is on the disk from now on.
static void synchronised(const char *path) {
  struct file *file = file_at(path);
  if (!file) return;
  free(file->bytes);
  file->bytes = content(path, &file->size);
}

static uint64_t state;
static uint64_t chance(void) {
  state += 0x9E3779B97F4A7C15u;
  uint64_t mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return mixed ^ (mixed >> 31);
}

static void lose(const char *path) {
  struct file *file = file_at(path);
  size_t size, old_size = file ? file->size : 0;
  unsigned char *bytes = content(path, &size);
  if (!bytes || !file) return;
  size_t end = chance() & 1 ? size : old_size;
  int descriptor = syscall(SYS_openat, AT_FDCWD, path, O_RDWR, 0);
  if (descriptor < 0) return;
  unsigned char none[SECTOR] = {0};
  for (size_t start = 0; start < end; start += SECTOR) {
    if (chance() & 1) continue;
    size_t length = end - start < SECTOR ? end - start : SECTOR;
    size_t known = start < old_size ? (old_size - start < length ? old_size - start : length) : 0;
    if (known) syscall(SYS_pwrite64, descriptor, file->bytes + start, known, start);
    if (known < length) syscall(SYS_pwrite64, descriptor, none, length - known, start + known);
  }
  syscall(SYS_ftruncate, descriptor, end);
  syscall(SYS_close, descriptor);
  free(bytes);
}

// The power goes: of each file, what was not synchronised is kept or lost sector by sector.
static void lose_power(void) {
  state = getenv("CRASH_SEED") ? strtoull(getenv("CRASH_SEED"), NULL, 10) : 1;
  // Files that were there before and never synchronised by this process are as they are; new ones are known by their writes.
  for (int i = 0; i < file_count; i++) lose(files[i].path);
  die();
}

// Counts a call; gives 0 to go on, or the error with which it fails.
static int enter(void) {
  long number = ++*count;
  if (!at || number < at) return 0;
  if (number == at) {
    if (is("before")) die();
    if (is("full") || is("full-on")) return ENOSPC;
    if (is("error") || is("error-on")) return EIO;
  } else {
    if (is("full-on")) return ENOSPC;
    if (is("error-on")) return EIO;
  }
  return 0;
}

static void leave(void) {
  if (!at || *count != at) return;
  if (is("after") || is("half") || is("torn")) die();
  if (is("power")) lose_power();
}

static ssize_t put(int descriptor, const void *bytes, size_t length, int64_t place) {
  if (place < 0) return syscall(SYS_write, descriptor, bytes, length);
  return syscall(SYS_pwrite64, descriptor, bytes, length, place);
}

static ssize_t change(int descriptor, const void *bytes, size_t length, int64_t place) {
  char path[PATH_MAX];
  if (!path_of(descriptor, path)) return put(descriptor, bytes, length, place);
  if (is("power") && !file_at(path)->bytes) synchronised(path);
  int failure = enter();
  if (failure) {
    // A disk that is filling up takes a part first.
    if (failure == ENOSPC && length > 1) put(descriptor, bytes, length / 2, place);
    errno = failure;
    return -1;
  }
  if (at && *count == at && is("half")) {
    put(descriptor, bytes, length / 2, place);
    die();
  }
  if (at && *count == at && is("torn") && place < 0) {
    put(descriptor, bytes, length / 3, place);
    die();
  }
  if (at && *count == at && is("torn")) {
    static unsigned char rubbish[1 << 16];
    memset(rubbish, 0xA5, sizeof rubbish);
    size_t first = length / 2 < sizeof rubbish ? length / 2 : sizeof rubbish;
    put(descriptor, (const char *)bytes + first, length - first, place + first);
    put(descriptor, rubbish, first, place);
    die();
  }
  ssize_t result = put(descriptor, bytes, length, place);
  leave();
  return result;
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off64_t place) {
  return change(descriptor, bytes, length, place);
}
ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t place) {
  return change(descriptor, bytes, length, place);
}
ssize_t write(int descriptor, const void *bytes, size_t length) { return change(descriptor, bytes, length, -1); }

static int synchronise(int descriptor, long number) {
  char path[PATH_MAX];
  if (!path_of(descriptor, path)) return syscall(number, descriptor);
  int failure = enter();
  if (failure) {
    // Space is not what synchronising wants.
    errno = EIO;
    return -1;
  }
  if (!lies && is("power")) synchronised(path);
  leave();
  return 0;
}

int fdatasync(int descriptor) { return synchronise(descriptor, SYS_fdatasync); }
int fsync(int descriptor) { return synchronise(descriptor, SYS_fsync); }

static int cut(int descriptor, int64_t length) {
  char path[PATH_MAX];
  if (!path_of(descriptor, path)) return syscall(SYS_ftruncate, descriptor, length);
  if (is("power") && !file_at(path)->bytes) synchronised(path);
  int failure = enter();
  if (failure) {
    errno = EIO;
    return -1;
  }
  int result = syscall(SYS_ftruncate, descriptor, length);
  leave();
  return result;
}

int ftruncate64(int descriptor, off64_t length) { return cut(descriptor, length); }
int ftruncate(int descriptor, off_t length) { return cut(descriptor, length); }

int unlink(const char *path) {
  if (!is_watched_path(path)) return syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  int failure = enter();
  if (failure) {
    errno = EIO;
    return -1;
  }
  int result = syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  for (int i = 0; i < file_count; i++)
    if (strcmp(files[i].path, path) == 0) files[i].path[0] = 0;
  leave();
  return result;
}

int rename(const char *from, const char *to) {
  if (!is_watched_path(to)) return syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
  int failure = enter();
  if (failure) {
    errno = failure;
    return -1;
  }
  int result = syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
  for (int i = 0; i < file_count; i++) {
    if (strcmp(files[i].path, to) == 0) files[i].path[0] = 0;
    if (strcmp(files[i].path, from) == 0) snprintf(files[i].path, PATH_MAX, "%s", to);
  }
  leave();
  return result;
}
