// A Progress that shows nothing.
#pragma once

#include "program/terminal/progress.hpp"

namespace memnet {

class NoProgress final : public Progress {
 public:
  void update(const Update&) override {}
  void event(const std::string&, const std::string&, const std::string&) override {}
};

}  // namespace memnet
