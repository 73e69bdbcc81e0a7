/// The `.r1cs` file of circom and snarkjs: a constraint system, version 1 of the format (docs/formats/
/// foreign-groth16-files.md).
///
/// Its wires come in the order one, outputs, public inputs, private inputs, others: outputs and public inputs together
/// are our public inputs, so variable i is wire i. Pure.
/// Source: github.com/iden3/r1csfile, doc/r1cs_bin_format.md.
#pragma once

#include <string_view>

#include "r1cs/r1cs.h"

namespace zkp {

inline constexpr std::string_view kCircomR1csMagic = "r1cs";  ///< its first bytes

struct CircomR1cs {
  R1cs system;
  uint32_t outputs = 0;               ///< how many of the public inputs the circuit calls outputs; they come first
  uint32_t private_inputs = 0;        ///< how many of the private variables are inputs; they come first
  uint64_t label_count = 0;           ///< signals before the compiler's simplification
  std::vector<uint64_t> wire_labels;  ///< one per variable: the signal that it is

  /// With every public input a public input, and every variable its own label.
  static CircomR1cs of(R1cs system);
};

/// Terms may come in any order; a wire twice in one combination is refused, because the readers of snarkjs disagree on
/// what it means. Errors: GeneralError::kParse, kUnsupported (custom gates), CryptoError::kNonCanonical.
Result<CircomR1cs> parse_circom_r1cs(ByteView bytes);
Bytes encode_circom_r1cs(const CircomR1cs& file);

}  // namespace zkp
