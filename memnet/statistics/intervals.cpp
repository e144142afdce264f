#include <algorithm>
#include <cmath>

#include "memnet/core/error.hpp"
#include "memnet/statistics/distributions.hpp"
#include "memnet/statistics/statistics.hpp"

namespace memnet {

// The values p that a score test does not reject: |solved/n - p| <= z sqrt(p (1 - p) / n).
Interval wilson(int solved, int seeds, double confidence) {
  if (seeds < 1 || solved < 0 || solved > seeds)
    fail(ErrorKind::data, "Wilson interval: {} of {} seeds solved; must be 0 <= solved <= seeds, of at least one seed",
         solved, seeds);
  if (!(confidence > 0 && confidence < 1))
    fail(ErrorKind::data, "Wilson interval: the confidence {} is not between 0 and 1", confidence);
  const double n = seeds;
  const double p = solved / n;
  const double z = normal_quantile(0.5 + confidence / 2);
  const double spread = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  const double centre = p + z * z / (2 * n);
  // With none or all of them solved the end is 0 or 1, which rounding would miss.
  return {solved == 0 ? 0 : (centre - spread) / scale, solved == seeds ? 1 : (centre + spread) / scale};
}

}  // namespace memnet
