#include "poly/ntt_kernels.h"

#include <algorithm>
#include <array>

#include "base/cpu.h"
#include "poly/ntt_adx.h"

namespace zkp {
namespace {

// f = lo + X^h hi   is   lo + c hi  modulo X^h - c   and   lo - c hi  modulo X^h + c.
//
// Two kinds of arithmetic: one element as it is, in whatever way the field multiplies; or, between the layers, numbers
// below 2 r and constants of two cells (ntt_adx.h).

struct FieldArithmetic {
  static constexpr size_t kCells = 1;
  struct Workspace {};
  static void prepare(Fr* cells, const Fr& c) { cells[0] = c; }
  static void butterfly(Workspace& work, Fr& lo_out, Fr& hi_out, const Fr& lo, const Fr& hi, const Fr* c) {
    Fr product = hi;
    product *= *c;
    butterfly_one(work, lo_out, hi_out, lo, product);
  }
  static void butterfly_one(Workspace&, Fr& lo_out, Fr& hi_out, const Fr& lo, const Fr& hi) {
    const Fr difference = lo - hi;
    lo_out = lo + hi;
    hi_out = difference;
  }
  static void make_canonical(Fr&) {}
  static void multiply(Workspace&, Fr& x, const Fr* c) { x *= *c; }
};

#if defined(ZKP_FIELD_X86_64)
struct AdxArithmetic {
  static constexpr size_t kCells = 2;
  static_assert(sizeof(ntt_adx::Factor) == kCells * sizeof(Fr) && alignof(ntt_adx::Factor) == alignof(Fr));
  using Workspace = ntt_adx::Workspace;
  static void prepare(Fr* cells, const Fr& c) {
    const ntt_adx::Factor factor = ntt_adx::prepare(c);
    cells[0] = Fr::from_montgomery_limbs(factor.c);
    cells[1] = Fr::from_montgomery_limbs(factor.s);
  }
  static const ntt_adx::Factor& factor(const Fr* c) { return *reinterpret_cast<const ntt_adx::Factor*>(c); }
  [[gnu::always_inline]] static void butterfly(Workspace& work, Fr& lo_out, Fr& hi_out, const Fr& lo, const Fr& hi,
                                               const Fr* c) {
    ntt_adx::butterfly(work, lo_out.kernel_limbs(), hi_out.kernel_limbs(), lo.montgomery_limbs(), hi.montgomery_limbs(),
                       factor(c));
  }
  [[gnu::always_inline]] static void butterfly_one(Workspace& work, Fr& lo_out, Fr& hi_out, const Fr& lo,
                                                   const Fr& hi) {
    ntt_adx::butterfly_one(work, lo_out.kernel_limbs(), hi_out.kernel_limbs(), lo.montgomery_limbs(),
                           hi.montgomery_limbs());
  }
  static void make_canonical(Fr& x) { ntt_adx::make_canonical(x.kernel_limbs()); }
  static void multiply(Workspace& work, Fr& x, const Fr* c) {
    ntt_adx::product(work, x.kernel_limbs(), x.montgomery_limbs(), factor(c));
    make_canonical(x);
  }
};
#endif

template <class A>
struct Kernels {
  using Workspace = typename A::Workspace;
  /// Columns that `descend` takes at once: with kLayers layers, 8 KiB, which stay in the first-level cache; the rows
  /// themselves, at a power of two, would share a few of its places.
  static constexpr size_t kColumns = 16;
  /// Blocks of up to 2^8 elements, 8 KiB, are transformed layer by layer.
  static constexpr int kInnerLog = 8;

  // `count` butterflies with constant number `index`; number 0 is 1. From rows lo and hi to rows lo_out and hi_out.
  static void butterflies(Workspace& work, Fr* lo_out, Fr* hi_out, const Fr* lo, const Fr* hi, size_t count,
                          size_t index, const Fr* roots) {
    if (index == 0) {
      for (size_t j = 0; j < count; ++j) A::butterfly_one(work, lo_out[j], hi_out[j], lo[j], hi[j]);
    } else {
      const Fr* const c = roots + A::kCells * index;
      __builtin_prefetch(c + 16 * A::kCells);
      for (size_t j = 0; j < count; ++j) A::butterfly(work, lo_out[j], hi_out[j], lo[j], hi[j], c);
    }
  }

  // The first layer takes the rows from memory to the tile, the last one takes them back.
  static void descend(Fr* f, size_t size, size_t block, const Fr* roots, int layers, size_t begin, size_t end) {
    const size_t rows = size_t{1} << layers, row = size >> layers;
    std::array<Fr, kColumns << NttKernels::kLayers> tile;
    Workspace work;
    for (size_t j = begin; j < end; j += kColumns) {
      const size_t columns = std::min(kColumns, end - j);
      for (int layer = 0; layer < layers; ++layer) {
        const size_t half = rows >> (layer + 1);
        const bool from_memory = layer == 0, to_memory = layer == layers - 1;
        const size_t from = from_memory ? row : kColumns, to = to_memory ? row : kColumns;
        for (size_t r = 0; r < rows; ++r) {
          if (j + 2 * kColumns <= end) prefetch_share(f + r * row + j + kColumns, layer);
          if (r & half) continue;
          Fr* const at = f + r * row + j;
          Fr* const in_tile = &tile[r * kColumns];
          const Fr* const lo = from_memory ? at : in_tile;
          Fr* const lo_out = to_memory ? at : in_tile;
          butterflies(work, lo_out, lo_out + half * to, lo, lo + half * from, columns,
                      (block << layer) + r / (2 * half), roots);
        }
      }
    }
  }
  // Rows may be pages apart, where the processor does not see them coming: with each layer, its share of the lines of
  // the next columns.
  static void prefetch_share(const Fr* columns, int layer) {
    constexpr size_t kShare = kColumns / NttKernels::kLayers;
    for (size_t i = 0; i < kShare; i += 64 / sizeof(Fr)) __builtin_prefetch(columns + layer * kShare + i, 1);
  }

  static void finish(Fr* f, int log_size, size_t block, const Fr* roots) {
    Workspace work;
    finish(work, f, log_size, block, roots);
  }
  static void finish(Workspace& work, Fr* f, int log_size, size_t block, const Fr* roots) {
    const size_t size = size_t{1} << log_size;
    if (log_size > kInnerLog) {
      butterflies(work, f, f + size / 2, f, f + size / 2, size / 2, block, roots);
      finish(work, f, log_size - 1, 2 * block, roots);
      finish(work, f + size / 2, log_size - 1, 2 * block + 1, roots);
      return;
    }
    for (size_t h = size / 2, blocks = 1; h > 0; h /= 2, blocks *= 2) {
      for (size_t i = 0; i < blocks; ++i) {
        Fr* const lo = f + 2 * h * i;
        butterflies(work, lo, lo + h, lo, lo + h, h, block * blocks + i, roots);
      }
    }
    for (size_t i = 0; i < size; ++i) A::make_canonical(f[i]);
  }

  // Four powers at a time, each multiplied by ratio^4 for the next four: products that do not wait for each other.
  static void scale_by_powers(std::span<Fr> values, const Fr& first, const Fr& ratio) {
    std::array<Fr, 4> powers{first, first * ratio};
    const Fr square = ratio.square();
    for (size_t i : {2, 3}) powers[i] = powers[i - 2] * square;
    Workspace work;
    std::array<Fr, A::kCells> step;
    A::prepare(step.data(), square.square());
    for (size_t i = 0; i < values.size(); i += 4) {
      for (size_t k = 0; k < std::min<size_t>(4, values.size() - i); ++k) {
        values[i + k] *= powers[k];
        A::multiply(work, powers[k], step.data());
      }
    }
  }

  static void scale(std::span<Fr> values, const Fr& factor) {
    Workspace work;
    std::array<Fr, A::kCells> cells;
    A::prepare(cells.data(), factor);
    for (Fr& value : values) A::multiply(work, value, cells.data());
  }

  static constexpr NttKernels kKernels{A::kCells, A::prepare, descend, finish, scale_by_powers, scale};
};

}  // namespace

const NttKernels& portable_ntt_kernels() { return Kernels<FieldArithmetic>::kKernels; }

#if defined(ZKP_FIELD_X86_64)
const NttKernels* adx_ntt_kernels() { return cpu_hardware().can_adx() ? &Kernels<AdxArithmetic>::kKernels : nullptr; }
#else
const NttKernels* adx_ntt_kernels() { return nullptr; }
#endif

const NttKernels& ntt_kernels(int log_n) {
  static const NttKernels* const lanes = cpu_enabled().can_ifma() ? ifma_ntt_kernels() : nullptr;
  static const NttKernels* const adx = cpu_enabled().can_adx() ? adx_ntt_kernels() : nullptr;
  if (lanes != nullptr && log_n >= NttKernels::kMinLog) return *lanes;
  return adx != nullptr ? *adx : portable_ntt_kernels();
}

}  // namespace zkp
