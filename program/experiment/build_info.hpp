// The version, commit, compiler and class of this build. The build writes build_info.cpp again whenever the state of
// git changes.
#pragma once

namespace memnet::build_info {

extern const char* const kVersion;
extern const char* const kGitCommit;   // "unknown" outside a checkout
extern const char* const kGitChanges;  // names of files that differ from the commit, or ""
extern const char* const kCompiler;
extern const char* const kClass;  // of processors that it is compiled for: v2, v3, v4 of x86-64, or generic
extern const char* const kFlags;

}  // namespace memnet::build_info
