// Errors on the terminal.
#pragma once

#include <functional>

namespace memnet {

// Runs `work`. If it throws, prints the message as a line on stderr that starts with `prefix`. Returns the exit code of
// `work`, or that of the exception.
int report_errors(const char* prefix, const std::function<int()>& work);

}  // namespace memnet
