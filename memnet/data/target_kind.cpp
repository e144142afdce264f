#include "memnet/data/target_kind.hpp"

#include <algorithm>
#include <cmath>

#include "memnet/math/kernels.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr TargetKindEntry kbits = {
    .plural = "bits",
    .one_word = false,
    .targets = TracedAxis::bit,
    .answers = TracedAxis::bit,
    .to_probabilities = [](std::span<Scalar> z) { kernels::sigmoid(z.data(), z.data(), static_cast<int>(z.size())); },
    .cost =
        [](std::span<const Scalar> answer, std::span<const Scalar> target) {
          double nats = 0;
          for (std::size_t i = 0; i < answer.size(); ++i) {
            const double one = static_cast<double>(answer[i]);
            nats -= std::log(target[i] == 1 ? one : 1 - one);
          }
          return nats;
        },
    .wrong =
        [](std::span<const Scalar> answer, std::span<const Scalar> target, AnswerForm form, double) {
          const Scalar even = form == AnswerForm::logits ? Scalar(0) : Scalar(0.5);
          int wrong = 0;
          for (std::size_t i = 0; i < answer.size(); ++i)
            wrong += std::isnan(answer[i]) || (answer[i] > even) != (target[i] > Scalar(0.5)) ? 1 : 0;
          return wrong;
        }};

constexpr TargetKindEntry kword = {
    .plural = "words",
    .one_word = true,
    .targets = TracedAxis::single,
    .answers = TracedAxis::word,
    .to_probabilities =
        [](std::span<Scalar> logits) {
          const int n = static_cast<int>(logits.size());
          Scalar* z = logits.data();
          const Scalar largest = kernels::maximum(z, n);
          for (Scalar& number : logits) number -= largest;
          kernels::exp(z, z, n);
          const Scalar sum = kernels::sum(z, n);
          for (Scalar& number : logits) number /= sum;
        },
    .cost =
        [](std::span<const Scalar> answer, std::span<const Scalar> target) {
          return -std::log(static_cast<double>(answer[std::size_t(target[0])]));
        },
    .wrong =
        [](std::span<const Scalar> answer, std::span<const Scalar> target, AnswerForm, double) {
          return std::ranges::max_element(answer) - answer.begin() == static_cast<long>(target[0]) ? 0 : 1;
        }};

constexpr TargetKindEntry knumbers = {
    .plural = "numbers",
    .one_word = false,
    .targets = TracedAxis::number,
    .answers = TracedAxis::number,
    .to_probabilities = [](std::span<Scalar>) {},
    .cost =
        [](std::span<const Scalar> answer, std::span<const Scalar> target) {
          double nats = 0;
          for (std::size_t i = 0; i < answer.size(); ++i) {
            const double error = static_cast<double>(answer[i]) - static_cast<double>(target[i]);
            nats += error * error / 2;
          }
          return nats;
        },
    .wrong =
        [](std::span<const Scalar> answer, std::span<const Scalar> target, AnswerForm, double tolerance) {
          int wrong = 0;
          for (std::size_t i = 0; i < answer.size(); ++i)
            wrong += std::abs(static_cast<double>(answer[i]) - static_cast<double>(target[i])) <= tolerance ? 0 : 1;
          return wrong;
        }};

constexpr const TargetKindEntry* kKinds[] = {
#define MEMNET_TARGET_KIND(name, loss) &k##name,
#include "memnet/data/target_kind.def"
#undef MEMNET_TARGET_KIND
};

}  // namespace

std::span<const TargetKindEntry* const> all_target_kinds() { return kKinds; }

const TargetKindEntry& entry_of(TargetKind kind) { return *kKinds[static_cast<std::size_t>(kind)]; }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
