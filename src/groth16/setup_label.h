/// Where a pair of Groth16 keys comes from. The label travels with keys and proofs and is printed by every
/// verification.
///
///   insecure-dev      from a public seed, the same everywhere: anybody can forge proofs
///   local             from randomness of one machine: whoever made the keys could have forged proofs
///   ceremony:<hex>    from a ceremony of several parties, named by the SHA-256 of its transcript
#pragma once

#include <string>

#include "base/bytes.h"

namespace zkp {

class SetupLabel {
 public:
  enum class Kind : uint8_t { kInsecureDev, kLocal, kCeremony };

  static SetupLabel insecure_dev() { return SetupLabel(Kind::kInsecureDev, {}); }
  static SetupLabel local() { return SetupLabel(Kind::kLocal, {}); }
  static SetupLabel ceremony(const Digest& transcript) { return SetupLabel(Kind::kCeremony, transcript); }
  /// Exactly what text() prints. Error: GeneralError::kParse.
  static Result<SetupLabel> parse(std::string_view text);

  Kind kind() const { return kind_; }
  std::string text() const;
  friend bool operator==(const SetupLabel&, const SetupLabel&) = default;

 private:
  SetupLabel(Kind kind, const Digest& transcript) : kind_(kind), transcript_(transcript) {}

  Kind kind_;
  Digest transcript_;  ///< zeros unless kCeremony
};

}  // namespace zkp
