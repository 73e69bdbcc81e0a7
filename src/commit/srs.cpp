#include "commit/srs.h"

#include <algorithm>

#include "curve/encoding.h"
#include "curve/fixed_base.h"
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

Srs Srs::from_tau(const Fr& tau, size_t count, std::span<const int> log_blocks, TaskPool* pool) {
  ZKP_CHECK(count >= 2);
  // Runs of powers, each from a power of its own.
  constexpr size_t kRun = size_t{1} << 12;
  std::vector<Fr> exponents(count);
  parallel_for(pool, (count + kRun - 1) / kRun, 1, [&](size_t begin, size_t end) {
    for (size_t run = begin; run < end; ++run) {
      const uint64_t first = run * kRun;
      Fr power = tau.pow({&first, 1});
      for (size_t i = first; i < std::min(count, first + kRun); ++i, power *= tau) exponents[i] = power;
    }
  });
  std::vector<G1Affine> powers = FixedBase<G1>(G1Affine::generator(), count, pool).mul_batch_var(exponents, pool);

  SrsKey key;
  key.tau_g1 = powers[1];
  key.tau_g2 = G2Affine::generator().mul_var(tau).to_affine_var();
  for (const int log_block : log_blocks) {
    const uint64_t block = uint64_t{1} << log_block;
    key.blocks.push_back({log_block, G2Affine::generator().mul_var(tau.pow({&block, 1})).to_affine_var()});
  }
  key.powers.assign(powers.begin(),
                    powers.begin() + static_cast<std::ptrdiff_t>(std::min(count, SrsKey::kPublicPowers)));
  if (std::ranges::all_of(kSrsLogBlocks, [&](int log_block) { return key.block(log_block) != nullptr; })) {
    key.id = srs_id(key);
  }
  return Srs(std::move(key), std::move(powers));
}

}  // namespace zkp
