// The two distributions that intervals are computed from.
#pragma once

namespace memnet {

// Returns the x below which a fraction p of the standard normal distribution lies.
double normal_quantile(double p);
// Returns the fraction of the standard normal distribution that lies below x.
double normal_below(double x);
// Returns the x below which a fraction p of Student's t distribution lies.
double student_quantile(double p, double degrees_of_freedom);

}  // namespace memnet
