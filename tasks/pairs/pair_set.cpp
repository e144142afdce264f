#include "tasks/pairs/pair_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "memnet/base/digest.hpp"
#include "memnet/base/error.hpp"
#include "memnet/base/random.hpp"
#include "tasks/common/shuffle.hpp"

namespace memnet::pairs {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kTrain = 0, kValidation = 1, kTest = 2;

bool comes_before(std::span<const int> a, std::span<const int> b) { return std::ranges::lexicographical_compare(a, b); }

const std::string& key_of(const TextPair& pair) { return pair.source.empty() ? pair.target : pair.source; }

// Moves about `percent` of the pairs to `to`: all pairs of random sources, so that no source is in both; of text, all
// equal texts. A source that has more pairs than this share stays, unless all have; then one of the smallest moves.
void move_share(std::vector<TextPair>& from, int percent, const char* purpose, std::vector<TextPair>& to) {
  std::unordered_map<std::string_view, std::size_t> groups;
  std::vector<std::size_t> group_of, sizes;
  for (const TextPair& pair : from) {
    const auto [entry, is_new] = groups.emplace(key_of(pair), groups.size());
    if (is_new) sizes.push_back(0);
    group_of.push_back(entry->second);
    ++sizes[entry->second];
  }
  std::vector<std::size_t> order(sizes.size());
  std::iota(order.begin(), order.end(), 0);
  RandomStream stream(0, purpose);
  shuffle(stream, std::span(order));
  const std::size_t wanted = from.size() * static_cast<std::size_t>(percent) / 100;
  std::vector<bool> moves(sizes.size());
  std::size_t moved = 0, staying = order.size();
  for (std::size_t i = 0; i < order.size() && staying > 1 && moved < wanted; ++i) {
    if (sizes[order[i]] > wanted) continue;
    moves[order[i]] = true;
    moved += sizes[order[i]];
    --staying;
  }
  if (percent > 0 && moved == 0 && staying > 1)
    moves[*std::ranges::min_element(order, {}, [&](std::size_t group) { return sizes[group]; })] = true;
  std::vector<TextPair> kept;
  for (std::size_t i = 0; i < from.size(); ++i) (moves[group_of[i]] ? to : kept).push_back(std::move(from[i]));
  from = std::move(kept);
}

std::string digest_of(const std::array<std::vector<TextPair>, 3>& parts) {
  std::string content;
  for (const auto& part : parts) {
    for (const TextPair& pair : part) content.append(pair.source).append("\t").append(pair.target).append("\n");
    content += '\0';
  }
  return memnet::digest(content);
}

}  // namespace

PairSet::PairSet(const fs::path& path, const PairOptions& options) : shared_(options.shared) {
  const Parts parts = read(path, options);
  is_text_ = parts[kTrain].front().source.empty();
  digest_ = digest_of(parts);
  number(parts, options);
  describe_training();
  describe_test();
}

PairSet::Parts PairSet::read(const fs::path& path, const PairOptions& options) {
  const SplitFiles files = find_files(path);
  Parts parts;
  if (!files.all.empty()) {
    parts[kTrain] = read_pairs(files.all);
    leave_out_long(parts[kTrain], files.all, options);
    move_share(parts[kTrain], options.test, "pairs/test", parts[kTest]);
  } else {
    for (std::size_t part = 0; part < parts.size(); ++part) {
      if (files.parts[part].empty()) continue;
      parts[part] = read_pairs(files.parts[part]);
      if (parts[part].front().source.empty() != parts[kTrain].front().source.empty())
        fail(ErrorKind::data, "{}: its sources are {}, but those of {} are {}; expected the same in all files",
             files.parts[part].string(), parts[part].front().source.empty() ? "empty" : "not empty",
             files.parts[kTrain].string(), parts[part].front().source.empty() ? "not" : "empty");
      leave_out_long(parts[part], files.parts[part], options);
    }
  }
  if (parts[kValidation].empty()) move_share(parts[kTrain], options.validation, "pairs/validation", parts[kValidation]);
  for (const std::size_t part : {kTrain, kTest})
    if (parts[part].empty())
      fail(ErrorKind::data, "{}: leaves no pair for {}; expected pairs with at least three different sources",
           path.string(), part == kTrain ? "training" : "the test");
  return parts;
}

void PairSet::leave_out_long(std::vector<TextPair>& pairs, const fs::path& file, const PairOptions& options) {
  const std::size_t before = pairs.size();
  std::erase_if(pairs, [&](const TextPair& pair) {
    return count_words(pair.source, options.unit) > options.most_source ||
           count_words(pair.target, options.unit) > options.most_target;
  });
  const char* unit = options.unit == Unit::words ? "words" : "characters";
  if (pairs.empty())
    fail(ErrorKind::data,
         "{}: has no pair with at most {} {} in the source and {} in the target; raise task.max_source "
         "or task.max_target",
         file.string(), options.most_source, unit, options.most_target);
  if (pairs.size() < before)
    warnings_.push_back(
        fmt::format("{}: {} of {} pairs are left out, since they have more than {} {} in the source or "
                    "{} in the target (task.max_source, task.max_target)",
                    file.string(), before - pairs.size(), before, options.most_source, unit, options.most_target));
}

void PairSet::number(const Parts& parts, const PairOptions& options) {
  Vocabulary& of_sources = shared_ ? target_words_ : source_words_;
  for (const TextPair& pair : parts[kTrain]) {
    of_sources.count(pair.source, options.unit);
    target_words_.count(pair.target, options.unit);
  }
  if (!shared_) source_words_.keep(options.least);
  target_words_.keep(options.least);
  const auto add = [&](const std::string& text, Vocabulary& words, RaggedArray& to) {
    to.begin_list();
    for_words(text, options.unit, [&](std::string_view word) { to.add(words.number(word)); });
  };
  for (std::size_t part = 0; part < parts.size(); ++part)
    for (const TextPair& pair : parts[part]) {
      parts_[part].push_back(sources_.size());
      add(pair.source, of_sources, sources_);
      add(pair.target, target_words_, targets_);
    }
  if (parts_[kValidation].empty()) parts_[kValidation] = parts_[kTrain];
  longest_source_ = sources_.longest();
  ordered_.resize(static_cast<std::size_t>(sources_.size()));
  std::iota(ordered_.begin(), ordered_.end(), 0);
  std::ranges::stable_sort(ordered_, [this](int a, int b) {
    if (const auto order = std::lexicographical_compare_three_way(sources_[a].begin(), sources_[a].end(),
                                                                  sources_[b].begin(), sources_[b].end());
        order != 0)
      return order < 0;
    return std::ranges::lexicographical_compare(targets_[a], targets_[b]);
  });
}

void PairSet::describe_training() {
  std::vector<bool> different(static_cast<std::size_t>(target_words_.size()) + 1);
  std::size_t words = 0;
  for (const int pair : parts_[kTrain]) {
    words += targets_[pair].size();
    for (const int word : targets_[pair]) different[static_cast<std::size_t>(word)] = true;
  }
  mean_target_ = static_cast<double>(words) / static_cast<double>(parts_[kTrain].size());
  different_targets_ = static_cast<int>(std::ranges::count(different, true)) + 1;
  if (is_text_) return;
  int sources = 0, several = 0;
  for (std::size_t i = 0; i < ordered_.size();) {
    const std::span<const int> same = pairs_with(sources_[ordered_[i]]);
    ++sources;
    if (!std::ranges::equal(targets_[same.front()], targets_[same.back()])) ++several;
    i += same.size();
  }
  if (several > 0)
    warnings_.push_back(fmt::format(
        "{} of {} different sources have several targets; only the one that is paired with the source counts as right",
        several, sources));
}

void PairSet::describe_test() {
  const auto is_trained = [this](int pair) {
    const auto first = std::ranges::lower_bound(pairs_with(sources_[pair]), targets_[pair], comes_before,
                                                [this](int other) { return targets_[other]; });
    return *first < count(kTrain);  // equal pairs are in the order of their numbers, those of training first
  };
  const auto has_unknown = [this](int pair) {
    return std::ranges::any_of(targets_[pair], [this](int word) { return target_words_.is_unknown(word); });
  };
  const std::vector<int>& test = parts_[kTest];
  if (const auto trained = is_text_ ? 0 : std::ranges::count_if(test, is_trained); trained > 0)
    warnings_.push_back(fmt::format("{} of {} pairs of the test are in the training part, too", trained, test.size()));
  if (const auto unknown = std::ranges::count_if(test, has_unknown); unknown > 0)
    warnings_.push_back(
        fmt::format("{} of {} targets of the test have a word that training does not show, or too rarely (task.least); "
                    "{} is the right answer there",
                    unknown, test.size(), Vocabulary::kUnknown));
}

std::span<const int> PairSet::pairs_with(std::span<const int> source) const {
  const auto of = [this](int pair) { return sources_[pair]; };
  const auto first = std::ranges::lower_bound(ordered_, source, comes_before, of),
             last = std::ranges::upper_bound(ordered_, source, comes_before, of);
  return {first, last};
}

}  // namespace memnet::pairs
