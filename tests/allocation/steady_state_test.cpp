// A training step of the same shape as an earlier one allocates no memory. Allocations are counted in operator new,
// which this program replaces; so it has to be a program of its own.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <ostream>

#include "memnet/data/task.hpp"
#include "memnet/models/model.hpp"
#include "tests/support/fixed_data.hpp"
#include "tests/support/training.hpp"

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

void PrintTo(const NamedModel& entry, std::ostream* out) { *out << entry.name; }

namespace {

// Sampling into an episode again allocates no memory, for any task; except for stories in words, which are generated as
// text, and text needs memory.
TEST(SteadyStateOfTasks, SamplingAllocatesNothing) {
  for (const TaskEntry& entry : all_tasks()) {
    Options options;
    const std::unique_ptr<Task> task = entry.make();
    task->declare(options.section("task"));
    const int length = task->spec().longest;
    Episode episode;
    const auto sample = [&] {
      for (std::uint64_t sequence = 0; sequence < 20; ++sequence) {
        RandomStream stream(1, "train", sequence);
        task->sample(stream, length, episode);
      }
    };
    sample();
    if (episode.inputs.cols() == 0 && episode.context.has_questions()) continue;  // only a story
    const long before = allocations;
    sample();
    EXPECT_EQ(allocations - before, 0) << entry.name;
  }
}

class SteadyState : public testing::TestWithParam<NamedModel> {};

INSTANTIATE_TEST_SUITE_P(Models, SteadyState, testing::ValuesIn(all_named_models()),
                         [](const auto& info) { return std::string(info.param.name); });

TEST_P(SteadyState, SampleForwardAndBackwardAllocateNothing) {
  const std::unique_ptr<Model> model = GetParam().make();
  Options options(task_settings_for(*model));
  const std::unique_ptr<Task> task = task_for(*model);
  task->declare(options.section("task"));
  model->declare(options.section("model"));
  Params params;
  model->build(params, task->spec());
  params.initialize(1);
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

// The whole training step, including threads, shards, the optimizer and the training series between two of its rows.
TEST_P(SteadyState, ATrainingStepAllocatesNothing) {
  for (const int threads : {1, 2})
    for (const char* batch : {"1", "16", "32"}) {
      std::vector<Setting> settings = task_settings_for(*GetParam().make());
      settings.insert(
          settings.end(),
          {{"train.batch", batch, "test"}, {"task.min_length", "5", "test"}, {"task.max_length", "5", "test"}});
      Training training(settings, task_for(*GetParam().make()), GetParam().make(), threads);
      training.trainer->step();
      const long before = allocations;
      for (int update = 0; update < 3; ++update) training.trainer->step();
      EXPECT_EQ(allocations - before, 0) << "batch " << batch << ", " << threads << " threads";
      EXPECT_TRUE(training.trainer->state.series.empty());
    }
}

// An evaluation in which a model writes its answers.
TEST_P(SteadyState, WritingAnswersAllocatesNothing) {
  if (GetParam().make()->decoder() == nullptr) GTEST_SKIP() << "it does not write answers";
  Training training(task_settings_for(*GetParam().make()), task_for(*GetParam().make()), GetParam().make());
  BatchRunner& runner = training.trainer->runner();
  const std::vector<int> lengths(20, 6);
  for (const int beam : {1, 4}) {
    runner.set_search({.width = beam});
    runner.evaluate("test", 0, lengths);
    const long before = allocations;
    runner.evaluate("test", 0, lengths);
    EXPECT_EQ(allocations - before, 0) << "beam " << beam;
  }
}

// Random choices, and what they are trained by.
TEST(SteadyStateOfChoices, ATrainingStepAllocatesNothing) {
  Training training({{"model.addressing", "cosine | sample:learned", "test"},
                     {"model.write_addressing", "cosine | gumbel:1", "test"},
                     {"train.baseline", "leave_one_out", "test"},
                     {"train.samples", "4", "test"},
                     {"train.entropy_bonus", "0.1", "test"},
                     {"task.min_length", "5", "test"},
                     {"task.max_length", "5", "test"}},
                    make_task("copy"), make_model("ntm"));
  training.trainer->step();
  const long before = allocations;
  for (int update = 0; update < 3; ++update) training.trainer->step();
  EXPECT_EQ(allocations - before, 0);
}

// Images, and the loss for places that are not looked at once.
TEST(SteadyStateOfImages, ATrainingStepAllocatesNothing) {
  Training training({{"model.encoder", "conv", "test"},
                     {"model.encoder.size", "8", "test"},
                     {"model.encoder.layers", "2", "test"},
                     {"model.encoder.pool", "2", "test"},
                     {"model.doubly_stochastic", "1", "test"},
                     {"train.batch", "8", "test"}},
                    make_task("glyphs"), make_model("show_attend_tell"), 2);
  training.trainer->step();
  const long before = allocations;
  for (int update = 0; update < 3; ++update) training.trainer->step();
  EXPECT_EQ(allocations - before, 0);
}

// Stories from files are turned into numbers before training. They have different sizes, so the first steps allocate
// memory, until the largest ones have occurred.
TEST_P(SteadyState, ATrainingStepOnStoriesFromFilesAllocatesNothing) {
  if (GetParam().make()->decoder() != nullptr) GTEST_SKIP() << "it reads sources, not stories";
  const StoryFiles files({4, 15}, 40, 4);
  Training training({{"task.data", files.folder(), "test"}, {"task.tasks", "4,15", "test"}}, make_task("babi"),
                    GetParam().make());
  for (int update = 0; update < 10; ++update) training.trainer->step();
  const long before = allocations;
  for (int update = 0; update < 3; ++update) training.trainer->step();
  EXPECT_EQ(allocations - before, 0);
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
