// Digests: short texts that stand for long ones. Two different contents have different digests, with a chance of error
// that does not matter: 128 bits, by XXH3 of the library xxHash.
#pragma once

#include <string>
#include <string_view>

namespace memnet {

// Returns the digest of some bytes, 32 hexadecimal digits. The same bytes have the same digest on every machine.
std::string digest(std::string_view bytes);

}  // namespace memnet
