/// Verifiers of dataset proofs by the id of their verification key: those compiled in (insecure-dev, the same
/// everywhere), and how to make others from files. Part of the verifier; safe for concurrent use.
#pragma once

#include "dataset_proof/verify.h"

namespace zkp {

/// A verifier, and whose keys it has: the weaker label of the two (insecure-dev, local, ceremony), that of the wrap key
/// where both are of ceremonies.
struct LabelledVerifier {
  SetupLabel label;
  DatasetVerifier verifier;
};
struct LabelledSrsKey {
  SetupLabel label;
  SrsKey key;
};

/// circuit_id() of the wrap circuit; a test compares it with the circuit. REQUIRES: a class of production.
const Digest& wrap_circuit_id(const SizeClass& size_class);
/// Id of the verification key of development. REQUIRES: a class of production.
const Digest& insecure_dev_key_id(const SizeClass& size_class);
/// nullptr for no circuit of ours.
const SizeClass* class_of_circuit(const Digest& circuit_id);

/// The insecure-dev scalar (groth16/insecure_dev.h) of SHA-256("zkp.ds.v1.srs") in the place of a circuit id.
Fr insecure_dev_tau();
/// Made at the first call, in a millisecond; its public powers when a proof first needs them.
const LabelledSrsKey& insecure_dev_srs_key();
/// nullptr when there is none. The first call of each class prepares it.
const LabelledVerifier* known_dataset_verifier(const Digest& verifying_key_id);
/// REQUIRES: a class of production.
const LabelledVerifier& insecure_dev_verifier(const SizeClass& size_class);

/// Of a key that is not compiled in, too: see check_label() in groth16/insecure_dev.h. REQUIRES: as
/// DatasetVerifier::make. Errors: CryptoError::kBadKey when the circuit is none of ours, or key or string claim to be
/// insecure-dev and are not those compiled in, or are them, or share their secrets, and claim to be others; those of
/// DatasetVerifier::make.
Result<LabelledVerifier> make_dataset_verifier(const LabelledVerifyingKey& key, const LabelledSrsKey& srs);

}  // namespace zkp
