/// The key points of a phase-2 transcript, read and written in pieces, uncompressed and in this order:
///   alpha_1  beta_1  beta_2  IC (public inputs + 1)  a (variables)  b1 (variables)  b2 (variables, in G2)
///   l (variables - public inputs - 1)  h (n - 1)
/// What is read is on the curve and in the subgroup; points of the lists may be at infinity (a variable that no
/// constraint mentions). Internal to groth16/ceremony.
#pragma once

#include <span>
#include <vector>

#include "base/byte_source.h"
#include "groth16/ceremony/powers.h"

namespace zkp {

enum class KeyList : uint8_t { kIc, kA, kB1, kB2, kL, kH };

struct KeySizes {
  int log_domain;
  uint32_t public_count;
  uint32_t variable_count;
};

struct KeySingles {
  G1Affine alpha_g1;
  G1Affine beta_g1;
  G2Affine beta_g2;
};

class KeyLists {
 public:
  static uint64_t body_bytes(const KeySizes& sizes);

  /// REQUIRES: the source is long enough, and outlives it.
  KeyLists(const ByteSource& source, uint64_t offset, const KeySizes& sizes)
      : source_(source), offset_(offset), sizes_(sizes) {}

  size_t count(KeyList list) const { return count_of(list, sizes_); }
  Result<KeySingles> singles() const;
  /// REQUIRES: not kB2.
  Result<std::vector<G1Affine>> all_g1(KeyList list, const CeremonyEnv& env) const;
  /// List kB2.
  Result<std::vector<G2Affine>> all_g2(const CeremonyEnv& env) const;
  /// sum_i rho[i] * point i. REQUIRES: rho.size() == count(list), below 2^128.
  Result<G1> combine_g1(KeyList list, std::span<const Fr> rho, const CeremonyEnv& env) const;
  Result<G2> combine_g2(std::span<const Fr> rho, const CeremonyEnv& env) const;

  /// Everything before l, byte for byte.
  Result<void> copy_fixed_part(const ByteSink& sink) const;
  /// The points of l or h times a secret. Constant-time in it.
  Result<void> multiply(KeyList list, const Fr& scalar, const ByteSink& sink, const CeremonyEnv& env) const;

 private:
  static size_t count_of(KeyList list, const KeySizes& sizes);
  static uint64_t offset_of(KeyList list, const KeySizes& sizes);
  template <class Affine, class Visit>
  Result<void> for_chunks(KeyList list, std::string_view what, const CeremonyEnv& env, Visit&& visit) const;

  const ByteSource& source_;
  uint64_t offset_;
  KeySizes sizes_;
};

Result<void> write_key_singles(const KeySingles& singles, const ByteSink& sink);
Result<void> write_key_points(std::span<const G1Affine> points, const ByteSink& sink);
Result<void> write_key_points(std::span<const G2Affine> points, const ByteSink& sink);
/// h with delta = 1: [tau^(i+n) - tau^i]_1 for i = 0 .. n-2.
Result<void> write_vanishing_multiples(const PowersReader& powers, size_t n, const ByteSink& sink,
                                       const CeremonyEnv& env);

}  // namespace zkp
