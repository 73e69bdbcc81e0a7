/// Poseidon over Fr with three words, and the sponge that proofs hash with inside and outside of circuits.
///
/// Instance: t = 3, x^5, 8 full rounds (4 + 4) around 56 partial rounds. A round adds three constants, raises to the
/// fifth power (all words in a full round, word 0 in a partial one) and multiplies by a Cauchy matrix. 240 constraints
/// in an R1CS (r1cs/gadgets/poseidon.h). Do not mix with the published table for 57 partial rounds: the round number
/// enters the generator of the constants, so that all of them differ.
/// Sources: Grassi, Khovratovich, Rechberger, Roy, Schofnegger, ePrint 2019/458; dataset_proof specification 3.1, 3.2.
///
/// The permutation is computed by the tables of transcript/poseidon_tables.h, which give the same values with two
/// thirds of the multiplications.
///
/// Constant-time. Safe for concurrent use (one sponge: one thread at a time).
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "base/task_pool.h"
#include "field/fr.h"

namespace zkp {

struct Poseidon {
  static constexpr size_t kWords = 3;
  static constexpr size_t kFullRounds = 8;
  static constexpr size_t kPartialRounds = 56;
  static constexpr size_t kRounds = kFullRounds + kPartialRounds;

  static constexpr bool is_full_round(size_t round) {
    return round < kFullRounds / 2 || round >= kFullRounds / 2 + kPartialRounds;
  }
};

/// A domain tag as a field element: the ASCII text read as a big-endian integer. REQUIRES: tag.size() <= 31.
Fr poseidon_tag(std::string_view tag);

void poseidon_permute(std::array<Fr, 3>& state);

/// Every state by itself, eight at a time where the processor has AVX-512 IFMA, on the threads of `pool` if there is
/// one.
void poseidon_permute_many(std::span<std::array<Fr, 3>> states, TaskPool* pool = nullptr);

/// The only operation takes exactly two elements and permutes once: s1 += a, s2 += b, s = permutation(s). Word 0 is the
/// capacity and starts as the tag. There is no length padding: the number of absorptions must be fixed by the tag or by
/// what is absorbed first.
class PoseidonSponge {
 public:
  /// REQUIRES: tag.size() <= 31.
  explicit PoseidonSponge(std::string_view tag) : state_{poseidon_tag(tag), Fr::zero(), Fr::zero()} {}

  PoseidonSponge& absorb2(const Fr& a, const Fr& b);
  /// In pairs, an odd tail with b = 0.
  PoseidonSponge& absorb_list(std::span<const Fr> values);

  /// After an absorb2: the first and the second challenge. Reading does not change the state.
  const Fr& s1() const { return state_[1]; }
  const Fr& s2() const { return state_[2]; }
  const std::array<Fr, 3>& state() const { return state_; }

 private:
  std::array<Fr, 3> state_;
};

/// absorb_list, then s1.
Fr poseidon_hash_list(std::string_view tag, std::span<const Fr> values);

/// out[i] <- poseidon_hash_list(tag, values[width i] .. values[width i + width - 1]), as poseidon_permute_many does it.
/// With width 2, a layer of a binary tree. REQUIRES: tag.size() <= 31; values.size() == width * out.size(), and the two
/// do not overlap.
void poseidon_hash_lists(std::string_view tag, std::span<const Fr> values, size_t width, std::span<Fr> out,
                         TaskPool* pool = nullptr);

}  // namespace zkp
