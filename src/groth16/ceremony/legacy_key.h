/// The proofs of knowledge of powersoftau and snarkjs, and the generators that they hash with. For imports only.
///
/// A key of a factor x is (s, x s) in G1 with a random s, and x H in G2, where H comes from
///   BLAKE2b-512(u8 which || 64-byte hash of the challenge || s || x s),   points uncompressed
/// whose first 32 bytes seed ChaCha20; H is the first point of E'(Fp2) whose x the generator gives, times the cofactor.
/// Source: Bowe, Gabizon, Miers, ePrint 2017/1050, section 3; the formats as the powersoftau and snarkjs programs write
/// them. Internal to groth16/ceremony.
#pragma once

#include "base_os/blake2b.h"
#include "base_os/chacha.h"
#include "groth16/ceremony/powers.h"

namespace zkp {

using Blake2bDigest = ByteArray<64>;

/// The compressed encodings of snarkjs: as ZCash's, but with 0x80 for the larger y and no flag for being compressed.
/// In place, for points other than the identity. Error: CryptoError::kNonCanonical for flags that it does not write.
template <size_t N>
ByteArray<N> to_snarkjs_encoding(ByteArray<N> zcash) {
  zcash[0] = static_cast<uint8_t>((zcash[0] & 0x1f) | (zcash[0] & 0x20) << 2);
  return zcash;
}
template <size_t N>
Result<void> from_snarkjs_encoding(ByteArray<N>& bytes) {
  if ((bytes[0] & 0x60) != 0) return Error(CryptoError::kNonCanonical, "flags that no point has");
  bytes[0] = static_cast<uint8_t>((bytes[0] & 0x1f) | 0x80 | (bytes[0] & 0x80) >> 2);
  return {};
}

struct LegacyKey {
  G1Affine s;
  G1Affine sx;
  G2Affine spx;
};
struct LegacyKeys {
  std::array<LegacyKey, 3> keys;  ///< tau, alpha, beta
  /// All (s, x s), then all x H, uncompressed: how powersoftau writes and hashes them.
  Bytes uncompressed() const;
};
inline constexpr size_t kLegacyKeysBytes = 3 * (2 * 96 + 192);
/// Errors: CryptoError for points that are not canonical, not in the subgroup or at infinity.
Result<LegacyKeys> read_legacy_keys(ByteView bytes);

/// H for key `which` (0 tau, 1 alpha, 2 beta).
G2Affine legacy_base(uint8_t which, const Blake2bDigest& challenge, const LegacyKey& key);

/// Draws as the random generators of those programs do: field elements are taken as Montgomery representations.
class LegacyGenerator {
 public:
  /// 32 bytes as eight big-endian words.
  explicit LegacyGenerator(ByteView seed);
  Fr scalar() { return field<Fr>(); }
  G1Affine g1();
  G2Affine g2();

 private:
  template <class Field>
  Field field();
  template <class Affine, class DrawX>
  Affine point(DrawX&& draw_x, std::span<const uint64_t> cofactor);
  ChaChaStream stream_;
};

/// That the keys prove knowledge of their factors. Errors: CryptoError::kBadProof naming the key; those of `random`.
Result<void> check_legacy_keys(const LegacyKeys& keys, const Blake2bDigest& challenge, Random& random);
/// The same, and that they took `before` to `after`.
Result<void> check_legacy_contribution(const LegacyKeys& keys, const Blake2bDigest& challenge,
                                       const Phase1State& before, const Phase1State& after, Random& random);

}  // namespace zkp
