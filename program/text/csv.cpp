#include "program/text/csv.hpp"

#include "program/text/printable.hpp"

namespace memnet {

std::string csv_line(std::span<const std::string> fields) {
  std::string line;
  for (const std::string& field : fields) {
    if (!line.empty() || &field != fields.data()) line += ',';
    const bool quoted = field.find_first_of(",\"") != field.npos;
    if (quoted) line += '"';
    for (const char c : printable(field)) line += c == '"' ? "\"\"" : std::string(1, c);
    if (quoted) line += '"';
  }
  return line + '\n';
}

}  // namespace memnet
