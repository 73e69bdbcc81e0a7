/// Keys of whole proofs in the toy class, made once for all tests.
#pragma once

#include "dataset_proof/dev_setup.h"
#include "dataset_proof/toy.h"

namespace zkp::toy {

inline const ProvingKey& wrap_key() {
  static const ProvingKey kKey = insecure_dev_wrap_key(kClassT, nullptr).value();
  return kKey;
}
inline const DatasetVerifier& verifier() {
  static const DatasetVerifier kVerifier = DatasetVerifier::make(kClassT, srs().key(), wrap_key().vk).value();
  return kVerifier;
}
inline DatasetProverKey prover_key() { return {&kClassT, &srs(), wrap_key(), verifying_key_id(wrap_key().vk)}; }

}  // namespace zkp::toy
