// The two distributions that intervals are made from.
#pragma once

namespace memnet {

double normal_quantile(double p);
double normal_below(double x);
double student_quantile(double p, double degrees_of_freedom);

}  // namespace memnet
