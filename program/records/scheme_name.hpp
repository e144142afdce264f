// The name of what is compared: an addressing scheme, or a model that has none.
#pragma once

#include <functional>
#include <string>

namespace memnet {

// What brings weightings about, as people say it: the addressing scheme, and that of write heads where it is another;
// the model where it has none, and before it where it is not the ntm. `option` gives the value of an option, or "".
std::string scheme_name(const std::function<std::string(const std::string& name)>& option);

}  // namespace memnet
