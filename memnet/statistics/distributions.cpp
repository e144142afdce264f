#include "memnet/statistics/distributions.hpp"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace memnet {

double normal_quantile(double p) { return boost::math::quantile(boost::math::normal(), p); }
double normal_below(double x) { return boost::math::cdf(boost::math::normal(), x); }
double student_quantile(double p, double degrees_of_freedom) {
  return boost::math::quantile(boost::math::students_t(degrees_of_freedom), p);
}

}  // namespace memnet
