/// Fp: the base field of BLS12-381, integers modulo the 381-bit prime
/// q = (x - 1)^2 (x^4 - x^2 + 1) / 3 + x with x = -0xd201000000010000. See prime_field.h for the contract.
///
/// q = 3 mod 4, and 2 generates the multiplicative group.
#pragma once

#include "field/batch_inverse.h"
#include "field/prime_field.h"

namespace zkp {

struct FpParams {
  static constexpr LimbArray<6> kModulus = limbs::from_hex<6>(
      "0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab");
  static constexpr uint64_t kGenerator = 2;
  static constexpr std::string_view kName = "Fp";
};

extern template class PrimeField<FpParams>;
using Fp = PrimeField<FpParams>;
extern template void batch_inverse_scalar_var<Fp>(std::span<Fp>);
template <>
inline constexpr bool kHasLanes<Fp> = true;

}  // namespace zkp
