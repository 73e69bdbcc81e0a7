/// Recognising keys of development, whose secrets everybody can compute: they derive from the circuit's id alone.
///
///   seed = SHA-256("zkp.insecure-dev.v1" || circuit id)
///   scalar k = (SHA-256(seed || u8 k || 0x00) || SHA-256(seed || u8 k || 0x01)) as a big-endian integer mod r
///
/// Part of the verifier. Nothing here is secret. Safe for concurrent use. docs/formats/groth16-keys.md.
#pragma once

#include "field/fr.h"
#include "groth16/keys.h"

namespace zkp {

enum class InsecureDevScalar : uint8_t { kTau = 1, kAlpha, kBeta, kGamma, kDelta };

Fr insecure_dev_scalar(const Digest& circuit_id, InsecureDevScalar which);

/// The key's alpha is the one of development for this circuit, so that its other secrets must be taken for known as
/// well, whatever its label says.
bool is_insecure_dev_key(const VerifyingKey& key, const Digest& circuit_id);

/// Refuses another label on such a key. Error CryptoError::kBadKey.
Result<void> check_label(const LabelledVerifyingKey& file);

}  // namespace zkp
