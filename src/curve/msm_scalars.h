/// The scalars' side of a multi-scalar multiplication (and of fixed_base.h): what each scalar needs, and the windows
/// that read it.
///
/// A scalar s is replaced by the smaller of s and r - s, with the sign kept apart: |s| < 2^254. Zeros are dropped and
/// +-1 becomes a plain addition. The rest are "terms" that go through buckets: |s| < 2^127 as it is, and a longer one
/// as two terms of that size,
///   |s| = a + b x^2,   |a| <= x^2 / 2,  0 <= b <= x^2 / 2 + 1,
/// because multiplication by x^2 is an endomorphism of both groups that costs one multiplication in the field (x: the
/// curve's parameter). Source: Gallant, Lambert, Vanstone, "Faster point multiplication on elliptic curves with
/// efficient endomorphisms", CRYPTO 2001; x^4 - x^2 + 1 = r makes the lattice basis trivial.
///
/// Windows are signed: with a bias of half a window's range added in each window but the top one,
///   |s| + sum_w 2^(p_w + c_w - 1) = sum_w 2^(p_w) (d_w + 2^(c_w - 1)),  -2^(c_w - 1) <= d_w < 2^(c_w - 1),
/// so that a digit is read from the biased integer without looking at its neighbours. The top digit is not biased and
/// lies in 0 .. 2^(c_w - 1). Windows may differ in width: see choose_windows().
///
/// Not constant-time. Safe for concurrent use. Internal to curve/.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <functional>
#include <span>
#include <variant>
#include <vector>

#include "base/large_memory.h"
#include "base/result.h"
#include "base/task_pool.h"
#include "curve/segment_sums.h"
#include "field/fr.h"

namespace zkp {

/// s = +- magnitude modulo r, with the smaller of s and r - s as the magnitude: below 2^254.
struct SignedMagnitude {
  LimbArray<4> magnitude;
  bool negative;
};
SignedMagnitude signed_magnitude(const Fr& s);

/// |s| = a + b x^2 for a magnitude below x^4 / 2; `a_negative` is the sign of a.
struct SplitMagnitude {
  LimbArray<2> a;
  LimbArray<2> b;
  bool a_negative;
};
SplitMagnitude split_magnitude(const LimbArray<4>& magnitude);

struct MsmTerm {
  LimbArray<2> magnitude;  ///< below 2^127; biased once bias_terms() has run
  PointRef point;          ///< an image for the multiple of x^2
};

struct MsmScalars {
  std::vector<PointRef> units;  ///< scalars +-1
  LargeVector<MsmTerm> terms;   ///< images behind all others
  /// reach[b]: the number of terms whose magnitude has at least b bits. reach[128] = 0.
  std::array<size_t, 129> reach{};
};

/// Small integers in the place of scalars, as columns of data hold them, and scalars behind them. They are read as they
/// are: no field element is made of them.
struct MsmIntegers {
  std::variant<std::span<const uint8_t>, std::span<const uint16_t>, std::span<const uint32_t>,
               std::span<const uint64_t>, std::span<const int64_t>>
      values;
  std::span<const Fr> more;

  size_t size() const {
    return std::visit([](const auto& v) { return v.size(); }, values) + more.size();
  }
};

/// Errors: GeneralError::kInvalidArgument unless 1 <= bits <= 255 and every scalar is below 2^bits.
/// REQUIRES: scalars.size() < 2^30. The order of the scalars is kept. Scalars for whose index `is_nothing` says so are
/// treated as zeros; it is called from many threads, once an index at most.
Result<MsmScalars> sort_scalars(std::span<const Fr> scalars, int bits, TaskPool* pool,
                                const std::function<bool(size_t)>& is_nothing = {});

/// The same for integers, which have no promise to check.
MsmScalars sort_scalars(const MsmIntegers& scalars, TaskPool* pool, const std::function<bool(size_t)>& is_nothing = {});

struct MsmWindow {
  int position;
  int width;
  bool top;

  int end() const { return position + width; }
  /// Digit of a biased magnitude.
  template <size_t N>
  int32_t digit(const LimbArray<N>& biased) const {
    const size_t limb = static_cast<size_t>(position) / 64;
    const int shift = position % 64;
    uint64_t bits = biased[limb] >> shift;
    if (shift + width > 64 && limb + 1 < biased.size()) bits |= biased[limb + 1] << (64 - shift);
    const int32_t value = static_cast<int32_t>(bits & ((uint64_t{1} << width) - 1));
    return top ? value : value - (1 << (width - 1));
  }
};

/// Reads the digits of one window.
class DigitReader {
 public:
  explicit DigitReader(const MsmWindow& window)
      : byte_(window.position < 64 ? static_cast<size_t>(window.position) / 8 : 8),
        shift_(window.position - 8 * static_cast<int>(byte_)),
        mask_((uint64_t{1} << window.width) - 1),
        bias_(window.top ? 0 : 1 << (window.width - 1)) {}

  /// As MsmWindow::digit().
  int32_t digit(const LimbArray<2>& biased) const {
    static_assert(std::endian::native == std::endian::little);
    uint64_t bits;
    std::memcpy(&bits, reinterpret_cast<const std::byte*>(biased.data()) + byte_, sizeof bits);
    return static_cast<int32_t>(bits >> shift_ & mask_) - bias_;
  }

 private:
  size_t byte_;
  int shift_;
  uint64_t mask_;
  int32_t bias_;
};

/// Wider windows have more buckets than the cache holds. 16-bit scalars, and a bit for the carry, fit in one.
inline constexpr int kMaxWindowWidth = 17;

/// What a set of 2^(width - 1) buckets and its `terms` cost, in additions: a term is added once (but the first of a
/// bucket, which is moved) and sorted; a bucket that any term reached is added to a row and to a column
/// (msm_buckets.h); it is looked at either way; a set has rounds of its own. Terms in `parts` have buckets for each.
double bucket_set_cost(double terms, int width, double parts);

/// Windows from bit 0 upwards that cover every magnitude counted in `reach` and one bit more, which the carry of the
/// biases may set. Chosen to minimise the number of field multiplications, by dynamic programming over the positions: a
/// window at position p costs an addition for each of the reach[p] terms and a fixed number for each of its buckets,
/// times `splits`, the number of parts into which the terms are cut, each with buckets of its own. Empty if no term is.
std::vector<MsmWindow> choose_windows(const std::array<size_t, 129>& reach, size_t splits);

/// What a magnitude is increased by before its digits are read.
template <size_t N>
LimbArray<N> bias_of(std::span<const MsmWindow> windows) {
  LimbArray<N> bias{};
  for (const MsmWindow& w : windows) {
    const size_t bit = static_cast<size_t>(w.end()) - 1;
    if (!w.top) bias[bit / 64] |= uint64_t{1} << (bit % 64);
  }
  return bias;
}
void bias_terms(std::span<MsmTerm> terms, std::span<const MsmWindow> windows, TaskPool* pool);

}  // namespace zkp
