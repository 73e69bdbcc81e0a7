/// Verifying what a zkp ledger hands out: receipts, proof files and audit reports (docs/formats/).
///
/// Nothing is needed but the file, this header and libzkp_verify.a: no ledger, no data, no network, and no library
/// besides the C++ one. Ed25519 comes from the caller, who has one already (OpenSSL, libsodium, a smart card).
///
///   zkp::api::VerifyOptions options;
///   options.log_key = "zkp-ledger/lab/5186...+4f2a9c01+AYq...";      // log.vkey, from somebody you trust
///   const auto result = zkp::api::verify_file(bytes, options, ed25519);
///   if (result.ok()) std::puts(result.claim.c_str());
///
/// Pure and safe for concurrent use. Bytes from anywhere never abort and never throw anything but std::bad_alloc; the
/// work is bounded by the size of the file. examples/verify-cpp is a whole program.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zkp::api {

/// True if `signature` is the key's over the message (RFC 8032, section 5.1.7). Must not throw.
using Ed25519Verify = std::function<bool(std::span<const uint8_t, 32> public_key, std::span<const uint8_t> message,
                                         std::span<const uint8_t, 64> signature)>;

struct VerifyOptions {
  /// The log's verifier key in the text of log.vkey. Empty: the key that the file names, which shows that the file is
  /// consistent, not whose it is.
  std::string log_key;
  /// Refuse files when no log_key is given.
  bool require_pinned = false;
  /// Keys of witnesses, and how many of them must have cosigned the checkpoint (0: all of them).
  std::vector<std::string> witnesses;
  size_t quorum = 0;
  /// The challenge given to the prover; zeros: none.
  std::array<uint8_t, 32> nonce{};
  /// Content of a verification key file, besides the keys that are compiled in.
  std::vector<uint8_t> verification_key;
  /// Content of the .srs file that goes with verification_key, or its first megabyte. Empty: that of development.
  std::vector<uint8_t> reference_string;
  /// What the beacons are whose rounds sums with noise may rely on, besides drand's quicknet: each the text that drand
  /// answers to /info. Whoever holds the key of one can know the noise in advance.
  std::vector<std::string> beacons;
};

enum class VerifyStatus {
  kVerified,    ///< every check holds
  kRefused,     ///< the file is what it seems, and at least one check fails
  kUnreadable,  ///< the bytes are no receipt, proof file or report
  kBadOptions,  ///< a key or a quorum in VerifyOptions is malformed
};

struct VerifyCheck {
  std::string name;  ///< "receipt", "log-key", "checkpoint", "author", "dataset", "nonce", "proof", ...
  bool ok = false;
  std::string detail;  ///< printable, also where it quotes the file
};

struct VerifyResult {
  VerifyStatus status = VerifyStatus::kUnreadable;
  std::string error;  ///< for kUnreadable and kBadOptions
  std::vector<VerifyCheck> checks;
  std::string statement;                       ///< "sum:age", "" for a receipt
  std::string claim;                           ///< what was proved or recorded, in a sentence
  std::map<std::string, std::string> outputs;  ///< disclosed values
  std::string label;                           ///< of the keys' set-up; "insecure-dev": anybody can forge such proofs
  std::vector<std::string> not_shown;          ///< what a yes does not say, in sentences

  bool ok() const { return status == VerifyStatus::kVerified; }
};

VerifyResult verify_file(std::string_view content, const VerifyOptions& options, const Ed25519Verify& ed25519);

}  // namespace zkp::api
