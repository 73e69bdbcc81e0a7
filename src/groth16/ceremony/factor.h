/// What one participant of a ceremony puts in: secret factors, and proofs that they are known.
///
/// A factor x multiplies a secret of the ceremony (tau, alpha, beta; delta in phase 2). Its key is
///   ([x]_1, [x]_2, x H(context, [x]_1, [x]_2)),   H into G1: RFC 9380, a random oracle
/// with a context that binds the whole transcript before it and the contribution itself, so that a key can neither be
/// made without x nor be taken over from anywhere else. Source: Kohlweiss, Maller, Siim, Volkhov, "Snarky Ceremonies",
/// ePrint 2021/219, section 4.2 (the proof of knowledge) and section 5 (that a Groth16 ceremony of such contributions
/// is sound without a beacon); after Bowe, Gabizon, Miers, "Scalable Multi-party Computation for zk-SNARK Parameters in
/// the Random Beacon Model", ePrint 2017/1050.
///
/// Making keys is constant-time in the factors; checking is not. Safe for concurrent use.
#pragma once

#include <array>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/env.h"
#include "base/task_pool.h"
#include "curve/g1.h"
#include "curve/g2.h"

namespace zkp {

/// A scalar that is wiped when it goes out of scope. Move-only.
class SecretScalar {
 public:
  SecretScalar() = default;
  explicit SecretScalar(const Fr& value) : value_(value) {}
  SecretScalar(SecretScalar&& other) noexcept : value_(other.value_) { wipe(&other.value_, sizeof(Fr)); }
  SecretScalar& operator=(SecretScalar&& other) noexcept {
    value_ = other.value_;
    if (this != &other) wipe(&other.value_, sizeof(Fr));
    return *this;
  }
  ~SecretScalar() { wipe(&value_, sizeof(Fr)); }
  const Fr& value() const { return value_; }

 private:
  Fr value_;
};

/// SHA-512("zkp.ceremony.secret.v1" || 64 random bytes || text || u8 number) mod r, for `count` numbers: as good as the
/// better of the two sources. Never 0 or 1. Errors: those of `random`.
Result<std::vector<SecretScalar>> draw_factors(size_t count, Random& random, std::string_view text);

struct FactorKey {
  G1Affine g1;     ///< [x]_1
  G2Affine g2;     ///< [x]_2
  G1Affine proof;  ///< x H(context, [x]_1, [x]_2)
  friend bool operator==(const FactorKey&, const FactorKey&) = default;
};
inline constexpr size_t kFactorKeyBytes = 48 + 96 + 48;

FactorKey prove_factor(const Fr& x, const Digest& context);
void write_factor_key(ByteWriter& out, const FactorKey& key);
/// Errors: GeneralError::kParse; CryptoError as decompress_g1, kIdentity for a point at infinity (a factor of 0).
Result<FactorKey> read_factor_key(ByteReader& in);

/// The next compressed point, which is not the identity. Errors as read_factor_key.
Result<G1Affine> read_finite_g1(ByteReader& in);
Result<G2Affine> read_finite_g2(ByteReader& in);

/// e(a, b) = e(c, d).
struct PairingEquation {
  G1Affine a;
  G2Affine b;
  G1Affine c;
  G2Affine d;
  std::string what;  ///< if it does not hold
};
/// All at once, with random coefficients of 128 bits; if that fails, one by one, to name the culprit. Errors:
/// CryptoError::kBadProof with the first `what`; those of `random`.
Result<void> check_equations(std::span<const PairingEquation> equations, Random& random);

/// That the factor is known and is not 1, and that it took the secret from [before]_1 to [after]_1. `secret` names it.
void require_factor(std::vector<PairingEquation>& equations, const FactorKey& key, const Digest& context,
                    const G1Affine& before, const G1Affine& after, const std::string& secret);
/// Error CryptoError::kBadProof for a factor of 1.
Result<void> check_factor_changes(const FactorKey& key, const std::string& secret);

/// A public value that nobody could foresee when the last contribution was made.
struct Beacon {
  Bytes value;                 ///< 1..64 bytes
  uint8_t log_iterations = 0;  ///< 2^k iterations of SHA-256, k <= kMaxLogIterations
  friend bool operator==(const Beacon&, const Beacon&) = default;
};
inline constexpr uint8_t kMaxLogIterations = 32;
/// What a check waits for unless it is told otherwise: seconds.
inline constexpr uint8_t kDefaultMaxLogIterations = 24;
inline constexpr int kDefaultMaxFirstChallenge = 22;
inline constexpr size_t kMaxBeaconBytes = 64;

void write_beacon(ByteWriter& out, const Beacon& beacon);
/// Error: GeneralError::kParse, kLimit.
Result<Beacon> read_beacon(ByteReader& in);
struct CeremonyEnv;
/// Error: GeneralError::kLimit for more iterations than env.max_log_iterations.
Result<void> check_iterations(uint8_t log_iterations, const CeremonyEnv& env);
/// With seed = SHA-256 applied 2^k times to the value, factor i = 1 .. count is
///   (SHA-256(T || 0x00) || SHA-256(T || 0x01)) mod r,   T = "zkp.ceremony.beacon.v1" || context || seed || u8 i.
std::vector<Fr> beacon_factors(const Beacon& beacon, const Digest& context, size_t count);

inline constexpr size_t kMaxNameBytes = 100;
inline constexpr size_t kMaxRecords = 4096;
/// Who contributed, in their own words: at most kMaxNameBytes of UTF-8 without control characters. Error:
/// GeneralError::kInvalidArgument.
Result<void> check_contributor_name(std::string_view name);
/// As ByteReader::str(), checked.
Result<std::string> read_name(ByteReader& in);

/// What the user sees of a long computation. May be empty.
using CeremonyProgress = std::function<void(std::string_view phase, uint64_t done, uint64_t total)>;

/// What every computation here needs from outside.
struct CeremonyEnv {
  Random& random;
  TaskPool* pool = nullptr;
  CeremonyProgress progress = {};
  size_t points_per_chunk = size_t{1} << 15;  ///< that are in memory at a time; at least 2
  /// A beacon of more than 2^k iterations is not waited for: GeneralError::kLimit.
  uint8_t max_log_iterations = kDefaultMaxLogIterations;
  /// The first challenge of a .ptau hashes as many points as its ceremony has powers, however few the file holds. If it
  /// holds fewer, a ceremony of more than 2^k powers is refused: GeneralError::kLimit.
  int max_first_challenge = kDefaultMaxFirstChallenge;

  void show(std::string_view phase, uint64_t done, uint64_t total) const {
    if (progress) progress(phase, done, total);
  }
};

}  // namespace zkp
