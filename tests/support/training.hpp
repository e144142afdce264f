// Everything that training needs, ready for its first update.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "memnet/data/task.hpp"
#include "memnet/models/model.hpp"
#include "memnet/train/trainer.hpp"

namespace memnet {

class Training {
 public:
  Training(std::vector<Setting> settings, std::unique_ptr<Task> its_task, std::unique_ptr<Model> its_model,
           int thread_count = 1, std::uint64_t seed = 1)
      : options_(std::move(settings)), task(std::move(its_task)), model(std::move(its_model)), threads(thread_count) {
    task->declare(options_.section("task"));
    model->declare(options_.section("model"));
    train.declare(options_.section("train"));
    model->build(params, task->spec());
    params.initialize(seed);
    trainer = std::make_unique<Trainer>(train, *task, *model, params, threads, seed);
  }

 private:
  Options options_;

 public:
  std::unique_ptr<Task> task;
  std::unique_ptr<Model> model;
  TrainOptions train;
  Params params;
  Threads threads;
  std::unique_ptr<Trainer> trainer;
};

// A task that the model can read, with the settings that it needs for that.
inline std::unique_ptr<Task> task_for(const Model& model) {
  return make_task(model.input_form() == InputForm::context && model.decoder() == nullptr ? "key_value" : "copy");
}
inline std::vector<Setting> task_settings_for(const Model& model) {
  if (model.decoder() == nullptr) return {};
  return {{"task.source", "yes", "test"}, {"task.symbols", "4", "test"}};
}

// A small model on a small task: the copy task with 1 to 4 vectors of 3 bits, or, for a model that reads stories, as
// many pairs of a key and a value of 3 bits each; 8 slots of 6 numbers and a controller of 12. `settings` take
// precedence. A model or task ignores the sizes that it does not have.
class SmallTraining : public Training {
 public:
  explicit SmallTraining(const std::string& model_name, std::vector<Setting> settings = {}, int thread_count = 1,
                         std::uint64_t seed = 1, const std::string& task_name = "")
      : Training(with_sizes(std::move(settings), *make_model(model_name), task_name.empty()),
                 task_name.empty() ? task_for(*make_model(model_name)) : make_task(task_name), make_model(model_name),
                 thread_count, seed) {}

 private:
  static std::vector<Setting> with_sizes(std::vector<Setting> settings, const Model& model, bool chooses_task) {
    if (chooses_task)
      for (const Setting& setting : task_settings_for(model)) settings.push_back(setting);
    if (model.input_form() == InputForm::context)
      for (const char* size : {"model.encoder.size", "model.embedding"}) settings.push_back({size, "12", "test"});
    for (const auto& [name, value] : {std::pair{"task.bits", "3"},
                                      {"task.key_bits", "3"},
                                      {"task.value_bits", "3"},
                                      {"task.max_length", "4"},
                                      {"model.slots", "8"},
                                      {"model.width", "6"},
                                      {"model.controller.size", "12"}})
      settings.push_back({name, value, "test"});
    return settings;
  }
};

}  // namespace memnet
