// Generates the stories of one task. Each generator is one file in generator/ and one line in its table.def.
#pragma once

#include <memory>

#include "tasks/babi/worlds/difficulty.hpp"
#include "tasks/babi/worlds/story_builder.hpp"
#include "tasks/babi/worlds/templates.hpp"

namespace memnet::babi {

class StoryGenerator {
 public:
  explicit StoryGenerator(Templates templates) : templates_(std::move(templates)) {}
  virtual ~StoryGenerator() = default;

  // Returns one story, sampled by the rules of the task.
  virtual StoryText generate(RandomStream& stream) const = 0;

  // All words and answers that stories can contain, not only those of some sample.
  Lexicon lexicon() const { return templates_.lexicon(); }

 protected:
  const Templates& templates() const { return templates_; }

 private:
  Templates templates_;
};

}  // namespace memnet::babi
