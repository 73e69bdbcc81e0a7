/// The verification keys of the two interim circuits: those compiled in (insecure-dev, the same everywhere) and others
/// given with --vk. Part of the verifier; pure, safe for concurrent use.
#pragma once

#include <memory>

#include "groth16/verify.h"
#include "statement/direct/public_inputs.h"

namespace zkp {

/// A key that is known to belong to one of the circuits.
struct StatementKey {
  SetupLabel label;
  uint32_t capacity = 0;  ///< rows of the circuit: 64 or 1,024
  PreparedVerifyingKey verifier;
};

/// circuit_id of the circuit of this capacity; a test compares it with the circuit. REQUIRES: 64 or 1,024.
const Digest& direct_circuit_id(uint32_t capacity);

/// A key from a file. Errors: CryptoError::kBadKey when its circuit is not one of ours or it has the wrong number of
/// inputs, or it claims to be an insecure-dev key and is not the compiled-in one, or it is one, or shares its secrets
/// (check_label), and claims to be another.
Result<StatementKey> make_statement_key(const LabelledVerifyingKey& file);

/// The compiled-in key of this id; nullptr when there is none. The first call prepares it (milliseconds).
const StatementKey* known_verifying_key(const Digest& verifying_key_id);

/// The compiled-in key of this circuit. REQUIRES: 64 or 1,024.
const StatementKey& insecure_dev_key(uint32_t capacity);

}  // namespace zkp
