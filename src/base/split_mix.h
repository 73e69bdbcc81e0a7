/// Random numbers that are the same everywhere, for simulations, tests and benchmarks; not secure.
#pragma once

#include <cstdint>

namespace zkp {

/// Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014). One thread.
class SplitMix64 {
 public:
  explicit SplitMix64(uint64_t seed) : state_(seed) {}
  uint64_t next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
  /// From 0 to n - 1, nearly uniform for small n. REQUIRES: n > 0.
  uint64_t below(uint64_t n) { return next() % n; }

 private:
  uint64_t state_;
};

}  // namespace zkp
