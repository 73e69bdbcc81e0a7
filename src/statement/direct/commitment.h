/// The hiding commitment to a column of at most 1,024 values:
///
///   e_j = u_{3j} + 2^64 u_{3j+1} + 2^128 u_{3j+2}          j = 0 .. ceil(capacity / 3) - 1, rows beyond n are 0
///   sponge "zkp.ds0.column":  absorb2(n, salt), absorb2(e_0, e_1), absorb2(e_2, e_3), ...   commitment = s1
///
/// u as in public_inputs.h; the capacity (64 or 1,024) follows from n. Binding: Poseidon is collision resistant and the
/// packing is injective for u < 2^64. Hiding: the salt is a uniform secret element, used once.
/// Constant-time in values and salt. Safe for concurrent use.
#pragma once

#include <span>

#include "field/fr.h"

namespace zkp {

inline constexpr std::string_view kColumnTag = "zkp.ds0.column";

/// REQUIRES: 1 <= u.size() <= kDirectMaxRows.
Fr commit_column(std::span<const uint64_t> u, const Fr& salt);

}  // namespace zkp
