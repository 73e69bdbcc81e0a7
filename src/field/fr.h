/// Fr: the scalar field of BLS12-381, integers modulo the prime group order
/// r = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001. See prime_field.h for the contract.
///
/// r - 1 = 2^32 * odd, and 7 generates the multiplicative group.
#pragma once

#include "field/batch_inverse.h"
#include "field/prime_field.h"

namespace zkp {

struct FrParams {
  static constexpr LimbArray<4> kModulus =
      limbs::from_hex<4>("0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001");
  static constexpr uint64_t kGenerator = 7;
  static constexpr std::string_view kName = "Fr";
};

extern template class PrimeField<FrParams>;
using Fr = PrimeField<FrParams>;
extern template void batch_inverse_scalar_var<Fr>(std::span<Fr>);
template <>
inline constexpr bool kHasLanes<Fr> = true;

}  // namespace zkp
