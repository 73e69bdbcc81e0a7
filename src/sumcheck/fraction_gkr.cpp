#include "sumcheck/fraction_gkr.h"

#include <memory>
#include <utility>

#include "base/check.h"
#include "poly/multilinear.h"
#include "poly/multilinear_kernels.h"
#include "sumcheck/fraction_levels.h"

namespace zkp {
namespace {

/// Rows that one task sums or binds.
constexpr size_t kBlock = kFractionBlock;
constexpr size_t kLeafBlock = FractionLeaves::kLeafBlock;
constexpr size_t kPairs = kFractionSlots / 2;

/// sum over [0, count) of sum(i), in an order that does not depend on the pool.
template <class Sum>
std::vector<RoundSums> sum_each(TaskPool* pool, size_t count, Sum sum) {
  std::vector<RoundSums> out(count);
  parallel_for(pool, count, 1, [&](size_t begin, size_t end) { sum(begin, end, std::span(out)); });
  return out;
}

/// The slots of the lowest layer with rows, behind one interface: tables in memory, or leaves that are computed.
class SlotTables {
 public:
  virtual ~SlotTables() = default;
  /// How many rows of the slot's tables are dense, and the tails.
  virtual QuadView tails(size_t slot) const = 0;
  /// The sums over all dense rows of every pair of slots 2k, 2k + 1, with weights eq(z_rows, .).
  virtual std::vector<RoundSums> sums(std::span<const Fr> weights, TaskPool* pool) const = 0;
  /// Every pair becomes one: f + r (g - f). Once; the rows live as long as this object.
  virtual std::vector<QuadRows> bind(const Fr& r, TaskPool* pool) = 0;
};

struct PairBlock {
  size_t pair, begin, count;
};

/// Blocks of the dense rows of each pair.
std::vector<PairBlock> pair_blocks(std::span<const QuadView> slots) {
  std::vector<PairBlock> out;
  for (size_t k = 0; 2 * k < slots.size(); ++k) {
    const size_t rows = std::max(slots[2 * k].dense(), slots[2 * k + 1].dense());
    for (size_t begin = 0; begin < rows; begin += kBlock) out.push_back({k, begin, std::min(kBlock, rows - begin)});
  }
  return out;
}

std::vector<RoundSums> sums_of_pairs(std::span<const QuadView> slots, std::span<const Fr> weights, TaskPool* pool) {
  const std::vector<PairBlock> tasks = pair_blocks(slots);
  const std::vector<RoundSums> parts = sum_each(pool, tasks.size(), [&](size_t begin, size_t end, auto out) {
    QuadScratch f, g;
    ConstantRows constants;
    for (size_t i = begin; i < end; ++i) {
      const PairBlock& t = tasks[i];
      out[i] = pair_sums(weights.data() + t.begin, f.block(slots[2 * t.pair], t.begin, t.count),
                         g.block(slots[2 * t.pair + 1], t.begin, t.count), t.count, constants);
    }
  });
  std::vector<RoundSums> out(slots.size() / 2);
  for (size_t i = 0; i < tasks.size(); ++i) out[tasks[i].pair] += parts[i];
  return out;
}

/// In the memory of whichever has more rows.
TailedRows bound_pair(const TailedRows& f, const TailedRows& g, const Fr& r, TaskPool* pool) {
  const MultilinearKernels& kernels = multilinear_kernels();
  const TailedRows& longer = f.dense >= g.dense ? f : g;
  TailedRows out{longer.data, longer.dense, f.size, f.tail + r * (g.tail - f.tail)};
  parallel_for(pool, block_count(out.dense, kBlock), 1, [&](size_t begin, size_t end) {
    std::vector<Fr> of_f(kBlock), of_g(kBlock);
    for (size_t i = begin; i < end; ++i) {
      const size_t first = i * kBlock, count = std::min(kBlock, out.dense - first);
      kernels.bind_pair(f.view().block(first, count, of_f.data()), g.view().block(first, count, of_g.data()), r,
                        out.data + first, count);
    }
  });
  return out;
}

std::vector<QuadRows> bound_pairs(std::span<const QuadRows> slots, const Fr& r, TaskPool* pool) {
  std::vector<QuadRows> out;
  for (size_t k = 0; 2 * k < slots.size(); ++k) {
    const QuadRows &f = slots[2 * k], &g = slots[2 * k + 1];
    out.push_back({bound_pair(f.p0, g.p0, r, pool), bound_pair(f.p1, g.p1, r, pool), bound_pair(f.q0, g.q0, r, pool),
                   bound_pair(f.q1, g.q1, r, pool)});
  }
  return out;
}

std::vector<QuadView> views_of(std::span<const QuadRows> tables) {
  std::vector<QuadView> out;
  for (const QuadRows& t : tables) out.push_back(view_of(t));
  return out;
}

class StoredSlots : public SlotTables {
 public:
  StoredSlots(FractionLevel below, const Fr& lambda, TaskPool* pool) : below_(std::move(below)) {
    for (size_t s = 0; s < kFractionSlots; ++s) {
      slots_.push_back(below_.quad(s));
      add_multiple(slots_.back().q1, lambda, slots_.back().p1, pool);
    }
  }
  QuadView tails(size_t slot) const override { return view_of(slots_[slot]); }
  std::vector<RoundSums> sums(std::span<const Fr> weights, TaskPool* pool) const override {
    return sums_of_pairs(views_of(slots_), weights, pool);
  }
  std::vector<QuadRows> bind(const Fr& r, TaskPool* pool) override { return bound_pairs(slots_, r, pool); }

  /// The memory, when nobody needs the rows any more.
  LargeVector<Fr> release() { return std::move(below_.memory); }

 private:
  /// p1 + lambda q1, which have as many rows.
  static void add_multiple(const TailedRows& q1, const Fr& lambda, TailedRows& p1, TaskPool* pool) {
    const MultilinearKernels& kernels = multilinear_kernels();
    parallel_for(pool, block_count(p1.dense, kBlock), 1, [&](size_t begin, size_t end) {
      const size_t first = begin * kBlock;
      kernels.add_scaled(q1.data + first, lambda, p1.data + first, std::min(end * kBlock, p1.dense) - first);
    });
    p1.tail += lambda * q1.tail;
  }

  FractionLevel below_;
  std::vector<QuadRows> slots_;
};

class LeafSlots : public SlotTables {
 public:
  /// `spare`: memory that it may use.
  LeafSlots(const FractionLeaves& leaves, const Fr& lambda, LargeVector<Fr> spare)
      : leaves_(leaves), lambda_(lambda), spare_(std::move(spare)) {
    for (size_t s = 0; s < kFractionSlots; ++s) {
      tails_[s] = leaf_quad(leaves, s, lambda);
      pair_rows_[s / 2] = std::max(pair_rows_[s / 2], tails_[s].dense());
      rows_ = std::max(rows_, pair_rows_[s / 2]);
    }
  }

  QuadView tails(size_t slot) const override { return tails_[slot]; }

  std::vector<RoundSums> sums(std::span<const Fr> weights, TaskPool* pool) const override {
    const size_t tasks = block_count(rows_, kLeafBlock);
    std::vector<std::array<RoundSums, kPairs>> parts(tasks);
    parallel_for(pool, tasks, 1, [&](size_t begin, size_t end) {
      LeafBlocks block(leaves_, lambda_);
      ConstantRows constants;
      for (size_t i = begin; i < end; ++i) {
        const size_t first = i * kLeafBlock, count = std::min(kLeafBlock, rows_ - first);
        block.load(first, count);
        for (size_t k = 0; k < kPairs; ++k) {
          if (first >= pair_rows_[k]) continue;
          parts[i][k] = pair_sums(weights.data() + first, block.quad(2 * k), block.quad(2 * k + 1),
                                  std::min(count, pair_rows_[k] - first), constants);
        }
      }
    });
    std::vector<RoundSums> out(kPairs);
    for (const auto& part : parts) {
      for (size_t k = 0; k < kPairs; ++k) out[k] += part[k];
    }
    return out;
  }

  std::vector<QuadRows> bind(const Fr& r, TaskPool* pool) override {
    const MultilinearKernels& kernels = multilinear_kernels();
    std::vector<QuadRows> out;
    for (size_t k = 0; k < kPairs; ++k) {
      const QuadView &f = tails_[2 * k], &g = tails_[2 * k + 1];
      out.push_back(
          {rows_for(f.p0, g.p0, r), rows_for(f.p1, g.p1, r), rows_for(f.q0, g.q0, r), rows_for(f.q1, g.q1, r)});
    }
    parallel_for(pool, block_count(rows_, kLeafBlock), 1, [&](size_t begin, size_t end) {
      LeafBlocks block(leaves_, lambda_);
      ConstantRows constants;
      for (size_t i = begin; i < end; ++i) {
        const size_t first = i * kLeafBlock, count = std::min(kLeafBlock, rows_ - first);
        block.load(first, count);
        auto bind_rows = [&](const BlockTable& f, const BlockTable& g, const TailedRows& to) {
          if (first >= to.dense) return;
          kernels.bind_pair(constants.rows(f, count), constants.rows(g, count), r, to.data + first,
                            std::min(count, to.dense - first));
        };
        for (size_t k = 0; k < kPairs; ++k) {
          const QuadBlock &f = block.quad(2 * k), &g = block.quad(2 * k + 1);
          bind_rows(f.p0, g.p0, out[k].p0);
          bind_rows(f.p1, g.p1, out[k].p1);
          bind_rows(f.q0, g.q0, out[k].q0);
          bind_rows(f.q1, g.q1, out[k].q1);
        }
      }
    });
    return out;
  }

  /// The memory, when nobody needs the rows any more.
  LargeVector<Fr> release() { return std::move(spare_); }

 private:
  TailedRows rows_for(const TailedView& f, const TailedView& g, const Fr& r) {
    const size_t dense = std::max(f.dense, g.dense);
    return {memory(dense), dense, f.size, f.tail + r * (g.tail - f.tail)};
  }
  /// Of so many rows: spare, or new.
  Fr* memory(size_t count) {
    if (count <= spare_.size() - spare_used_) {
      Fr* const out = spare_.data() + spare_used_;
      spare_used_ += count;
      return out;
    }
    return own_.emplace_back(count).data();
  }

  const FractionLeaves& leaves_;
  Fr lambda_;
  std::array<QuadView, kFractionSlots> tails_;
  std::array<size_t, kPairs> pair_rows_{};
  size_t rows_ = 0;
  LargeVector<Fr> spare_;
  size_t spare_used_ = 0;
  std::vector<LargeVector<Fr>> own_;
};

/// A layer of at most 2^kFractionSlotBits entries, where there are no rows: plain loops. `p`, `q`: the layer below it.
FractionLayer prove_small_layer(std::span<const Fr> p, std::span<const Fr> q, FractionClaims& claims) {
  const size_t half = p.size() / 2;
  std::vector<Fr> tables[4] = {{p.begin(), p.begin() + static_cast<std::ptrdiff_t>(half)},
                               {p.begin() + static_cast<std::ptrdiff_t>(half), p.end()},
                               {q.begin(), q.begin() + static_cast<std::ptrdiff_t>(half)},
                               {q.begin() + static_cast<std::ptrdiff_t>(half), q.end()}};
  claims.begin_layer();
  for (size_t i = 0; i < half; ++i) tables[1][i] += claims.lambda() * tables[3][i];
  if (half > 1) {
    std::vector<Fr> weights(half / 2);
    eq_table(claims.z().subspan(1), weights);
    for (size_t rows = half; rows > 1; rows /= 2) {
      const RoundSums sums = scalar_multilinear_kernels().fraction_round(
          weights.data(), {tables[0].data(), tables[1].data(), tables[2].data(), tables[3].data()}, rows / 2);
      const Fr r = claims.round(sums);
      for (std::vector<Fr>& table : tables) {
        bind_lowest(std::span(table).first(rows), r, std::span(table).first(rows / 2));
      }
      for (size_t i = 0; i < rows / 4; ++i) weights[i] = weights[2 * i] + weights[2 * i + 1];
    }
  }
  return claims.end_layer({tables[0][0], tables[1][0], tables[2][0], tables[3][0]});
}

/// eq(point, row), row by its bits.
Fr eq_row(std::span<const Fr> point, size_t row) {
  Fr out = Fr::one();
  for (size_t k = 0; k < point.size(); ++k) out *= (row >> k & 1) != 0 ? point[k] : Fr::one() - point[k];
  return out;
}

/// A layer with rows: first the rounds that bind the slot, over pairs of slots, then those that bind the row.
FractionLayer prove_layer(SlotTables& slots, FractionClaims& claims, TaskPool* pool) {
  const std::vector<Fr> z(claims.z().begin(), claims.z().end());
  const std::span<const Fr> z_rows = std::span(z).subspan(kFractionSlotBits);
  const size_t rows = size_t{1} << z_rows.size();
  LargeVector<Fr> weights(rows);
  eq_table(z_rows, weights, pool);

  claims.begin_layer();
  std::vector<QuadRows> tables;
  std::vector<QuadView> views;
  for (size_t s = 0; s < kFractionSlots; ++s) views.push_back(slots.tails(s));
  for (int j = 0; j < kFractionSlotBits; ++j) {
    const size_t pairs = views.size() / 2;
    std::vector<Fr> of_pairs(pairs);
    eq_table(std::span(z).subspan(static_cast<size_t>(j) + 1, static_cast<size_t>(kFractionSlotBits - 1 - j)),
             of_pairs);
    const std::vector<RoundSums> sums = j == 0 ? slots.sums(weights, pool) : sums_of_pairs(views, weights, pool);
    RoundSums total{};
    for (size_t k = 0; k < pairs; ++k) {
      const QuadView &f = views[2 * k], &g = views[2 * k + 1];
      RoundSums of_pair = sums[k];
      const size_t dense = std::max(f.dense(), g.dense());
      if (dense < rows) { of_pair += tail_sums(f, g) * (Fr::one() - eq_prefix_sum(z_rows, dense)); }
      total += of_pair * of_pairs[k];
    }
    const Fr r = claims.round(total);
    tables = j == 0 ? slots.bind(r, pool) : bound_pairs(tables, r, pool);
    views = views_of(tables);
  }

  QuadRows table = tables[0];
  const MultilinearKernels& kernels = multilinear_kernels();
  for (size_t i = 0; i < z_rows.size(); ++i) {
    const QuadView view = view_of(table);
    const size_t pairs = (view.dense() + 1) / 2;
    add_neighbours(std::span(weights).first(2 * pairs), std::span(weights).first(pairs), pool);
    weights.resize(pairs);
    // The next round adds weights in pairs: with an odd number, the first behind the dense rows too.
    if (pairs % 2 != 0 && i + 1 < z_rows.size()) weights.push_back(eq_row(z_rows.subspan(i + 1), pairs));
    const std::vector<RoundSums> parts =
        sum_each(pool, block_count(pairs, kBlock), [&](size_t begin, size_t end, auto out) {
          QuadScratch scratch;
          ConstantRows constants;
          for (size_t b = begin; b < end; ++b) {
            const size_t first = b * kBlock, count = std::min(kBlock, pairs - first);
            out[b] = kernels.fraction_round(
                weights.data() + first, constants.rows(scratch.block(view, 2 * first, 2 * count), 2 * count), count);
          }
        });
    RoundSums total{};
    for (const RoundSums& part : parts) total += part;
    // On rows where all four tables are constant the polynomial is too.
    const Fr tail = table.p0.tail * table.q1.tail + table.p1.tail * table.q0.tail;
    if (!tail.is_zero() && 2 * pairs < table.p0.size) {
      total[0] += tail * (Fr::one() - eq_prefix_sum(z_rows.subspan(i + 1), pairs));
    }
    const Fr r = claims.round(total);
    for (TailedRows* each : {&table.p0, &table.p1, &table.q0, &table.q1}) each->bind(r, pool);
  }
  return claims.end_layer({table.p0.at(0), table.p1.at(0), table.q0.at(0), table.q1.at(0)});
}

}  // namespace

FractionProof prove_fractions(const FractionLeaves& leaves, PoseidonSponge& transcript, TaskPool* pool,
                              size_t max_bytes) {
  ZKP_CHECK(leaves.row_variables() >= 1);
  // Levels are kept from the first whose rows, and those of all above it, fit; those below it are computed.
  std::vector<std::unique_ptr<FoldedLeaves>> folded;
  auto computed = [&](size_t i) -> const FractionLeaves& {
    return i == 0 ? leaves : static_cast<const FractionLeaves&>(*folded[i - 1]);
  };
  while (computed(folded.size()).row_variables() > 1 && 2 * level_bytes(computed(folded.size())) > max_bytes) {
    folded.push_back(std::make_unique<FoldedLeaves>(computed(folded.size())));
  }
  const FractionLeaves& lowest = computed(folded.size());
  std::vector<FractionLevel> levels(static_cast<size_t>(lowest.row_variables()));  // levels[m]: 2^m rows
  levels.back() = add_leaves(lowest, pool);
  for (size_t m = levels.size() - 1; m-- > 0;) levels[m] = add_level(levels[m + 1], pool);

  // The layers at the root, over slots alone.
  std::vector<std::vector<Fr>> p(kFractionSlotBits + 1), q(kFractionSlotBits + 1);
  for (size_t s = 0; s < kFractionSlots; ++s) {
    p.back().push_back(levels[0].p[s].at(0));
    q.back().push_back(levels[0].q[s].at(0));
  }
  for (size_t d = kFractionSlotBits; d-- > 0;) {
    const size_t half = size_t{1} << d;
    p[d].resize(half);
    q[d].resize(half);
    const Fr *below_p = p[d + 1].data(), *below_q = q[d + 1].data();
    scalar_multilinear_kernels().add_fractions({below_p, below_p + half, below_q, below_q + half}, p[d].data(),
                                               q[d].data(), half);
  }

  FractionProof out;
  out.root_p = p[0][0];
  out.root_q = q[0][0];
  FractionClaims claims(transcript, out.root_p, out.root_q);
  for (size_t d = 0; d < kFractionSlotBits; ++d) out.layers.push_back(prove_small_layer(p[d + 1], q[d + 1], claims));
  LargeVector<Fr> spare;
  for (size_t m = 0; m + 1 < levels.size(); ++m) {
    StoredSlots slots(std::move(levels[m + 1]), claims.lambda(), pool);
    out.layers.push_back(prove_layer(slots, claims, pool));
    spare = slots.release();
  }
  levels.clear();
  for (size_t i = folded.size() + 1; i-- > 0;) {
    LeafSlots slots(computed(i), claims.lambda(), std::move(spare));
    out.layers.push_back(prove_layer(slots, claims, pool));
    spare = slots.release();
  }
  out.z.assign(claims.z().begin(), claims.z().end());
  out.p = claims.p();
  out.q = claims.q();
  out.lambda = claims.lambda();
  return out;
}

}  // namespace zkp
