// SIGINT and SIGTERM ask a run to stop; it stops at a good moment, with everything saved.
#pragma once

namespace memnet {

// From now on SIGINT and SIGTERM are remembered instead of ending the process; a second one ends it at once. SIGPIPE is
// ignored: a closed pipe shows as a failed write. The end of children can be waited for.
void catch_signals();
// The signal that came, or 0.
int signal_caught();

}  // namespace memnet
