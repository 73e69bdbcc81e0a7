/// Field elements as decimal strings, the way JSON files of snarkjs hold them. Not constant-time. Part of the verifier.
#pragma once

#include <string>
#include <string_view>

#include "field/fp.h"
#include "field/fr.h"

namespace zkp {

std::string to_decimal(const Fr& value);
std::string to_decimal(const Fp& value);

/// Digits only, no leading zeros, below the modulus. Error: CryptoError::kNonCanonical.
Result<Fr> fr_from_decimal(std::string_view text);
Result<Fp> fp_from_decimal(std::string_view text);

}  // namespace zkp
