// The pairs of a user's files as numbers of words, in three parts: for training, validation and test.
#pragma once

#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "memnet/data/context.hpp"
#include "tasks/pairs/reader.hpp"
#include "tasks/pairs/split_files.hpp"
#include "tasks/pairs/words.hpp"

namespace memnet::pairs {

struct PairOptions {
  Unit unit = Unit::words;
  int least = 1;          // words that come fewer times in training are unknown
  bool shared = false;    // one vocabulary for sources and targets
  int most_source = 100;  // longer sources and targets are left out, in words
  int most_target = 100;
  int validation = 10;  // percentages of the pairs, where there is no file for them
  int test = 10;
};

class PairSet {
 public:
  PairSet() = default;
  // Reads the files at this path. Throws an Error of kind data, with the file and the line, if they are not as expected
  // (see reader.hpp and split_files.hpp), or if a part has no pair.
  PairSet(const std::filesystem::path& path, const PairOptions& options);

  int count(std::size_t part) const { return static_cast<int>(parts_[part].size()); }
  // The words of the i-th pair of a part.
  std::span<const int> source(std::size_t part, int i) const { return sources_[index(part, i)]; }
  std::span<const int> target(std::size_t part, int i) const { return targets_[index(part, i)]; }

  // True if all sources are empty.
  bool is_text() const { return is_text_; }
  const Vocabulary& source_words() const { return shared_ ? target_words_ : source_words_; }
  const Vocabulary& target_words() const { return target_words_; }
  int longest_source() const { return longest_source_; }
  double mean_target() const { return mean_target_; }           // length of a target of the training part, in words
  int different_targets() const { return different_targets_; }  // words of these targets, and the end
  const std::string& digest() const { return digest_; }
  const std::vector<std::string>& warnings() const { return warnings_; }

  // All pairs with this source, ordered by their targets. The pairs are numbered over all parts.
  std::span<const int> pairs_with(std::span<const int> source) const;
  std::span<const int> target(int pair) const { return targets_[pair]; }

 private:
  using Parts = std::array<std::vector<TextPair>, 3>;
  int index(std::size_t part, int i) const { return parts_[part][static_cast<std::size_t>(i)]; }
  Parts read(const std::filesystem::path& path, const PairOptions& options);
  void leave_out_long(std::vector<TextPair>& pairs, const std::filesystem::path& file, const PairOptions& options);
  void number(const Parts& parts, const PairOptions& options);
  void describe_training();
  void describe_test();

  RaggedArray sources_, targets_;          // by pair
  std::array<std::vector<int>, 3> parts_;  // pairs
  std::vector<int> ordered_;               // pairs by source, then by target
  Vocabulary source_words_, target_words_;
  bool shared_ = false, is_text_ = false;
  double mean_target_ = 0;
  int longest_source_ = 0, different_targets_ = 0;
  std::string digest_;
  std::vector<std::string> warnings_;
};

}  // namespace memnet::pairs
