#include "program/commands/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>

#include "memnet/base/error.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/experiment.hpp"

namespace memnet {
namespace {

namespace po = boost::program_options;

// "--log-format=json" -> "log_format"; "" for a word that is not an option.
std::string option_name(const std::string& word) {
  if (word == "-o") return "out";
  if (!word.starts_with("--") || word.size() == 2) return "";
  std::string name = word.substr(2, word.find('=') == word.npos ? word.npos : word.find('=') - 2);
  std::ranges::replace(name, '-', '_');
  return name;
}

// The options of a command that are known before anything is read. Those of tasks and models are not among them, since
// the command line itself chooses the task and the model.
class KnownOptions {
 public:
  explicit KnownOptions(Command& command) : open_(command.takes_experiment_options()) {
    command.declare(options_.top());
    own_ = options_.all().size();
    options_.top().add("help", help_, "show how the command is used");
    if (open_) behavior_.declare(options_.top());
  }

  bool is_own(const std::string& name) const {
    return std::ranges::any_of(own(), [&](const Options::Option& option) { return option.name == name; });
  }
  bool is_flag(const std::string& name) const {
    const Options::Option* option = options_.find(name);
    return option != nullptr && option->is_yes_or_no;
  }
  // Throws an Error of kind usage for an option that the command cannot take.
  void require(const std::string& command, const std::string& name) const {
    if (open_ || options_.find(name) != nullptr) return;
    std::vector<std::string> names;
    for (const Options::Option& option : own()) names.push_back(option.name);
    const std::string guess = nearest(name, names);
    fail(ErrorKind::usage, "command line: unknown option {}{}; {}", name,
         guess.empty() ? "" : fmt::format("; did you mean {}?", guess),
         names.empty() ? fmt::format("memnet {} takes no options", command)
                       : fmt::format("'memnet help {}' lists its options", command));
  }
  // Throws an Error of kind usage for an option behind which no value stands.
  [[noreturn]] void refuse_without_value(const std::string& command, const std::string& name) const {
    fail(ErrorKind::usage, "command line: --{} lacks a value{}; an option is --name value or --name=value", name,
         options_.find(name) != nullptr
             ? ""
             : fmt::format(", or is none that memnet {0} takes: 'memnet help {0}' lists them", command));
  }

 private:
  std::span<const Options::Option> own() const { return std::span(options_.all()).first(own_); }

  Options options_;
  std::size_t own_ = 0;  // the first ones are the command's own
  Behavior behavior_;
  bool help_ = false;
  bool open_;
};

}  // namespace

const std::string& Arguments::only_one(const char* what) const {
  if (positional.size() != 1)
    fail(ErrorKind::usage, "memnet {}: expected {}, but got {} arguments; 'memnet help {}' shows examples", command,
         what, positional.size(), command);
  return positional.front();
}

std::vector<std::string> Arguments::command_line() const {
  std::vector<std::string> words = {"memnet", command};
  words.insert(words.end(), positional.begin(), positional.end());
  for (const Setting& setting : settings) words.push_back(fmt::format("--{}={}", setting.name, setting.value));
  return words;
}

Arguments parse_arguments(const std::string& name, const std::vector<std::string>& words, Command& command) {
  const KnownOptions known(command);
  po::options_description described;
  std::vector<std::string> spelled;  // with names as they are declared
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string option = option_name(words[i]);
    const std::size_t equals = words[i].find('=');
    spelled.push_back(option.empty() ? words[i]
                                     : "--" + option + (equals == words[i].npos ? "" : words[i].substr(equals)));
    if (option.empty()) continue;
    known.require(name, option);
    const bool is_new = described.find_nothrow(option, false) == nullptr;
    if (known.is_flag(option)) {
      if (is_new) described.add_options()(option.c_str(), "");
      continue;
    }
    if (equals == words[i].npos && (i + 1 == words.size() || !option_name(words[i + 1]).empty()))
      known.refuse_without_value(name, option);
    if (is_new) described.add_options()(option.c_str(), po::value<std::string>(), "");
  }

  Arguments arguments;
  arguments.command = name;
  std::vector<Setting> own;
  try {
    using Style = po::command_line_style::style_t;
    const int style = Style::allow_long | Style::long_allow_adjacent | Style::long_allow_next;
    for (const auto& option : po::command_line_parser(spelled).options(described).style(style).run().options) {
      if (option.position_key >= 0) {
        arguments.positional.push_back(option.value.front());
        continue;
      }
      if (std::ranges::find(arguments.settings, option.string_key, &Setting::name) != arguments.settings.end())
        fail(ErrorKind::usage, "command line: --{} is given a second time", option.string_key);
      const Setting setting{option.string_key, option.value.empty() ? "yes" : option.value.front(), "command line"};
      if (setting.name == "help") {
        arguments.help = true;
        continue;
      }
      arguments.settings.push_back(setting);
      (known.is_own(setting.name) ? own : arguments.experiment).push_back(setting);
    }
  } catch (const po::error& error) {
    fail(ErrorKind::usage, "command line: {}; an option is --name value or --name=value", error.what());
  }
  if (arguments.help) return arguments;
  Options options(std::move(own));
  command.declare(options.top());
  return arguments;
}

}  // namespace memnet
