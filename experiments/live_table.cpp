#include "experiments/live_table.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "experiments/progress.hpp"

namespace memnet {
namespace {

constexpr auto kBetweenDrawings = std::chrono::milliseconds(200);

}  // namespace

LiveTable::LiveTable(bool quiet, bool json)
    : quiet_(quiet), json_(json), terminal_(!quiet && !json && on_terminal()) {}

LiveTable::~LiveTable() { clear(); }

void LiveTable::clear() {
  if (shown_ > 0) fmt::print(stderr, "\033[{}A\r\033[J", shown_);
  shown_ = 0;
}

void LiveTable::event(const std::string& kind, const std::string& text, const std::string& json_fields) {
  if (!quiet_) failure(kind, text, json_fields);
}

void LiveTable::failure(const std::string& kind, const std::string& text, const std::string& json_fields) {
  if (json_) {
    fmt::print("{{\"event\":{}{}{}}}\n", json_string(kind), json_fields.empty() ? "" : ",", json_fields);
    std::fflush(stdout);
    return;
  }
  clear();
  if (!text.empty()) fmt::print(stderr, "{}\n", text);
}

bool LiveTable::due() const { return terminal_ && Clock::now() - last_ >= kBetweenDrawings; }

void LiveTable::draw(const std::vector<std::string>& lines) {
  clear();
  const std::size_t width = terminal_width() - 1;
  std::string block;
  for (const std::string& line : lines) block += line.substr(0, width) + "\n";
  fmt::print(stderr, "{}", block);
  std::fflush(stderr);
  shown_ = lines.size();
  last_ = Clock::now();
}

}  // namespace memnet
