/// Verifying Groth16 proofs over BLS12-381 with a key of one's own: raw keys and proofs, without a ledger.
///
/// Nothing is needed but this header and libzkp_verify.a (or .so through zkp/c_api.h); the header needs the standard
/// library alone. Bytes are those of docs/formats/groth16-keys.md: keys and proofs compressed, public inputs as 32-byte
/// big-endian integers below r, the order of the groups.
///
///   std::string error;
///   const auto verifier = zkp::api::Groth16Verifier::from_key_file(bytes, &error);
///   if (verifier && verifier->verify(proof, inputs).ok()) ...
///
/// A valid proof shows that its maker knew a witness for these public inputs. It does not show that it is fresh, or
/// meant for this use: bind that in the public inputs. Bytes from anywhere never abort and never throw anything but
/// std::bad_alloc.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace zkp::api {

inline constexpr size_t kGroth16ProofBytes = 192;
inline constexpr size_t kScalarBytes = 32;

enum class Groth16Status {
  kVerified,
  kRefused,    ///< well formed, and the equation does not hold or the number of public inputs is another
  kMalformed,  ///< a length, an encoding, a point off its curve or outside the subgroup, an input not below r
};

struct Groth16Answer {
  Groth16Status status = Groth16Status::kMalformed;
  std::string error;  ///< a sentence, empty for kVerified

  bool ok() const { return status == Groth16Status::kVerified; }
};

struct Groth16Claim {
  std::span<const uint8_t> proof;
  std::span<const uint8_t> inputs;  ///< kScalarBytes each
};

struct Groth16BatchAnswer {
  struct Rejection {
    size_t index;  ///< of the claim
    std::string error;
  };
  std::vector<Rejection> rejected;  ///< by increasing index
  std::string error;                ///< the random bytes were not to be had, and nothing is known of the claims

  bool ok() const { return error.empty() && rejected.empty(); }
};

/// Fills `out` with bytes that nobody else can know; false: it could not. Must not throw.
using RandomBytes = std::function<bool(std::span<uint8_t> out)>;

/// A prepared verification key. Immutable: copies share it, and any number of threads may use it at once.
class Groth16Verifier {
 public:
  /// Nothing, and a sentence in `error`, for bytes that are no sound key: among them keys under which anybody could
  /// forge proofs because the second phase of their set-up is missing.
  static std::optional<Groth16Verifier> from_key(std::span<const uint8_t> key, std::string* error = nullptr);
  /// The content of a .vk file, which also names the circuit and the set-up. A key of development with another label is
  /// refused.
  static std::optional<Groth16Verifier> from_key_file(std::span<const uint8_t> file, std::string* error = nullptr);

  size_t public_inputs() const;
  /// SHA-256 of the key.
  const std::array<uint8_t, 32>& key_id() const;
  /// Zeros for from_key().
  const std::array<uint8_t, 32>& circuit_id() const;
  /// "insecure-dev" (anybody can forge proofs), "local", or "ceremony:" and a digest; empty for from_key(). The file
  /// says so: it is as good as the way that the file came.
  const std::string& label() const;

  Groth16Answer verify(std::span<const uint8_t> proof, std::span<const uint8_t> inputs) const;

  /// Many claims of this key at once, several times faster than one by one. Each rejected claim is one that verify()
  /// refuses; a bad claim passes with a probability of at most 2^-128. Without `random` the same holds for each attempt
  /// of whoever makes the proofs, and the answer is reproducible.
  Groth16BatchAnswer verify_batch(std::span<const Groth16Claim> claims, const RandomBytes& random = {}) const;

 private:
  struct Impl;
  explicit Groth16Verifier(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

  std::shared_ptr<const Impl> impl_;
};

}  // namespace zkp::api
