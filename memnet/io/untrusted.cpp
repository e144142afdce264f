#include "memnet/io/untrusted.hpp"

#include "memnet/base/error.hpp"
#include "memnet/io/hdf5.hpp"
#include "memnet/os/sandbox.hpp"

namespace memnet {

void validate_untrusted(std::span<const std::byte> image, const std::string& name) {
  const std::function<void(const Say&)> examine = [&](const Say& say) {
    std::string problem;
    try {
      Hdf5Reader(image, name).read_everything();
    } catch (const Error& error) {
      problem = error.what();
    } catch (const std::exception& error) {
      problem = fmt::format("{}: cannot be read: {}", name, error.what());
    }
    say(std::as_bytes(std::span(problem)));
  };
  const Confined outcome = run_confined(std::span(&examine, 1)).front();
  if (!outcome.problem.empty()) throw outcome.error(name);
  if (!outcome.said.empty())
    throw Error(ErrorKind::data, {reinterpret_cast<const char*>(outcome.said.data()), outcome.said.size()});
}

}  // namespace memnet
