#include "program/commands/pair_files.hpp"

#include <fmt/format.h>

#include <array>

#include "memnet/data/purposes.hpp"
#include "tasks/pairs/split_files.hpp"
#include "tasks/pairs/writer.hpp"

namespace memnet {

bool can_be_pair_files(const Task& task) { return pairs::can_be_pairs(task.spec()); }

std::vector<PairFile> pair_files(const Task& task, const EpisodeFile& training, const MorePairs& more) {
  constexpr std::array kPurposes = {purposes::kGenerate, purposes::kGenerateValid, purposes::kGenerateTest};
  const std::array episodes = {training.episodes, more.validation, more.test};
  const TaskSpec spec = task.spec();
  if (training.length > 0) task.check_length(training.length);
  std::vector<PairFile> files;
  for (std::size_t part = 0; part < pairs::kParts.size(); ++part) {
    const auto split = static_cast<Split>(part);
    const int limit = task.count(split);
    PairFile file{fmt::format("{}.txt", pairs::kParts[part]), "", limit > 0 ? limit : episodes[part]};
    RandomStream lengths(training.seed, purposes::kGenerateLengths, part);
    Episode episode;
    for (int i = 0; i < file.pairs; ++i) {
      const int length = training.length > 0 ? training.length : sample_length(spec, lengths);
      if (limit > 0)
        task.fetch(split, i, episode);
      else
        sample_episode(task, {training.seed, kPurposes[part], static_cast<std::uint64_t>(i), length, split},
                       InputForm::context, episode);
      file.text += pairs::pair_line(task, episode);
    }
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace memnet
