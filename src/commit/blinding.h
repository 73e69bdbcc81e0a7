/// Rows behind the data of a committed column that hide it.
#pragma once

#include <array>

#include "field/fr.h"

namespace zkp {

/// One would do as long as no evaluation is ever revealed; dataset_proof specification 4.2 keeps four.
inline constexpr size_t kBlindingRows = 4;
using BlindingRows = std::array<Fr, kBlindingRows>;

}  // namespace zkp
