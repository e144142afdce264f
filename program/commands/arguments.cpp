#include "program/commands/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "memnet/base/error.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/experiment.hpp"

namespace memnet {
namespace {

constexpr const char* kForm = "an option is --name value or --name=value, and an empty value --name ''";

bool is_option(const std::string& word) {
  return word == "-o" || word.starts_with("-o=") || word == "-h" || (word.starts_with("--") && word.size() > 2);
}

// "--log-format" -> "log_format"
std::string option_name(const std::string& typed) {
  if (typed == "-o") return "out";
  if (typed == "-h") return "help";
  std::string name = typed.substr(2);
  std::ranges::replace(name, '-', '_');
  return name;
}

// The options of a command that are declared before its command line is read. Those of tasks and models are not among
// them, since the command line itself chooses the task and the model.
class DeclaredOptions {
 public:
  DeclaredOptions(const std::string& command_name, Command& command)
      : command_(command_name),
        takes_others_(command.takes_experiment_options()),
        takes_task_options_(command.takes_task_options()) {
    command.declare(options_.top());
    own_ = options_.all().size();
    options_.top().add("help", help_, "show how the command is used");
    if (takes_others_) behavior_.declare(others_.top());
  }

  bool is_own(const std::string& name) const {
    return std::ranges::any_of(own(), [&](const Options::Option& option) { return option.name == name; });
  }
  bool is_flag(const std::string& name) const {
    const Options::Option* option = find(name);
    return option != nullptr && option->is_yes_or_no;
  }
  // Throws an Error of kind usage for an option that the command cannot take.
  void require(const std::string& typed) const {
    const std::string name = option_name(typed);
    if (takes_others_ || find(name) != nullptr) return;
    if (takes_task_options_ && name.starts_with("task.")) return;
    std::vector<std::string> names;
    for (const Options::Option& option : own()) names.push_back(option.name);
    const std::string guess = nearest(name, names);
    fail(ErrorKind::usage, "command line: unknown option {}{}; {}", typed,
         guess.empty() ? "" : fmt::format("; did you mean {}?", typed_option(guess)),
         names.empty() ? fmt::format("memnet {} takes no options", command_)
                       : fmt::format("'memnet help {}' lists its options", command_));
  }
  // Throws the Error for an option that lacks its value.
  [[noreturn]] void refuse_without_value(const std::string& typed) const {
    fail(ErrorKind::usage, "command line: {} lacks a value{}; {}", typed,
         find(option_name(typed)) != nullptr
             ? ""
             : fmt::format(", or is none that memnet {0} takes: 'memnet help {0}' lists them", command_),
         kForm);
  }

 private:
  // An option of the command hides one of experiments that has its name.
  const Options::Option* find(const std::string& name) const {
    const Options::Option* own = options_.find(name);
    return own != nullptr ? own : others_.find(name);
  }
  std::span<const Options::Option> own() const { return std::span(options_.all()).first(own_); }

  const std::string& command_;
  bool takes_others_, takes_task_options_;
  Options options_, others_;
  std::size_t own_ = 0;  // the first ones are the command's own
  Behavior behavior_;
  bool help_ = false;
};

[[noreturn]] void refuse_count(const Arguments& arguments, const char* expected) {
  fail(ErrorKind::usage, "{0}: expected {1}, but got {2} arguments; 'memnet help {0}' shows examples",
       arguments.command, expected, arguments.positional.size());
}

}  // namespace

const std::string& Arguments::only_one(const char* expected) const {
  if (positional.size() != 1) refuse_count(*this, expected);
  return positional.front();
}

std::string Arguments::at_most_one(const char* expected) const {
  if (positional.size() > 1) refuse_count(*this, expected);
  return positional.empty() ? "" : positional.front();
}

bool Arguments::is_given(const std::string& option) const {
  return std::ranges::find(settings, option, &Setting::name) != settings.end();
}

std::string typed_option(const std::string& name) {
  std::string typed = "--" + name;
  std::ranges::replace(typed, '_', '-');
  return typed;
}

Arguments parse_arguments(const std::string& name, const std::vector<std::string>& words, Command& command) {
  const DeclaredOptions declared(name, command);
  Arguments arguments;
  arguments.command = name;
  arguments.command_line = {"memnet", name};
  arguments.command_line.insert(arguments.command_line.end(), words.begin(), words.end());
  std::vector<Setting> own;
  for (auto word = words.begin(); word != words.end(); ++word) {
    if (*word == "--") {
      arguments.positional.insert(arguments.positional.end(), word + 1, words.end());
      break;
    }
    if (!is_option(*word)) {
      arguments.positional.push_back(*word);
      continue;
    }
    const std::size_t equals = word->find('=');
    const std::string typed = word->substr(0, equals);
    declared.require(typed);
    Setting setting{option_name(typed), "yes", "command line"};
    if (arguments.is_given(setting.name)) fail(ErrorKind::usage, "command line: {} is given a second time", typed);
    if (declared.is_flag(setting.name)) {
      if (equals != word->npos) fail(ErrorKind::usage, "command line: {} takes no value", typed);
    } else if (equals != word->npos) {
      setting.value = word->substr(equals + 1);
      if (setting.value.empty()) declared.refuse_without_value(typed);
    } else {
      if (word + 1 == words.end() || is_option(*(word + 1))) declared.refuse_without_value(typed);
      setting.value = *++word;
    }
    if (setting.name == "help") {
      arguments.help = true;
      continue;
    }
    arguments.settings.push_back(setting);
    (declared.is_own(setting.name) ? own : arguments.experiment).push_back(setting);
  }
  if (arguments.help) return arguments;
  if (std::ranges::find(arguments.positional, "") != arguments.positional.end())
    fail(ErrorKind::usage, "command line: an argument is empty; leave it out, or give what 'memnet help {}' shows",
         name);
  Options options(std::move(own));
  command.declare(options.top());
  return arguments;
}

}  // namespace memnet
