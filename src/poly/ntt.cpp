#include "poly/ntt.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "poly/ntt_kernels.h"

namespace zkp {
namespace {

/// Elements, or butterflies, that are worth handing to another thread.
constexpr size_t kGrain = size_t{1} << 11;

/// Neighbours that a pass takes together.
constexpr size_t kColumns = 8;
/// Below it the pass that permutes is not tiled.
constexpr int kTileLog = 4;

Fr power(const Fr& base, uint64_t exponent) { return base.pow(std::array<uint64_t, 1>{exponent}); }

/// roots[i] = w_(2m)^(reverse of i) for i < m = n/2, where w_k has order k. Because the reversal moves bit b of i to a
/// place counted from the top, an entry does not depend on m:  roots[1] = w_4, roots[2] = w_8, roots[3] = w_8 w_4, ...
///   roots[2^b + i] = w_(4 * 2^b) roots[i]   for i < 2^b.
std::vector<Fr> reversed_roots(int log_n, const NttKernels& kernels) {
  const size_t count = log_n == 0 ? 0 : size_t{1} << (log_n - 1), cells = kernels.cells;
  std::vector<Fr> roots(count * cells, Fr::one());
  for (int b = 0; b + 1 < log_n; ++b) {
    const size_t half = size_t{1} << b;
    const Fr w = Fr::root_of_unity(b + 2);
    for (size_t i = 0; i < half; ++i) roots[(half + i) * cells] = roots[i * cells] * w;
  }
  for (size_t i = 0; i < count; ++i) kernels.prepare(&roots[i * cells], Fr(roots[i * cells]));
  return roots;
}

size_t reverse_bits(size_t value, int bits) {
  size_t out = 0;
  for (int i = 0; i < bits; ++i) out |= (value >> i & 1) << (bits - 1 - i);
  return out;
}

/// values[i] <-> values[reverse of i]. An index is (high, middle, low) with kTileLog bits outside, so that for a fixed
/// middle all accesses fall into two tiles of 2^kTileLog runs of 2^kTileLog neighbours, which stay in the cache.
void permute(std::span<Fr> values, int log_n, TaskPool* pool) {
  if (log_n < 2 * kTileLog) {
    for (size_t i = 0; i < values.size(); ++i) {
      const size_t j = reverse_bits(i, log_n);
      if (i < j) std::swap(values[i], values[j]);
    }
    return;
  }
  constexpr size_t kTile = size_t{1} << kTileLog;
  std::array<size_t, kTile> reversed{};
  for (size_t i = 0; i < kTile; ++i) reversed[i] = reverse_bits(i, kTileLog);
  const int middle_bits = log_n - 2 * kTileLog;
  const int high_shift = log_n - kTileLog;
  // Exchanging tile `middle` with tile `reverse of middle` is the work of the smaller of the two alone.
  parallel_for(pool, size_t{1} << middle_bits, kGrain / (kTile * kTile) + 1, [&](size_t begin, size_t end) {
    for (size_t middle = begin; middle < end; ++middle) {
      const size_t other = reverse_bits(middle, middle_bits);
      if (middle > other) continue;
      for (size_t high = 0; high < kTile; ++high) {
        for (size_t low = 0; low < kTile; ++low) {
          const size_t i = high << high_shift | middle << kTileLog | low;
          const size_t j = reversed[low] << high_shift | other << kTileLog | reversed[high];
          if (middle < other || i < j) std::swap(values[i], values[j]);
        }
      }
    }
  });
}

/// values[i] <- values[i] first ratio^i
void scale_by_powers(std::span<Fr> values, const Fr& first, const Fr& ratio, const NttKernels& kernels,
                     TaskPool* pool) {
  parallel_for(pool, values.size(), kGrain, [&](size_t begin, size_t end) {
    kernels.scale_by_powers(values.subspan(begin, end - begin), first * power(ratio, begin), ratio);
  });
}

/// values[i] <- values[-i mod n]: with w^-1 in the place of w, value i is value -i.
void negate_indices(std::span<Fr> values, TaskPool* pool) {
  const size_t n = values.size();
  if (n <= 2) return;
  parallel_for(pool, n / 2 - 1, kGrain, [&](size_t begin, size_t end) {
    for (size_t i = begin + 1; i < end + 1; ++i) std::swap(values[i], values[n - i]);
  });
}

}  // namespace

Result<NttDomain> NttDomain::make(int log_n) {
  if (log_n < 0 || log_n > kMaxLogSize) {
    return Error(GeneralError::kInvalidArgument, "transform of size 2^" + std::to_string(log_n) +
                                                     ": the exponent must be in 0.." + std::to_string(kMaxLogSize));
  }
  return NttDomain(log_n);
}

NttDomain::NttDomain(int log_n)
    : log_n_(log_n),
      kernels_(&ntt_kernels(log_n)),
      root_(Fr::root_of_unity(log_n)),
      size_inverse_(Fr::from_u64(uint64_t{1} << log_n).inverse()),
      coset_inverse_(coset_shift().inverse()),
      vanishing_inverse_((power(coset_shift(), uint64_t{1} << log_n) - Fr::one()).inverse()),
      roots_(std::make_shared<const std::vector<Fr>>(reversed_roots(log_n, *kernels_))) {}

// Passes over memory of up to kLayers layers, until blocks fit in the cache; those go to threads one by one. A pass is
// shared by columns: every eight neighbours of its 2^layers rows.
void NttDomain::transform_reversed(std::span<Fr> values, TaskPool* pool) const {
  ZKP_CHECK(values.size() == size());
  Fr* f = values.data();
  const Fr* roots = roots_->data();
  int log_block = log_n_;
  while (log_block > NttKernels::kTileLog) {
    const int left = log_block - NttKernels::kTileLog;
    const int passes = (left + NttKernels::kLayers - 1) / NttKernels::kLayers;
    const int layers = (left + passes - 1) / passes;
    const size_t block_size = size_t{1} << log_block, columns = (block_size >> layers) / kColumns;
    parallel_for(pool, (values.size() / block_size) * columns, 1 + kGrain / (kColumns << layers),
                 [&](size_t begin, size_t end) {
                   while (begin < end) {
                     const size_t block = begin / columns, stop = std::min(end, (block + 1) * columns);
                     kernels_->descend(f + block * block_size, block_size, block, roots, layers,
                                       (begin - block * columns) * kColumns, (stop - block * columns) * kColumns);
                     begin = stop;
                   }
                 });
    log_block -= layers;
  }
  const size_t blocks = values.size() >> log_block;
  parallel_for(blocks == 1 ? nullptr : pool, blocks, 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) kernels_->finish(f + (i << log_block), log_block, i, roots);
  });
}

void NttDomain::transform(std::span<Fr> values, TaskPool* pool) const {
  transform_reversed(values, pool);
  permute(values, log_n_, pool);
}

void NttDomain::forward(std::span<Fr> values, TaskPool* pool) const { transform(values, pool); }

void NttDomain::forward_reversed(std::span<Fr> values, TaskPool* pool) const { transform_reversed(values, pool); }

void NttDomain::inverse(std::span<Fr> values, TaskPool* pool) const {
  transform(values, pool);
  negate_indices(values, pool);
  parallel_for(pool, values.size(), kGrain,
               [&](size_t begin, size_t end) { kernels_->scale(values.subspan(begin, end - begin), size_inverse_); });
}

namespace {
template <class Transform>
void for_each_vector(std::span<Fr> values, size_t size, TaskPool* pool, const Transform& transform) {
  ZKP_CHECK(values.size() % size == 0);
  const size_t count = values.size() / size;
  const bool share_vectors = pool != nullptr && count < static_cast<size_t>(pool->threads());
  parallel_for(share_vectors ? nullptr : pool, count, 1 + kGrain / size, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) transform(values.subspan(i * size, size), share_vectors ? pool : nullptr);
  });
}
}  // namespace

void NttDomain::forward_many(std::span<Fr> values, TaskPool* pool) const {
  for_each_vector(values, size(), pool, [this](std::span<Fr> one, TaskPool* threads) { forward(one, threads); });
}

void NttDomain::inverse_many(std::span<Fr> values, TaskPool* pool) const {
  for_each_vector(values, size(), pool, [this](std::span<Fr> one, TaskPool* threads) { inverse(one, threads); });
}

void NttDomain::coset_forward(std::span<Fr> values, TaskPool* pool) const {
  ZKP_CHECK(values.size() == size());
  scale_by_powers(values, Fr::one(), coset_shift(), *kernels_, pool);
  transform(values, pool);
}

// v^(2i+1) = v w^i.
void NttDomain::odd_coset_forward(std::span<Fr> values, TaskPool* pool) const {
  ZKP_CHECK(values.size() == size());
  scale_by_powers(values, Fr::one(), Fr::root_of_unity(log_n_ + 1), *kernels_, pool);
  transform(values, pool);
}

void NttDomain::coset_inverse(std::span<Fr> values, TaskPool* pool) const {
  transform(values, pool);
  negate_indices(values, pool);
  scale_by_powers(values, size_inverse_, coset_inverse_, *kernels_, pool);
}

}  // namespace zkp
