# Runs at every build: writes OUTPUT, a .cpp file with the state of git, but only if it has changed.
execute_process(COMMAND git -C ${SOURCE} rev-parse --short=12 HEAD
  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
  set(commit "unknown")
endif()
execute_process(COMMAND git -C ${SOURCE} status --porcelain --untracked-files=no
  OUTPUT_VARIABLE changes OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
string(REGEX REPLACE "[\r\n]+" " " changes "${changes}")
string(REGEX REPLACE "[\"\\]" "" changes "${changes}")
string(REPLACE "x86-64-CLASS" "x86-64-\" MEMNET_CLASS \"" FLAGS "${FLAGS}")
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT [[
#include "program/experiment/build_info.hpp"

namespace memnet::build_info {

const char* const kVersion = "@VERSION@";
const char* const kGitCommit = "@commit@";
const char* const kGitChanges = "@changes@";
const char* const kCompiler = "@COMPILER@";
const char* const kClass = MEMNET_CLASS;
const char* const kFlags = "@FLAGS@";

}  // namespace memnet::build_info
]])
