#include "memnet/memories/slot_settings.hpp"

#include <fmt/format.h>

#include "memnet/base/error.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void SlotSettings::declare(const Options::Section& options) {
  options.add("slots", slots_, 1, 1000000, "number of memory slots, N");
  options.add("width", width_, 1, 100000, "width of a memory slot, W");
  options.add("addresses", addresses_, 0, 100000,
              "how many numbers at the end of every slot are a learned address, which heads read but never write");
  options.add("read_heads", read_heads_, 1, 16, "number of read heads");
  options.add("write_heads", write_heads_, 1, 16, "number of write heads");
  options.add("addressing", read_addressing_, canonical_addressing,
              "how heads choose memory slots: a scheme, or stages joined by '|'");
  options.add("write_addressing", write_addressing_, canonical_addressing,
              "how write heads choose memory slots: a scheme, stages joined by '|', or 'same' as model.addressing; the "
              "last stage may be a write rule, otherwise it is erase_add");
  options.add(
      "write_mode", write_mode_, {"learned", "append"},
      "how write heads get their slots: learned by their addressing, or append: each shown item goes to the next slot");
  options.add(
      "order", order_, {"read_then_write", "write_then_read", "write_then_look"},
      "order of a step: heads choose slots, read and then write; choose, write and then read; or writers choose "
      "and write, and then readers choose in what was just written (DNC)");
  options.add("initial_memory", initial_memory_, {"constant", "random", "learned"},
              "memory at the start: the same number everywhere, random numbers that are kept fixed, or learned");
  options.add("memory_constant", memory_constant_, -1000, 1000, "the number that fills a constant initial memory");
  options.add("initial_weighting", initial_weighting_, {"uniform", "one_hot", "learned", "zeros"},
              "weighting of heads at the start: uniform, all on slot 0, learned, or zeros");
}

void SlotSettings::read_settings() {
  const bool append = write_mode_ == "append";
  if (append && write_addressing_ != "same")
    fail(ErrorKind::usage,
         "model.write_addressing = {} has no effect with model.write_mode = append, where each item goes to the next "
         "slot; leave it out, or take model.write_mode = learned",
         write_addressing_);
  if (const WriteText read = split_write_text(read_addressing_); !read.rule.empty())
    fail(ErrorKind::usage,
         "model.addressing = {} ends with the write rule {}, but read heads do not write; give it in "
         "model.write_addressing",
         read_addressing_, read.rule);
  const auto [stages, rule] = split_write_text(write_addressing_ == "same" ? read_addressing_ : write_addressing_);
  if (stages.empty())
    fail(ErrorKind::usage, "model.write_addressing = {} is a rule without stages; write 'cosine | softmax | {}'",
         write_addressing_, rule);
  read_pipeline_ = std::make_unique<Pipeline>(read_addressing_, slots_, width_);
  write_pipeline_ = std::make_unique<Pipeline>(append ? "oracle" : stages, slots_, width_);
  rule_ = make_write_rule(rule);
  if (read_pipeline_->needs_oracle() && !append)
    fail(ErrorKind::usage,
         "model.addressing = {} needs the right slot, which is known only with model.write_mode = append",
         read_addressing_);
  refuse_addresses();
  refuse_reader();
  refuse_symmetry();
  for (const Pipeline* pipeline : {read_pipeline_.get(), write_pipeline_.get()}) refuse_equal_weights(*pipeline);
  refuse_features();
  refuse_key();
}

bool SlotSettings::starts_apart() const { return initial_weighting_ == "one_hot" || initial_weighting_ == "learned"; }

// The symmetry trap: if all slots start equal and no write head can treat two slots differently, all slots stay equal
// in every step, whatever is learned: a memory of N slots is then no better than one slot.
void SlotSettings::refuse_symmetry() const {
  const bool uses_weighting = write_pipeline_->uses_previous() || write_pipeline_->uses_reader();
  const bool breaks = write_pipeline_->breaks_symmetry() || (uses_weighting && starts_apart());
  if (initial_memory_ != "constant" || breaks || slots_ == 1 || addresses_ > 0) return;
  fail(ErrorKind::usage,
       "model.initial_memory = constant with {}: all slots start equal and stay equal in every step, so they act as "
       "one; take model.initial_memory = random or learned{}",
       uses_weighting ? fmt::format("model.initial_weighting = {}", initial_weighting_)
                      : fmt::format("write heads that address by content only ({})", write_pipeline_->text()),
       uses_weighting ? ", or model.initial_weighting = one_hot or learned" : "");
}

void SlotSettings::refuse_addresses() const {
  if (addresses_ >= width_)
    fail(ErrorKind::usage,
         "model.addresses = {} leaves no number of a slot to write, since model.width = {}; take fewer addresses or a "
         "larger width",
         addresses_, width_);
}

void SlotSettings::refuse_reader() const {
  if (read_pipeline_->uses_reader())
    fail(ErrorKind::usage,
         "model.addressing = {} takes the slots of the read head beside a write head, but it is the addressing of read "
         "heads; give stages such as 'reader' in model.write_addressing",
         read_addressing_);
  if (write_pipeline_->uses_reader() && read_pipeline_->gives_features())
    fail(ErrorKind::usage,
         "model.write_addressing = {} takes the slots of a read head, but model.addressing = {} gives features, which "
         "may have any sign; end it with a normalizer such as 'softmax'",
         write_addressing_, read_addressing_);
}

// A head that only transforms its previous weighting (tape) never chooses a slot if it starts with equal weights: all
// its weights stay equal in every step, whatever is learned.
void SlotSettings::refuse_equal_weights(const Pipeline& pipeline) const {
  const bool only_previous =
      pipeline.uses_previous() && !pipeline.uses_scores() && !pipeline.uses_reader() && !pipeline.breaks_symmetry();
  if (!only_previous || starts_apart() || slots_ == 1) return;
  fail(ErrorKind::usage,
       "model.initial_weighting = {} with heads that address by '{}': the weights of all slots start equal and stay "
       "equal in every step, so such a head never chooses a slot; take model.initial_weighting = one_hot or learned, "
       "or an addressing that begins with scores",
       initial_weighting_, pipeline.text());
}

// Features may be negative, or large, so a rule that erases by them would make the memory grow.
void SlotSettings::refuse_features() const {
  if (write_pipeline_->gives_features() && !rule_->takes_features())
    fail(
        ErrorKind::usage,
        "write heads that address by '{}' give features, which may have any sign, but the write rule needs weightings; "
        "end model.write_addressing with a rule that takes features, such as '| delta', or with a normalizer",
        write_pipeline_->text());
}

void SlotSettings::refuse_key() const {
  if (rule_->uses_key() && (!read_pipeline_->emits_key() || addresses_ > 0))
    fail(ErrorKind::usage,
         "model.write_addressing = {} writes the key of a read head, but {}; let the write head emit what it writes: "
         "'replace' without 'key'",
         write_addressing_,
         addresses_ > 0
             ? "with model.addresses a key is wider than what is written"
             : fmt::format("read heads that address by '{}' have no key as wide as a slot", read_pipeline_->text()));
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
