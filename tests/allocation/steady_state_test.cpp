// A training step that has been run before allocates nothing. Counted in operator new itself, which this program
// replaces; so it stands alone.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <ostream>

#include "memnet/data/task.hpp"
#include "memnet/models/model.hpp"
#include "memnet/train/trainer.hpp"
#include "tests/support/fixed_data.hpp"

namespace {
std::atomic<long> allocations = 0;

void* counted(std::size_t bytes, std::size_t alignment) {
  ++allocations;
  void* memory = std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
}  // namespace

void* operator new(std::size_t bytes) { return counted(bytes, alignof(std::max_align_t)); }
void* operator new[](std::size_t bytes) { return counted(bytes, alignof(std::max_align_t)); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return counted(bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment) {
  return counted(bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace memnet {
inline namespace MEMNET_PRECISION {

void PrintTo(const ModelEntry& entry, std::ostream* out) { *out << entry.name; }

namespace {

// An episode that is filled once more takes no new memory, whatever the task; except that a story which is told in
// words is text before it is numbers, and text takes memory.
TEST(SteadyStateOfTasks, SamplingAllocatesNothing) {
  for (const TaskEntry& entry : all_tasks()) {
    Options options;
    const std::unique_ptr<Task> task = entry.make();
    task->declare(options.section("task"));
    if (task->spec().answers == TargetKind::word) continue;
    const int length = task->spec().longest;
    Episode episode;
    const auto sample = [&] {
      RandomStream stream(1, "train", 5);
      task->sample(stream, length, episode);
    };
    sample();
    const long before = allocations;
    sample();
    EXPECT_EQ(allocations - before, 0) << entry.name;
  }
}

// A task that the model can read.
std::unique_ptr<Task> task_for(const Model& model) {
  return make_task(model.input_form() == InputForm::story ? "key_value" : "copy");
}

class SteadyState : public testing::TestWithParam<ModelEntry> {};

INSTANTIATE_TEST_SUITE_P(Models, SteadyState, testing::ValuesIn(all_models()),
                         [](const auto& info) { return std::string(info.param.name); });

TEST_P(SteadyState, SampleForwardAndBackwardAllocateNothing) {
  Options options;
  const std::unique_ptr<Model> model = GetParam().make();
  const std::unique_ptr<Task> task = task_for(*model);
  task->declare(options.section("task"));
  model->declare(options.section("model"));
  Params params;
  model->build(params, task->spec());
  params.initialise(1);
  AlignedVector<Scalar> gradient(params.values().size());
  Tape tape;
  std::vector<Episode> episodes(4);

  const auto step = [&](std::uint64_t sequence) {
    for (Episode& episode : episodes) {
      RandomStream stream(1, "train", sequence++);
      task->sample(stream, 10, episode);
    }
    tape.reset();
    tape.bind(params, gradient);
    const Batch batch = make_batch(tape, episodes, model->input_form());
    tape.backward(answer_loss(model->forward(tape, batch), batch));
  };
  step(0);
  const long before = allocations;
  EXPECT_GT(before, 0);
  step(4);
  EXPECT_EQ(allocations - before, 0);
}

// Everything that training takes.
struct Training {
  Training(std::vector<Setting> settings, std::unique_ptr<Task> of, const ModelEntry& entry, int threads_in_all)
      : options(std::move(settings)),
        task(std::move(of)),
        model(entry.make()),
        threads(threads_in_all),
        trainer(declared(), *task, *model, params, threads, 1) {}

  Options options;
  std::unique_ptr<Task> task;
  std::unique_ptr<Model> model;
  TrainOptions train;
  Params params;
  Threads threads;
  Trainer trainer;

 private:
  TrainOptions& declared() {
    task->declare(options.section("task"));
    model->declare(options.section("model"));
    train.declare(options.section("train"));
    model->build(params, task->spec());
    params.initialise(1);
    return train;
  }
};

// The training step as a whole: also threads, shards, the optimiser and the training series between two of its rows.
TEST_P(SteadyState, ATrainingStepAllocatesNothing) {
  for (const int threads : {1, 2})
    for (const char* batch : {"1", "16", "32"}) {
      Training training(
          {{"train.batch", batch, "test"}, {"task.min_length", "5", "test"}, {"task.max_length", "5", "test"}},
          task_for(*GetParam().make()), GetParam(), threads);
      training.trainer.step();
      const long before = allocations;
      for (int update = 0; update < 3; ++update) training.trainer.step();
      EXPECT_EQ(allocations - before, 0) << "batch " << batch << ", " << threads << " threads";
      EXPECT_TRUE(training.trainer.state.series.empty());
    }
}

// Stories from files are numbers before training begins. They are of different sizes, so the first steps still take
// memory, until the largest have been there.
TEST_P(SteadyState, ATrainingStepOnStoriesFromFilesAllocatesNothing) {
  const StoryFiles files({4, 15}, 40, 4);
  Training training({{"task.data", files.folder(), "test"}, {"task.tasks", "4,15", "test"}}, make_task("babi"),
                    GetParam(), 1);
  for (int update = 0; update < 10; ++update) training.trainer.step();
  const long before = allocations;
  for (int update = 0; update < 3; ++update) training.trainer.step();
  EXPECT_EQ(allocations - before, 0);
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
