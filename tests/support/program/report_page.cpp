#include "tests/support/program/report_page.hpp"

#include <regex>
#include <sstream>

#include "tests/support/program/process.hpp"

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

std::vector<ShownPanel> panels_in(const std::string& page) {
  static const std::regex kPanel(
      "\\{\"name\":\"([^\"]*)\",\"rows\":([0-9]+),\"first\":(-?[0-9]+),\"thousandths\":\"([^\"]*)\"\\}");
  std::vector<ShownPanel> panels;
  for (std::sregex_iterator found(page.begin(), page.end(), kPanel), end; found != end; ++found) {
    ShownPanel panel{(*found)[1], std::stoi((*found)[2]), std::stoi((*found)[3]), {}};
    std::istringstream words((*found)[4]);
    for (std::string word; words >> word;) {
      const std::size_t star = word.find('*');
      panel.numbers.insert(panel.numbers.end(), star == word.npos ? 1 : std::stoul(word.substr(star + 1)),
                           std::strtod(word.c_str(), nullptr) / 1000);
    }
    panels.push_back(std::move(panel));
  }
  return panels;
}

std::vector<ShownPicture> pictures_in(const std::string& page) {
  static const std::regex kPicture("data-panel=\"[^\"]*\" data-from=\"([^\"]*)\"|<img alt=\"([^\"]*)\"");
  static const std::regex kStep("([0-9]+): (-?[0-9]+) \\((-?[0-9.]+)\\)");
  std::vector<ShownPicture> pictures;
  for (std::sregex_iterator found(page.begin(), page.end(), kPicture), end; found != end; ++found) {
    if ((*found)[1].matched) pictures.push_back({(*found)[1], {}});
    const std::string words = (*found)[2];
    for (std::sregex_iterator step(words.begin(), words.end(), kStep); step != end; ++step)
      pictures.back().largest.push_back(
          {std::stoi((*step)[1]), std::stoi((*step)[2]), std::strtod((*step)[3].str().c_str(), nullptr)});
  }
  return pictures;
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

std::vector<ShownChart> charts_in(const std::string& page) {
  std::vector<ShownChart> charts;
  const std::string start = "aria-label=\"";
  for (std::size_t at = 0; (at = page.find("<svg", at)) != page.npos; ++at) {
    const std::string svg = page.substr(at, page.find("</svg>", at) - at);
    if (!contains(svg, "class=\"chart\"")) continue;
    ShownChart chart{.ends = {}, .lines = lines_in(svg)};
    std::erase_if(chart.lines, [](const ShownLine& line) { return line.y.empty(); });
    const std::size_t label = svg.find(start) + start.size();
    std::istringstream descriptions(
        svg.substr(0, svg.find('"', label)).substr(svg.find(':', svg.find(" over ", label))));
    for (std::string words; std::getline(descriptions, words, ';');) {  // ": exact from 0.1 at 100 to 0.9 at 2000"
      words.erase(words.find_last_not_of(".\"") + 1);
      const std::size_t to_at = words.rfind(" at "), to = words.rfind(" to ", to_at), from_at = words.rfind(" at ", to),
                        from = words.rfind(" from ", from_at);
      if (from == words.npos) continue;
      chart.ends.push_back({words.substr(from + 6, from_at - from - 6), words.substr(from_at + 4, to - from_at - 4),
                            words.substr(to + 4, to_at - to - 4), words.substr(to_at + 4)});
    }
    charts.push_back(std::move(chart));
  }
  return charts;
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

std::string report_of(const fs::path& folder, const fs::path& run_or_plan) {
  const Outcome outcome = memnet(folder, {"report", run_or_plan.string(), "-o", "report.html"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err + outcome.out, "");
  return text_of(folder / "report.html");
}

}  // namespace memnet
