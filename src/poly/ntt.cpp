#include "poly/ntt.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace zkp {
namespace {

/// Elements that one thread transforms breadth first: 128 KiB, inside the second-level cache.
constexpr size_t kBreadthFirst = size_t{1} << 12;
/// Elements, or butterflies, that are worth handing to another thread.
constexpr size_t kGrain = size_t{1} << 11;

/// Below it the pass that permutes is not tiled.
constexpr int kTileLog = 4;

Fr power(const Fr& base, uint64_t exponent) { return base.pow(std::array<uint64_t, 1>{exponent}); }

/// roots[i] = w_(2m)^(reverse of i) for i < m = n/2, where w_k has order k. Because the reversal moves bit b of i to a
/// place counted from the top, an entry does not depend on m:  roots[1] = w_4, roots[2] = w_8, roots[3] = w_8 w_4, ...
///   roots[2^b + i] = w_(4 * 2^b) roots[i]   for i < 2^b.
std::vector<Fr> reversed_roots(int log_n) {
  std::vector<Fr> roots(log_n == 0 ? 0 : size_t{1} << (log_n - 1), Fr::one());
  for (int b = 0; b + 1 < log_n; ++b) {
    const size_t half = size_t{1} << b;
    const Fr w = Fr::root_of_unity(b + 2);
    for (size_t i = 0; i < half; ++i) roots[half + i] = roots[i] * w;
  }
  return roots;
}

/// Butterflies begin..end of the block `f` of 2h elements, the residue of the polynomial modulo X^(2h) - c^2:
///   f = lo + X^h hi   is   lo + c hi  modulo X^h - c   and   lo - c hi  modulo X^h + c.
/// Block i of its layer has c = roots[i]; the two halves are the blocks 2i and 2i + 1 of the next layer.
void butterflies(Fr* f, size_t h, size_t block, const Fr* roots, size_t begin, size_t end) {
  if (block == 0) {  // c = 1
    for (size_t j = begin; j < end; ++j) {
      const Fr lo = f[j], hi = f[j + h];
      f[j] = lo + hi;
      f[j + h] = lo - hi;
    }
    return;
  }
  const Fr c = roots[block];
  for (size_t j = begin; j < end; ++j) {
    const Fr lo = f[j], hi = f[j + h] * c;
    f[j] = lo + hi;
    f[j + h] = lo - hi;
  }
}

/// All layers below block `block` of `size` elements, on this thread.
void transform_block(Fr* f, size_t size, size_t block, const Fr* roots) {
  if (size > kBreadthFirst) {
    butterflies(f, size / 2, block, roots, 0, size / 2);
    transform_block(f, size / 2, 2 * block, roots);
    transform_block(f + size / 2, size / 2, 2 * block + 1, roots);
    return;
  }
  for (size_t h = size / 2, blocks = 1; h > 0; h /= 2, blocks *= 2) {
    for (size_t i = 0; i < blocks; ++i) butterflies(f + 2 * h * i, h, block * blocks + i, roots, 0, h);
  }
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
void scale_by_powers(std::span<Fr> values, const Fr& first, const Fr& ratio, TaskPool* pool) {
  parallel_for(pool, values.size(), kGrain, [&](size_t begin, size_t end) {
    Fr factor = first * power(ratio, begin);
    for (size_t i = begin; i < end; ++i) {
      values[i] *= factor;
      factor *= ratio;
    }
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
      root_(Fr::root_of_unity(log_n)),
      size_inverse_(Fr::from_u64(uint64_t{1} << log_n).inverse()),
      coset_inverse_(coset_shift().inverse()),
      vanishing_inverse_((power(coset_shift(), uint64_t{1} << log_n) - Fr::one()).inverse()),
      roots_(std::make_shared<const std::vector<Fr>>(reversed_roots(log_n))) {}

void NttDomain::transform(std::span<Fr> values, TaskPool* pool) const {
  ZKP_CHECK(values.size() == size());
  Fr* f = values.data();
  const Fr* roots = roots_->data();
  // With a pool, the top layers are shared butterfly by butterfly, until there are enough blocks to share those.
  size_t blocks = 1;
  size_t block_size = values.size();
  const size_t enough = pool == nullptr ? 1 : 4 * static_cast<size_t>(pool->threads());
  while (blocks < enough && block_size > kGrain) {
    const size_t h = block_size / 2;
    parallel_for(pool, values.size() / 2, kGrain, [&](size_t begin, size_t end) {
      while (begin < end) {
        const size_t block = begin / h, stop = std::min(end, (block + 1) * h);
        butterflies(f + block * block_size, h, block, roots, begin - block * h, stop - block * h);
        begin = stop;
      }
    });
    blocks *= 2;
    block_size = h;
  }
  parallel_for(blocks == 1 ? nullptr : pool, blocks, 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) transform_block(f + i * block_size, block_size, i, roots);
  });
  permute(values, log_n_, pool);
}

void NttDomain::forward(std::span<Fr> values, TaskPool* pool) const { transform(values, pool); }

void NttDomain::inverse(std::span<Fr> values, TaskPool* pool) const {
  transform(values, pool);
  negate_indices(values, pool);
  parallel_for(pool, values.size(), kGrain, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) values[i] *= size_inverse_;
  });
}

void NttDomain::coset_forward(std::span<Fr> values, TaskPool* pool) const {
  ZKP_CHECK(values.size() == size());
  scale_by_powers(values, Fr::one(), coset_shift(), pool);
  transform(values, pool);
}

void NttDomain::coset_inverse(std::span<Fr> values, TaskPool* pool) const {
  transform(values, pool);
  negate_indices(values, pool);
  scale_by_powers(values, size_inverse_, coset_inverse_, pool);
}

}  // namespace zkp
