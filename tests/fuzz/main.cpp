#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    memnet::fuzz::try_input({reinterpret_cast<const char*>(data), size});
  } catch (const memnet::Error& error) {
    memnet::fuzz::require(*error.what() != '\0');
  }
  return 0;
}
