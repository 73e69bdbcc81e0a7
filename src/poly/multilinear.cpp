#include "poly/multilinear.h"

#include <algorithm>
#include <vector>

#include "poly/multilinear_kernels.h"

namespace zkp {
namespace {

/// Elements, or pairs, that are worth handing to another thread; the partial sums of a loop belong to pieces of this
/// many.
constexpr size_t kGrain = size_t{1} << 11;
/// Variables whose eq table, of 64 KiB, stays in the second-level cache.
constexpr size_t kTableVariables = 11;

/// The sums of sum(begin, end) over pieces of [0, count).
template <size_t N, class Sum>
std::array<Fr, N> total(TaskPool* pool, size_t count, Sum sum) {
  const size_t pieces = (count + kGrain - 1) / kGrain;
  std::vector<std::array<Fr, N>> partial(pieces);
  parallel_for(pool, pieces, 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) partial[i] = sum(i * kGrain, std::min(count, (i + 1) * kGrain));
  });
  std::array<Fr, N> out;
  for (const auto& each : partial) {
    for (size_t k = 0; k < N; ++k) out[k] += each[k];
  }
  return out;
}

FractionTables tables_from(const FractionPairs& pairs, size_t begin) {
  return {pairs.p0.data() + begin, pairs.p1.data() + begin, pairs.q0.data() + begin, pairs.q1.data() + begin};
}

/// Writes halve(begin, end) to out[begin .. end) from f[2 begin .. 2 end), for all pairs of f. In place, out[h .. 2h)
/// needs f[2h .. 4h) and lies over f[h .. 2h), which out[h/2 .. h) needed: so pieces of doubled length one after the
/// other, each in parallel.
template <class Halve>
void halve_all(std::span<const Fr> f, std::span<Fr> out, TaskPool* pool, Halve halve) {
  ZKP_CHECK(out.size() == (f.size() + 1) / 2);
  const size_t pairs = f.size() / 2;
  const auto piece = [&](size_t from, size_t to) {
    parallel_for(pool, to - from, kGrain, [&](size_t begin, size_t end) { halve(from + begin, from + end); });
  };
  if (out.data() != f.data() || pool == nullptr) return piece(0, pairs);
  piece(0, std::min(pairs, kGrain));
  for (size_t begin = kGrain; begin < pairs; begin *= 2) piece(begin, std::min(pairs, 2 * begin));
}

/// Doubles the table of the variables before: entry y of it becomes (1 - z) and z times itself, in y and in y + 2^k.
void eq_table_by_doubling(std::span<const Fr> point, std::span<Fr> table, const MultilinearKernels& kernels) {
  table[0] = Fr::one();
  for (size_t k = 0; k < point.size(); ++k) {
    const size_t half = size_t{1} << k;
    kernels.split(table.data(), table.data() + half, point[k], half);
  }
}

}  // namespace

void bind_lowest(std::span<const Fr> f, const Fr& r, std::span<Fr> out, TaskPool* pool) {
  const MultilinearKernels& kernels = multilinear_kernels();
  const Fr last = f.empty() ? Fr::zero() : f.back();
  halve_all(f, out, pool,
            [&](size_t begin, size_t end) { kernels.bind(f.data() + 2 * begin, r, out.data() + begin, end - begin); });
  if (f.size() % 2 != 0) out.back() = last - r * last;
}

void add_neighbours(std::span<const Fr> f, std::span<Fr> out, TaskPool* pool) {
  const Fr last = f.empty() ? Fr::zero() : f.back();
  halve_all(f, out, pool, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) out[i] = f[2 * i] + f[2 * i + 1];
  });
  if (f.size() % 2 != 0) out.back() = last;
}

// eq(z, (low, high)) = eq(z_low, low) eq(z_high, high): a small table by doubling, and multiples of it. That writes
// every entry once, where doubling would also read and write again what is there.
void eq_table(std::span<const Fr> point, std::span<Fr> table, TaskPool* pool) {
  ZKP_CHECK(point.size() < 64 && table.size() == size_t{1} << point.size());
  const MultilinearKernels& kernels = multilinear_kernels();
  const size_t variables = std::min(point.size(), kTableVariables), low = size_t{1} << variables;
  eq_table_by_doubling(point.first(variables), table.first(low), kernels);
  if (table.size() == low) return;
  std::vector<Fr> high(table.size() / low);
  eq_table(point.subspan(variables), high, pool);
  parallel_for(pool, high.size() - 1, 1, [&](size_t begin, size_t end) {
    for (size_t j = begin + 1; j < end + 1; ++j) kernels.scale(table.data(), high[j], &table[j * low], low);
  });
  kernels.scale(table.data(), high[0], table.data(), low);
}

Fr inner_product(std::span<const Fr> f, std::span<const Fr> g, TaskPool* pool) {
  ZKP_CHECK(f.size() == g.size());
  const MultilinearKernels& kernels = multilinear_kernels();
  return total<1>(pool, f.size(), [&](size_t begin, size_t end) {
    return std::array<Fr, 1>{kernels.inner_product(f.data() + begin, g.data() + begin, end - begin)};
  })[0];
}

void row_products(std::span<const Fr> f, std::span<const Fr> weights, std::span<Fr> out, TaskPool* pool) {
  const size_t width = weights.size();
  ZKP_CHECK(width > 0 && out.size() == (f.size() + width - 1) / width);
  const MultilinearKernels& kernels = multilinear_kernels();
  parallel_for(pool, out.size(), kGrain / width + 1, [&](size_t begin, size_t end) {
    for (size_t j = begin; j < end; ++j) {
      out[j] = kernels.inner_product(f.data() + j * width, weights.data(), std::min(width, f.size() - j * width));
    }
  });
}

Fr evaluate_multilinear(std::span<const Fr> f, std::span<const Fr> point, TaskPool* pool) {
  ZKP_CHECK(point.size() < 64 && f.size() <= size_t{1} << point.size());
  const size_t variables = std::min(point.size(), kTableVariables);
  std::vector<Fr> low(size_t{1} << variables);
  eq_table(point.first(variables), low);
  std::vector<Fr> rows((f.size() + low.size() - 1) / low.size());
  row_products(f, low, rows, pool);
  if (point.size() == variables) return rows.empty() ? Fr::zero() : rows[0];
  return evaluate_multilinear(rows, point.subspan(variables), pool);
}

// An odd last element is a pair with 0.  s(2) = 2 s(1) - s(0) + 2 (coefficient of X^2).
std::array<Fr, 3> round_sums(std::span<const Fr> f, std::span<const Fr> g, TaskPool* pool) {
  ZKP_CHECK(f.size() == g.size());
  const MultilinearKernels& kernels = multilinear_kernels();
  auto s = total<3>(pool, f.size() / 2, [&](size_t begin, size_t end) {
    return kernels.round2(f.data() + 2 * begin, g.data() + 2 * begin, end - begin);
  });
  if (f.size() % 2 != 0) {
    const Fr last = f.back() * g.back();
    s[0] += last;
    s[2] += last;
  }
  return {s[0], s[1], (s[1] + s[2]).doubled() - s[0]};
}

// The third difference of a cubic polynomial is 6 times its leading coefficient:  s(3) = 3 s(2) - 3 s(1) + s(0) + 6 c.
std::array<Fr, 4> round_sums(std::span<const Fr> f, std::span<const Fr> g, std::span<const Fr> h, TaskPool* pool) {
  ZKP_CHECK(f.size() == g.size() && f.size() == h.size());
  const MultilinearKernels& kernels = multilinear_kernels();
  auto s = total<4>(pool, f.size() / 2, [&](size_t begin, size_t end) {
    return kernels.round3(f.data() + 2 * begin, g.data() + 2 * begin, h.data() + 2 * begin, end - begin);
  });
  if (f.size() % 2 != 0) {
    const std::array<Fr, 2> pairs[3] = {{f.back()}, {g.back()}, {h.back()}};
    const auto last = scalar_multilinear_kernels().round3(pairs[0].data(), pairs[1].data(), pairs[2].data(), 1);
    for (size_t k = 0; k < s.size(); ++k) s[k] += last[k];
  }
  const Fr difference = s[2] - s[1] + s[3].doubled();
  return {s[0], s[1], s[2], difference.doubled() + difference + s[0]};
}

void add_fractions(const FractionPairs& pairs, std::span<Fr> p, std::span<Fr> q, TaskPool* pool) {
  const size_t n = p.size();
  ZKP_CHECK(q.size() == n && pairs.p0.size() == n && pairs.p1.size() == n && pairs.q0.size() == n &&
            pairs.q1.size() == n);
  const MultilinearKernels& kernels = multilinear_kernels();
  parallel_for(pool, n, kGrain, [&](size_t begin, size_t end) {
    kernels.add_fractions(tables_from(pairs, begin), p.data() + begin, q.data() + begin, end - begin);
  });
}

}  // namespace zkp
