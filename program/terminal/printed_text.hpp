// Makes all text that this process prints harmless for the terminal.
#pragma once

#include <string_view>

namespace memnet {

// From here on, all text that goes to stdout and stderr passes printable(), so that no name, path or message from a
// file can control the terminal. Only ends of lines and tabs are kept. Call once, before anything is printed.
void make_all_output_printable();

// Writes control sequences to stderr unchanged. Only for sequences that this program makes itself.
void control_terminal(std::string_view sequences);

}  // namespace memnet
