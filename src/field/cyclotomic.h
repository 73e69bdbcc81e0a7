/// Squarings in the cyclotomic subgroup of Fp12, the elements with a^(q^4 - q^2 + 1) = 1, and powers made of them.
///
/// Over Fp4 = Fp2[y] / (y^2 - xi), y = w^3, an element is A + B w + C w^2. Fp12::cyclotomic_square() is Granger, Scott,
/// "Faster squaring in the cyclotomic subgroup of sixth degree extensions", ePrint 2009/565, section 3.2. B and C of a
/// square depend on B and C alone: squaring these two is a third cheaper, and A follows from them with an inversion
/// (Karabina, "Squaring in cyclotomic subgroups", Math. Comp. 82, 2013).
#pragma once

#include "field/fp12.h"

namespace zkp {

/// a^exponent for a sparse exponent: long runs of zero bits are squared in compressed form, and the powers of a at
/// their ends are decompressed with one inversion. REQUIRES: a is in the cyclotomic subgroup (otherwise the result is
/// meaningless), exponent > 0. The exponent is public; not constant-time in a either.
Fp12 cyclotomic_pow_var(const Fp12& a, uint64_t exponent);

}  // namespace zkp
