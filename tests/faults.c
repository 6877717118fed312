/* Counts the calls by which a process changes files, and lets one of them kill it or fail; loaded before the C library.
   faults_begin(at, how): from now on; the call number `at` kills (how 0) or fails with the error `how`.
   faults_seen(): how many there were. Calls on standard output and standard error are not counted. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int on, at, how, seen;

void faults_begin(int at_, int how_) { at = at_; how = how_; seen = 0; on = 1; }
int faults_seen(void) { on = 0; return seen; }

static int fails(void) {
    if (!on || ++seen != at) return 0;
    if (how == 0) kill(getpid(), SIGKILL);
    errno = how;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define WRITES(flags) ((flags) & (O_CREAT | O_WRONLY | O_RDWR | O_TRUNC))
#define MODE(flags) va_list more; va_start(more, flags); int mode = (flags) & O_CREAT ? va_arg(more, int) : 0; va_end(more)

int open(const char *path, int flags, ...) {
    MODE(flags);
    return WRITES(flags) && fails() ? -1 : REAL(open)(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    MODE(flags);
    return WRITES(flags) && fails() ? -1 : REAL(open64)(path, flags, mode);
}
int openat(int folder, const char *path, int flags, ...) {
    MODE(flags);
    return WRITES(flags) && fails() ? -1 : REAL(openat)(folder, path, flags, mode);
}
ssize_t write(int file, const void *data, size_t size) {
    return file > 2 && fails() ? -1 : REAL(write)(file, data, size);
}
ssize_t pwrite(int file, const void *data, size_t size, off_t from) {
    return fails() ? -1 : REAL(pwrite)(file, data, size, from);
}
ssize_t pwrite64(int file, const void *data, size_t size, off64_t from) {
    return fails() ? -1 : REAL(pwrite64)(file, data, size, from);
}
int fsync(int file) { return fails() ? -1 : REAL(fsync)(file); }
int fdatasync(int file) { return fails() ? -1 : REAL(fdatasync)(file); }
int ftruncate(int file, off_t size) { return fails() ? -1 : REAL(ftruncate)(file, size); }
int ftruncate64(int file, off64_t size) { return fails() ? -1 : REAL(ftruncate64)(file, size); }
int rename(const char *old, const char *new) { return fails() ? -1 : REAL(rename)(old, new); }
int renameat(int a, const char *old, int b, const char *new) { return fails() ? -1 : REAL(renameat)(a, old, b, new); }
int renameat2(int a, const char *old, int b, const char *new, unsigned flags) {
    return fails() ? -1 : REAL(renameat2)(a, old, b, new, flags);
}
int link(const char *old, const char *new) { return fails() ? -1 : REAL(link)(old, new); }
int linkat(int a, const char *old, int b, const char *new, int flags) {
    return fails() ? -1 : REAL(linkat)(a, old, b, new, flags);
}
int unlink(const char *path) { return fails() ? -1 : REAL(unlink)(path); }
int unlinkat(int folder, const char *path, int flags) { return fails() ? -1 : REAL(unlinkat)(folder, path, flags); }
int rmdir(const char *path) { return fails() ? -1 : REAL(rmdir)(path); }
ssize_t writev(int file, const struct iovec *parts, int count) {
    return file > 2 && fails() ? -1 : REAL(writev)(file, parts, count);
}
int fchmod(int file, mode_t mode) { return fails() ? -1 : REAL(fchmod)(file, mode); }
int chmod(const char *path, mode_t mode) { return fails() ? -1 : REAL(chmod)(path, mode); }
int mkdir(const char *path, mode_t mode) { return fails() ? -1 : REAL(mkdir)(path, mode); }
