/// The generator of Poseidon's constants, for tests: the Grain LFSR in self-shrinking mode (ePrint 2019/458, appendix
/// E).
#pragma once

#include <deque>
#include <vector>

#include "field/fr.h"

namespace zkp::testing {

struct PoseidonParameters {
  std::vector<Fr> round_constants;      ///< [t * round + word]
  std::vector<std::vector<Fr>> matrix;  ///< t x t, 1 / (x_i + y_j)
};

class Grain {
 public:
  Grain(int field_bits, int t, int full_rounds, int partial_rounds) {
    push(1, 2);
    push(0, 4);
    push(field_bits, 12);
    push(t, 12);
    push(full_rounds, 10);
    push(partial_rounds, 10);
    push((1 << 30) - 1, 30);
    for (int i = 0; i < 160; ++i) step();
  }

  /// 255 output bits, most significant first, as 32 big-endian bytes.
  ByteArray<32> candidate() {
    ByteArray<32> out{};
    for (int i = 254; i >= 0; --i)
      if (next()) out[static_cast<size_t>(31 - i / 8)] |= static_cast<uint8_t>(1 << (i % 8));
    return out;
  }

 private:
  void push(int value, int bits) {
    for (int i = bits - 1; i >= 0; --i) state_.push_back(value >> i & 1);
  }
  bool step() {
    const bool bit = state_[62] ^ state_[51] ^ state_[38] ^ state_[23] ^ state_[13] ^ state_[0];
    state_.pop_front();
    state_.push_back(bit);
    return bit;
  }
  bool next() {
    for (;;) {
      const bool keep = step();
      const bool bit = step();
      if (keep) return bit;
    }
  }
  std::deque<bool> state_;
};

/// For Fr of BLS12-381: round constants by rejection, matrix entries by reduction.
inline PoseidonParameters generate_poseidon(size_t t, int full_rounds, int partial_rounds) {
  Grain grain(255, static_cast<int>(t), full_rounds, partial_rounds);
  PoseidonParameters out;
  while (out.round_constants.size() < t * static_cast<size_t>(full_rounds + partial_rounds))
    if (auto constant = Fr::from_bytes(grain.candidate()); constant.ok()) out.round_constants.push_back(*constant);
  for (;;) {
    std::vector<Fr> xy;
    for (size_t i = 0; i < 2 * t; ++i) xy.push_back(Fr::from_bytes_reduce(grain.candidate()));
    bool good = true;
    for (size_t i = 0; i < 2 * t; ++i)
      for (size_t j = 0; j < i; ++j) good = good && !(xy[i] == xy[j]);
    for (size_t i = 0; i < t; ++i)
      for (size_t j = t; j < 2 * t; ++j) good = good && !(xy[i] + xy[j]).is_zero();
    if (!good) continue;
    for (size_t i = 0; i < t; ++i) {
      out.matrix.emplace_back();
      for (size_t j = t; j < 2 * t; ++j) out.matrix.back().push_back((xy[i] + xy[j]).inverse());
    }
    return out;
  }
}

/// The permutation straight from the definition, for any t.
inline std::vector<Fr> permute_by_definition(const PoseidonParameters& p, size_t t, size_t full_rounds,
                                             size_t partial_rounds, std::vector<Fr> state) {
  for (size_t round = 0; round < full_rounds + partial_rounds; ++round) {
    const bool full = round < full_rounds / 2 || round >= full_rounds / 2 + partial_rounds;
    for (size_t i = 0; i < t; ++i) {
      const Fr x = state[i] + p.round_constants[t * round + i];
      state[i] = full || i == 0 ? x * x * x * x * x : x;
    }
    std::vector<Fr> next(t);
    for (size_t i = 0; i < t; ++i)
      for (size_t j = 0; j < t; ++j) next[i] += p.matrix[i][j] * state[j];
    state = next;
  }
  return state;
}

}  // namespace zkp::testing
