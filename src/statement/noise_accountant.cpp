#include "statement/noise_accountant.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include "base/check.h"

namespace zkp {
namespace {

constexpr uint64_t kMaxBits = uint64_t{1} << 20;

// Neumaier's compensated sum.
class Sum {
 public:
  void add(long double x) {
    const long double next = sum_ + x;
    lost_ += std::abs(sum_) >= std::abs(x) ? (sum_ - next) + x : (x - next) + sum_;
    sum_ = next;
  }
  long double value() const { return sum_ + lost_; }

 private:
  long double sum_ = 0, lost_ = 0;
};

// log C(k, x) - k log 2, for x = 0 .. k.
std::vector<long double> log_probabilities(uint64_t bits) {
  std::vector<long double> log_factorial = {0};
  Sum sum;
  for (uint64_t i = 1; i <= bits; ++i) {
    sum.add(std::log(static_cast<long double>(i)));
    log_factorial.push_back(sum.value());
  }
  std::vector<long double> out;
  const long double all = static_cast<long double>(bits) * std::log(2.0L);
  for (uint64_t x = 0; x <= bits; ++x) {
    out.push_back(log_factorial[bits] - log_factorial[x] - log_factorial[bits - x] - all);
  }
  return out;
}

std::vector<long double> exponentials(const std::vector<long double>& logs) {
  std::vector<long double> out;
  for (const long double each : logs) out.push_back(std::exp(each));
  return out;
}

/// The distribution of the noise.
struct Binomial {
  std::vector<long double> log_p, p;

  explicit Binomial(uint64_t bits) : log_p(log_probabilities(bits)), p(exponentials(log_p)) {}
};

// sum_x max(0, P(x) - e^epsilon P(x - shift)); where P(x - shift) is 0 the whole of P(x) counts.
double divergence(const Binomial& noise, int64_t shift, double epsilon) {
  const auto& [log_p, p] = noise;
  Sum sum;
  const auto size = static_cast<int64_t>(log_p.size());
  for (int64_t x = 0; x < size; ++x) {
    const int64_t other = x - shift;
    if (other < 0 || other >= size) {
      sum.add(p[static_cast<size_t>(x)]);
      continue;
    }
    const long double log_ratio =
        static_cast<long double>(epsilon) + log_p[static_cast<size_t>(other)] - log_p[static_cast<size_t>(x)];
    if (log_ratio < 0) sum.add(-p[static_cast<size_t>(x)] * std::expm1(log_ratio));
  }
  return static_cast<double>(std::clamp(sum.value(), 0.0L, 1.0L));
}

double worst(const Binomial& noise, uint64_t sensitivity, double epsilon) {
  if (sensitivity == 0) return 0;
  if (sensitivity >= noise.p.size()) return 1;  // no outcome in common
  const auto shift = static_cast<int64_t>(sensitivity);
  return std::max(divergence(noise, shift, epsilon), divergence(noise, -shift, epsilon));
}

}  // namespace

uint64_t noise_sensitivity(__int128 lo, __int128 hi, uint64_t max_bits) {
  ZKP_CHECK(lo <= hi);
  // The difference of two of these fits without sign.
  const unsigned __int128 width = static_cast<unsigned __int128>(hi) - static_cast<unsigned __int128>(lo);
  return width > max_bits ? max_bits + 1 : static_cast<uint64_t>(width);
}

double noise_delta(uint64_t bits, uint64_t sensitivity, double epsilon) {
  ZKP_CHECK(bits <= kMaxBits && epsilon >= 0);
  return worst(Binomial(bits), sensitivity, epsilon);
}

std::optional<double> noise_epsilon(uint64_t bits, uint64_t sensitivity, double delta) {
  ZKP_CHECK(bits <= kMaxBits && delta > 0);
  const Binomial noise(bits);
  if (worst(noise, sensitivity, 0) <= delta) return 0;
  // e^epsilon can be no more than the largest ratio, 2^k for outcomes next to each other.
  double low = 0, high = static_cast<double>(bits) * static_cast<double>(std::min(bits, sensitivity)) + 1;
  if (worst(noise, sensitivity, high) > delta) return std::nullopt;
  while (high - low > 1e-10 * high) {
    const double middle = low + (high - low) / 2;
    (worst(noise, sensitivity, middle) <= delta ? high : low) = middle;
  }
  return high;
}

std::optional<uint64_t> noise_bits(uint64_t sensitivity, double epsilon, double delta, uint64_t max_bits) {
  const auto is_enough = [&](uint64_t bits) { return noise_delta(bits, sensitivity, epsilon) <= delta; };
  if (max_bits == 0 || !is_enough(max_bits)) return std::nullopt;
  uint64_t low = 0, high = max_bits;  // high is enough, low is not, or there is no record of so few
  while (high - low > 1) {
    const uint64_t middle = low + (high - low) / 2;
    (is_enough(middle) ? high : low) = middle;
  }
  return high;
}

std::string epsilon_text(double epsilon) {
  if (epsilon <= 0) return "0";
  const double unit = std::pow(10.0, std::floor(std::log10(epsilon)) - 2);
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof text, std::ceil(epsilon * (1 + 1e-9) / unit) * unit,
                                          std::chars_format::general, 4);
  return error == std::errc() ? std::string(text, end) : "";
}

std::string epsilon_text(const std::optional<double>& epsilon) { return epsilon ? epsilon_text(*epsilon) : "none"; }

}  // namespace zkp
