// links: base field poly
// The kernels of the transform against the portable ones. The input fills 128 values and as many constants, 32 bytes
// each, over and over; every 32 bytes are a Montgomery form, reduced.
#include <cstdlib>
#include <cstring>
#include <vector>

#include "poly/ntt_kernels.h"

namespace {

using namespace zkp;

constexpr size_t kSize = 128;

/// Two layers, then all layers of a block, then factors: numbers are reduced again at the end.
std::vector<Fr> run(const NttKernels& kernels, std::vector<Fr> values, const std::vector<Fr>& roots) {
  std::vector<Fr> prepared(roots.size() * kernels.cells);
  for (size_t i = 0; i < roots.size(); ++i) kernels.prepare(prepared.data() + i * kernels.cells, roots[i]);
  kernels.descend(values.data(), kSize, 0, prepared.data(), 2, 0, kSize / 4);
  kernels.finish(values.data(), 7, 1, prepared.data());
  kernels.scale_by_powers(values, roots[1], roots[2]);
  return values;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 32) return 0;
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
  std::vector<Fr> values(kSize), roots(2 * kSize);
  for (Fr& value : values) value = next();
  for (Fr& root : roots) root = next();
  roots[0] = Fr::one();
  const std::vector<Fr> expected = run(portable_ntt_kernels(), values, roots);
  for (const NttKernels* kernels : {ifma_ntt_kernels(), adx_ntt_kernels()}) {
    if (kernels != nullptr && run(*kernels, values, roots) != expected) std::abort();
  }
  return 0;
}
