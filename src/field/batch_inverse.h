/// Inversion of many field elements with one inversion and 3 multiplications each (Montgomery's trick, "Speeding the
/// Pollard and elliptic curve methods of factorization", 1987, section 10.3.1).
///
/// Zeros stay zero. Not constant-time (which elements are zero shows, and the one inversion varies). Safe for
/// concurrent use on different spans.
#pragma once

#include <new>
#include <span>
#include <vector>

#include "base/task_pool.h"

namespace zkp {

/// Replaces every element by its inverse, one after the other: for any field, and the twin of what follows.
///
/// prefix_i = x_0 ... x_(i-1);  walking down with t = 1/prefix_(i+1):  1/x_i = t prefix_i,  then t <- t x_i.
/// Products are written where they belong, since a copy waits for the words of its original; the two t take turns.
template <class F>
[[gnu::flatten]] void batch_inverse_scalar_var(std::span<F> values) {
  std::vector<F> prefix(values.size() + 1);
  prefix[0] = F::one();
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i].is_zero()) {
      prefix[i + 1] = prefix[i];
    } else {
      ::new (&prefix[i + 1]) F(prefix[i] * values[i]);
    }
  }
  F t[2] = {prefix.back().inverse_var(), F::zero()};
  int now = 0;
  for (size_t i = values.size(); i-- > 0;) {
    if (values[i].is_zero()) continue;
    ::new (&t[1 - now]) F(t[now] * values[i]);
    ::new (&values[i]) F(t[now] * prefix[i]);
    now = 1 - now;
  }
}

/// Whether the field has eight lanes (field/lanes): its header says so.
template <class F>
inline constexpr bool kHasLanes = false;

/// Shorter spans do not pay for lanes.
inline constexpr size_t kMinLaneInverses = 64;

/// Eight elements at a time; nullptr where the processor lacks AVX-512 IFMA. Instantiated for Fr and Fp.
template <class F>
using BatchInverse = void (*)(std::span<F> values);
template <class F>
BatchInverse<F> ifma_batch_inverse();

/// With the fastest that cpu_enabled() allows, on the threads of `pool`. Instantiated for Fr and Fp.
template <class F>
void batch_inverse_long_var(std::span<F> values, TaskPool* pool);

/// Replaces every element by its inverse. Long spans over Fr, Fp and Fp2 take lanes, and the threads of `pool` if there
/// is one; other fields and short spans the calling thread alone. The result is the same.
template <class F>
void batch_inverse_var(std::span<F> values, TaskPool* pool = nullptr) {
  if constexpr (kHasLanes<F>) {
    if (values.size() >= kMinLaneInverses) return batch_inverse_long_var<F>(values, pool);
  } else if constexpr (requires(const F& x) { x.norm(); }) {  // 1/x = conjugate(x) / norm(x), the norm in Fp
    if (values.size() >= kMinLaneInverses) {
      std::vector<decltype(values[0].norm())> norms;
      norms.reserve(values.size());
      for (const F& x : values) norms.push_back(x.norm());
      batch_inverse_var(std::span(norms), pool);
      for (size_t i = 0; i < values.size(); ++i) values[i] = values[i].conjugate() * norms[i];
      return;
    }
  }
  batch_inverse_scalar_var<F>(values);
}

}  // namespace zkp
