/// Section 4 of a `.zkey`: the matrices A and B as one list of (matrix, row, variable, coefficient).
///
/// Behind the constraints it has the rows of the constant and the public inputs, x_i * 0 = 0, which say how many
/// constraints there are. Coefficients are multiplied by 2^512 mod r. Internal to files/.
#pragma once

#include "groth16/files/binfile.h"
#include "r1cs/r1cs.h"

namespace zkp {

struct ZkeyMatrices {
  SparseMatrix a, b;  ///< the rows of the constraints
};

struct ZkeySizes {
  uint32_t variable_count = 0;
  uint32_t public_count = 0;
  uint32_t domain_size = 0;
};

/// Entries may come in any order. Memory is bounded by the section and the domain. Errors: GeneralError::kParse,
/// CryptoError::kNonCanonical.
Result<ZkeyMatrices> read_zkey_coefficients(LittleEndianReader in, const ZkeySizes& sizes);
Bytes write_zkey_coefficients(const SparseMatrix& a, const SparseMatrix& b, uint32_t public_count);

}  // namespace zkp
