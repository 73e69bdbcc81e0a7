/// A sum of a few multiples, sum_i s_i P_i: what msm.h does for many points.
///
/// Scalars are split in two halves by the endomorphism (msm_scalars.h), and all halves share one chain of at most 128
/// doublings (Straus), with a table of odd multiples for each point. Sooner than msm() for fewer than about a dozen
/// points.
/// Source: Straus, "Addition chains of vectors", American Mathematical Monthly 71 (1964); Gallant, Lambert, Vanstone,
/// CRYPTO 2001.
///
/// Not constant-time: public points and scalars only. Safe for concurrent use.
#pragma once

#include <span>

#include "curve/g1.h"

namespace zkp {

/// Points may be equal and may be the identity. REQUIRES: points are in the subgroup; points.size() == scalars.size().
G1 few_multiples_var(std::span<const G1Affine> points, std::span<const Fr> scalars);

}  // namespace zkp
