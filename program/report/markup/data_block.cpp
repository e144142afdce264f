#include "program/report/markup/data_block.hpp"

namespace memnet::report {

Markup data_block(const char* kind, std::string json) {
  for (std::size_t at = 0; (at = json.find('<', at)) != json.npos;)
    json.replace(at, 1, "\\u003c");  // so that the text never contains "</script>"
  return element("script", {{"type", "application/json"}, {"class", kind}}, {Markup::trusted(std::move(json))});
}

}  // namespace memnet::report
