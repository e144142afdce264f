// One program for every machine: a build for packages has a program for each class of processors. The program of the
// lowest class is the one that users call, and starts the program of the best class that the processor can run.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace memnet {

// Returns the class to run, among those that this build has, listed from low to high: the one that is `forced`, or the
// highest that the processor can run if that is "". Throws an Error of kind usage if it is not there or cannot be run.
std::string choose_class(const std::vector<std::string>& built, const std::string& forced,
                         const std::function<bool(std::string_view)>& can_run);

// Becomes the program of the class to run, with the same arguments and environment; the variable MEMNET_CPU forces a
// class. The programs of the classes are called memnet-CLASS, and are in `folder`, relative to the one of this program.
// Returns if the class to run is that of this program, the first in `built`. Throws an Error as choose_class() does, or
// of kind io if the program cannot be started.
void start_best_class(const std::vector<std::string>& built, const std::string& folder, char** arguments);

}  // namespace memnet
