/// The structured reference string of KZG commitments: powers of a secret tau.
///
///   in G1   [tau^i]_1 for i = 0 .. count - 1
///   in G2   [1]_2, [tau]_2, [tau^(2^10)]_2, [tau^(2^13)]_2
///   id      SHA-256("zkp.ds.v1.srs" || [tau]_1 || [tau]_2 || [tau^(2^10)]_2 || [tau^(2^13)]_2), points compressed: the
///           same however many powers somebody holds
///
/// Whoever knows tau can open a commitment to anything. Source: dataset_proof specification 14.1; Kate, Zaverucha,
/// Goldberg, "Constant-size commitments to polynomials and their applications", ASIACRYPT 2010.
/// Immutable; safe for concurrent use. Move-only.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/env.h"
#include "base/task_pool.h"
#include "curve/fixed_base.h"
#include "curve/g1.h"
#include "curve/g2.h"

namespace zkp {

/// [tau^i]_1 for public columns (dataset_proof specification 6.1): the first few of a string. Few statements need them,
/// and those of a known tau are made when somebody first asks. Copies share them. Safe for concurrent use.
class PublicPowers {
 public:
  PublicPowers() = default;
  PublicPowers(std::vector<G1Affine> powers);  ///< Implicit: a list is one.
  /// NOT constant-time.
  static PublicPowers of_tau(const Fr& tau, size_t count);

  size_t size() const;
  /// REQUIRES: count <= size(). Valid while a copy lives.
  std::span<const G1Affine> first(size_t count) const;
  friend bool operator==(const PublicPowers& a, const PublicPowers& b);

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

/// What a verifier needs of it.
struct SrsKey {
  struct BlockPower {
    int log_block;
    G2Affine point;  ///< [tau^(2^log_block)]_2
  };

  Digest id{};
  G1Affine tau_g1;
  G2Affine tau_g2;
  std::vector<BlockPower> blocks;
  PublicPowers powers;  ///< the first kPublicPowers, or all of a shorter string

  static constexpr size_t kPublicPowers = 4096;

  /// nullptr when there is none for this size.
  const G2Affine* block(int log_block) const;
};

/// Blocks of the two classes of proofs.
inline constexpr int kSrsLogBlocks[] = {10, 13};
/// As above. REQUIRES: `key` has both blocks.
Digest srs_id(const SrsKey& key);

class Srs {
 public:
  Srs(SrsKey key, std::vector<G1Affine> powers) : key_(std::move(key)), powers_(std::move(powers)) {}

  /// From a known tau: for development and tests. NOT constant-time. REQUIRES: count >= 2.
  static Srs from_tau(const Fr& tau, size_t count, std::span<const int> log_blocks, TaskPool* pool);
  /// In a mapped file; `powers` is a part of it.
  Srs(SrsKey key, std::unique_ptr<MappedFile> file, std::span<const G1Affine> powers)
      : key_(std::move(key)), file_(std::move(file)), mapped_(powers) {}

  const SrsKey& key() const { return key_; }
  std::span<const G1Affine> powers() const { return file_ != nullptr ? mapped_ : std::span<const G1Affine>(powers_); }
  /// Says that the powers are not needed for a while: those of a file may leave memory.
  void forget() const {
    if (file_ != nullptr) file_->forget(0, file_->bytes().size());
  }

 private:
  SrsKey key_;
  std::vector<G1Affine> powers_;
  std::unique_ptr<MappedFile> file_;
  std::span<const G1Affine> mapped_;
};

/// What a verifier needs of the string of a known tau, but for public powers.
SrsKey srs_key_from_tau(const Fr& tau, std::span<const int> log_blocks);
/// [tau^i]_1 for i = first .. first + count - 1. NOT constant-time.
class PowersOfTau {
 public:
  PowersOfTau(const Fr& tau, size_t expected_count, TaskPool* pool);
  std::vector<G1Affine> make(size_t first, size_t count) const;

 private:
  Fr tau_;
  TaskPool* pool_;
  FixedBase<G1> base_;
};

}  // namespace zkp
