// A library for LD_PRELOAD that lets one system call of a program go wrong, so that tests can try every one. It counts
// the calls that change files below a folder, in all processes of the program together; these are the sites:
//   open (for writing), write, fsync, ftruncate, rename, mkdir
// Environment:
//   MEMNET_FAULT_FOLDER   only calls on paths below this folder count
//   MEMNET_FAULT_COUNTER  a file of 8 bytes, which holds the number of calls so far
//   MEMNET_FAULT_SITE     the call that goes wrong, from 0
//   MEMNET_FAULT_KIND     kill: the process is killed before the call
//                         tear: half of a write is carried out, then the process is killed; other calls as with kill
//                         once: the call fails; always: this call and all later ones fail
//   MEMNET_FAULT_ERROR    the errno of a call that fails
//   MEMNET_FAULT_LOCKS    the errno with which every flock() fails, as on file systems without locks
//   MEMNET_FAULT_MOVED    a folder that gets the name FOLDER.moved right after the first rename(), as by another program
// No other fault happens without MEMNET_FAULT_FOLDER.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static const char* folder;
static long* counter;  // shared by all processes
static long site;
static const char* kind;
static int error;
static int lock_error;
static const char* moved;

static int (*real_open)(const char*, int, ...);
static ssize_t (*real_write)(int, const void*, size_t);
static int (*real_fsync)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_rename)(const char*, const char*);
static int (*real_mkdir)(const char*, mode_t);
static int (*real_flock)(int, int);

__attribute__((constructor)) static void set_up(void) {
  *(void**)&real_open = dlsym(RTLD_NEXT, "open");
  *(void**)&real_write = dlsym(RTLD_NEXT, "write");
  *(void**)&real_fsync = dlsym(RTLD_NEXT, "fsync");
  *(void**)&real_ftruncate = dlsym(RTLD_NEXT, "ftruncate");
  *(void**)&real_rename = dlsym(RTLD_NEXT, "rename");
  *(void**)&real_mkdir = dlsym(RTLD_NEXT, "mkdir");
  *(void**)&real_flock = dlsym(RTLD_NEXT, "flock");
  if (getenv("MEMNET_FAULT_LOCKS") != NULL) lock_error = atoi(getenv("MEMNET_FAULT_LOCKS"));
  moved = getenv("MEMNET_FAULT_MOVED");
  if (getenv("MEMNET_FAULT_FOLDER") == NULL) return;
  kind = getenv("MEMNET_FAULT_KIND");
  site = atol(getenv("MEMNET_FAULT_SITE"));
  error = atoi(getenv("MEMNET_FAULT_ERROR"));
  const int file = real_open(getenv("MEMNET_FAULT_COUNTER"), O_RDWR | O_CLOEXEC);
  counter = mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (counter != MAP_FAILED) folder = getenv("MEMNET_FAULT_FOLDER");
}

static int is_below_folder(const char* path) {
  char whole[2 * PATH_MAX] = "";
  if (path[0] != '/' && getcwd(whole, PATH_MAX) == NULL) return 0;
  strcat(whole, "/");
  strncat(whole, path, PATH_MAX - 1);
  const size_t length = strlen(folder);
  const char* from = whole + (strncmp(whole, "//", 2) == 0);
  return strncmp(from, folder, length) == 0;
}

// Counts a call. Returns 1 if it goes wrong.
static int goes_wrong(const char* path) {
  if (folder == NULL || !is_below_folder(path)) return 0;
  const long call = __sync_fetch_and_add(counter, 1);
  if (call != site && !(call > site && strcmp(kind, "always") == 0)) return 0;
  if (strcmp(kind, "kill") == 0) kill(getpid(), SIGKILL);
  return 1;
}

static int file_goes_wrong(int file) {
  char link[32], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0 || path[0] != '/') return 0;  // a pipe
  path[length] = '\0';
  return goes_wrong(path);
}

static int fail(void) {
  if (strcmp(kind, "tear") == 0) kill(getpid(), SIGKILL);
  errno = error;
  return -1;
}

ssize_t write(int file, const void* bytes, size_t size) {
  if (!file_goes_wrong(file)) return real_write(file, bytes, size);
  if (strcmp(kind, "tear") == 0) real_write(file, bytes, size / 2);
  return fail();
}

int fsync(int file) { return file_goes_wrong(file) ? fail() : real_fsync(file); }

int ftruncate(int file, off_t size) { return file_goes_wrong(file) ? fail() : real_ftruncate(file, size); }

int rename(const char* from, const char* to) {
  if (goes_wrong(to)) return fail();
  const int result = real_rename(from, to);
  if (moved != NULL) {
    char elsewhere[PATH_MAX];
    snprintf(elsewhere, sizeof elsewhere, "%s.moved", moved);
    real_rename(moved, elsewhere);
    moved = NULL;
  }
  return result;
}

int mkdir(const char* path, mode_t mode) { return goes_wrong(path) ? fail() : real_mkdir(path, mode); }

int flock(int file, int operation) {
  if (lock_error == 0) return real_flock(file, operation);
  errno = lock_error;
  return -1;
}

int open(const char* path, int flags, ...) {
  mode_t mode = 0;
  if (flags & O_CREAT) {
    va_list more;
    va_start(more, flags);
    mode = va_arg(more, mode_t);
    va_end(more);
  }
  if ((flags & O_ACCMODE) != O_RDONLY && goes_wrong(path)) return fail();
  return real_open(path, flags, mode);
}

int open64(const char* path, int flags, ...) __attribute__((alias("open")));
