/// The toy circuit's key and proofs as the bytes that the installed API takes.
#pragma once

#include "groth16/toy.h"

namespace zkp::testing {

struct ToyFiles {
  Bytes key;       ///< encoded
  Bytes key_file;  ///< the content of a .vk file
  Bytes proof;     ///< of x = 3, y = 35
  Bytes inputs;    ///< (35, 7)
  Bytes other_proof;
  Bytes other_inputs;  ///< (-5, 0), x = -2 satisfies it
};

inline const ToyFiles& toy_files() {
  static const ToyFiles files = [] {
    const ProvingKey key = toy_key();
    SimRandom random;
    const auto proof = [&](int64_t x, int64_t y, int64_t unused) {
      const auto bytes = encode_proof(toy_proof(key, x, y, unused, random).value());
      return Bytes(bytes.begin(), bytes.end());
    };
    return ToyFiles{encode_verifying_key(key.vk),
                    encode_verifying_key_file({key.label, key.circuit_id, key.vk}),
                    proof(3, 35, 7),
                    encode_public_inputs(toy_inputs(35, 7)),
                    proof(-2, -5, 0),
                    encode_public_inputs(toy_inputs(-5, 0))};
  }();
  return files;
}

}  // namespace zkp::testing
