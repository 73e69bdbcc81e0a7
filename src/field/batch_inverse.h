/// Inversion of many field elements with one inversion and 3 multiplications each (Montgomery's trick, "Speeding the
/// Pollard and elliptic curve methods of factorization", 1987, section 10.3.1).
#pragma once

#include <span>
#include <vector>

namespace zkp {

/// Replaces every element by its inverse; zeros stay zero. Not constant-time (which elements are zero shows, and the
/// one inversion varies).
///
/// prefix_i = x_0 ... x_i;  walking down with t = 1/prefix_i:  1/x_i = t prefix_(i-1),  then t <- t x_i.
template <class F>
void batch_inverse_var(std::span<F> values) {
  std::vector<F> prefix;
  prefix.reserve(values.size());
  F product = F::one();
  for (const F& x : values) {
    prefix.push_back(product);
    if (!x.is_zero()) product *= x;
  }
  F t = product.inverse_var();
  for (size_t i = values.size(); i-- > 0;) {
    if (values[i].is_zero()) continue;
    const F inverse = t * prefix[i];
    t *= values[i];
    values[i] = inverse;
  }
}

}  // namespace zkp
