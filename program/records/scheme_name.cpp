#include "program/records/scheme_name.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/base/text.hpp"
#include "memnet/models/model.hpp"

namespace memnet {
namespace {

constexpr const char* kUnnamedModel = "ntm";
constexpr std::size_t kIdentityDigits = 16;      // in the name of a run
constexpr std::size_t kLongestFolderName = 100;  // names of files have at most 255 letters

template <class Table>
bool has_entry(const Table& table, std::string_view name) {
  return std::ranges::any_of(table, [&](const auto& entry) { return name == entry.name; });
}

// The addressing that a preset sets; "" where it sets none.
struct PresetAddressing {
  std::string read, write;
};

PresetAddressing addressing_of_preset(const std::string& model) {
  PresetAddressing addressing;
  const PresetEntry* preset = find_preset(model);
  if (preset == nullptr) return addressing;
  for (const auto& [name, value] : preset_values(*preset)) {
    if (name == "addressing") addressing.read = canonical_addressing(value);
    if (name == "write_addressing") addressing.write = canonical_addressing(value);
  }
  return addressing;
}

}  // namespace

SchemeName SchemeName::from_options(const std::function<std::string(const std::string& name)>& option) {
  SchemeName scheme{.model = option("model"),
                    .addressing = option("model.addressing"),
                    .write_addressing = option("model.write_addressing"),
                    .append = option("model.write_mode") == "append"};
  if (scheme.write_addressing == "same") scheme.write_addressing = "";
  // The name of a preset says how its heads choose slots, unless that was changed.
  if (const auto [read, write] = addressing_of_preset(scheme.model);
      !read.empty() && read == scheme.addressing && write == scheme.write_addressing)
    scheme.addressing = scheme.write_addressing = "";
  return scheme;
}

SchemeName SchemeName::parse(const std::string& text) {
  SchemeName scheme;
  std::string_view rest = trimmed(text);
  const std::string_view word = rest.substr(0, rest.find(' '));
  const std::string_view behind = trimmed(rest.substr(word.size()));
  const bool is_stage = behind.starts_with('|') || behind.starts_with('/');
  const bool is_scheme = behind.empty() && has_entry(all_schemes(), word);
  if (has_entry(all_named_models(), word) && !is_stage && !is_scheme) {
    scheme.model = word;
    rest = behind;
  }
  const std::size_t slash = rest.find('/');
  scheme.addressing = trimmed(rest.substr(0, slash));
  if (slash != rest.npos) scheme.write_addressing = trimmed(rest.substr(slash + 1));
  return scheme;
}

std::string SchemeName::text() const {
  if (addressing.empty()) return model;
  const std::string both = write_addressing.empty() ? addressing : addressing + " / " + write_addressing;
  return model.empty() || model == kUnnamedModel ? both : model + " " + both;
}

std::string SchemeName::folder_name() const {
  const std::string write = append ? "append" : write_addressing;
  const std::string heads = addressing.empty() || write.empty() ? addressing : addressing + "/" + write;
  const std::string text = heads.empty() ? model : model == kUnnamedModel ? heads : model + "." + heads;
  std::string name;  // the marks of a pipeline as characters that are harmless in the name of a folder
  for (const char c : text)
    if (c != ' ' && c != ')') name += c == '|' ? '+' : c == ':' || c == '(' ? '.' : c == '/' ? '_' : c;
  return name.substr(0, kLongestFolderName);
}

std::string shortened(const std::string& scheme) {
  std::string text;
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    const bool beside_bar = (i > 0 && scheme[i - 1] == '|') || (i + 1 < scheme.size() && scheme[i + 1] == '|');
    if (scheme[i] != ' ' || !beside_bar) text += scheme[i];
  }
  return text;
}

std::string run_name_prefix(const std::string& task, const SchemeName& scheme) {
  return fmt::format("{}-{}", task, scheme.folder_name());
}

std::string run_name(const std::string& task, const SchemeName& scheme, std::uint64_t seed,
                     const std::string& identity) {
  return fmt::format("{}-s{}-{}", run_name_prefix(task, scheme), seed, identity.substr(0, kIdentityDigits));
}

bool is_run_name(std::string_view text) {
  const std::size_t hash = text.rfind('-'), seed = text.rfind("-s", hash - 1);
  if (hash == text.npos || seed == text.npos || seed == 0 || seed + 2 == hash) return false;
  const auto only = [](std::string_view part, const char* letters) {
    return part.find_first_not_of(letters) == part.npos;
  };
  return text.size() - hash - 1 == kIdentityDigits && only(text.substr(hash + 1), "0123456789abcdef") &&
         only(text.substr(seed + 2, hash - seed - 2), "0123456789");
}

}  // namespace memnet
