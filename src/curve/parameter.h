/// The integer that generates the BLS12-381 family: x = -0xd201000000010000. Its absolute value has six set bits, which
/// is why Miller loops, final exponentiations, cofactor clearings and subgroup checks all run over it.
#pragma once

#include <cstdint>

namespace zkp {

inline constexpr uint64_t kBlsXAbsolute = 0xd201000000010000;

}  // namespace zkp
