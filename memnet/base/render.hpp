// Pictures in text.
#pragma once

namespace memnet {

// Returns a character for a number between 0 and 1, from light to dark: " .:-=+*#%@"; '?' if it is not a number.
char shade(double number);

}  // namespace memnet
