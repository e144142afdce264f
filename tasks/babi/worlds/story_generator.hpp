// One task's way of telling stories. Each is one file here and one line in table.def.
#pragma once

#include <memory>

#include "tasks/babi/worlds/difficulty.hpp"
#include "tasks/babi/worlds/story_builder.hpp"
#include "tasks/babi/worlds/templates.hpp"

namespace memnet::babi {

class Teller {
 public:
  explicit Teller(Language language) : language_(std::move(language)) {}
  virtual ~Teller() = default;

  virtual Story tell(RandomStream& stream) const = 0;

  // All words and answers that stories can hold, also those that a sample may lack.
  Lexicon lexicon() const { return language_.lexicon(); }

 protected:
  const Language& language() const { return language_; }

 private:
  Language language_;
};

}  // namespace memnet::babi
