// Bigram flip (Grefenstette et al. 2015): output a sequence of symbols with each pair of neighbors swapped. The last
// symbol of a sequence of odd length stays.
//
//   inputs    a b c d e | . . . . .      words, 2 length + 1 steps
//   targets   . . . . . . b a d c e      words
#include "tasks/common/recall_sequence.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class BigramFlip : public RecallSequence {
 public:
  BigramFlip() : RecallSequence("bigram_flip", 10) {}

 private:
  int recalled_index(int i, int length) const override { return (i ^ 1) < length ? i ^ 1 : i; }
};

}  // namespace

std::unique_ptr<Task> make_bigram_flip() { return std::make_unique<BigramFlip>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
