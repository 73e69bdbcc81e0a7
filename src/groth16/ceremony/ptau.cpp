/// The .ptau files of snarkjs: sections of little-endian data, points as x || y in Montgomery form.
///   1 header   u32 48 || q || u32 power || u32 power of the ceremony      2 tau_g1   3 tau_g2   4 alpha_g1   5 beta_g1
///   6 beta_g2  7 contributions                                            others (12 .. 15): not needed, not read
#include <algorithm>
#include <map>
#include <utility>

#include "curve/encoding.h"
#include "groth16/ceremony/import.h"
#include "groth16/ceremony/legacy_key.h"

namespace zkp {
namespace {

constexpr uint32_t kVersion = 1;
constexpr uint32_t kMaxSections = 64;
constexpr size_t kHeaderBytes = 4 + 48 + 4 + 4;
constexpr size_t kPartialHashBytes = 216;
constexpr size_t kMaxContributionBytes = 4096;

Error malformed(std::string sentence) { return Error(GeneralError::kParse, ".ptau: " + std::move(sentence)); }

Result<uint64_t> little_endian(ByteReader& in, size_t bytes) {
  ZKP_TRY(ByteView view, in.raw(bytes));
  uint64_t out = 0;
  for (size_t i = bytes; i-- > 0;) out = out << 8 | view[i];
  return out;
}

// A coordinate in Montgomery form to the base 2^384, which is ours too.
Result<Fp> read_fp(ByteReader& in) {
  Fp::Limbs limbs;
  for (uint64_t& limb : limbs) { ZKP_TRY(limb, little_endian(in, 8)); }
  if (!limbs::less(limbs, Fp::kModulus))
    return Error(CryptoError::kNonCanonical, "a coordinate is not below the modulus");
  return Fp::from_montgomery_limbs(limbs);
}
Result<void> read_coordinate(ByteReader& in, Fp& out) {
  ZKP_TRY(out, read_fp(in));
  return {};
}
Result<void> read_coordinate(ByteReader& in, Fp2& out) {
  ZKP_TRY(out.c0, read_fp(in));
  ZKP_TRY(out.c1, read_fp(in));
  return {};
}
template <class Affine>
Result<Affine> read_on_curve(ByteReader& in) {
  typename Affine::Field x, y;
  ZKP_TRY_VOID(read_coordinate(in, x));
  ZKP_TRY_VOID(read_coordinate(in, y));
  const Affine out = Affine::from_xy_unchecked(x, y);
  if (!out.is_on_curve()) return Error(CryptoError::kNotOnCurve, "a point is not on its curve");
  return out;
}
template <class Affine>
Result<Affine> read_point(ByteReader& in) {
  ZKP_TRY(Affine out, read_on_curve<Affine>(in));
  if (out.is_identity()) return Error(CryptoError::kIdentity, "a point is at infinity");
  if (!out.is_in_subgroup()) return Error(CryptoError::kNotInSubgroup, "a point is outside the prime-order subgroup");
  return out;
}

struct Section {
  uint64_t offset = 0;
  uint64_t size = 0;
};
using Sections = std::map<uint32_t, Section>;

Result<Sections> read_sections(const ByteSource& file) {
  ByteArray<12> head;
  if (file.size() < head.size()) return malformed("the file ends too early");
  ZKP_TRY_VOID(file.read(0, head));
  ByteReader in(head);
  ZKP_TRY_VOID(in.raw(4));
  ZKP_TRY(uint64_t version, little_endian(in, 4));
  ZKP_TRY(uint64_t count, little_endian(in, 4));
  if (version != kVersion) return malformed("unknown version " + std::to_string(version));
  if (count > kMaxSections) return Error(GeneralError::kLimit, ".ptau: more than 64 sections");
  Sections out;
  uint64_t at = head.size();
  for (uint64_t i = 0; i < count; ++i) {
    if (file.size() - at < head.size()) return malformed("the file ends inside a section's head");
    ZKP_TRY_VOID(file.read(at, head));
    at += head.size();
    ByteReader section(head);
    ZKP_TRY(uint64_t type, little_endian(section, 4));
    ZKP_TRY(uint64_t size, little_endian(section, 8));
    if (size > file.size() - at) return malformed("section " + std::to_string(type) + " is longer than the file");
    if (!out.emplace(static_cast<uint32_t>(type), Section{at, size}).second)
      return malformed("section " + std::to_string(type) + " occurs twice");
    at += size;
  }
  if (at != file.size()) return malformed("bytes are left over behind the last section");
  return out;
}

constexpr uint32_t section_of(PowerList list) {
  switch (list) {
    case PowerList::kTauG1:
      return 2;
    case PowerList::kTauG2:
      return 3;
    case PowerList::kAlphaG1:
      return 4;
    case PowerList::kBetaG1:
      return 5;
  }
  return 0;
}

class PtauPowers : public PowersReader {
 public:
  PtauPowers(const ByteSource& source, const Sections& sections, int log_size)
      : PowersReader(log_size), source_(source) {
    for (PowerList list : kPowerLists) offsets_[static_cast<size_t>(list)] = sections.at(section_of(list)).offset;
  }
  Result<void> read(PowerList list, size_t first, std::span<G1Affine> out, TaskPool* pool) const override {
    return read_points(list, first, 96, out, pool);
  }
  Result<void> read(PowerList list, size_t first, std::span<G2Affine> out, TaskPool* pool) const override {
    return read_points(list, first, 192, out, pool);
  }

 private:
  template <class Affine>
  Result<void> read_points(PowerList list, size_t first, size_t point_bytes, std::span<Affine> out,
                           TaskPool* pool) const {
    Bytes bytes(out.size() * point_bytes);
    ZKP_TRY_VOID(source_.read(offsets_[static_cast<size_t>(list)] + first * point_bytes, bytes));
    ByteReader in(bytes);
    for (size_t i = 0; i < out.size(); ++i) {
      Result<Affine> point = read_on_curve<Affine>(in);
      if (!point.ok())
        return Error(point.error().code(),
                     std::string(name_of(list)) + "[" + std::to_string(first + i) + "]: " + point.error().message());
      out[i] = *point;
    }
    return check_points(std::span<const Affine>(out), list, first, pool);
  }

  const ByteSource& source_;
  std::array<uint64_t, 4> offsets_{};
};

struct Contribution {
  Phase1State state;
  LegacyKeys keys;
  Blake2bDigest next_challenge{};
  bool is_beacon = false;
  Beacon beacon;
};

Result<void> read_parameters(ByteReader& in, Contribution& out) {
  uint8_t last = 0;
  bool has_iterations = false;
  while (in.left() > 0) {
    ZKP_TRY(uint8_t type, in.u8());
    if (type <= last || type > 3) return malformed("the parameters of a contribution are out of order");
    last = type;
    ZKP_TRY(uint8_t value, in.u8());
    if (type == 2) {
      out.beacon.log_iterations = value;
      has_iterations = true;
      continue;
    }
    ZKP_TRY(ByteView bytes, in.raw(value));
    if (type == 3) out.beacon.value.assign(bytes.begin(), bytes.end());
  }
  if (out.is_beacon != (has_iterations && !out.beacon.value.empty()))
    return malformed("a beacon without its value, or a value without a beacon");
  if (out.beacon.log_iterations > kMaxLogIterations)
    return Error(GeneralError::kLimit, ".ptau: a beacon of more than 2^32 iterations");
  return {};
}

Result<Contribution> read_contribution(ByteReader& in) {
  Contribution out;
  ZKP_TRY(out.state.tau_g1, read_point<G1Affine>(in));
  ZKP_TRY(out.state.tau_g2, read_point<G2Affine>(in));
  ZKP_TRY(out.state.alpha_g1, read_point<G1Affine>(in));
  ZKP_TRY(out.state.beta_g1, read_point<G1Affine>(in));
  ZKP_TRY(out.state.beta_g2, read_point<G2Affine>(in));
  for (LegacyKey& key : out.keys.keys) {
    ZKP_TRY(key.s, read_point<G1Affine>(in));
    ZKP_TRY(key.sx, read_point<G1Affine>(in));
  }
  for (LegacyKey& key : out.keys.keys) { ZKP_TRY(key.spx, read_point<G2Affine>(in)); }
  ZKP_TRY_VOID(in.raw(kPartialHashBytes));  // the state of a hash: what it leads to is recomputed
  ZKP_TRY(out.next_challenge, in.array<64>());
  ZKP_TRY(uint64_t type, little_endian(in, 4));
  if (type > 1) return malformed("a contribution of an unknown type");
  out.is_beacon = type == 1;
  ZKP_TRY(uint64_t size, little_endian(in, 4));
  if (size > kMaxContributionBytes) return malformed("a contribution with too many parameters");
  ZKP_TRY(ByteView parameters, in.raw(size));
  ByteReader from(parameters);
  ZKP_TRY_VOID(read_parameters(from, out));
  return out;
}

Result<std::vector<Contribution>> read_contributions(const ByteSource& file, const Section& section) {
  // One contribution has at least 2,000 bytes.
  if (section.size > kMaxRecords * kMaxContributionBytes)
    return Error(GeneralError::kLimit, ".ptau: more than 4,096 contributions");
  Bytes bytes(section.size);
  ZKP_TRY_VOID(file.read(section.offset, bytes));
  ByteReader in(bytes);
  ZKP_TRY(uint64_t count, little_endian(in, 4));
  if (count > kMaxRecords) return Error(GeneralError::kLimit, ".ptau: more than 4,096 contributions");
  if (count == 0) return Error(CryptoError::kBadKey, ".ptau: nobody has contributed to these powers");
  std::vector<Contribution> out;
  for (uint64_t i = 0; i < count; ++i) {
    Result<Contribution> contribution = read_contribution(in);
    if (!contribution.ok()) return std::move(contribution).error().in("contribution " + std::to_string(i + 1));
    out.push_back(std::move(*contribution));
  }
  if (in.left() != 0) return malformed("bytes are left over behind the last contribution");
  // The factors of a beacon are public.
  if (std::ranges::all_of(out, &Contribution::is_beacon))
    return Error(CryptoError::kBadKey, ".ptau: nobody but beacons has contributed to these powers");
  return out;
}

// BLAKE2b(BLAKE2b("") || the powers of 1): what the first contribution is based on.
Blake2bDigest first_challenge(int log_size, const CeremonyEnv& env) {
  const uint64_t total = uncompressed_powers_bytes(log_size);
  uint64_t done = 0;
  Blake2b hash;
  hash.update(blake2b({}));
  ZKP_CHECK(write_generators(log_size, [&](ByteView piece) -> Result<void> {
              if (done % (uint64_t{1} << 24) < piece.size()) env.show("hashing the start", done, total);
              done += piece.size();
              hash.update(piece);
              return {};
            }).ok());
  hash.update(serialize(G2Affine::generator()));
  return hash.finish();
}

// visit(point) for every point of every list, in order.
template <class Visit>
Result<void> for_each_point(const PowersReader& powers, const CeremonyEnv& env, Visit&& visit) {
  auto walk = [&](PowerList list, auto&& points) -> Result<void> {
    const size_t count = power_count(list, powers.log_size());
    for (size_t first = 0; first < count; first += points.size()) {
      env.show("hashing", first, count);
      const auto chunk = std::span(points).first(std::min(points.size(), count - first));
      ZKP_TRY_VOID(powers.read(list, first, chunk, env.pool));
      for (const auto& point : chunk) visit(point);
    }
    return {};
  };
  for (PowerList list : kPowerLists) {
    if (list == PowerList::kTauG2) {
      ZKP_TRY_VOID(walk(list, std::vector<G2Affine>(env.points_per_chunk)));
    } else {
      ZKP_TRY_VOID(walk(list, std::vector<G1Affine>(env.points_per_chunk)));
    }
  }
  return {};
}

// response  = BLAKE2b(challenge || lists || beta_g2, compressed as snarkjs does it || keys)
// challenge = BLAKE2b(response || lists || beta_g2, uncompressed)
Result<Blake2bDigest> next_challenge(const PowersReader& powers, const Contribution& last, const Blake2bDigest& before,
                                     const CeremonyEnv& env) {
  Blake2b response, uncompressed;
  response.update(before);
  ZKP_TRY_VOID(
      for_each_point(powers, env, [&](const auto& point) { response.update(to_snarkjs_encoding(compress(point))); }));
  response.update(to_snarkjs_encoding(compress(last.state.beta_g2))).update(last.keys.uncompressed());
  uncompressed.update(response.finish());
  ZKP_TRY_VOID(for_each_point(powers, env, [&](const auto& point) { uncompressed.update(serialize(point)); }));
  return uncompressed.update(serialize(last.state.beta_g2)).finish();
}

Result<void> check_beacon(const Contribution& contribution, const CeremonyEnv& env) {
  ZKP_TRY_VOID(check_iterations(contribution.beacon.log_iterations, env));
  Digest seed = sha256(contribution.beacon.value);
  for (uint64_t i = 1; i < uint64_t{1} << contribution.beacon.log_iterations; ++i) seed = sha256(seed);
  LegacyGenerator generator(seed);
  std::array<Fr, 3> factors;
  for (Fr& factor : factors) factor = generator.scalar();
  for (size_t i = 0; i < 3; ++i) {
    const LegacyKey& key = contribution.keys.keys[i];
    if (!(generator.g1() == key.s && key.s.mul_var(factors[i]).to_affine_var() == key.sx))
      return Error(CryptoError::kBadProof, "the key does not follow from the beacon's value");
  }
  return {};
}

}  // namespace

Result<ForeignPowers> read_ptau(const ByteSource& file, const CeremonyEnv& env) {
  ZKP_TRY(Sections sections, read_sections(file));
  for (uint32_t type : {1, 2, 3, 4, 5, 6, 7})
    if (!sections.contains(type)) return malformed("section " + std::to_string(type) + " is missing");
  if (sections[1].size != kHeaderBytes) return malformed("the header is of another curve");
  Bytes head(kHeaderBytes);
  ZKP_TRY_VOID(file.read(sections[1].offset, head));
  ByteReader in(head);
  ZKP_TRY(uint64_t field_bytes, little_endian(in, 4));
  Fp::Limbs modulus;
  for (uint64_t& limb : modulus) { ZKP_TRY(limb, little_endian(in, 8)); }
  if (field_bytes != 48 || modulus != Fp::kModulus) return malformed("the header is of another curve than BLS12-381");
  ZKP_TRY(uint64_t power, little_endian(in, 4));
  ZKP_TRY(uint64_t ceremony_power, little_endian(in, 4));
  if (power < kMinLogPowers || power > ceremony_power || ceremony_power > kMaxLogPowers)
    return Error(GeneralError::kLimit, ".ptau: 2^" + std::to_string(power) + " powers are outside 2^1 .. 2^28");
  const bool is_truncated = power != ceremony_power;
  if (is_truncated && std::cmp_greater(ceremony_power, env.max_first_challenge))
    return Error(GeneralError::kLimit, ".ptau: checking a ceremony of 2^" + std::to_string(ceremony_power) +
                                           " powers takes long for a file of 2^" + std::to_string(power))
        .with_hint("allow it with --max-ceremony-power " + std::to_string(ceremony_power));
  const int log_size = static_cast<int>(power);
  for (PowerList list : kPowerLists)
    if (sections[section_of(list)].size != power_count(list, log_size) * (list == PowerList::kTauG2 ? 192 : 96))
      return malformed("the length of section " + std::to_string(section_of(list)) + " does not match 2^" +
                       std::to_string(power) + " powers");
  if (sections[6].size != 192) return malformed("the length of section 6 is wrong");
  ZKP_TRY(std::vector<Contribution> contributions, read_contributions(file, sections[7]));

  ForeignPowers out;
  out.note.format = "ptau";
  out.note.contributions = static_cast<uint32_t>(std::ranges::count(contributions, false, &Contribution::is_beacon));
  out.powers = std::make_unique<PtauPowers>(file, sections, log_size);
  out.state = contributions.back().state;
  Bytes beta_bytes(192);
  ZKP_TRY_VOID(file.read(sections[6].offset, beta_bytes));
  ByteReader beta_in(beta_bytes);
  ZKP_TRY(G2Affine beta_g2, read_point<G2Affine>(beta_in));

  Phase1State before;
  Blake2bDigest challenge = first_challenge(static_cast<int>(ceremony_power), env);
  for (size_t i = 0; i < contributions.size(); ++i) {
    const Contribution& contribution = contributions[i];
    const std::string place = "contribution " + std::to_string(i + 1);
    Result<void> good = check_legacy_contribution(contribution.keys, challenge, before, contribution.state, env.random);
    if (good.ok() && contribution.is_beacon) good = check_beacon(contribution, env);
    if (!good.ok()) return std::move(good).error().in(place);
    const bool is_last = i + 1 == contributions.size();
    if (is_last && !is_truncated) {
      ZKP_TRY(Blake2bDigest expected, next_challenge(*out.powers, contribution, challenge, env));
      if (expected != contribution.next_challenge)
        return Error(CryptoError::kBadProof, "its hash is not that of the powers").in(place);
    }
    before = contribution.state;
    challenge = contribution.next_challenge;
  }
  if (!(beta_g2 == out.state.beta_g2))
    return Error(CryptoError::kBadProof, ".ptau: beta_g2 is not the beta that the last contribution names");
  return out;
}

}  // namespace zkp
