// Numbers for the page's scripts.
#pragma once

#include <string>

#include "program/report/markup/markup.hpp"

namespace memnet::report {

// JSON inside the page, which no browser takes for anything else, whatever texts are in it.
Markup data_block(const char* kind, std::string json);

}  // namespace memnet::report
