// Prints the highest class of processors that this machine can run; Classes.cmake runs it.
#include <cstdio>

#include "program/start/processor.hpp"

int main() {
  for (const char* name : {"v4", "v3", "v2"})
    if (memnet::can_run_class(name)) return std::fputs(name, stdout) < 0;
  return 1;
}
