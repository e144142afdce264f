#include "program/terminal/live_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "program/terminal/printed_text.hpp"
#include "program/terminal/progress.hpp"
#include "program/terminal/standard_streams.hpp"
#include "program/text/json.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

constexpr auto kBetweenDrawings = std::chrono::milliseconds(200);

}  // namespace

LiveTable::LiveTable(bool quiet, bool json) : quiet_(quiet), json_(json), terminal_(!quiet && !json && on_terminal()) {}

LiveTable::~LiveTable() { clear(); }

void LiveTable::clear() {
  if (shown_ > 0) control_terminal(fmt::format("\033[{}A\r\033[J", shown_));
  shown_ = 0;
}

void LiveTable::event(const std::string& kind, const std::string& text, const std::string& json_fields) {
  if (!quiet_) failure(kind, text, json_fields);
}

void LiveTable::failure(const std::string& kind, const std::string& text, const std::string& json_fields) {
  if (json_) {
    write_now(stdout,
              fmt::format("{{\"event\":{}{}{}}}\n", json_string(kind), json_fields.empty() ? "" : ",", json_fields));
    return;
  }
  clear();
  if (!text.empty()) write_now(stderr, printable(text) + "\n");
}

bool LiveTable::due() const { return terminal_ && Clock::now() - last_ >= kBetweenDrawings; }

void LiveTable::draw(const std::vector<std::string>& lines) {
  clear();
  const TerminalSize size = terminal_size();
  shown_ = std::min(lines.size(), size.lines - 1);  // lines that have scrolled away cannot be rewritten
  std::string block;
  for (std::size_t i = 0; i < shown_; ++i) block += printable(lines[i].substr(0, size.columns - 1)) + "\n";
  write_now(stderr, block);
  last_ = Clock::now();
}

}  // namespace memnet
