#include "poly/ntt_kernels.h"

#include "base/cpu.h"

namespace zkp {
namespace {

// f = lo + X^h hi   is   lo + c hi  modulo X^h - c   and   lo - c hi  modulo X^h + c.
void butterflies(Fr* f, size_t h, size_t block, const Fr* roots, size_t begin, size_t end) {
  if (block == 0) {  // c = 1
    for (size_t j = begin; j < end; ++j) {
      const Fr lo = f[j], hi = f[j + h];
      f[j] = lo + hi;
      f[j + h] = lo - hi;
    }
    return;
  }
  const Fr c = roots[block];
  for (size_t j = begin; j < end; ++j) {
    const Fr lo = f[j], hi = f[j + h] * c;
    f[j] = lo + hi;
    f[j + h] = lo - hi;
  }
}

void descend(Fr* f, size_t size, size_t block, const Fr* roots, int layers, size_t begin, size_t end) {
  const size_t row = size >> layers;
  for (int layer = 0; layer < layers; ++layer) {
    const size_t blocks = size_t{1} << layer, h = size >> (layer + 1);
    for (size_t i = 0; i < blocks; ++i) {
      for (size_t r = 0; r < h; r += row) butterflies(f + 2 * h * i, h, block * blocks + i, roots, r + begin, r + end);
    }
  }
}

void finish(Fr* f, int log_size, size_t block, const Fr* roots) {
  const size_t size = size_t{1} << log_size;
  for (size_t h = size / 2, blocks = 1; h > 0; h /= 2, blocks *= 2) {
    for (size_t i = 0; i < blocks; ++i) butterflies(f + 2 * h * i, h, block * blocks + i, roots, 0, h);
  }
}

void scale_by_powers(std::span<Fr> values, const Fr& first, const Fr& ratio) {
  Fr factor = first;
  for (Fr& value : values) {
    value *= factor;
    factor *= ratio;
  }
}

void scale(std::span<Fr> values, const Fr& factor) {
  for (Fr& value : values) value *= factor;
}

Fr prepare(const Fr& c) { return c; }

}  // namespace

const NttKernels& scalar_ntt_kernels() {
  static constexpr NttKernels kKernels{prepare, descend, finish, scale_by_powers, scale};
  return kKernels;
}

const NttKernels& ntt_kernels(int log_n) {
  static const NttKernels* const lanes = cpu_enabled().can_ifma() ? ifma_ntt_kernels() : nullptr;
  return lanes != nullptr && log_n >= NttKernels::kMinLog ? *lanes : scalar_ntt_kernels();
}

}  // namespace zkp
