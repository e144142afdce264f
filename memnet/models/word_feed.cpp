#include "memnet/models/word_feed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr const char* kRight = "right";
constexpr const char* kOwn = "own";

// Returns the share of own words in such a text; nothing for another text.
std::optional<double> parse_feed(const std::string& text) {
  const auto [name, argument] = split_argument(text);
  if (name == kRight && argument.empty()) return 0;
  if (name != kOwn) return std::nullopt;
  const std::optional<double> share = argument.empty() ? 1 : parse_number<double>(argument);
  return share && *share >= 0 && *share <= 1 ? share : std::nullopt;
}

// Returns the one spelling of such a text.
std::string canonical_feed(const std::string& text) {
  const std::optional<double> share = parse_feed(text);
  if (!share) return text;
  if (*share == 0) return kRight;
  return *share == 1 ? kOwn : fmt::format("{}:{}", kOwn, canonical_number(split_argument(text).argument));
}

}  // namespace

void WordFeed::declare(const Options::Section& options) {
  options.add(
      "feed", feed_, canonical_feed,
      "which word before the decoder gets in training: the right one, its own, or, with own:P, its own with the "
      "probability P (scheduled sampling)");
}

void WordFeed::build() {
  const std::optional<double> share = parse_feed(feed_);
  if (!share)
    fail(ErrorKind::usage, "model.feed = {} is not possible; write right, own or own:P with a P from 0 to 1", feed_);
  own_share_ = *share;
}

Var WordFeed::word(Tape& tape, const Batch& batch, std::size_t t, Var logits_before) const {
  const Var word = tape.constant(1, 1, batch.size, 0);
  if (t == 0) return word;
  for (int b = 0; b < batch.size; ++b) {
    const bool is_own = feeds_own(batch.mode) &&
                        (own_share_ == 1 || batch.noise[static_cast<std::size_t>(b)].uniform(0, 1) < own_share_);
    const Scalar* z = is_own ? logits_before.value(b) : nullptr;
    *word.value(b) = is_own ? static_cast<Scalar>(std::max_element(z, z + logits_before.rows()) - z)
                            : *batch.targets[t - 1].value(b);
  }
  return word;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
