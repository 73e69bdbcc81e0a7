/// Writes the Solidity contract that verifies the proofs of one verification key on an Ethereum chain with EIP-2537
/// (Prague or later).
///
///   e(A, B) e(-alpha, beta) e(IC_0 + sum_i x_i IC_i, -gamma) e(C, -delta) = 1
///
/// One G1MSM over the public inputs, one G1ADD for IC_0, one PAIRING_CHECK of four pairs; the negated points are
/// written into the contract, so that nothing is negated on chain. There is no cheaper form: the precompiles give no
/// element of the target group, so e(alpha, beta) costs its pair every time.
///
/// The contract has no owner and no storage, and says where its key comes from. It answers as PreparedVerifyingKey
/// does: inputs not below r, the point at infinity in a proof and points outside the subgroup are refused. The text
/// depends on the key and the options alone. Pure, safe for concurrent use. docs/guides/ethereum.md.
#pragma once

#include <string>

#include "groth16/keys.h"

namespace zkp {

struct SolidityOptions {
  /// A capital letter, then letters and digits, at most 64. "InsecureDev" is appended where the key is one of
  /// development and the name does not say so.
  std::string contract = "Groth16Verifier";
};

/// Up to this many public inputs the points of the key are in the contract. With more they would not fit into the
/// 24,576 bytes that a contract may have (EIP-170), and stand in contracts of data, whose addresses the constructor
/// takes and whose code hashes it checks.
inline constexpr size_t kSolidityInlineInputs = 128;
/// Points of 96 bytes in one contract of data, after the byte 0x00 that keeps it from being run.
inline constexpr size_t kSolidityPointsPerData = 255;

/// More would cost more gas than one transaction may use (2^24, EIP-7825): about 7,100 for each input.
inline constexpr size_t kSolidityMaxInputs = 2048;

/// Number of data contracts, named <contract>Points0, <contract>Points1, ...
size_t solidity_data_contracts(const VerifyingKey& key);

/// The name that the contract gets. Error: GeneralError::kInvalidArgument for a name that is not as described above.
Result<std::string> solidity_contract_name(const SetupLabel& label, const SolidityOptions& options = {});

/// Errors: that of solidity_contract_name, those of check_verifying_key and check_label, GeneralError::kLimit for more
/// public inputs than kSolidityMaxInputs.
Result<std::string> solidity_verifier(const LabelledVerifyingKey& file, const SolidityOptions& options = {});

}  // namespace zkp
