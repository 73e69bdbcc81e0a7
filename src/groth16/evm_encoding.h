/// Points, proofs and calls in the encodings of the Ethereum virtual machine.
///
/// EIP-2537 writes an element of Fp as 64 bytes big-endian (16 zero bytes, then 48), one of Fp2 as c0 then c1, a point
/// as x then y, the identity as zeros. The packed form of a proof leaves the zero bytes out. Calls follow the contract
/// ABI: 4 bytes of keccak256(signature), then words of 32 bytes.
///
/// Part of the verifier's side. Pure, not constant-time, safe for concurrent use.
/// Source: EIP-2537, section "Encoding"; Solidity documentation, "Contract ABI Specification".
#pragma once

#include <span>

#include "field/fr.h"
#include "groth16/keys.h"

namespace zkp {

inline constexpr size_t kEvmG1Bytes = 128;
inline constexpr size_t kEvmG2Bytes = 256;
ByteArray<kEvmG1Bytes> evm_encode(const G1Affine& point);
ByteArray<kEvmG2Bytes> evm_encode(const G2Affine& point);

/// A || B || C. The generated contract takes either form; the packed one is cheaper to send.
inline constexpr size_t kEvmProofBytes = 2 * kEvmG1Bytes + kEvmG2Bytes;
inline constexpr size_t kEvmPackedProofBytes = 384;
ByteArray<kEvmProofBytes> evm_encode_proof(const Groth16Proof& proof);
ByteArray<kEvmPackedProofBytes> evm_pack_proof(const Groth16Proof& proof);

/// The first four bytes of keccak256 of `verifyProof(bytes,uint256[])` and the like.
ByteArray<4> evm_selector(std::string_view signature);

/// The transaction data of a call `verifyProof(proof, inputs)` to a contract that solidity_verifier wrote, with the
/// packed proof.
Bytes evm_verify_call(const Groth16Proof& proof, std::span<const Fr> public_inputs);

}  // namespace zkp
