/// The `.wtns` file of circom and snarkjs: the value of every wire, version 2 of the format (docs/formats/
/// foreign-groth16-files.md). Pure.
#pragma once

#include "base/bytes.h"
#include "field/fr.h"

namespace zkp {

/// (1, public inputs, private variables): a secret, wiped when it goes out of scope. Move-only.
class WitnessValues {
 public:
  WitnessValues() = default;
  explicit WitnessValues(std::vector<Fr> values) : values_(std::move(values)) {}
  WitnessValues(WitnessValues&&) = default;
  WitnessValues& operator=(WitnessValues&&) = delete;
  ~WitnessValues() { wipe(values_.data(), values_.size() * sizeof(Fr)); }

  std::span<const Fr> values() const { return values_; }

 private:
  std::vector<Fr> values_;
};

/// Errors: GeneralError::kParse, also when the first value is not one, CryptoError::kNonCanonical.
Result<WitnessValues> parse_wtns_file(ByteView bytes);
/// REQUIRES: values[0] is one, fewer than 2^32 values.
SecretBytes encode_wtns_file(std::span<const Fr> values);

}  // namespace zkp
