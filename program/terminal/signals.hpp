// The signals that end a run, after it has saved its state.
#pragma once

namespace memnet {

// Changes the effect of signals: the first SIGINT or SIGTERM is only recorded, and a second one ends the process.
// SIGPIPE is ignored, so writing to a closed pipe fails instead. The exit status of child processes is kept for
// waitpid().
void catch_signals();
// Returns the signal that was recorded, or 0.
int signal_caught();

}  // namespace memnet
