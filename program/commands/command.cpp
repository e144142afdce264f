#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>

#include <algorithm>
#include <array>

#include "memnet/base/error.hpp"
#include "program/commands/command.hpp"

namespace memnet {
namespace {

constexpr std::array<std::string_view, 8> kFlags = {"csv",        "dry_run",      "fail_fast", "help", "json",
                                                    "keep_going", "print_config", "quiet"};  // they take no value

// "--log-format=json" -> "log_format"; "" for a word that is not an option. -o is --out, as everywhere.
std::string option_name(const std::string& word) {
  if (word == "-o") return "out";
  if (!word.starts_with("--") || word.size() == 2) return "";
  std::string name = word.substr(2, word.find('=') == word.npos ? word.npos : word.find('=') - 2);
  std::ranges::replace(name, '-', '_');
  return name;
}

}  // namespace

bool Arguments::has(std::string_view name) const {
  return std::ranges::any_of(settings, [&](const Setting& s) { return s.name == name; });
}

Arguments parse_arguments(const std::vector<std::string>& words) {
  namespace po = boost::program_options;
  // Which options there are depends on the task and the model that they choose, so every name is accepted here, and
  // whoever declares the options (core/options.hpp) refuses what nobody asked for.
  po::options_description known;
  std::vector<std::string> spelled;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const std::string name = option_name(word);
    spelled.push_back(name.empty() ? word
                                   : "--" + name + (word.find('=') == word.npos ? "" : word.substr(word.find('='))));
    if (name.empty() || known.find_nothrow(name, false) != nullptr) continue;
    if (std::ranges::find(kFlags, name) != kFlags.end()) {
      known.add_options()(name.c_str(), "");
    } else {
      if (word.find('=') == word.npos && i + 1 < words.size() && !option_name(words[i + 1]).empty())
        fail(ErrorKind::usage, "command line: --{} lacks a value before {}; an option is --name value or --name=value",
             name, words[i + 1]);
      known.add_options()(name.c_str(), po::value<std::string>(), "");
    }
  }
  Arguments arguments;
  try {
    using Style = po::command_line_style::style_t;
    const int style = Style::allow_long | Style::long_allow_adjacent | Style::long_allow_next;  // no guessing
    for (const auto& option : po::command_line_parser(spelled).options(known).style(style).run().options) {
      if (option.position_key >= 0) {
        arguments.positional.push_back(option.value.front());
      } else {
        if (arguments.has(option.string_key))
          fail(ErrorKind::usage, "command line: --{} is given a second time", option.string_key);
        arguments.settings.push_back(
            {option.string_key, option.value.empty() ? "yes" : option.value.front(), "command line"});
      }
    }
  } catch (const po::error& error) {
    fail(ErrorKind::usage, "command line: {}; an option is --name value or --name=value", error.what());
  }
  return arguments;
}

std::string only_argument(const Arguments& arguments, const char* command, const char* what) {
  if (arguments.positional.size() != 1)
    fail(ErrorKind::usage, "memnet {}: expected {}, but got {} arguments; 'memnet help {}' shows examples", command,
         what, arguments.positional.size(), command);
  return arguments.positional.front();
}

}  // namespace memnet
