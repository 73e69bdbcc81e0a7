#include "curve/msm_scalars.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

#include "curve/parameter.h"
#include "field/mont.h"

namespace zkp {
namespace {

constexpr size_t kScalarsPerTask = size_t{1} << 12;

/// Longer magnitudes are split.
constexpr int kTermBits = 127;

template <size_t N>
int bit_length(const LimbArray<N>& v) {
  for (size_t i = v.size(); i-- > 0;) {
    if (v[i] != 0) return static_cast<int>(64 * i) + std::bit_width(v[i]);
  }
  return 0;
}

/// s.to_limbs(): a Montgomery reduction of the form below r, half of the multiplication by one, and below r again.
LimbArray<4> canonical_limbs(const Fr& s) {
  static constexpr mont::Modulus<4> kMont{Fr::kModulus};
  LimbArray<4> t = s.montgomery_limbs();
  for (int round = 0; round < 4; ++round) {
    const uint64_t m = t[0] * kMont.inv;
    uint64_t carry = 0;
    limbs::mul_add(t[0], m, kMont.p[0], carry);
    for (size_t j = 0; j < 3; ++j) t[j] = limbs::mul_add(t[j + 1], m, kMont.p[j + 1], carry);
    t[3] = carry;
  }
  return t;
}

SignedMagnitude signed_magnitude(const LimbArray<4>& canonical) {
  static constexpr LimbArray<4> kHalfOrder = limbs::shift_right(Fr::kModulus, 1);
  SignedMagnitude out{canonical, false};
  if (limbs::less(kHalfOrder, canonical)) {
    limbs::sub(out.magnitude, Fr::kModulus, canonical);
    out.negative = true;
  }
  return out;
}

/// What one task finds in its range of scalars: terms and images are written to room for one of each a scalar.
struct Part {
  std::vector<PointRef> units;
  MsmTerm* terms;
  MsmTerm* images;
  size_t term_count = 0, image_count = 0;
  std::array<size_t, 129> of_length{};
  size_t first_too_long = std::numeric_limits<size_t>::max();

  void add(const LimbArray<2>& magnitude, PointRef point) {
    const int length = bit_length(magnitude);
    if (length == 0) return;
    (point.image() ? images[image_count++] : terms[term_count++]) = {magnitude, point};
    ++of_length[static_cast<size_t>(length)];
  }

  void sort(std::span<const Fr> scalars, size_t begin, size_t end, int bits,
            const std::function<bool(size_t)>& is_nothing) {
    for (size_t i = begin; i < end; ++i) {
      const LimbArray<4> canonical = canonical_limbs(scalars[i]);
      if (bits < Fr::kBits && bit_length(canonical) > bits) {
        first_too_long = i;
        return;
      }
      if (!is_nothing || !is_nothing(i)) add_scalar(signed_magnitude(canonical), i);
    }
  }

  template <class T>
  void sort(std::span<const T> values, size_t begin, size_t end, const std::function<bool(size_t)>& is_nothing) {
    for (size_t i = begin; i < end; ++i) {
      const bool negative = std::cmp_less(values[i], 0);
      const uint64_t magnitude = negative ? 0 - static_cast<uint64_t>(values[i]) : static_cast<uint64_t>(values[i]);
      if (magnitude == 0 || (is_nothing && is_nothing(i))) continue;
      if (magnitude == 1) {
        units.push_back(PointRef(i, negative));
      } else {
        add({magnitude, 0}, PointRef(i, negative));
      }
    }
  }

  void add_scalar(const SignedMagnitude& s, size_t i) {
    const PointRef point(i, s.negative);
    const int length = bit_length(s.magnitude);
    if (length == 1) {
      units.push_back(point);
    } else if (length <= kTermBits) {
      add({s.magnitude[0], s.magnitude[1]}, point);
    } else {
      const SplitMagnitude split = split_magnitude(s.magnitude);
      add(split.a, PointRef(i, s.negative != split.a_negative));
      // x^2 P = (x of the image, -y).
      add(split.b, PointRef(i, !s.negative, true));
    }
  }
};

/// Sorts [0, n) in parts by sort(part, begin, end). The parts do not depend on the pool, nor does, therefore, their
/// concatenation. They are written where they belong unless some scalars have no term, or no image.
template <class Sort>
MsmScalars sort_parts(size_t n, TaskPool* pool, size_t& first_too_long, Sort sort) {
  MsmScalars out;
  out.terms.resize(2 * n);
  std::vector<Part> parts((n + kScalarsPerTask - 1) / kScalarsPerTask);
  parallel_for(pool, parts.size(), 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      const size_t first = i * kScalarsPerTask;
      parts[i].terms = out.terms.data() + first;
      parts[i].images = out.terms.data() + n + first;
      sort(parts[i], first, std::min(n, first + kScalarsPerTask));
    }
  });

  MsmTerm* end = out.terms.data();
  auto append = [&](const MsmTerm* from, size_t count) {
    if (from != end && count > 0) std::memmove(static_cast<void*>(end), from, count * sizeof(MsmTerm));
    end += count;
  };
  for (const Part& part : parts) {
    first_too_long = std::min(first_too_long, part.first_too_long);
    out.units.insert(out.units.end(), part.units.begin(), part.units.end());
    for (size_t b = 0; b < out.reach.size(); ++b) out.reach[b] += part.of_length[b];
    append(part.terms, part.term_count);
  }
  for (const Part& part : parts) append(part.images, part.image_count);
  out.terms.resize(static_cast<size_t>(end - out.terms.data()));
  for (size_t b = out.reach.size() - 1; b-- > 0;) out.reach[b] += out.reach[b + 1];
  return out;
}

}  // namespace

SignedMagnitude signed_magnitude(const Fr& s) { return signed_magnitude(s.to_limbs()); }

// With N = x^2, of 128 bits, and u = floor(2^255 / N): q = floor(floor(s / 2^127) u / 2^128) is at most s / N and less
// than 3 below it.
SplitMagnitude split_magnitude(const LimbArray<4>& magnitude) {
  static constexpr uint128_t kSquare = static_cast<uint128_t>(kBlsXAbsolute) * kBlsXAbsolute;
  static constexpr uint128_t kReciprocal = [] {
    uint128_t quotient = 0, remainder = static_cast<uint128_t>(1) << 127;
    for (int i = 0; i < 128; ++i) {  // 2^127 2^128 / N, bit by bit; 2^127 < N
      const bool carry = remainder >> 127 != 0;
      remainder <<= 1;
      quotient <<= 1;
      if (carry || remainder >= kSquare) {
        remainder -= kSquare;
        quotient |= 1;
      }
    }
    return quotient;
  }();
  const uint64_t high[2] = {magnitude[1] >> 63 | magnitude[2] << 1, magnitude[2] >> 63 | magnitude[3] << 1};
  const uint64_t u[2] = {static_cast<uint64_t>(kReciprocal), static_cast<uint64_t>(kReciprocal >> 64)};
  auto product = [](uint64_t a, uint64_t b) { return static_cast<uint128_t>(a) * b; };
  const uint128_t middle = product(high[0], u[1]) + (product(high[0], u[0]) >> 64);
  const uint128_t middle2 = product(high[1], u[0]) + static_cast<uint64_t>(middle);
  uint128_t b = product(high[1], u[1]) + (middle >> 64) + (middle2 >> 64);
  // The remainder is below 3 N < 2^130: its low 128 bits and what lies above.
  LimbArray<4> bn{};
  const uint64_t n[2] = {static_cast<uint64_t>(kSquare), static_cast<uint64_t>(kSquare >> 64)};
  for (size_t i = 0; i < 2; ++i) {
    uint64_t carry = 0;
    const uint64_t digit = static_cast<uint64_t>(b >> (64 * i));
    for (size_t j = 0; j < 2; ++j) bn[i + j] = limbs::mul_add(bn[i + j], digit, n[j], carry);
    bn[i + 2] = carry;
  }
  LimbArray<4> rest{};
  limbs::sub(rest, magnitude, bn);
  const LimbArray<4> square{n[0], n[1]};
  while (!limbs::less(rest, square)) {
    limbs::sub(rest, rest, square);
    ++b;
  }
  uint128_t a = static_cast<uint128_t>(rest[1]) << 64 | rest[0];
  const bool negative = a > kSquare / 2;
  if (negative) {
    a = kSquare - a;
    ++b;
  }
  auto two = [](uint128_t v) { return LimbArray<2>{static_cast<uint64_t>(v), static_cast<uint64_t>(v >> 64)}; };
  return {two(a), two(b), negative};
}

Result<MsmScalars> sort_scalars(std::span<const Fr> scalars, int bits, TaskPool* pool,
                                const std::function<bool(size_t)>& is_nothing) {
  if (bits < 1 || bits > Fr::kBits) {
    return Error(GeneralError::kInvalidArgument,
                 "a scalar width of " + std::to_string(bits) + " bits: it must be in 1.." + std::to_string(Fr::kBits));
  }
  size_t first_too_long = std::numeric_limits<size_t>::max();
  MsmScalars out = sort_parts(scalars.size(), pool, first_too_long, [&](Part& part, size_t begin, size_t end) {
    part.sort(scalars, begin, end, bits, is_nothing);
  });
  if (first_too_long < scalars.size()) {
    return Error(GeneralError::kInvalidArgument,
                 "scalar " + std::to_string(first_too_long) + " does not fit in " + std::to_string(bits) + " bits");
  }
  return out;
}

MsmScalars sort_scalars(const MsmIntegers& scalars, TaskPool* pool, const std::function<bool(size_t)>& is_nothing) {
  size_t unused = std::numeric_limits<size_t>::max();
  return std::visit(
      [&](const auto& values) {
        return sort_parts(scalars.size(), pool, unused, [&](Part& part, size_t begin, size_t end) {
          part.sort(values, std::min(begin, values.size()), std::min(end, values.size()), is_nothing);
          for (size_t i = std::max(begin, values.size()); i < end; ++i) {
            if (is_nothing && is_nothing(i)) continue;
            part.add_scalar(signed_magnitude(canonical_limbs(scalars.more[i - values.size()])), i);
          }
        });
      },
      scalars.values);
}

double bucket_set_cost(double terms, int width, double parts) {
  const double buckets = static_cast<double>(size_t{1} << (width - 1));
  return 1.2 * terms + parts * (1.2 * std::min(buckets, terms / parts) + 0.1 * buckets + 50);
}

std::vector<MsmWindow> choose_windows(const std::array<size_t, 129>& reach, size_t splits) {
  int end = 0;  // one more than the longest magnitude
  for (int b = 1; b < 129; ++b) {
    if (reach[static_cast<size_t>(b)] > 0) end = b + 1;
  }

  std::array<double, 130> best{};  // best[p]: the cheapest way to cover p .. end
  std::array<int, 130> width_at{};
  for (int p = end; p-- > 0;) {
    const size_t at = static_cast<size_t>(p);
    best[at] = std::numeric_limits<double>::infinity();
    for (int width = 1; width <= std::min(kMaxWindowWidth, end - p); ++width) {
      const double cost = bucket_set_cost(static_cast<double>(reach[at]), width, static_cast<double>(splits)) +
                          best[at + static_cast<size_t>(width)];
      if (cost < best[at]) {
        best[at] = cost;
        width_at[at] = width;
      }
    }
  }
  std::vector<MsmWindow> windows;
  for (int p = 0; p < end; p = windows.back().end()) {
    const int width = width_at[static_cast<size_t>(p)];
    windows.push_back({p, width, p + width == end});
  }
  return windows;
}

void bias_terms(std::span<MsmTerm> terms, std::span<const MsmWindow> windows, TaskPool* pool) {
  const LimbArray<2> bias = bias_of<2>(windows);
  parallel_for(pool, terms.size(), kScalarsPerTask, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) limbs::add(terms[i].magnitude, terms[i].magnitude, bias);
  });
}

}  // namespace zkp
