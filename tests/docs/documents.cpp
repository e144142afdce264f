#include "tests/docs/documents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace memnet::documents {
namespace {

namespace fs = std::filesystem;

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool consists_of(std::string_view text, std::string_view others) {
  return !text.empty() &&
         std::ranges::all_of(text, [&](char c) { return is_word_character(c) || others.find(c) != others.npos; });
}

bool is_file_name(std::string_view text) {
  return text.find('/') != text.npos || text.ends_with(".cpp") || text.ends_with(".hpp");
}

// Compares a path with a pattern in which '*' stands for any text.
bool matches(std::string_view path, std::string_view pattern) {
  if (pattern.empty()) return path.empty();
  if (pattern[0] != '*') return !path.empty() && path[0] == pattern[0] && matches(path.substr(1), pattern.substr(1));
  for (std::size_t skipped = 0; skipped <= path.size(); ++skipped)
    if (matches(path.substr(skipped), pattern.substr(1))) return true;
  return false;
}

bool exists(const fs::path& root, const std::string& path) {
  if (path.find('*') == path.npos) return fs::exists(root / path);
  for (const fs::directory_entry& entry : fs::directory_iterator(root / fs::path(path).parent_path()))
    if (matches(entry.path().filename().string(), fs::path(path).filename().string())) return true;
  return false;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator)
      parts.emplace_back();
    else if (c != ' ' && c != '\\')
      parts.back() += c;
  }
  return parts;
}

bool any_file_has(const Source& source, std::string_view text) {
  return std::ranges::any_of(source.files(), [&](const auto& file) { return file.second.find(text) != text.npos; });
}

bool is_class(const Source& source, const std::string& name) {
  return any_file_has(source, "class " + name + " ") || any_file_has(source, "struct " + name + " ");
}

// `Class::member`: a file that defines the class has the member.
bool is_member(const Source& source, std::string_view name) {
  const std::size_t colons = name.find("::");
  const std::string owner(name.substr(0, colons)), member(name.substr(colons + 2));
  return std::ranges::any_of(source.files(), [&](const auto& file) {
    const std::string& text = file.second;
    const auto defines = [&](const char* kind) { return text.find(kind + owner) != text.npos; };
    return (defines("class ") || defines("struct ") || defines("namespace ")) && has_word(text, member);
  });
}

bool is_table_entry(const Source& source, std::string_view name) {
  return any_file_has(source, fmt::format("({}, ", name)) || any_file_has(source, fmt::format("({})\n", name)) ||
         any_file_has(source, fmt::format("{{\"{}\", ", name));
}

// "cosine | softmax | shift:1", also with a write rule behind it
bool is_pipeline(const Source& source, std::string_view text) {
  std::string stages(text);  // without the pipeline in the parentheses of a stage, which is its argument
  if (const std::size_t open = stages.find('('); open != stages.npos) stages.erase(open, stages.rfind(')') + 1 - open);
  return std::ranges::all_of(split(stages, '|'), [&](const std::string& stage) {
    const std::string name = stage.substr(0, stage.find(':'));
    return any_file_has(source, fmt::format("MEMNET_STAGE({}, ", name)) ||
           any_file_has(source, fmt::format("MEMNET_RULE({}, ", name));
  });
}

// `train.clip_by`: something declares an option with the last part of its name, `options.add("clip_by", ...)`.
bool is_option(const Source& source, std::string_view name) {
  const std::string literal = fmt::format("\"{}\"", name.substr(name.rfind('.') + 1));
  return std::ranges::any_of(source.files(), [&](const auto& file) {
    const std::string_view text = file.second;
    for (std::size_t at = text.find(literal); at != text.npos; at = text.find(literal, at + 1))
      if (const std::size_t before = text.find_last_not_of(" \n", at - 1);
          before != text.npos && text.substr(0, before + 1).ends_with("add("))
        return true;
    return false;
  });
}

bool is_function(const Source& source, const std::string& name) {
  return std::ranges::any_of(source.files(), [&](const auto& file) {
    return has_word(file.second, name) && file.second.find(name + "(") != std::string::npos;
  });
}

// A test of a law: TEST(Suite, Name) or TEST_P(Suite, Name).
bool is_law(const Source& source, std::string_view name) { return any_file_has(source, fmt::format(", {}) {{", name)); }

bool is_name(const Source& source, const std::string& text) {
  if (text.find('|') != text.npos) return is_pipeline(source, text);
  if (text.find("::") != text.npos) return is_member(source, text);
  if (text.find('.') != text.npos) return is_option(source, text);
  const std::string name = text.ends_with("()") ? text.substr(0, text.size() - 2) : text.substr(0, text.find(':'));
  return is_function(source, name) || is_class(source, name) || is_table_entry(source, name) || is_law(source, name) ||
         is_option(source, name);
}

// Does it begin with a folder of the source, not of what is built and trained? "NAME" stands for the name of something
// that does not exist yet.
bool is_path_in_tree(const Source& source, std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == text.npos || slash == 0 || !consists_of(text, "/.-*")) return false;
  const std::string first(text.substr(0, slash));
  return first != "build" && first != "runs" && text.find("NAME") == text.npos &&
         fs::is_directory(source.root() / first);
}

}  // namespace

Source::Source(fs::path root) : root_(std::move(root)) {
  for (const char* folder : {"memnet", "tasks", "program", "tests", "bench"}) {
    if (!fs::is_directory(root_ / folder)) continue;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root_ / folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".cpp" && extension != ".hpp" && extension != ".def") continue;
      std::ostringstream text;
      text << std::ifstream(entry.path()).rdbuf();
      const std::string path = fs::relative(entry.path(), root_).string();
      if (!path.starts_with("tests/docs/")) files_[path] = text.str();
    }
  }
}

std::vector<std::string> Source::named(std::string_view name) const {
  std::vector<std::string> found;
  for (const auto& [path, text] : files_)
    if (path == name || path.ends_with("/" + std::string(name))) found.push_back(path);
  return found;
}

std::vector<Line> lines_of(const std::string& document) {
  std::vector<Line> lines;
  std::istringstream text(document);
  bool code = false;
  int number = 0;
  for (std::string line; std::getline(text, line);) {
    ++number;
    if (line.starts_with("```"))
      code = !code;
    else
      lines.push_back({number, code, line});
  }
  return lines;
}

std::vector<std::string> quoted(const std::string& line) {
  std::vector<std::string> found;
  for (std::size_t from = line.find('`'); from != line.npos;) {
    const std::size_t to = line.find('`', from + 1);
    if (to == line.npos) break;
    found.push_back(line.substr(from + 1, to - from - 1));
    from = line.find('`', to + 1);
  }
  return found;
}

std::vector<std::string> links(const std::string& line) {
  std::vector<std::string> found;
  for (std::size_t from = line.find("]("); from != line.npos; from = line.find("](", from + 2)) {
    std::string target = line.substr(from + 2, line.find(')', from) - from - 2);
    target = target.substr(0, target.find('#'));
    if (!target.empty() && target.find("://") == target.npos) found.push_back(target);
  }
  return found;
}

bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_word_character(text[at - 1])) && (end == text.size() || !is_word_character(text[end])))
      return true;
  }
  return false;
}

std::vector<std::string> wrong_paths(const Source& source, const std::string& path, const std::string& document) {
  std::vector<std::string> wrong;
  const fs::path folder = (source.root() / path).parent_path();
  for (const Line& line : lines_of(document)) {
    const auto check = [&](bool right, const std::string& what) {
      if (!right) wrong.push_back(fmt::format("{}:{}: there is no {}", path, line.number, what));
    };
    if (line.code) {
      if (line.text.starts_with("#include \"")) {
        const std::string header = line.text.substr(10, line.text.rfind('"') - 10);
        check(fs::exists(source.root() / header), header);
      }
      continue;
    }
    for (const std::string& text : quoted(line.text))
      if (is_path_in_tree(source, text)) check(exists(source.root(), text), text);
    for (const std::string& target : links(line.text)) check(fs::exists(folder / target), target);
  }
  return wrong;
}

std::vector<std::string> wrong_names(const Source& source, const std::string& path, const std::string& document) {
  std::vector<std::string> wrong;
  for (const Line& line : lines_of(document)) {
    if (line.code) continue;
    std::vector<std::string> files, functions;
    for (const std::string& text : quoted(line.text)) {
      if (is_file_name(text)) {
        if (text.find('/') == text.npos && source.named(text).empty())
          wrong.push_back(fmt::format("{}:{}: there is no file {}", path, line.number, text));
        std::ranges::copy(source.named(text), std::back_inserter(files));
      } else if (!is_name(source, text)) {
        wrong.push_back(fmt::format("{}:{}: the source has no {}", path, line.number, text));
      } else if (is_function(source, text) || text.find("::") != text.npos) {
        functions.push_back(text);
      }
    }
    if (!line.text.starts_with('|') || files.empty()) continue;
    for (const std::string& function : functions) {
      const std::size_t colons = function.rfind("::");
      const std::string name = colons == function.npos ? function : function.substr(colons + 2);
      if (std::ranges::none_of(files, [&](const std::string& file) { return has_word(source.files().at(file), name); }))
        wrong.push_back(fmt::format("{}:{}: {} does not name {}", path, line.number, fmt::join(files, ", "), function));
    }
  }
  return wrong;
}

}  // namespace memnet::documents
