#include "memnet/encoders/encoder.hpp"

#include <algorithm>

#include "memnet/addressing/stage.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

Annotations make_annotations(Tape& tape, const Places& places, const Encoder::Encoded& encoded) {
  const Var lengths = encoded.length ? encoded.length : places.length;
  Annotations made{.places = encoded.joined ? encoded.joined : join_rows(lengths, encoded.annotations),
                   .length = lengths};
  const int N = made.places.rows(), batch = lengths.batch();
  bool all_full = true;
  for (int b = 0; b < batch; ++b) all_full &= static_cast<int>(*lengths.value(b)) == N;
  if (all_full) return made;
  made.present = tape.constant(N, 1, batch, 0);
  made.mask = tape.constant(N, 1, batch, kNoSlot);
  for (int b = 0; b < batch; ++b) {
    const int length = static_cast<int>(*lengths.value(b));
    std::fill_n(made.present.value(b), length, Scalar(1));
    std::fill_n(made.mask.value(b), length, Scalar(0));
  }
  return made;
}

Var even_shares(Var length, int N) {
  const Var shares = length.tape().constant(N, 1, length.batch(), 0);
  for (int b = 0; b < shares.batch(); ++b) {
    const Scalar count = *length.value(b);
    std::fill_n(shares.value(b), static_cast<int>(count), 1 / count);
  }
  return shares;
}

Var join_ends(const Encoder::Encoded& encoded) { return encoded.ends.empty() ? encoded.summary : concat(encoded.ends); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
