// Dual numbers: a value with its slope in one direction. A computation with them gives its result and, in the same
// pass, the derivative of the result in that direction (forward differentiation).
#pragma once

#include <cmath>

namespace memnet {

template <class Number>
struct Dual {
  Number value = 0, slope = 0;

  Dual() = default;
  Dual(Number v, Number s = 0) : value(v), slope(s) {}

  Dual& operator+=(Dual y) { return value += y.value, slope += y.slope, *this; }
  Dual& operator-=(Dual y) { return value -= y.value, slope -= y.slope, *this; }
  friend Dual operator+(Dual x, Dual y) { return x += y; }
  friend Dual operator-(Dual x, Dual y) { return x -= y; }
  friend Dual operator*(Dual x, Dual y) { return {x.value * y.value, x.slope * y.value + x.value * y.slope}; }
  friend Dual operator/(Dual x, Dual y) {
    const Number quotient = x.value / y.value;
    return {quotient, (x.slope - quotient * y.slope) / y.value};
  }
  friend bool operator<(Dual x, Dual y) { return x.value < y.value; }
  friend Dual exp(Dual x) { return {std::exp(x.value), std::exp(x.value) * x.slope}; }
  friend Dual log(Dual x) { return {std::log(x.value), x.slope / x.value}; }
};

}  // namespace memnet
