// A small model on a small task, ready to be trained.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "memnet/data/task.hpp"
#include "memnet/models/model.hpp"
#include "memnet/train/trainer.hpp"

namespace memnet {

// What a model does not know it does not take: sizes are for those that do.
class Small {
 public:
  // `settings` come before its own: copy of 1 to 4 vectors of 3 bits, or, for a model that reads stories, as many pairs
  // of a key and a value of 3 bits each; 8 slots of 6 numbers, a controller of 12.
  explicit Small(const std::string& model_name, std::vector<Setting> settings = {}, int thread_count = 1,
                 std::uint64_t seed = 1, const std::string& task_name = "")
      : options_(with_sizes(std::move(settings))), model(make_model(model_name)), threads(thread_count) {
    task = make_task(!task_name.empty() ? task_name : model->input_form() == InputForm::story ? "key_value" : "copy");
    task->declare(options_.section("task"));
    model->declare(options_.section("model"));
    train.declare(options_.section("train"));
    model->build(params, task->spec());
    params.initialise(seed);
    trainer = std::make_unique<Trainer>(train, *task, *model, params, threads, seed);
  }

 private:
  static std::vector<Setting> with_sizes(std::vector<Setting> settings) {
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

  Options options_;

 public:
  std::unique_ptr<Task> task;
  std::unique_ptr<Model> model;
  TrainOptions train;
  Params params;
  Threads threads;
  std::unique_ptr<Trainer> trainer;
};

}  // namespace memnet
