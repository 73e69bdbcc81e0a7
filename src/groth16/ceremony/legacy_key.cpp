#include "groth16/ceremony/legacy_key.h"

#include "curve/encoding.h"

namespace zkp {
namespace {

constexpr std::array<const char*, 3> kSecrets = {"tau", "alpha", "beta"};
constexpr auto kG1Cofactor = limbs::from_hex<2>("0x396c8c005555e1568c00aaab0000aaab");
constexpr auto kG2Cofactor = limbs::from_hex<8>(
    "0x05d543a95414e7f1091d50792876a202cd91de4547085abaa68a205b2e5a7ddfa628f1cb4d9e82ef21537e293a6691ae1616ec6e786f0c70"
    "cf"
    "1c38e31c7238e5");

ByteArray<32> seed_key(ByteView seed) {
  ZKP_CHECK(seed.size() >= 32);
  // The words of the cipher's key are read little-endian.
  ByteArray<32> out;
  for (size_t i = 0; i < 32; ++i) out[i] = seed[i / 4 * 4 + 3 - i % 4];
  return out;
}

void require_knowledge(std::vector<PairingEquation>& equations, const LegacyKeys& keys,
                       const std::array<G2Affine, 3>& bases) {
  for (size_t i = 0; i < 3; ++i) {
    const LegacyKey& key = keys.keys[i];
    equations.push_back({key.s, key.spx, key.sx, bases[i],
                         "the proof of knowledge of the factor of " + std::string(kSecrets[i]) + " is wrong"});
  }
}

std::array<G2Affine, 3> bases_of(const LegacyKeys& keys, const Blake2bDigest& challenge) {
  std::array<G2Affine, 3> out;
  for (uint8_t i = 0; i < 3; ++i) out[i] = legacy_base(i, challenge, keys.keys[i]);
  return out;
}

}  // namespace

Bytes LegacyKeys::uncompressed() const {
  Bytes out;
  for (const LegacyKey& key : keys) {
    append(out, serialize(key.s));
    append(out, serialize(key.sx));
  }
  for (const LegacyKey& key : keys) append(out, serialize(key.spx));
  return out;
}

Result<LegacyKeys> read_legacy_keys(ByteView bytes) {
  ByteReader in(bytes);
  LegacyKeys out;
  for (LegacyKey& key : out.keys) {
    for (G1Affine* point : {&key.s, &key.sx}) {
      ZKP_TRY(ByteView encoding, in.raw(96));
      ZKP_TRY(*point, deserialize_g1(encoding));
      if (point->is_identity()) return Error(CryptoError::kIdentity, "a point of a key is at infinity");
    }
  }
  for (LegacyKey& key : out.keys) {
    ZKP_TRY(ByteView encoding, in.raw(192));
    ZKP_TRY(key.spx, deserialize_g2(encoding));
    if (key.spx.is_identity()) return Error(CryptoError::kIdentity, "a point of a key is at infinity");
  }
  ZKP_TRY_VOID(in.end());
  return out;
}

G2Affine legacy_base(uint8_t which, const Blake2bDigest& challenge, const LegacyKey& key) {
  Blake2b hash;
  hash.update(ByteView(&which, 1)).update(challenge).update(serialize(key.s)).update(serialize(key.sx));
  return LegacyGenerator(ByteView(hash.finish()).first(32)).g2();
}

LegacyGenerator::LegacyGenerator(ByteView seed) : stream_(seed_key(seed)) {}

template <class Field>
Field LegacyGenerator::field() {
  for (;;) {
    typename Field::Limbs limbs;
    for (uint64_t& limb : limbs) {
      const uint64_t high = stream_.next_u32();
      limb = high << 32 | stream_.next_u32();
    }
    limbs.back() &= ~uint64_t{0} >> (64 * Field::kLimbs - static_cast<size_t>(Field::kBits));
    if (limbs::less(limbs, Field::kModulus)) return Field::from_montgomery_limbs(limbs);
  }
}

template <class Affine, class DrawX>
Affine LegacyGenerator::point(DrawX&& draw_x, std::span<const uint64_t> cofactor) {
  using Point = JacobianPoint<typename Affine::CurveType>;
  for (;;) {
    const auto x = draw_x();
    const bool larger = (stream_.next_u32() & 1) != 0;
    auto y = (x.square() * x + Affine::CurveType::b()).sqrt_var();
    if (!y) continue;
    if (y->is_lexicographically_largest() != larger) y = -*y;
    return Point(Affine::from_xy_unchecked(x, *y)).mul_integer_var(cofactor).to_affine_var();
  }
}

G1Affine LegacyGenerator::g1() {
  return point<G1Affine>([&] { return field<Fp>(); }, kG1Cofactor);
}

G2Affine LegacyGenerator::g2() {
  return point<G2Affine>(
      [&] {
        const Fp c0 = field<Fp>();
        return Fp2{c0, field<Fp>()};
      },
      kG2Cofactor);
}

Result<void> check_legacy_keys(const LegacyKeys& keys, const Blake2bDigest& challenge, Random& random) {
  std::vector<PairingEquation> equations;
  require_knowledge(equations, keys, bases_of(keys, challenge));
  return check_equations(equations, random);
}

Result<void> check_legacy_contribution(const LegacyKeys& keys, const Blake2bDigest& challenge,
                                       const Phase1State& before, const Phase1State& after, Random& random) {
  const std::array<G2Affine, 3> bases = bases_of(keys, challenge);
  const auto& [tau, alpha, beta] = keys.keys;
  std::vector<PairingEquation> equations;
  require_knowledge(equations, keys, bases);
  const std::string follows = " does not follow from the contribution before";
  equations.push_back({before.tau_g1, tau.spx, after.tau_g1, bases[0], "tau in G1" + follows});
  equations.push_back({before.alpha_g1, alpha.spx, after.alpha_g1, bases[1], "alpha" + follows});
  equations.push_back({before.beta_g1, beta.spx, after.beta_g1, bases[2], "beta in G1" + follows});
  equations.push_back({tau.s, after.tau_g2, tau.sx, before.tau_g2, "tau in G2" + follows});
  equations.push_back({beta.s, after.beta_g2, beta.sx, before.beta_g2, "beta in G2" + follows});
  return check_equations(equations, random);
}

template Fr LegacyGenerator::field<Fr>();

}  // namespace zkp
