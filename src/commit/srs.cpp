#include "commit/srs.h"

#include <algorithm>
#include <atomic>

#include "curve/encoding.h"
#include "hash/sha2.h"

namespace zkp {

struct PublicPowers::State {
  explicit State(std::vector<G1Affine> powers)
      : count(powers.size()), made(new std::vector<G1Affine>(std::move(powers))) {}
  State(const Fr& of_tau, size_t of_count) : tau(of_tau), count(of_count) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { delete made.load(); }

  // Two threads may both make them, and one list is kept: no lock is needed for what happens once.
  const std::vector<G1Affine>& powers() const {
    if (const auto* there = made.load(std::memory_order_acquire)) return *there;
    auto fresh = std::make_unique<const std::vector<G1Affine>>(PowersOfTau(tau, count, nullptr).make(0, count));
    const std::vector<G1Affine>* there = nullptr;
    if (made.compare_exchange_strong(there, fresh.get(), std::memory_order_acq_rel)) there = fresh.release();
    return *there;
  }

  const Fr tau;
  const size_t count;
  mutable std::atomic<const std::vector<G1Affine>*> made = nullptr;
};

PublicPowers::PublicPowers(std::vector<G1Affine> powers) : state_(std::make_shared<State>(std::move(powers))) {}

PublicPowers PublicPowers::of_tau(const Fr& tau, size_t count) {
  PublicPowers out;
  out.state_ = std::make_shared<State>(tau, count);
  return out;
}

size_t PublicPowers::size() const { return state_ == nullptr ? 0 : state_->count; }

std::span<const G1Affine> PublicPowers::first(size_t count) const {
  ZKP_CHECK(count <= size());
  return count == 0 ? std::span<const G1Affine>() : std::span(state_->powers()).first(count);
}

bool operator==(const PublicPowers& a, const PublicPowers& b) {
  return a.size() == b.size() && std::ranges::equal(a.first(a.size()), b.first(b.size()));
}

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
  const auto kept = std::span(powers).first(std::min(count, SrsKey::kPublicPowers));
  key.powers = std::vector<G1Affine>(kept.begin(), kept.end());
  return Srs(std::move(key), std::move(powers));
}

}  // namespace zkp
