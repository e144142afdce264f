// The progress of a run, and its line on the terminal.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace memnet {

// Receives the progress of a run.
class Progress {
 public:
  virtual ~Progress() = default;

  // The last evaluation, at the longest trained length.
  struct Evaluation {
    double sequences = 0;  // after which it was made
    double length = 0;
    double errors = 0;  // wrong answers per sequence
    double exact = 0;   // fraction of sequences without an error
  };
  struct Update {
    double sequences = 0;
    // Of the last batch only, which may have one length that was drawn at random: no measure of the model.
    double batch_loss = 0;                      // nats per scored answer
    double batch_errors = 0;                    // wrong answers per sequence
    std::optional<Evaluation> evaluation = {};  // nothing before the first one
  };
  virtual void update(const Update& update) = 0;
  // Reports an event as a line of text, unless that is empty, or as an object with these fields, such as
  // "\"loss\":0.1".
  virtual void event(const std::string& kind, const std::string& text, const std::string& json_fields) = 0;
};

// Returns an evaluation as words for a line of progress: "at length 8: errors 0.31, exact 82.0 %".
std::string evaluation_in_words(const std::optional<Progress::Evaluation>& evaluation);

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
