// Options, each declared once, by the code that uses it: name, default, range, meaning. From that one declaration come
// the command line, the INI files, `describe`, the attributes in the run file, and the documentation.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace memnet {

// One `name = value` from the command line or a file, with where it stands ("command line", "copy.ini:7").
struct Setting {
  std::string name, value, origin;
  bool optional = false;  // no error where nothing asks for it
};

// Declaring an option is what gives it its value: the settings are there first, and add() takes the one that fits. So a
// component may choose another component by an option, and let it declare its own options at once.
class Options {
 public:
  // Where two settings have the same name, the first one wins.
  explicit Options(std::vector<Setting> settings = {});

  struct Option {
    std::string name;  // dotted: task.max_length
    std::string meaning;
    std::string range;          // readable: "1..64", "one of a, b", "yes or no"
    std::string default_value;  // the default, as text
    std::string origin;         // where the value came from: "default", "command line", "copy.ini:7"
    bool is_yes_or_no;          // on a command line, `--name` alone means yes where a command itself declares it
    bool affects_results;       // false for options that cannot change a number (threads, quiet, where to write)
    std::function<bool(const std::string&)> assign;  // false if the text is no value in range
    std::function<std::string()> text;               // the value now
  };

  // A group of options with a common first name: Section(options, "task").add("bits", ...) declares "task.bits".
  class Section {
   public:
    Section(Options& options, std::string prefix, bool affects_results = true)
        : options_(&options), prefix_(std::move(prefix)), affects_results_(affects_results) {}

    // `value` holds the default and receives what was set; it has to outlive the Options. A setting that does not parse
    // or lies out of range is an Error that names its origin, the option and what it accepts.
    void add(std::string_view name, int& value, int low, int high, std::string meaning) const;
    void add(std::string_view name, std::uint64_t& value, std::uint64_t low, std::uint64_t high,
             std::string meaning) const;
    void add(std::string_view name, double& value, double low, double high, std::string meaning) const;
    void add(std::string_view name, bool& value, std::string meaning) const;
    void add(std::string_view name, std::string& value, std::string meaning) const;
    void add(std::string_view name, std::string& value, std::vector<std::string> choices, std::string meaning) const;

    Section operator/(std::string_view name) const;
    // The same names, for options that cannot change a result.
    Section without_effect_on_results() const { return {*options_, prefix_, false}; }

   private:
    template <class Value, class Parse>
    void declare(std::string_view name, Value& value, std::string range, std::string meaning, Parse parse) const;

    Options* options_;
    std::string prefix_;
    bool affects_results_;
  };
  Section section(std::string prefix) { return {*this, std::move(prefix)}; }
  Section top() { return {*this, ""}; }

  // Call when everything is declared. A setting that no option took is an Error that names its origin, the nearest
  // option and, as `hint`, what lists all options here.
  void finish(std::string_view hint = "") const;

  const std::vector<Option>& all() const { return options_; }
  const Option* find(std::string_view name) const;

  // Every option as INI text; parse_ini reads it back to the same values.
  std::string to_ini(bool only_result_shaping = false, bool with_origins = false) const;
  // Sixteen hexadecimal digits that change with any option that shapes the result.
  std::string hash() const;

 private:
  void declare(Option option);

  std::vector<Setting> settings_;
  std::vector<Option> options_;
};

// The settings of an INI text. Section names become prefixes: [task] and then `bits = 6` is task.bits.
// A line that is neither a section, a setting, a comment nor empty is an Error that names file and line.
std::vector<Setting> parse_ini(const std::string& text, const std::string& file);

// The known word nearest to `word`, or "" where none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

}  // namespace memnet
