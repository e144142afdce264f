#include "tests/program/report_page.hpp"

#include <regex>
#include <sstream>

#include "tests/program/process.hpp"
#include "tests/program/run_contents.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

std::vector<double> list_of(const std::string& text) {
  std::vector<double> numbers;
  std::istringstream words(text);
  for (std::string word; words >> word;) numbers.push_back(std::strtod(word.c_str(), nullptr));
  return numbers;
}

}  // namespace

std::vector<ShownNumber> numbers_in(const std::string& page) {
  static const std::regex kData("<data value=\"([^\"]*)\" data-from=\"([^\"]*)\">([^<]*)</data>");
  std::vector<ShownNumber> numbers;
  for (std::sregex_iterator found(page.begin(), page.end(), kData), end; found != end; ++found)
    numbers.push_back({std::strtod((*found)[1].str().c_str(), nullptr), (*found)[2], (*found)[3]});
  return numbers;
}

std::vector<ShownLine> lines_in(const std::string& page) {
  std::vector<ShownLine> lines;
  const auto attribute_after = [&](const char* name, std::size_t at) {
    const std::string start = std::string(" ") + name + "=\"";
    const std::size_t from = page.find(start, at) + start.size();
    return page.substr(from, page.find('"', from) - from);
  };
  for (std::size_t at = 0; (at = page.find("data-from=", at)) != page.npos; ++at)
    if (const std::size_t tag = page.rfind('<', at); page.compare(tag, 5, "<path") == 0)
      lines.push_back({attribute_after("data-from", tag), list_of(attribute_after("data-x", tag)),
                       list_of(attribute_after("data-y", tag))});
  return lines;
}

std::string words_of(const std::string& page) {
  std::string words = page;
  for (const auto& [start, end] : {std::pair{"<script", "</script>"},
                                   {"<style", "</style>"},
                                   {"<svg", "</svg>"},
                                   {"<data", "</data>"},
                                   {"<code", "</code>"},
                                   {"<span class=\"name\"", "</span>"},
                                   {"<title", "</title>"},
                                   {"<option", "</option>"}})
    for (std::size_t from; (from = words.find(start)) != words.npos;)
      words.erase(from, words.find(end, from) + std::string_view(end).size() - from);
  std::string bare;
  bool tag = false;
  for (const char c : words) {
    if (c == '<') tag = true;
    if (!tag) bare += c;
    if (c == '>') tag = false;
  }
  return bare;
}

std::string report_of(const fs::path& folder, const fs::path& place) {
  const Outcome outcome = memnet(folder, {"report", place.string(), "-o", "report.html"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err + outcome.out, "");
  const std::vector<std::byte> bytes = bytes_of(folder / "report.html");
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

}  // namespace memnet
