#include "program/terminal/report_errors.hpp"

#include <cstdio>
#include <exception>
#include <new>

#include "memnet/base/error.hpp"
#include "program/terminal/standard_streams.hpp"
#include "program/text/printable.hpp"

namespace memnet {

int report_errors(const char* prefix, const std::function<int()>& work) {
  const auto print = [&](const char* message) { write_now(stderr, prefix + printable(message) + "\n"); };
  try {
    return work();
  } catch (const Error& error) {
    print(error.what());
    return error.exit_code();
  } catch (const std::bad_alloc&) {
    print("out of memory; take a smaller batch, shorter sequences or a smaller model");
  } catch (const std::exception& error) {
    print(error.what());
  }
  return static_cast<int>(ErrorKind::io);
}

}  // namespace memnet
