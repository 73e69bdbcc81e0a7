/// The proof file (docs/formats/proof-file.md): one claim with everything needed to check it offline.
/// Pure, safe for concurrent use, part of libzkp_verify.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace zkp {

inline constexpr size_t kMaxProofFileBytes = size_t{16} << 20;
inline constexpr std::string_view kProofFileFormat = "zkp-proof/v2";
/// As v2, with the signature of a beacon's round: what a sum with noise needs, and nothing else has.
inline constexpr std::string_view kNoisyProofFileFormat = "zkp-proof/v3";

struct ProofFile {
  std::string statement;  ///< "sum:age"
  Bytes statement_bytes;
  std::string words;
  std::map<std::string, std::string> outputs;
  Digest ledger{};  ///< ledger id
  std::vector<Digest> datasets;
  Digest nonce{};
  Bytes proof;
  Digest proof_id{};
  Digest verification_key{};
  Digest srs{};
  std::string setup;
  std::vector<std::string> receipts;                   ///< of the datasets' entries, in their order, each once
  std::vector<Bytes> blobs;                            ///< dictionaries named by those entries
  std::optional<ByteArray<48>> beacon_signature = {};  ///< format v3

  std::string_view format() const { return beacon_signature ? kNoisyProofFileFormat : kProofFileFormat; }
};

/// Canonical JSON. REQUIRES: valid UTF-8 texts.
std::string encode_proof_file(const ProofFile& file);
/// Strict: exactly the members of the format, canonical. Errors: GeneralError::kParse, kLimit.
Result<ProofFile> parse_proof_file(std::string_view text);

}  // namespace zkp
