#include "groth16/ceremony/factor.h"

#include <algorithm>

#include "base/utf8.h"
#include "curve/encoding.h"
#include "curve/hash_to_curve.h"
#include "curve/pairing.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

constexpr std::string_view kSecretDomain = "zkp.ceremony.secret.v1";
constexpr std::string_view kBeaconDomain = "zkp.ceremony.beacon.v1";
constexpr std::string_view kKnowledgeDst = "zkp.ceremony.knowledge.v1_BLS12381G1_XMD:SHA-256_SSWU_RO_";

G1Affine knowledge_base(const Digest& context, const G1Affine& g1, const G2Affine& g2) {
  const Bytes message = ByteWriter().raw(context).raw(compress(g1)).raw(compress(g2)).bytes();
  return hash_to_g1(message, as_bytes(kKnowledgeDst)).to_affine();
}

bool holds(const PairingEquation& equation) {
  const std::array<G1Affine, 2> p = {equation.a, -equation.c};
  const std::array<G2Affine, 2> q = {equation.b, equation.d};
  return pairing_product_is_one(p, q);
}

}  // namespace

Result<std::vector<SecretScalar>> draw_factors(size_t count, Random& random, std::string_view text) {
  ByteArray<64> seed;
  std::vector<SecretScalar> out;
  while (out.size() < count) {
    ZKP_TRY_VOID(random.fill(seed));
    const uint8_t number = static_cast<uint8_t>(out.size());
    ByteArray<64> wide = sha512({as_bytes(kSecretDomain), seed, as_bytes(text), ByteView(&number, 1)});
    SecretScalar factor(Fr::from_bytes_reduce(wide));
    wipe(wide);
    wipe(seed);
    if (!factor.value().is_zero() && !factor.value().is_one()) out.push_back(std::move(factor));
  }
  return out;
}

FactorKey prove_factor(const Fr& x, const Digest& context) {
  FactorKey out;
  out.g1 = G1::generator().mul(x).to_affine();
  out.g2 = G2::generator().mul(x).to_affine();
  out.proof = knowledge_base(context, out.g1, out.g2).mul(x).to_affine();
  return out;
}

void write_factor_key(ByteWriter& out, const FactorKey& key) {
  out.raw(compress(key.g1)).raw(compress(key.g2)).raw(compress(key.proof));
}

Result<G1Affine> read_finite_g1(ByteReader& in) {
  ZKP_TRY(ByteView bytes, in.raw(48));
  ZKP_TRY(G1Affine point, decompress_g1(bytes));
  if (point.is_identity()) return Error(CryptoError::kIdentity, "a point is at infinity");
  return point;
}

Result<G2Affine> read_finite_g2(ByteReader& in) {
  ZKP_TRY(ByteView bytes, in.raw(96));
  ZKP_TRY(G2Affine point, decompress_g2(bytes));
  if (point.is_identity()) return Error(CryptoError::kIdentity, "a point is at infinity");
  return point;
}

Result<FactorKey> read_factor_key(ByteReader& in) {
  FactorKey out;
  ZKP_TRY(out.g1, read_finite_g1(in));
  ZKP_TRY(out.g2, read_finite_g2(in));
  ZKP_TRY(out.proof, read_finite_g1(in));
  return out;
}

// prod_i e(rho_i a_i, b_i) e(-rho_i c_i, d_i) = 1 for random rho_i only if every equation holds. What is paired with
// the same point of G2 is summed first.
Result<void> check_equations(std::span<const PairingEquation> equations, Random& random) {
  std::vector<G1> sums;
  std::vector<G2Affine> q;
  auto add = [&](const G1& p, const G2Affine& with) {
    const auto at = static_cast<size_t>(std::ranges::find(q, with) - q.begin());
    if (at == q.size()) {
      q.push_back(with);
      sums.push_back(p);
    } else {
      sums[at] += p;
    }
  };
  for (const PairingEquation& equation : equations) {
    ByteArray<16> bytes;
    ZKP_TRY_VOID(random.fill(bytes));
    const Fr rho = Fr::from_bytes_reduce(bytes);
    add(equation.a.mul_var(rho), equation.b);
    add(-equation.c.mul_var(rho), equation.d);
  }
  if (pairing_product_is_one(batch_to_affine(sums), q)) return {};
  for (const PairingEquation& equation : equations)
    if (!holds(equation)) return Error(CryptoError::kBadProof, equation.what);
  return Error(CryptoError::kBadProof, "the pairing equations do not hold");
}

void require_factor(std::vector<PairingEquation>& equations, const FactorKey& key, const Digest& context,
                    const G1Affine& before, const G1Affine& after, const std::string& secret) {
  const G1Affine g1 = G1Affine::generator();
  const G2Affine g2 = G2Affine::generator();
  equations.push_back({key.g1, g2, g1, key.g2, "the two halves of the key of " + secret + " do not belong together"});
  equations.push_back({key.proof, g2, knowledge_base(context, key.g1, key.g2), key.g2,
                       "the proof of knowledge of the factor of " + secret + " is wrong"});
  equations.push_back({after, g2, before, key.g2, secret + " does not follow from the contribution before"});
}

Result<void> check_factor_changes(const FactorKey& key, const std::string& secret) {
  if (key.g1 == G1Affine::generator())
    return Error(CryptoError::kBadProof, "the factor of " + secret + " is 1: nothing was contributed");
  return {};
}

void write_beacon(ByteWriter& out, const Beacon& beacon) { out.str(as_text(beacon.value)).u8(beacon.log_iterations); }

Result<Beacon> read_beacon(ByteReader& in) {
  ZKP_TRY(uint16_t size, in.u16());
  if (size == 0 || size > kMaxBeaconBytes) return Error(GeneralError::kLimit, "a beacon has 1 to 64 bytes");
  ZKP_TRY(ByteView value, in.raw(size));
  Beacon out{Bytes(value.begin(), value.end()), 0};
  ZKP_TRY(out.log_iterations, in.u8());
  if (out.log_iterations > kMaxLogIterations)
    return Error(GeneralError::kLimit, "a beacon has at most 2^32 iterations");
  return out;
}

Result<void> check_iterations(uint8_t log_iterations, const CeremonyEnv& env) {
  if (log_iterations <= env.max_log_iterations) return {};
  return Error(GeneralError::kLimit, "a beacon of 2^" + std::to_string(log_iterations) + " iterations takes long")
      .with_hint("allow it with --max-log-iterations " + std::to_string(log_iterations));
}

std::vector<Fr> beacon_factors(const Beacon& beacon, const Digest& context, size_t count) {
  Digest seed = sha256(beacon.value);
  for (uint64_t i = 1; i < uint64_t{1} << beacon.log_iterations; ++i) seed = sha256(seed);
  std::vector<Fr> out;
  for (size_t i = 1; i <= count; ++i) {
    Bytes wide;
    for (uint8_t half : {0, 1}) {
      append(
          wide,
          sha256(ByteWriter().raw(kBeaconDomain).raw(context).raw(seed).u8(static_cast<uint8_t>(i)).u8(half).bytes()));
    }
    out.push_back(Fr::from_bytes_reduce(wide));
  }
  return out;
}

Result<void> check_contributor_name(std::string_view name) {
  if (name.size() > kMaxNameBytes || !is_valid_utf8(name) || has_control_character(name))
    return Error(GeneralError::kInvalidArgument,
                 "a contributor's name has at most 100 bytes of UTF-8 without control characters");
  return {};
}

Result<std::string> read_name(ByteReader& in) {
  ZKP_TRY(std::string name, in.str());
  if (!check_contributor_name(name).ok()) return Error(GeneralError::kParse, "the name of a contributor is malformed");
  return name;
}

}  // namespace zkp
