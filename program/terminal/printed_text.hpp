// Guards the terminal: all that this process prints is made printable, whoever prints it.
#pragma once

#include <string_view>

namespace memnet {

// From here on, all text that goes to stdout and stderr passes printable(), so that no name, path or message from a
// file can control the terminal. Only ends of lines and tabs are kept. Call once, before anything is printed.
void make_all_output_printable();

// Sends control sequences to stderr, past that: for what this program itself draws.
void control_terminal(std::string_view sequences);

}  // namespace memnet
