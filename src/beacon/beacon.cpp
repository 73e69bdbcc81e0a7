#include "beacon/beacon.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/json.h"
#include "curve/encoding.h"
#include "curve/hash_to_curve.h"
#include "curve/pairing.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

constexpr std::string_view kTag = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
constexpr int64_t kLastSecond_s = 253'402'300'799;  // of the year 9999
constexpr json::Limits kLimits{.max_bytes = kMaxBeaconFileBytes, .max_depth = 4, .max_values = 64};
constexpr size_t kMaxNameBytes = 128;

// https://api.drand.sh/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/info
constexpr std::string_view kQuicknet =
    R"({"public_key":"83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451)"
    R"(0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",)"
    R"("period":3,"genesis_time":1692803367,)"
    R"("hash":"52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",)"
    R"("groupHash":"f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e",)"
    R"("schemeID":"bls-unchained-g1-rfc9380","metadata":{"beaconID":"quicknet"}})";

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// A member under the name of version 1 of the interface, or of version 2.
Result<std::optional<std::string>> text_member(const json::Value& object, std::string_view name,
                                               std::string_view other_name) {
  for (const std::string_view key : {name, other_name}) {
    if (object.find(key) == nullptr) continue;
    ZKP_TRY(std::string out, object.get_string(key));
    return std::optional(std::move(out));
  }
  return std::optional<std::string>();
}

Digest chain_hash(const RandomBeacon& beacon, const Digest& group_hash) {
  ByteWriter times;
  times.u32(beacon.period_s).u64(static_cast<uint64_t>(beacon.genesis_s));
  const bool is_default = beacon.name == "default";
  return sha256({times.bytes(), compress(beacon.public_key), group_hash,
                 as_bytes(is_default ? std::string_view() : std::string_view(beacon.name))});
}

Result<std::string> name_of(const json::Value& info) {
  ZKP_TRY(std::optional<std::string> name, text_member(info, "beacon_id", "beaconID"));
  if (const json::Value* metadata = info.find("metadata"); metadata != nullptr && !name) {
    ZKP_TRY(name, text_member(*metadata, "beaconID", "beacon_id"));
  }
  if (!name || name->empty()) return std::string("default");
  if (name->size() > kMaxNameBytes) return Error(GeneralError::kLimit, "the beacon's name is too long");
  return std::move(*name);
}

}  // namespace

std::optional<int64_t> RandomBeacon::round_time_s(uint64_t round) const {
  if (round == 0) return std::nullopt;
  const __int128 time = static_cast<__int128>(genesis_s) + static_cast<__int128>(round - 1) * period_s;
  if (time > kLastSecond_s) return std::nullopt;
  return static_cast<int64_t>(time);
}

uint64_t RandomBeacon::first_round_at(int64_t time_s) const {
  if (time_s <= genesis_s) return 1;
  const auto since = static_cast<uint64_t>(time_s) - static_cast<uint64_t>(genesis_s);
  return 1 + (since + period_s - 1) / period_s;
}

const RandomBeacon& quicknet() {
  static const RandomBeacon* out = new RandomBeacon(std::move(parse_beacon_info(kQuicknet)).value());
  return *out;
}

const RandomBeacon* Beacons::find(const Digest& id) const {
  if (id == quicknet().id) return &quicknet();
  const auto found = std::ranges::find(others_, id, &RandomBeacon::id);
  return found == others_.end() ? nullptr : &*found;
}

Result<RandomBeacon> parse_beacon_info(std::string_view text) {
  ZKP_TRY(const json::Value info, json::parse(trimmed(text), kLimits));
  ZKP_TRY(const std::optional<std::string> scheme, text_member(info, "schemeID", "scheme"));
  if (!scheme) return Error(GeneralError::kParse, "not what drand says about a beacon: its scheme is missing");
  if (*scheme != kBeaconScheme)
    return Error(GeneralError::kUnsupported,
                 "a beacon of another scheme than " + std::string(kBeaconScheme) + " is not built");
  RandomBeacon out;
  ZKP_TRY(const std::string key, info.get_string("public_key"));
  ZKP_TRY(const auto key_bytes, hex_decode_array<96>(key));
  ZKP_TRY(out.public_key, decompress_g2(key_bytes));
  if (out.public_key.is_identity()) return Error(CryptoError::kIdentity, "the beacon's public key is the identity");
  ZKP_TRY(const uint64_t genesis, info.get_unsigned("genesis_time"));
  ZKP_TRY(const uint64_t period, info.get_unsigned("period"));
  if (genesis > static_cast<uint64_t>(kLastSecond_s) || period == 0 || period > UINT32_MAX)
    return Error(GeneralError::kLimit, "the beacon's genesis is after the year 9999, or its period is no period");
  out.genesis_s = static_cast<int64_t>(genesis);
  out.period_s = static_cast<uint32_t>(period);
  ZKP_TRY(out.name, name_of(info));
  ZKP_TRY(const std::optional<std::string> group, text_member(info, "groupHash", "genesis_seed"));
  Digest group_hash{};
  if (group) { ZKP_TRY(group_hash, hex_decode_array<32>(*group)); }
  out.id = chain_hash(out, group_hash);
  ZKP_TRY(const std::optional<std::string> named, text_member(info, "hash", "chain_hash"));
  if (named && *named != hex_encode(out.id))
    return Error(CryptoError::kBadKey, "the hash of the beacon is not that of its key, times, group hash and name");
  return out;
}

Result<BeaconRound> parse_beacon_round(std::string_view text) {
  if (text.size() > kMaxBeaconFileBytes) return Error(GeneralError::kLimit, "too long for a beacon's round");
  text = trimmed(text);
  BeaconRound out;
  if (!text.starts_with('{')) {
    Result<ByteArray<48>> signature = hex_decode_array<48>(text);
    if (!signature.ok())
      return Error(GeneralError::kParse, "neither the 96 hex digits of a round's signature nor drand's JSON");
    out.signature = *signature;
    return out;
  }
  ZKP_TRY(const json::Value round, json::parse(text, kLimits));
  ZKP_TRY(const uint64_t number, round.get_unsigned("round"));
  out.round = number;
  ZKP_TRY(const std::string signature, round.get_string("signature"));
  ZKP_TRY(out.signature, hex_decode_array<48>(signature));
  ZKP_TRY(const std::optional<std::string> randomness, text_member(round, "randomness", "randomness"));
  if (randomness && *randomness != hex_encode(beacon_round_value(out.signature)))
    return Error(GeneralError::kParse, "the randomness is not that of the signature");
  return out;
}

Digest beacon_round_value(ByteView signature) { return sha256(signature); }

G1 beacon_round_point(uint64_t round) { return hash_to_g1(sha256(ByteWriter().u64(round).bytes()), as_bytes(kTag)); }

Result<Digest> check_beacon_round(const RandomBeacon& beacon, uint64_t round, ByteView signature) {
  const auto wrong = [&](const std::string& what) {
    return Error(CryptoError::kBadSignature,
                 "not the signature of round " + std::to_string(round) + " of beacon \"" + beacon.name + "\": " + what);
  };
  if (round == 0) return wrong("rounds count from 1");
  Result<G1Affine> point = decompress_g1(signature);
  if (!point.ok()) return wrong(point.error().message());
  // e(S, [1]_2) e(-H(m), pk) = 1; the identity would be the signature of a key 0, which parse_beacon_info refuses.
  const std::array<G1Affine, 2> left = {*point, -beacon_round_point(round).to_affine()};
  const std::array<G2Affine, 2> right = {G2Affine::generator(), beacon.public_key};
  if (point->is_identity() || !pairing_product_is_one(left, right)) return wrong("the beacon's key did not sign it");
  return beacon_round_value(signature);
}

}  // namespace zkp
