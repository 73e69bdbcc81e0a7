/// The JSON files of snarkjs: verification_key.json, proof.json and public.json (docs/formats/
/// foreign-groth16-files.md).
///
/// Numbers are decimal strings; points are projective with z = 1, an Fp2 element is [c0, c1]. Every reader demands
/// curve "bls12381" and protocol "groth16", canonical numbers, and points on the curve, in the subgroup, not at
/// infinity. Unknown members are ignored, as snarkjs does. Part of the verifier. Pure.
/// Source: snarkjs, src/groth16_prove.js, src/zkey_export_verificationkey.js.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "groth16/keys.h"

namespace zkp {

std::string snarkjs_proof(const Groth16Proof& proof);
/// Errors: GeneralError::kParse, kLimit, those of decode_proof.
Result<Groth16Proof> parse_snarkjs_proof(std::string_view text);

std::string snarkjs_public_inputs(std::span<const Fr> inputs);
/// Errors: GeneralError::kParse, kLimit, CryptoError::kNonCanonical.
Result<std::vector<Fr>> parse_snarkjs_public_inputs(std::string_view text);

/// REQUIRES: key.ic is not empty.
std::string snarkjs_verifying_key(const VerifyingKey& key);
/// A member vk_alphabeta_12, where there is one, must be e(alpha, beta). Errors: GeneralError::kParse, kLimit, those of
/// decode_verifying_key.
Result<VerifyingKey> parse_snarkjs_verifying_key(std::string_view text);

}  // namespace zkp
