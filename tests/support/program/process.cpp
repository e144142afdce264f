#include "tests/support/program/process.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace memnet {
namespace {

namespace fs = std::filesystem;

constexpr double kTimeLimit = 600;  // seconds; only a process that hangs takes so long
constexpr auto kPollInterval = std::chrono::milliseconds(2);

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// Runs in the child, between fork and exec.
void redirect(int descriptor, const std::string& path, int flags = O_WRONLY | O_CREAT) {
  const int file = ::open(path.c_str(), flags, 0666);
  if (file < 0 || ::dup2(file, descriptor) < 0) ::_exit(126);
}

}  // namespace

Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Process::Process(Setup setup, const Words& words) : start_(now()) {
  const std::string out = setup.output.empty() ? outputs_ / "out" : fs::path(setup.output), err = outputs_ / "err";
  std::ofstream(outputs_ / "in", std::ios::binary) << setup.input;
  std::vector<std::string> line = Words{MEMNET_PROGRAM} + words;
  std::vector<char*> pointers;
  for (std::string& word : line) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  id_ = ::fork();
  if (setup.own_group) ::setpgid(id_, id_);  // in both processes, since either may be the first
  if (id_ != 0) return;
  ::signal(SIGHUP, SIG_DFL);  // the tests may run under nohup
  for (std::string& variable : setup.environment) ::putenv(variable.data());
  if (::chdir(setup.folder.c_str()) != 0) ::_exit(126);
  redirect(STDIN_FILENO, setup.input_file.empty() ? outputs_ / "in" : fs::path(setup.input_file), O_RDONLY);
  redirect(STDOUT_FILENO, out);
  redirect(STDERR_FILENO, err);
  constexpr uid_t kNobody = 65534;
  if (setup.as_nobody && ::geteuid() == 0 && (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) ::_exit(126);
  ::execv(MEMNET_PROGRAM, pointers.data());
  ::_exit(127);
}

Process::~Process() {
  if (ended()) return;
  ::kill(id_, SIGKILL);
  ::waitpid(id_, &status_, 0);
}

double Process::seconds() const { return now() - start_; }

bool Process::ended() {
  rusage used{};
  if (running_ && ::wait4(id_, &status_, WNOHANG, &used) == id_) {
    running_ = false;
    peak_memory_ = static_cast<std::size_t>(used.ru_maxrss) * 1024;
  }
  return !running_;
}

bool Process::wait_for_message() {
  while (seconds() < kTimeLimit) {
    if (!text_of(outputs_ / "err").empty()) return true;
    if (ended()) return false;
    std::this_thread::sleep_for(kPollInterval);
  }
  return false;
}

void Process::send(int signal) {
  start_ = now();
  if (!ended()) ::kill(id_, signal);
}

void Process::send_to_group(int signal) {
  start_ = now();
  if (!ended()) ::kill(-id_, signal);
}

Outcome Process::wait() {
  while (!ended() && seconds() < kTimeLimit) std::this_thread::sleep_for(kPollInterval);
  Outcome outcome;
  if (running_) {
    ADD_FAILURE() << "still running after " << kTimeLimit << " s";
    ::kill(id_, SIGKILL);
    ::waitpid(id_, &status_, 0);
    running_ = false;
  }
  outcome.by_signal = WIFSIGNALED(status_);
  outcome.code = outcome.by_signal ? 128 + WTERMSIG(status_) : WEXITSTATUS(status_);
  outcome.out = text_of(outputs_ / "out");
  outcome.err = text_of(outputs_ / "err");
  outcome.peak_memory = peak_memory_;
  return outcome;
}

Outcome memnet(const fs::path& folder, const Words& words, const std::string& input) {
  return Process({.folder = folder, .output = "", .input = input}, words).wait();
}

Words tiny_run(int sequences) {
  return {"run",
          "--task.bits=3",
          "--task.max_length=4",
          "--model.slots=8",
          "--model.width=6",
          "--model.controller.size=12",
          "--train.sequences=" + std::to_string(sequences),
          "--train.batch=8",
          "--train.shard=4",
          "--train.log_every=200",
          "--evaluate.every=400",
          "--evaluate.lengths=1x,2x",
          "--evaluate.sequences=20",
          "--evaluate.final_sequences=50",
          "--evaluate.traces=1",
          "--evaluate.trace_every=" + std::to_string((sequences + 1) / 2)};
}

fs::path only_run(const fs::path& folder) {
  std::vector<fs::path> runs;
  if (fs::is_directory(folder / "runs"))
    for (const auto& entry : fs::directory_iterator(folder / "runs")) runs.push_back(entry.path());
  EXPECT_EQ(runs.size(), 1u) << "runs in " << folder;
  return runs.empty() ? folder / "none" : runs.front();
}

std::vector<std::string> files_below(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (!entry.is_directory() && entry.path().filename() != ".lock")
      files.push_back(entry.path().lexically_relative(folder));
  std::ranges::sort(files);
  return files;
}

}  // namespace memnet
