// Salience (Raffel & Ellis 2015, section 3.1): a score without a query, so a slot is judged by what it holds alone.
//   scores_i = tanh(w.M_i + b)
// Emission: none. Parameters: weights [W], which is w; bias [1], which is b.
//
// Scores are between -1 and 1. So behind a softmax no slot has more than e^2 = 7.4 times the weight of another, and k
// slots of N have at most k e^2 / (k e^2 + N - k) of the weight together, however different they are from the others.
// salience:free leaves out the tanh, and that bound; and b, which is then the same for all slots.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Salience : public ScoreStage {
 public:
  explicit Salience(bool is_bounded) : is_bounded_(is_bounded) {}

  std::vector<EmittedVector> emission(int, int) const override { return {}; }
  std::vector<StageParameter> parameters(int, int width) const override {
    std::vector<StageParameter> all = {{"weights", width, 1, Init::xavier()}};
    if (is_bounded_) all.push_back({"bias", 1, 1, Init::constant(0)});
    return all;
  }

  Var apply(const StageInputs& inputs) const override {
    const Var products = dot_similarity(inputs.memory, inputs.parameters[0]);
    if (!is_bounded_) return products;
    const Var ones = products.tape().constant(products.rows(), 1, 1, 1);
    return tanh(add(products, scale(inputs.parameters[1], ones)));
  }

 private:
  bool is_bounded_;
};

}  // namespace

std::unique_ptr<Stage> make_salience_stage(const std::string& argument) {
  const std::optional<std::vector<bool>> words = parse_words(argument, {"free"});
  return words ? std::make_unique<Salience>(!words->front()) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
