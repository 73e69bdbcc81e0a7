#include "curve/encoding_batch.h"

#include <algorithm>

#include "base/cpu.h"
#include "curve/eight.h"
#include "curve/parameter.h"

namespace zkp {

namespace {

constexpr size_t kGrain = 64;  // points that one thread takes at least

const EightKernels* eight_kernels() { return cpu_enabled().can_ifma() ? ifma_eight_kernels() : nullptr; }

// x^2, x the curve's parameter.
constexpr std::array<uint64_t, 2> kXSquared = [] {
  uint64_t high = 0;
  const uint64_t low = limbs::mul_add(0, kBlsXAbsolute, kBlsXAbsolute, high);
  return std::array<uint64_t, 2>{low, high};
}();

// The images that multiples of eight points have in the subgroup and nowhere else (G1Curve and
// G2Curve::in_subgroup_var): x^2 P = -phi(P), |x| Q = -psi(Q).
void multiply_eight(const EightKernels& kernels, G1 (&out)[8], const G1Affine* const (&p)[8]) {
  kernels.multiply_g1(out, p, kXSquared);
}
void multiply_eight(const EightKernels& kernels, G2 (&out)[8], const G2Affine* const (&p)[8]) {
  kernels.multiply_g2(out, p, std::array{kBlsXAbsolute});
}
G1Affine image(const G1Affine& p) { return -phi(p); }
G2Affine image(const G2Affine& p) { return -psi(p); }

// The last group repeats its last point.
template <class Affine>
void in_subgroup(const EightKernels* kernels, std::span<const Affine> points, std::span<uint8_t> out) {
  using Point = JacobianPoint<typename Affine::CurveType>;
  if (kernels == nullptr) {
    for (size_t i = 0; i < points.size(); ++i) out[i] = points[i].is_in_subgroup();
    return;
  }
  static constexpr Affine kGenerator = Affine::generator();
  for (size_t i = 0; i < points.size(); i += 8) {
    const size_t count = std::min<size_t>(8, points.size() - i);
    const Affine* p[8];
    for (size_t k = 0; k < 8; ++k) {
      p[k] = &points[i + std::min(k, count - 1)];
      if (p[k]->is_identity()) p[k] = &kGenerator;
    }
    Point multiples[8];
    multiply_eight(*kernels, multiples, p);
    for (size_t k = 0; k < count; ++k) {
      // An exceptional case does not occur to a point of the subgroup; what it has made of another one is not relied
      // on.
      out[i + k] = multiples[k].is_identity() ? p[k]->is_in_subgroup() : multiples[k] == Point(image(*p[k]));
    }
  }
}

template <class Affine>
std::vector<uint8_t> in_subgroup_batch(std::span<const Affine> points, TaskPool* pool) {
  std::vector<uint8_t> out(points.size());
  const EightKernels* kernels = eight_kernels();
  parallel_for(pool, points.size(), kGrain, [&](size_t begin, size_t end) {
    in_subgroup(kernels, points.subspan(begin, end - begin), std::span(out).subspan(begin, end - begin));
  });
  return out;
}

void pow_all(const EightKernels& kernels, std::span<Fp> values, std::span<const uint64_t> exponent) {
  for (size_t i = 0; i < values.size(); i += 8) {
    const size_t count = std::min<size_t>(8, values.size() - i);
    Fp x[8];
    std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(i), count, x);
    kernels.pow(x, exponent);
    std::copy_n(x, count, values.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

constexpr Fp::Limbs kQuarter = limbs::shift_right(Fp::kModulus, 2);  // (q - 3) / 4

// Roots of all squares among the values; whether each is one has to be seen from its square. a^((q+1)/4) = a
// a^((q-3)/4).
void roots(const EightKernels& kernels, std::span<Fp> values) {
  std::vector<Fp> powers(values.begin(), values.end());
  pow_all(kernels, powers, kQuarter);
  for (size_t i = 0; i < values.size(); ++i) values[i] *= powers[i];
}

// The formula above Fp2::sqrt_var(); for c1 = 0 the result may be no root although there is one.
void roots(const EightKernels& kernels, std::span<Fp2> values) {
  static constexpr Fp kHalf = Fp::from_limbs_reduce(limbs::shift_right(Fp::kModulus, 1)) + Fp::one();
  std::vector<Fp> n, d;
  for (const Fp2& a : values) n.push_back(a.norm());
  roots(kernels, n);
  for (size_t i = 0; i < values.size(); ++i) d.push_back((values[i].c0 + n[i]) * kHalf);
  std::vector<Fp> t = d;
  pow_all(kernels, t, kQuarter);
  for (size_t i = 0; i < values.size(); ++i) {
    const Fp s = d[i] * t[i];
    const Fp half_c1_t = values[i].c1 * kHalf * t[i];
    values[i] = (s * t[i]).is_one() ? Fp2{s, half_c1_t} : Fp2{-half_c1_t, s};
  }
}

/// Points at a time: enough for full groups of eight, few enough for the second-level cache.
constexpr size_t kBlock = 256;

// Whatever is not a point by this route is decoded by `decode_one` again, which knows what is wrong with it.
template <class C, size_t N>
void decompress_block(const EightKernels& kernels, std::span<const ByteArray<N>> encodings, SubgroupCheck check,
                      Result<AffinePoint<C>> (*decode_one)(ByteView, SubgroupCheck),
                      std::span<Result<AffinePoint<C>>> out) {
  using Field = typename C::Field;
  std::vector<size_t> index;
  std::vector<CompressedX<Field>> parts;
  std::vector<Field> y;
  for (size_t i = 0; i < encodings.size(); ++i) {
    if (const auto part = read_compressed_x<C>(encodings[i])) {
      index.push_back(i);
      parts.push_back(*part);
      y.push_back(part->x.square() * part->x + C::b());
    } else {
      out[i] = decode_one(encodings[i], check);
    }
  }
  const std::vector<Field> y_squared = y;
  roots(kernels, std::span<Field>(y));

  std::vector<AffinePoint<C>> points;
  for (size_t k = 0; k < y.size(); ++k) {
    const bool is_root = y[k].square() == y_squared[k];
    if (is_root && y[k].is_lexicographically_largest() != parts[k].larger_y) y[k] = -y[k];
    points.push_back(is_root ? AffinePoint<C>::from_xy_unchecked(parts[k].x, y[k]) : AffinePoint<C>::identity());
  }
  std::vector<uint8_t> good(points.size(), 1);
  if (check == SubgroupCheck::kCheck) in_subgroup<AffinePoint<C>>(&kernels, points, good);
  for (size_t k = 0; k < points.size(); ++k) {
    const bool done = good[k] != 0 && !points[k].is_identity();
    out[index[k]] = done ? Result<AffinePoint<C>>(points[k]) : decode_one(encodings[index[k]], check);
  }
}

template <class C, size_t N>
std::vector<Result<AffinePoint<C>>> decompress_batch(std::span<const ByteArray<N>> encodings, SubgroupCheck check,
                                                     Result<AffinePoint<C>> (*decode_one)(ByteView, SubgroupCheck),
                                                     TaskPool* pool) {
  std::vector<Result<AffinePoint<C>>> out(encodings.size(), AffinePoint<C>::identity());
  const EightKernels* kernels = eight_kernels();
  parallel_for(pool, encodings.size(), kGrain, [&](size_t begin, size_t end) {
    for (size_t i = begin; kernels == nullptr && i < end; ++i) out[i] = decode_one(encodings[i], check);
    for (size_t i = begin; kernels != nullptr && i < end; i += kBlock) {
      const size_t count = std::min(kBlock, end - i);
      decompress_block<C, N>(*kernels, encodings.subspan(i, count), check, decode_one,
                             std::span(out).subspan(i, count));
    }
  });
  return out;
}

}  // namespace

std::vector<Result<G1Affine>> decompress_g1_batch(std::span<const ByteArray<48>> encodings, SubgroupCheck check,
                                                  TaskPool* pool) {
  return decompress_batch<G1Curve, 48>(encodings, check, decompress_g1, pool);
}
std::vector<Result<G2Affine>> decompress_g2_batch(std::span<const ByteArray<96>> encodings, SubgroupCheck check,
                                                  TaskPool* pool) {
  return decompress_batch<G2Curve, 96>(encodings, check, decompress_g2, pool);
}

std::vector<uint8_t> in_subgroup_batch_var(std::span<const G1Affine> points, TaskPool* pool) {
  return in_subgroup_batch(points, pool);
}
std::vector<uint8_t> in_subgroup_batch_var(std::span<const G2Affine> points, TaskPool* pool) {
  return in_subgroup_batch(points, pool);
}

}  // namespace zkp
