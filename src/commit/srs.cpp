#include "commit/srs.h"

#include <algorithm>

#include "curve/encoding.h"
#include "hash/sha2.h"

namespace zkp {

const G2Affine* SrsKey::block(int log_block) const {
  for (const BlockPower& each : blocks) {
    if (each.log_block == log_block) return &each.point;
  }
  return nullptr;
}

Digest srs_id(const SrsKey& key) {
  Sha256 hash;
  hash.update(as_bytes("zkp.ds.v1.srs")).update(compress(key.tau_g1)).update(compress(key.tau_g2));
  for (const int log_block : kSrsLogBlocks) {
    const G2Affine* point = key.block(log_block);
    ZKP_CHECK(point != nullptr);
    hash.update(compress(*point));
  }
  return hash.finish();
}

SrsKey srs_key_from_tau(const Fr& tau, std::span<const int> log_blocks) {
  SrsKey key;
  key.tau_g1 = G1Affine::generator().mul_var(tau).to_affine_var();
  key.tau_g2 = G2Affine::generator().mul_var(tau).to_affine_var();
  for (const int log_block : log_blocks) {
    const uint64_t block = uint64_t{1} << log_block;
    key.blocks.push_back({log_block, G2Affine::generator().mul_var(tau.pow({&block, 1})).to_affine_var()});
  }
  if (std::ranges::all_of(kSrsLogBlocks, [&](int log_block) { return key.block(log_block) != nullptr; })) {
    key.id = srs_id(key);
  }
  return key;
}

PowersOfTau::PowersOfTau(const Fr& tau, size_t expected_count, TaskPool* pool)
    : tau_(tau), pool_(pool), base_(G1Affine::generator(), expected_count, pool) {}

// Runs of powers, each from a power of its own.
std::vector<G1Affine> PowersOfTau::make(size_t first, size_t count) const {
  constexpr size_t kRun = size_t{1} << 12;
  std::vector<Fr> exponents(count);
  parallel_for(pool_, (count + kRun - 1) / kRun, 1, [&](size_t begin, size_t end) {
    for (size_t run = begin; run < end; ++run) {
      const uint64_t start = first + run * kRun;
      Fr power = tau_.pow({&start, 1});
      for (size_t i = run * kRun; i < std::min(count, (run + 1) * kRun); ++i, power *= tau_) exponents[i] = power;
    }
  });
  return base_.mul_batch_var(exponents, pool_);
}

Srs Srs::from_tau(const Fr& tau, size_t count, std::span<const int> log_blocks, TaskPool* pool) {
  ZKP_CHECK(count >= 2);
  std::vector<G1Affine> powers = PowersOfTau(tau, count, pool).make(0, count);
  SrsKey key = srs_key_from_tau(tau, log_blocks);
  const size_t kept = std::min(count, SrsKey::kPublicPowers);
  key.powers.assign(powers.begin(), powers.begin() + static_cast<std::ptrdiff_t>(kept));
  return Srs(std::move(key), std::move(powers));
}

}  // namespace zkp
