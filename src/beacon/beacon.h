/// Public randomness of the drand network: what a round's signature is, and when it can exist.
///
/// Scheme bls-unchained-g1-rfc9380 alone. The network holds a key sk in shares; pk = sk [1]_2.
///
///   message      m = SHA-256(u64 round)
///   signature    S = sk H(m), a point of G1; H is RFC 9380, tag "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
///   check        e(S, [1]_2) = e(H(m), pk)
///   round value  SHA-256(compressed S)
///   round time   genesis + (round - 1) period
///   id           SHA-256(u32 period || u64 genesis || pk || 32 group hash || name), the "chain hash" of drand; the
///   name
///                is left out where it is "default"
///
/// A key has one signature for each round, so the round value is fixed when the key is, and nobody knows it before
/// a threshold of the network signs. The id binds key and times: whoever knows the id of a beacon that he trusts needs
/// nobody's word for the rest. Sources: drand, "Protocol specification" and `Info.Hash` of its package `chain`;
/// Boneh, Lynn, Shacham, "Short signatures from the Weil pairing" (2001).
///
/// Pure, safe for concurrent use, part of the verifier. Not constant-time: nothing here is secret.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "curve/g1.h"
#include "curve/g2.h"

namespace zkp {

inline constexpr std::string_view kBeaconScheme = "bls-unchained-g1-rfc9380";
inline constexpr size_t kMaxBeaconFileBytes = 16 << 10;

struct RandomBeacon {
  Digest id{};
  std::string name;
  G2Affine public_key;
  int64_t genesis_s = 0;
  uint32_t period_s = 0;

  /// When the round is drawn. Nothing for round 0, and for times after the year 9999.
  std::optional<int64_t> round_time_s(uint64_t round) const;
  /// The first round that is drawn at this time or later.
  uint64_t first_round_at(int64_t time_s) const;
};

/// The beacon that is trusted without being named: drand's quicknet.
const RandomBeacon& quicknet();

/// quicknet, and others that somebody trusts besides.
class Beacons {
 public:
  Beacons() = default;
  explicit Beacons(std::vector<RandomBeacon> others) : others_(std::move(others)) {}

  /// nullptr when it is none of them.
  const RandomBeacon* find(const Digest& id) const;
  std::span<const RandomBeacon> others() const { return others_; }

 private:
  std::vector<RandomBeacon> others_;
};

/// The answer of drand's /info, JSON of version 1 or 2 of its interface; members that say nothing of the above are
/// ignored. Errors: GeneralError::kParse, kLimit; kUnsupported for another scheme; CryptoError for a key that is no
/// point or the identity; CryptoError::kBadKey when the hash that it names is not that of the rest.
Result<RandomBeacon> parse_beacon_info(std::string_view text);

struct BeaconRound {
  std::optional<uint64_t> round;  ///< where the text names it
  ByteArray<48> signature{};
};
/// The signature of a round: 96 hex digits, or the answer of drand's /public/ROUND. White space at the ends is
/// dropped. Errors: GeneralError::kParse, kLimit, also where the randomness that it names is not that of the signature.
Result<BeaconRound> parse_beacon_round(std::string_view text);

/// The round value. Error: CryptoError::kBadSignature with a sentence.
Result<Digest> check_beacon_round(const RandomBeacon& beacon, uint64_t round, ByteView signature);

/// SHA-256(signature), unchecked.
Digest beacon_round_value(ByteView signature);
/// H(m) for the round: what the network signs.
G1 beacon_round_point(uint64_t round);

}  // namespace zkp
