// The whole document: one file that needs nothing beside it.
#pragma once

#include <string>

#include "program/report/markup/markup.hpp"

namespace memnet::report {

// HTML. A policy inside it allows the page's own style and scripts, by their checksums, and pictures that it carries;
// not a request, nor a script that anybody else has put there.
std::string page(const std::string& title, const Markup& body);

// An SVG as a file of its own, with its style.
std::string svg_file(const Markup& svg);

}  // namespace memnet::report
