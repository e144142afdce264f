// Finds names in documents that the source does not have.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace memnet::documents {

// The source tree: the text of every C++ file and every table, by its path from the root.
class Source {
 public:
  explicit Source(std::filesystem::path root);

  const std::filesystem::path& root() const { return root_; }
  const std::map<std::string, std::string>& files() const { return files_; }
  // Returns the paths that end with this name, such as "points.cpp".
  std::vector<std::string> named(std::string_view name) const;

 private:
  std::filesystem::path root_;
  std::map<std::string, std::string> files_;
};

// A piece of a Markdown document: a paragraph's line or a row of a table outside of code blocks, or a line of code.
struct Line {
  int number;  // from 1
  bool code;   // inside a block between ```
  std::string text;
};
std::vector<Line> lines_of(const std::string& document);
// Returns the texts in backticks of a line.
std::vector<std::string> quoted(const std::string& line);
// Returns the targets of the links of a line, without anchors; none of other hosts.
std::vector<std::string> links(const std::string& line);
bool has_word(std::string_view text, std::string_view word);

// Each returns what is wrong, one sentence for each; empty if all is right. `path` is that of the document from the
// root.

// Paths in backticks exist ('*' stands for any name), and so do the targets of links and the headers that examples
// include.
std::vector<std::string> wrong_paths(const Source& source, const std::string& path, const std::string& document);
// Everything in backticks is a file, a function, a class and its member, an entry of a table, an option, or a pipeline
// of stages; and in a row that names files, these define the functions that it names.
std::vector<std::string> wrong_names(const Source& source, const std::string& path, const std::string& document);

}  // namespace memnet::documents
