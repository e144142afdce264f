// Signals that ask a run to stop. It saves its state and then ends.
#pragma once

namespace memnet {

// From now on the first SIGINT or SIGTERM is only noted; a second one ends the process. SIGPIPE is ignored, so writing
// to a closed pipe fails instead. The exit status of child processes is kept for waitpid().
void catch_signals();
// Returns the signal that was noted, or 0.
int signal_caught();

}  // namespace memnet
