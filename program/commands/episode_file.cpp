#include "program/commands/episode_file.hpp"

#include <algorithm>
#include <utility>

#include "memnet/base/error.hpp"
#include "memnet/data/purposes.hpp"
#include "memnet/io/hdf5.hpp"

namespace memnet {
namespace {

constexpr std::size_t kMostEpisodeNumbers = 200'000'000;

// Appends the columns of a matrix with a column for each step, and zeros up to the number of steps.
void append_steps(std::vector<float>& all, const Matrix& part, std::size_t steps) {
  const std::span<const Scalar> numbers = part.numbers();
  all.insert(all.end(), numbers.begin(), numbers.end());
  all.resize(all.size() + static_cast<std::size_t>(part.rows()) * steps - numbers.size(), 0);
}

}  // namespace

std::vector<std::byte> episode_file(const Task& task, const std::string& task_name, const std::string& options,
                                    const EpisodeFile& request) {
  const TaskSpec spec = task.spec();
  if (request.length > 0) task.check_length(request.length);
  const auto count = static_cast<std::size_t>(request.episodes);
  std::vector<Episode> episodes;
  std::vector<std::int64_t> lengths, steps;
  std::size_t longest = 0, numbers = 0;
  RandomStream sampled_lengths(request.seed, purposes::kGenerateLengths);
  for (std::size_t i = 0; i < count; ++i) {
    const int length = request.length > 0 ? request.length : sample_length(spec, sampled_lengths);
    Episode episode;
    sample_episode(task, {request.seed, purposes::kGenerate, i, length, Split::train}, InputForm::sequence, episode);
    const auto rows = static_cast<std::size_t>(episode.inputs.rows() + episode.targets.rows() + 1);
    longest = std::max(longest, static_cast<std::size_t>(episode.steps()));
    numbers = std::max(numbers, rows * longest * count);
    if (numbers > kMostEpisodeNumbers)
      fail(ErrorKind::usage, "generate: {} episodes of {} steps have more than {} numbers; take fewer or shorter ones",
           count, longest, kMostEpisodeNumbers);
    lengths.push_back(length);
    steps.push_back(episode.steps());
    episodes.push_back(std::move(episode));
  }
  std::vector<float> inputs, targets, mask;
  for (const Episode& episode : episodes) {
    append_steps(inputs, episode.inputs, longest);
    append_steps(targets, episode.targets, longest);
    append_steps(mask, episode.mask, longest);
  }
  const auto channels = static_cast<std::size_t>(episodes[0].inputs.rows()),
             rows = static_cast<std::size_t>(episodes[0].targets.rows());
  Hdf5Writer file;
  file.attribute("/", "task", task_name);
  file.attribute("/", "options", options);
  file.attribute("/", "seed", static_cast<std::int64_t>(request.seed));
  file.dataset("/inputs", {count, longest, channels}, std::span<const float>(inputs));
  file.dataset("/targets", {count, longest, rows}, std::span<const float>(targets));
  file.dataset("/mask", {count, longest}, std::span<const float>(mask));
  file.dataset("/lengths", {count}, std::span<const std::int64_t>(lengths));
  file.dataset("/steps", {count}, std::span<const std::int64_t>(steps));
  file.attribute("/targets", "axis", word_of(entry_of(spec.answers).targets));
  return file.image();
}

}  // namespace memnet
