// Classes of x86-64 processors, as the psABI defines them: v2 has SSE4.2, v3 AVX2 and fused multiplication and
// addition, v4 AVX-512. Each has all instructions of the class before.
#pragma once

#include <string_view>

namespace memnet {

// Returns whether this processor, and the kernel, can run programs that are compiled for a class. The answer is yes for
// any other name, and where the C library does not tell.
bool can_run_class(std::string_view processor_class);

}  // namespace memnet
