#include "memnet/io/untrusted.hpp"

#include "memnet/base/error.hpp"
#include "memnet/os/sandbox.hpp"

namespace memnet {

void validate_untrusted(std::span<const std::byte> image, const std::string& name,
                        const Hdf5Reader::LeaveOut& leave_out) {
  const SandboxWork examine = [&](const Send& send) {
    std::string problem;
    try {
      Hdf5Reader(image, name, leave_out).read_everything();
    } catch (const Error& error) {
      problem = error.what();
    } catch (const std::exception& error) {
      problem = fmt::format("{}: cannot be read: {}", name, error.what());
    }
    send(std::as_bytes(std::span(problem)));
  };
  const SandboxResult result = run_in_sandboxes(std::span(&examine, 1), image.size()).front();
  if (!result.problem.empty() || (!result.output.empty() && result.short_of_memory)) throw result.error(name);
  if (!result.output.empty())
    throw Error(ErrorKind::data, {reinterpret_cast<const char*>(result.output.data()), result.output.size()});
}

}  // namespace memnet
