#include "tests/support/os/system_calls.hpp"

#include <dlfcn.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>

namespace memnet {
namespace {

bool armed = false;
Fault fault;
int calls_made = 0;
int lock_error = 0;

// What `name` would be if this program did not define it.
template <class Function>
Function original(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

// Makes a call, or lets it go wrong. `half` is the part of it that a crash in its middle leaves behind.
template <class Call, class Half>
auto with_faults(Call call, Half half) -> decltype(call()) {
  if (!armed || calls_made++ != fault.site) return call();
  switch (fault.kind) {
    case Fault::Kind::none: break;
    case Fault::Kind::tear: half(); [[fallthrough]];
    case Fault::Kind::kill: ::kill(::getpid(), SIGKILL); break;
    case Fault::Kind::error: errno = fault.error; return -1;
    case Fault::Kind::interrupt: errno = EINTR; return -1;
  }
  return call();
}

}  // namespace

Faulty::Faulty(const Fault& chosen) {
  fault = chosen;
  calls_made = 0;
  armed = true;
}

Faulty::~Faulty() { armed = false; }

int Faulty::calls() const { return calls_made; }

NoLocks::NoLocks(int error) { lock_error = error; }

NoLocks::~NoLocks() { lock_error = 0; }

}  // namespace memnet

extern "C" {

ssize_t write(int file, const void* bytes, size_t size) {
  static const auto real = memnet::original<ssize_t (*)(int, const void*, size_t)>("write");
  const size_t taken = memnet::armed ? std::min(size, memnet::fault.most_bytes) : size;
  return memnet::with_faults([&] { return real(file, bytes, taken); }, [&] { real(file, bytes, taken / 2); });
}

int fsync(int file) {
  static const auto real = memnet::original<int (*)(int)>("fsync");
  const auto call = [&] { return real(file); };
  return memnet::with_faults(call, call);
}

int flock(int file, int operation) noexcept {
  static const auto real = memnet::original<int (*)(int, int)>("flock");
  if (memnet::lock_error == 0) return real(file, operation);
  errno = memnet::lock_error;
  return -1;
}

int rename(const char* from, const char* to) noexcept {
  static const auto real = memnet::original<int (*)(const char*, const char*)>("rename");
  const auto call = [&] { return real(from, to); };
  return memnet::with_faults(call, call);
}
}
