// Standard input, output and error, which may be closed or full.
#pragma once

#include <cstdio>
#include <string_view>

namespace memnet {

// Opens those of the descriptors 0, 1 and 2 that are closed, so that no file of this program gets one of these numbers.
// Input is then empty, messages vanish, and writing to standard output fails. To be called before any file is opened.
void open_standard_streams();

// Writes text to stdout or stderr, at once. A failure is no exception: training goes on without its messages, and
// output_is_lost() tells it at the end.
void write_now(std::FILE* stream, std::string_view text);

// Prints a warning on stderr. Does nothing if it is empty, or if a warning was printed before.
void warn_once(std::string_view warning);

// Returns true if something that was written to this stream got lost, because the disk is full or the stream is closed.
bool output_is_lost(std::FILE* stream);

}  // namespace memnet
