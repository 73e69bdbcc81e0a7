// links: base field poly
// The lane kernels of the transform against the 64-bit ones. The input fills 64 values and as many constants, 32 bytes
// each, over and over; every 32 bytes are a Montgomery form, reduced.
#include <cstdlib>
#include <cstring>
#include <vector>

#include "poly/ntt_kernels.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace zkp;
  const NttKernels* lanes = ifma_ntt_kernels();
  if (lanes == nullptr || size < 32) return 0;
  const NttKernels& scalar = scalar_ntt_kernels();
  constexpr size_t kSize = 128;
  size_t at = 0;
  auto next = [&] {
    Fr::Limbs limbs;
    for (uint64_t& limb : limbs) {
      uint8_t bytes[8];
      for (uint8_t& byte : bytes) byte = data[at++ % size];
      std::memcpy(&limb, bytes, 8);
    }
    while (!limbs::less(limbs, Fr::kModulus)) limbs::sub(limbs, limbs, Fr::kModulus);
    return Fr::from_montgomery_limbs(limbs);
  };
  std::vector<Fr> expected(kSize), roots(2 * kSize);
  for (Fr& value : expected) value = next();
  for (Fr& root : roots) root = next();
  roots[0] = Fr::one();
  std::vector<Fr> prepared = roots, values = expected;
  for (Fr& root : prepared) root = lanes->prepare(root);
  scalar.descend(expected.data(), kSize, 0, roots.data(), 2, 0, 32);
  lanes->descend(values.data(), kSize, 0, prepared.data(), 2, 0, 32);
  scalar.finish(expected.data(), 7, 1, roots.data());
  lanes->finish(values.data(), 7, 1, prepared.data());
  scalar.scale_by_powers(expected, roots[1], roots[2]);
  lanes->scale_by_powers(values, roots[1], roots[2]);
  if (values != expected) std::abort();
  return 0;
}
