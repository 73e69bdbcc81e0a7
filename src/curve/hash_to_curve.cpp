#include "curve/hash_to_curve.h"

#include <algorithm>
#include <array>
#include <string>

#include "curve/isogeny.h"
#include "curve/parameter.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

/// L: ceil((bits of q + security level) / 8) = ceil((381 + 128) / 8).
constexpr size_t kElementBytes = 64;
constexpr size_t kMaxBlocks = 255;

/// sgn0: the parity of the first coordinate that is not zero (section 4.1).
uint64_t sign(const Fp& x) { return x.to_limbs()[0] & 1; }
uint64_t sign(const Fp2& x) { return sign(x.c0) | (x.c0.is_zero_mask() & sign(x.c1)); }

/// For a field of p elements, p - 1 = 2^s t with t odd.
template <class Field>
struct FieldOrder;
template <>
struct FieldOrder<Fp> {
  static constexpr int kS = 1;
  static constexpr LimbArray<6> kT = limbs::shift_right(Fp::kModulus, 1);
};
template <>
struct FieldOrder<Fp2> {
  static constexpr int kS = 3;
  static constexpr LimbArray<12> kT = limbs::from_hex<12>(  // (q^2 - 1) / 8
      "0x5486f497186bf8e97a4f1d5445e4bd3c5b921ca1ce08d68cdcb3c92693d17a0a14c59fa2dbb94ddea62926612f1de023"
      "ad0c3390c30b8f6525d0b50e1234092cd7f23da7ce36e862c586706c42279faf9dad63aec705d564d54000038e31c7");
};

// A square root of u/v, or of Z u/v if u/v is not a square, without an inversion (appendix F.2.1.1, for any field).
//
//   w = (u v^(2^(s+1) - 1))^((t-1)/2) v^(2^s - 1),  root = w u,  d = w^2 u v = (u/v)^t,  root^2 = (u/v) d.
// The order of d divides 2^s, and is smaller for a square; otherwise u is replaced by Z u. Then Z^t, which generates
// the group of order 2^s, removes d bit by bit. The same steps are done for every input.
template <class Field>
struct RootOfRatio {
  uint64_t is_square_mask;
  Field root;
};

template <class Field>
RootOfRatio<Field> sqrt_ratio(const Field& u, const Field& v) {
  using Order = FieldOrder<Field>;
  constexpr int kS = Order::kS;
  static constexpr auto kHalfT = limbs::shift_right(Order::kT, 1);  // (t - 1) / 2
  static const Field z_t = SswuCurve<Field>::z().pow(Order::kT);
  static const Field z_root = SswuCurve<Field>::z().pow(kHalfT) * SswuCurve<Field>::z();  // Z^((t+1)/2)

  Field v_power = v;  // v^(2^s - 1)
  for (int i = 1; i < kS; ++i) v_power = v_power.square() * v;
  const Field w = (u * v_power.square() * v).pow(kHalfT) * v_power;
  Field root = w * u;
  Field d = w * v * root;

  Field e = d;  // d^(2^(s-1)) is 1 exactly for a square
  for (int i = 1; i < kS; ++i) e = e.square();
  const uint64_t is_square = equal_mask(e, Field::one());
  root = Field::conditional_select(root * z_root, root, is_square);
  d = Field::conditional_select(d * z_t, d, is_square);
  Field g = z_t;
  for (int i = kS; i >= 2; --i) {
    e = d;
    for (int k = 0; k < i - 2; ++k) e = e.square();
    const uint64_t is_one = equal_mask(e, Field::one());
    root = Field::conditional_select(root * g, root, is_one);
    g = g.square();
    d = Field::conditional_select(d * g, d, is_one);
  }
  return {is_square, root};
}

/// A point of SswuCurve; y belongs to x_numerator / x_denominator.
template <class Field>
struct SswuPoint {
  Field x_numerator;
  Field x_denominator;
  Field y;
};

// Simplified SWU (section 6.6.2, as appendix F.2):  with c = Z u^2,
//   x1 = N/D,  N = B (c^2 + c + 1),  D = -A (c^2 + c), or A Z if that is 0,   and   x2 = c x1.
// One of g(x1), g(x2) is a square, g(x) = x^3 + A x + B, because g(x2) = c^3 g(x1): if g(x1) has no root, then
// c u sqrt(Z g(x1)) is one of g(x2).
template <class Field>
SswuPoint<Field> map_to_sswu_curve(const Field& u) {
  const Field a = SswuCurve<Field>::a(), b = SswuCurve<Field>::b(), z = SswuCurve<Field>::z();
  const Field c = z * u.square();
  const Field cc_c = c.square() + c;
  const Field n = b * (cc_c + Field::one());
  const Field d = a * Field::conditional_select(-cc_c, z, cc_c.is_zero_mask());
  const Field dd = d.square();
  const Field ddd = dd * d;
  const auto [is_square, root] = sqrt_ratio((n.square() + a * dd) * n + b * ddd, ddd);

  const Field x = Field::conditional_select(c * n, n, is_square);
  Field y = Field::conditional_select(c * u * root, root, is_square);
  y = Field::conditional_select(y, -y, 0 - (sign(u) ^ sign(y)));
  return {x, d, y};
}

template <class Point, class Field>
Point hash_to_point(ByteView message, ByteView dst) {
  std::array<Field, 2> u;
  hash_to_field(message, dst, u);
  return clear_cofactor(map_to_curve(u[0]) + map_to_curve(u[1]));
}

template <class Point, class Field>
Point encode_to_point(ByteView message, ByteView dst) {
  std::array<Field, 1> u;
  hash_to_field(message, dst, u);
  return clear_cofactor(map_to_curve(u[0]));
}

G2 mul_by_x(const G2& p) { return -p.mul_integer_var(std::array<uint64_t, 1>{kBlsXAbsolute}); }

}  // namespace

// b_0 = H(0^64 | message | size | 0 | dst'),  b_1 = H(b_0 | 1 | dst'),  b_i = H((b_0 ^ b_(i-1)) | i | dst').
Result<Bytes> expand_message_xmd(ByteView message, ByteView dst, size_t size_bytes) {
  constexpr size_t kDigest = Sha256::kDigestBytes;
  if (dst.empty()) return Error(GeneralError::kInvalidArgument, "an empty domain separation tag");
  if (size_bytes > kMaxBlocks * kDigest) {
    return Error(GeneralError::kInvalidArgument, std::to_string(size_bytes) + " uniform bytes: at most " +
                                                     std::to_string(kMaxBlocks * kDigest) + " can be made");
  }
  Bytes tag(dst.begin(), dst.end());
  if (tag.size() > 255) {
    const Digest digest = sha256({as_bytes("H2C-OVERSIZE-DST-"), dst});
    tag.assign(digest.begin(), digest.end());
  }
  tag.push_back(static_cast<uint8_t>(tag.size()));

  static constexpr ByteArray<Sha256::kBlockBytes> kZeroBlock{};
  const ByteArray<3> size{static_cast<uint8_t>(size_bytes >> 8), static_cast<uint8_t>(size_bytes), 0};
  const Digest first = sha256({kZeroBlock, message, size, tag});
  Digest block{};
  Bytes out;
  for (uint8_t i = 1; out.size() < size_bytes; ++i) {
    for (size_t k = 0; k < kDigest; ++k) block[k] ^= first[k];
    block = sha256({block, ByteArray<1>{i}, tag});
    append(out, ByteView(block).first(std::min(kDigest, size_bytes - out.size())));
  }
  return out;
}

void hash_to_field(ByteView message, ByteView dst, std::span<Fp> out) {
  const Bytes uniform = expand_message_xmd(message, dst, out.size() * kElementBytes).value();
  for (size_t i = 0; i < out.size(); ++i) {
    out[i] = Fp::from_bytes_reduce(ByteView(uniform).subspan(i * kElementBytes, kElementBytes));
  }
}

void hash_to_field(ByteView message, ByteView dst, std::span<Fp2> out) {
  std::vector<Fp> coordinates(2 * out.size());
  hash_to_field(message, dst, std::span(coordinates));
  for (size_t i = 0; i < out.size(); ++i) out[i] = {coordinates[2 * i], coordinates[2 * i + 1]};
}

G1 map_to_curve(const Fp& u) {
  const auto p = map_to_sswu_curve(u);
  return isogeny_map(p.x_numerator, p.x_denominator, p.y);
}

G2 map_to_curve(const Fp2& u) {
  const auto p = map_to_sswu_curve(u);
  return isogeny_map(p.x_numerator, p.x_denominator, p.y);
}

// h_eff = 1 - x (section 8.8.1; Wahby, Boneh, "Fast and simple constant-time hashing to the BLS12-381 elliptic curve",
// ePrint 2019/403, section 5).
G1 clear_cofactor(const G1& p) { return p.mul_integer_var(std::array<uint64_t, 1>{kBlsXAbsolute + 1}); }

// h_eff p = (x^2 - x - 1) p + (x - 1) psi(p) + psi^2(2p)
// Budroni, Pintore, "Efficient hash maps to G2 on BLS curves", ePrint 2017/419; RFC 9380, appendix G.3.
G2 clear_cofactor(const G2& p) {
  const G2 xp = mul_by_x(p);
  const G2 psi_p = psi(p);
  return mul_by_x(xp + psi_p) - xp - p - psi_p + psi(psi(p.doubled()));
}

G1 hash_to_g1(ByteView message, ByteView dst) { return hash_to_point<G1, Fp>(message, dst); }
G1 encode_to_g1(ByteView message, ByteView dst) { return encode_to_point<G1, Fp>(message, dst); }
G2 hash_to_g2(ByteView message, ByteView dst) { return hash_to_point<G2, Fp2>(message, dst); }
G2 encode_to_g2(ByteView message, ByteView dst) { return encode_to_point<G2, Fp2>(message, dst); }

}  // namespace zkp
