// Addressing schemes, and pipelines of stages.
#include "memnet/addressing/pipeline.hpp"
#include "tests/fuzz/fuzz.hpp"

void memnet::fuzz::try_input(std::string_view input) {
  const Pipeline pipeline(std::string(input), 8, 4);
  require(Pipeline(pipeline.text(), 8, 4).text() == pipeline.text());
}
