#include "groth16/insecure_dev.h"

#include "hash/sha2.h"

namespace zkp {

Fr insecure_dev_scalar(const Digest& circuit_id, InsecureDevScalar which) {
  const Digest seed = sha256({as_bytes("zkp.insecure-dev.v1"), circuit_id});
  Bytes wide;
  for (const uint8_t half : {0, 1})
    append(wide, sha256(ByteWriter().raw(seed).u8(static_cast<uint8_t>(which)).u8(half).bytes()));
  return Fr::from_bytes_reduce(wide);
}

bool is_insecure_dev_key(const VerifyingKey& key, const Digest& circuit_id) {
  return G1Affine::generator().mul(insecure_dev_scalar(circuit_id, InsecureDevScalar::kAlpha)).to_affine() == key.alpha;
}

Result<void> check_label(const LabelledVerifyingKey& file) {
  if (file.label.kind() != SetupLabel::Kind::kInsecureDev && is_insecure_dev_key(file.key, file.circuit_id))
    return Error(CryptoError::kBadKey, "verification key: labelled \"" + file.label.text() +
                                           "\", and its secrets are the public ones of an insecure-dev key");
  return {};
}

}  // namespace zkp
