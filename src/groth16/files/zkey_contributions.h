/// Section 10 of a `.zkey`: who took part in the second phase. Internal to files/.
#pragma once

#include "groth16/files/binfile.h"
#include "groth16/files/zkey.h"

namespace zkp {

/// The structure and that points are on their curves; the chain of contributions is not verified. Fills circuit_hash
/// and contributions. Errors: GeneralError::kParse, CryptoError.
Result<void> read_zkey_contributions(LittleEndianReader in, Zkey& out);
Bytes write_zkey_contributions(const Zkey& zkey);

}  // namespace zkp
