/// How private a sum with binomial noise is: (epsilon, delta) of the mechanism that adds Binomial(k, 1/2) - k/2 to a
/// sum of integers which one person changes by at most D.
///
///   delta(epsilon) = sum_x max(0, P(x) - e^epsilon P(x - D)),  P(x) = C(k, x) / 2^k
///
/// the hockey-stick divergence of the noise and its shift, in the worse of both directions. The binomial distribution
/// is log-concave, so that smaller shifts give less. Computed from the distribution, not from a bound. Source:
/// dataset_proof specification 11.15; Balle, Barthe, Gaboardi, "Privacy amplification by subsampling" (2018),
/// section 2.
///
/// Pure, safe for concurrent use, part of the verifier.
#pragma once

#include <cstdint>
#include <optional>

namespace zkp {

/// From 1 (no protection) down; correct to about 1e-12 of its value, or 1e-300. REQUIRES: bits <= 2^20, epsilon >= 0.
double noise_delta(uint64_t bits, uint64_t sensitivity, double epsilon);

/// The smallest epsilon whose delta is at most `delta`, rounded up by at most 1e-9 of it. Nothing when there is none:
/// outcomes that only one of two neighbouring tables can have are more likely than `delta`.
/// REQUIRES: bits <= 2^20, delta > 0.
std::optional<double> noise_epsilon(uint64_t bits, uint64_t sensitivity, double delta);

}  // namespace zkp
