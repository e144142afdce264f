// Options. Each is declared once, by the code that uses it, with its name, default, range and meaning. The command
// line, the INI files, the command `describe`, the attributes of the run file and the documentation follow from it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace memnet {

// One `name = value` from the command line or a file, and where it was given ("command line", "copy.ini:7").
struct Setting {
  std::string name, value, origin;
  bool optional = false;              // true: it is no error if no option has this name
  std::filesystem::path folder = {};  // where a relative path begins; "": in the working directory
};

// The settings are given first; declaring an option with add() assigns it the matching setting at once. So a component
// can read an option that selects another component, and then let that component declare its own options.
class Options {
 public:
  // If two settings have the same name, the first one wins.
  explicit Options(std::vector<Setting> settings = {});

  struct Option {
    std::string name;  // dotted: task.max_length
    std::string meaning;
    std::string range;          // readable: "1..64", "one of a, b", "yes or no"
    std::string default_value;  // the default, as text
    std::string origin;         // where the value was given: "default", "command line", "copy.ini:7"
    bool is_number;
    bool is_yes_or_no;     // a bool; of a command's own options, `--name` alone means yes
    bool is_path;          // a relative one begins in the folder of its setting
    bool affects_results;  // false for options that cannot change a number, such as the number of threads
    bool can_change;       // true if an evaluation of a trained model may give it another value
    std::string instead;   // of one that cannot change: what an evaluation changes in its place, "" for nothing
    std::function<bool(const std::string&)> assign;  // returns false if the text is not a value in range
    std::function<std::string()> text;               // returns the current value
  };

  // A group of options with a common first name: Section(options, "task").add("bits", ...) declares "task.bits".
  class Section {
   public:
    Section(Options& options, std::string prefix) : options_(&options), prefix_(std::move(prefix)) {}

    // Declares an option. `value` contains the default and receives the setting, if there is one; it must outlive the
    // Options. Throws an Error of kind usage, which names the origin of the setting, the option and its range, if the
    // setting is not a value in range.
    void add(std::string_view name, int& value, int low, int high, std::string meaning) const;
    void add(std::string_view name, std::uint64_t& value, std::uint64_t low, std::uint64_t high,
             std::string meaning) const;
    void add(std::string_view name, double& value, double low, double high, std::string meaning) const;
    void add(std::string_view name, bool& value, std::string meaning) const;
    void add(std::string_view name, std::string& value, std::string meaning) const;
    void add(std::string_view name, std::filesystem::path& value, std::string meaning) const;
    void add(std::string_view name, std::string& value, std::vector<std::string> choices, std::string meaning) const;
    // A text that may be spelled in several ways: "3, 6" and "3,6". `canonical` returns the same text for all of them,
    // which becomes the value.
    void add(std::string_view name, std::string& value, std::string (*canonical)(const std::string& text),
             std::string meaning) const;

    // Makes these values, by their names in this section, the defaults of options that are declared from now on. Their
    // origin is the preset of this name.
    void prefer(const std::vector<std::pair<std::string, std::string>>& values, const std::string& preset) const;

    // Returns the names and values of the options that are declared in this section so far.
    std::vector<std::pair<std::string, std::string>> values() const;

    // Returns the section `name` inside this one.
    Section operator/(std::string_view name) const;
    // Returns the same section, for options that cannot change a result.
    Section without_effect_on_results() const;
    // Return the same section, for options that an evaluation of a trained model may change, since they change neither
    // its parameters nor the meaning of what it is shown; and for options that it may not change, with the option that
    // it changes in their place. Without either, an option cannot change.
    Section changeable_at_evaluation() const;
    Section replaced_at_evaluation_by(std::string option) const;

   private:
    template <class Value, class Parse>
    void declare(std::string_view name, Value& value, std::string range, std::string meaning, Parse parse) const;

    Options* options_;
    std::string prefix_;
    bool affects_results_ = true;
    bool can_change_ = false;
    std::string instead_;
  };
  // Return the section with this name, and the section of options without a prefix.
  Section section(std::string prefix) { return {*this, std::move(prefix)}; }
  Section top() { return {*this, ""}; }

  // Call after all options are declared. Throws an Error of kind usage if a setting belongs to no option; the message
  // names the origin, the nearest option and, as `hint`, what lists all options.
  void finish(std::string_view hint = "") const;

  const std::vector<Option>& all() const { return options_; }
  // Returns the option with this name, or null.
  const Option* find(std::string_view name) const;

  // Returns all options as INI text, which parse_ini() turns back into the same values.
  std::string to_ini(bool with_origins = false) const;
  // Returns a line "name = value" for each option that affects results and differs from its default, ordered by name.
  // So an option that is added later, at its default, leaves the text of older settings as it was.
  std::string changed() const;

 private:
  void declare(Option option);
  std::string probably_meant(const std::string& name) const;

  std::vector<Setting> settings_;
  std::vector<Setting> preferred_;  // values of presets, which rank just above defaults
  std::vector<Option> options_;
};

// Returns a number as text in one spelling: "0.001" for 1e-3. Text that is not a number is returned as it is.
std::string canonical_number(const std::string& text);

// Returns the known word that is most similar to `word`, or "" if none is similar.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

}  // namespace memnet
