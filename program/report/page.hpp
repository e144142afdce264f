// The HTML document of a report: one file that loads no other.
#pragma once

#include <string>

#include "program/report/markup/markup.hpp"

namespace memnet::report {

// How every page and every SVG file begins.
inline constexpr const char* kPageStart = "<!doctype html>\n<!-- made by memnet -->\n";
inline constexpr const char* kSvgStart = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\"";

// Returns a whole HTML document. Its Content-Security-Policy allows only the report's own style and scripts, by their
// checksums, and embedded pictures; it forbids all requests and all other scripts.
std::string page(const std::string& title, const Markup& body);

// Returns the content of an SVG file: a drawing with its style.
std::string svg_file(const Markup& svg);

}  // namespace memnet::report
