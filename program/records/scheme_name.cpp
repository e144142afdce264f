#include "program/records/scheme_name.hpp"

namespace memnet {

std::string scheme_name(const std::function<std::string(const std::string& name)>& option) {
  const std::string model = option("model"), read = option("model.addressing"),
                    write = option("model.write_addressing");
  if (read.empty()) return model;
  const std::string both = write.empty() || write == "same" ? read : read + " / " + write;
  return model == "ntm" ? both : model + " " + both;
}

}  // namespace memnet
