// Data for the scripts of a page.
#pragma once

#include <string>

#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns JSON in a <script> element with this class. It is escaped, so that no text in it can end the element.
Markup data_block(const char* kind, std::string json);

}  // namespace memnet::report
