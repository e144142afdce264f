#include "program/terminal/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "program/terminal/printed_text.hpp"
#include "program/terminal/standard_streams.hpp"
#include "program/text/duration.hpp"
#include "program/text/json.hpp"

namespace memnet {
namespace {

constexpr double kTerminalSeconds = 0.2, kPlainSeconds = 20;

std::string json_of(const std::optional<Progress::Evaluation>& evaluation) {
  if (!evaluation) return "null";
  return fmt::format("{{\"sequences\":{},\"length\":{},\"errors\":{},\"exact\":{}}}", evaluation->sequences,
                     evaluation->length, evaluation->errors, evaluation->exact);
}

}  // namespace

std::string evaluation_in_words(const std::optional<Progress::Evaluation>& evaluation) {
  if (!evaluation) return "not evaluated yet";
  return fmt::format("at length {:.0f}: errors {:.2f}, exact {:.1f} %", evaluation->length, evaluation->errors,
                     100 * evaluation->exact);
}

bool on_terminal() {
  const char* kind = std::getenv("TERM");
  return isatty(STDERR_FILENO) != 0 && kind != nullptr && std::strcmp(kind, "dumb") != 0;
}

TerminalSize terminal_size() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {80, 24};
  return {size.ws_col, size.ws_row};
}

ProgressLine::ProgressLine(const std::string& run, bool quiet, bool json, double total_sequences, double done_sequences)
    : run_(run),
      quiet_(quiet),
      json_(json),
      terminal_(on_terminal()),
      total_(total_sequences),
      started_with_(done_sequences),
      start_(Clock::now()),
      last_(start_) {}

ProgressLine::~ProgressLine() { clear_line(); }

void ProgressLine::clear_line() {
  if (!line_shown_) return;
  control_terminal("\r\033[K");
  line_shown_ = false;
}

void ProgressLine::update(const Update& update) {
  if (quiet_) return;
  const auto now = Clock::now();
  const double since = std::chrono::duration<double>(now - last_).count();
  if (since < (terminal_ && !json_ ? kTerminalSeconds : kPlainSeconds)) return;
  last_ = now;
  const double rate = (update.sequences - started_with_) / std::chrono::duration<double>(now - start_).count();
  const double left = std::max(0.0, total_ - update.sequences) / rate;  // the last batch may go beyond the total
  if (json_) {
    event("progress", "",
          fmt::format("\"sequences\":{},\"sequences_per_second\":{:.1f},\"batch_loss\":{},\"batch_errors\":{},"
                      "\"evaluation\":{}",
                      update.sequences, rate, update.batch_loss, update.batch_errors, json_of(update.evaluation)));
    return;
  }
  std::string line =
      fmt::format("{:>3.0f} %  {:.0f}/{:.0f} sequences  {:.0f}/s  {} left  {}", 100 * update.sequences / total_,
                  update.sequences, total_, rate, duration(left), evaluation_in_words(update.evaluation));
  if (!terminal_) {
    write_now(stderr, fmt::format("{}: {}\n", run_, line));
    return;
  }
  if (const std::size_t width = terminal_size().columns; line.size() >= width) line.resize(width - 1);
  control_terminal("\r");
  write_now(stderr, line);
  control_terminal("\033[K");
  line_shown_ = true;
}

void ProgressLine::event(const std::string& kind, const std::string& text, const std::string& json_fields) {
  if (quiet_) return;
  if (json_) {
    write_now(stdout, fmt::format("{{\"event\":{},\"run\":{}{}{}}}\n", json_string(kind), json_string(run_),
                                  json_fields.empty() ? "" : ",", json_fields));
    return;
  }
  clear_line();
  if (!text.empty()) write_now(stderr, text + "\n");
}

}  // namespace memnet
