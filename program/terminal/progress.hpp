// The progress of a run, and its line on the terminal.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace memnet {

// Receives the progress of a run.
class Progress {
 public:
  virtual ~Progress() = default;

  struct Update {
    double sequences = 0;
    double loss = 0;    // nats per scored answer
    double errors = 0;  // wrong answers per sequence
  };
  virtual void update(const Update& update) = 0;
  // Reports an event as a line of text, unless that is empty, or as an object with these fields, such as
  // "\"loss\":0.1".
  virtual void event(const std::string& kind, const std::string& text, const std::string& json_fields) = 0;
};

// On a terminal it rewrites one line on stderr a few times a second; elsewhere it prints a line every 20 seconds. With
// --log-format json it prints one object per line on stdout; with --quiet it prints nothing.
class ProgressLine : public Progress {
 public:
  ProgressLine(const std::string& run, bool quiet, bool json, double total_sequences, double done_sequences);
  ~ProgressLine() override;
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void update(const Update& update) override;
  void event(const std::string& kind, const std::string& text, const std::string& json_fields) override;

 private:
  using Clock = std::chrono::steady_clock;
  void clear_line();

  std::string run_;
  bool quiet_, json_, terminal_;
  double total_, started_with_;
  bool line_shown_ = false;
  Clock::time_point start_, last_;
};

// Returns true if stderr is a terminal on which lines can be rewritten.
bool on_terminal();

struct TerminalSize {
  std::size_t columns, lines;
};
// Returns the size of the terminal of stderr, 80 x 24 if it is unknown.
TerminalSize terminal_size();

}  // namespace memnet
