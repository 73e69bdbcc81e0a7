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
#include <string>

namespace zkp {

/// What epsilons are quoted at where nobody chose a delta.
inline constexpr double kNoiseDelta = 1e-6;

/// By how much one row changes a sum of values in [lo, hi], as a number of bits: at most `max_bits` + 1, which stands
/// for all that no noise of max_bits bits covers. REQUIRES: lo <= hi.
uint64_t noise_sensitivity(__int128 lo, __int128 hi, uint64_t max_bits);

/// From 1 (no protection) down; correct to about 1e-12 of its value, or 1e-300. REQUIRES: bits <= 2^20, epsilon >= 0.
double noise_delta(uint64_t bits, uint64_t sensitivity, double epsilon);

/// The smallest epsilon whose delta is at most `delta`, rounded up by at most 1e-9 of it. Nothing when there is none:
/// outcomes that only one of two neighbouring tables can have are more likely than `delta`.
/// REQUIRES: bits <= 2^20, delta > 0.
std::optional<double> noise_epsilon(uint64_t bits, uint64_t sensitivity, double delta);

/// The fewest bits, at most `max_bits`, whose noise gives this epsilon and delta. Nothing when there are not enough.
/// More bits never give less: another bit is noise that is added to the answer.
/// REQUIRES: max_bits <= 2^20, epsilon >= 0, delta >= 0.
std::optional<uint64_t> noise_bits(uint64_t sensitivity, double epsilon, double delta, uint64_t max_bits);

/// "1.25": three significant digits, never rounded down: a guarantee does not get better by printing it.
std::string epsilon_text(double epsilon);
/// "none" where there is no epsilon.
std::string epsilon_text(const std::optional<double>& epsilon);

}  // namespace zkp
