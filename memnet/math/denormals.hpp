// Denormals: numbers too small for the normal format. Trained weightings contain many of them, and processors are slow
// on them (a training step of an NTM takes 2.65 times as long), so they are rounded to zero. This is a setting of each
// thread and changes results: call flush_denormals() first in every thread that computes.
#pragma once

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace memnet {

inline void flush_denormals() {
#if defined(__SSE2__)
  constexpr unsigned kFlushToZero = 0x8000, kDenormalsAreZero = 0x0040;
  _mm_setcsr(_mm_getcsr() | kFlushToZero | kDenormalsAreZero);
#elif defined(__aarch64__)
  unsigned long control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  __asm__ volatile("msr fpcr, %0" : : "r"(control | (1ul << 24)));
#endif
}

}  // namespace memnet
