// The two distributions that intervals are computed from.
#pragma once

namespace memnet {

// The standard normal distribution: the x below which a fraction p lies, and the fraction below x.
double normal_quantile(double p);
double normal_below(double x);
// Student's t distribution: the x below which a fraction p lies.
double student_quantile(double p, double degrees_of_freedom);

}  // namespace memnet
