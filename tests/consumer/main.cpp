// What a user of the library writes: a small NTM, trained on a few short sequences.
#include <cstdio>
#include <exception>

#include "memnet/math/denormals.hpp"
#include "memnet/train/trainer.hpp"

int main() try {
  memnet::flush_denormals();
  memnet::Options options({{"task.max_length", "3", "here"},
                           {"model.slots", "8", "here"},
                           {"model.width", "6", "here"},
                           {"model.controller.size", "20", "here"},
                           {"train.sequences", "320", "here"},
                           {"train.learning_rate", "1e-2", "here"}});
  const auto task = memnet::make_task("copy");
  task->declare(options.section("task"));
  const auto model = memnet::make_model("ntm");
  model->declare(options.section("model"));
  memnet::TrainOptions train;
  train.declare(options.section("train"));
  options.finish();

  constexpr int kSeed = 1;
  memnet::Params params;
  model->build(params, task->spec());
  params.initialize(kSeed);
  memnet::Threads threads(2);
  memnet::Trainer trainer(train, *task, *model, params, threads, kSeed);
  const double before = trainer.step().loss();
  double after = before;
  while (!trainer.finished()) after = trainer.step().loss();

  std::printf("%zu numbers of %zu bytes learned: %.3f -> %.3f nats per bit\n", params.count(), sizeof(memnet::Scalar),
              before, after);
  return after < before ? 0 : 1;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
