// The option --requeue-code.
#pragma once

#include "memnet/base/options.hpp"

namespace memnet {

// The exit code that tells a scheduler that a signal ended training, that all is saved, and that the same command is to
// be started again.
struct RequeueCode {
  int code = 0;

  void declare(const Options::Section& options) {
    options.add("requeue_code", code, 0, 255,
                "exit code after a signal, once the state is saved; 0: 128 + number of the signal");
  }
  // Returns the exit code of a command that would end with `usual`, which is 128 + number after a signal.
  int exit_code(int usual) const { return usual > 128 && code != 0 ? code : usual; }
};

}  // namespace memnet
