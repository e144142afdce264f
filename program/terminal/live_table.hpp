// A block of lines on the terminal that is rewritten while runs are trained.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace memnet {

// On a terminal it rewrites a block of lines at the bottom of stderr a few times a second, with events above it;
// elsewhere it prints only events, one per line. With --log-format json an event is an object on stdout; with --quiet
// only failures are printed.
class LiveTable {
 public:
  LiveTable(bool quiet, bool json);
  ~LiveTable();
  LiveTable(const LiveTable&) = delete;
  LiveTable& operator=(const LiveTable&) = delete;

  // Prints an event; `json_fields` as in Progress::event. Control characters in `text` are replaced.
  void event(const std::string& kind, const std::string& text, const std::string& json_fields);
  // Prints an event also with --quiet.
  void failure(const std::string& kind, const std::string& text, const std::string& json_fields);

  // Returns true if the lines can be rewritten and were not rewritten a moment ago.
  bool due() const;
  // Rewrites the block of lines.
  void draw(const std::vector<std::string>& lines);

 private:
  using Clock = std::chrono::steady_clock;
  void clear();

  bool quiet_, json_, terminal_;
  std::size_t shown_ = 0;     // lines of the block on the terminal
  Clock::time_point last_{};  // drawing
};

}  // namespace memnet
