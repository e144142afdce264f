#include "program/start/processor.hpp"

#if defined(__x86_64__) && __has_include(<sys/platform/x86.h>)
#define _Bool bool  // the header is written in C
#include <sys/platform/x86.h>
#undef _Bool
#endif

namespace memnet {

#ifdef CPU_FEATURE_ACTIVE
namespace {

bool can_run_v2() {
  return CPU_FEATURE_ACTIVE(CMPXCHG16B) && CPU_FEATURE_ACTIVE(LAHF64_SAHF64) && CPU_FEATURE_ACTIVE(POPCNT) &&
         CPU_FEATURE_ACTIVE(SSE3) && CPU_FEATURE_ACTIVE(SSSE3) && CPU_FEATURE_ACTIVE(SSE4_1) &&
         CPU_FEATURE_ACTIVE(SSE4_2);
}

bool can_run_v3() {
  return can_run_v2() && CPU_FEATURE_ACTIVE(AVX) && CPU_FEATURE_ACTIVE(AVX2) && CPU_FEATURE_ACTIVE(BMI1) &&
         CPU_FEATURE_ACTIVE(BMI2) && CPU_FEATURE_ACTIVE(F16C) && CPU_FEATURE_ACTIVE(FMA) && CPU_FEATURE_ACTIVE(LZCNT) &&
         CPU_FEATURE_ACTIVE(MOVBE);
}

bool can_run_v4() {
  return can_run_v3() && CPU_FEATURE_ACTIVE(AVX512F) && CPU_FEATURE_ACTIVE(AVX512BW) && CPU_FEATURE_ACTIVE(AVX512CD) &&
         CPU_FEATURE_ACTIVE(AVX512DQ) && CPU_FEATURE_ACTIVE(AVX512VL);
}

}  // namespace

bool can_run_class(std::string_view processor_class) {
  if (processor_class == "v2") return can_run_v2();
  if (processor_class == "v3") return can_run_v3();
  if (processor_class == "v4") return can_run_v4();
  return true;
}
#else
bool can_run_class(std::string_view) { return true; }
#endif

}  // namespace memnet
