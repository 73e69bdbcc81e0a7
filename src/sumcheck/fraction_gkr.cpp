#include "sumcheck/fraction_gkr.h"

#include <memory>

#include "base/check.h"
#include "poly/multilinear.h"
#include "poly/multilinear_kernels.h"

namespace zkp {
namespace {

/// Rows that one task sums or binds.
constexpr size_t kBlock = size_t{1} << 11;
constexpr size_t kLeafBlock = FractionLeaves::kLeafBlock;

size_t blocks(size_t rows, size_t block) { return (rows + block - 1) / block; }

/// The tables of a slot in one layer: p and q of the layer below it, each in two halves.
template <class Table>
struct Quad {
  Table p0, p1, q0, q1;

  size_t dense() const { return std::max(std::max(rows_of(p0), rows_of(p1)), std::max(rows_of(q0), rows_of(q1))); }

 private:
  static size_t rows_of(const Table& t) { return t.dense; }
};
using QuadView = Quad<TailedView>;
using QuadRows = Quad<TailedRows>;
using Storage = std::vector<LargeVector<Fr>>;

QuadView view_of(const QuadRows& t) { return {t.p0.view(), t.p1.view(), t.q0.view(), t.q1.view()}; }

/// Room for one block of each table of a quad.
struct QuadScratch {
  std::vector<Fr> rows = std::vector<Fr>(4 * 2 * kBlock);
  Fr* at(size_t table) { return rows.data() + table * 2 * kBlock; }
};

FractionTables block_of(const QuadView& t, size_t begin, size_t count, QuadScratch& scratch) {
  return {t.p0.block(begin, count, scratch.at(0)), t.p1.block(begin, count, scratch.at(1)),
          t.q0.block(begin, count, scratch.at(2)), t.q1.block(begin, count, scratch.at(3))};
}

/// The value at X = 0, and the coefficient of X^2, of a polynomial of degree 2. The rest follows from the claim.
using RoundSums = std::array<Fr, 2>;

RoundSums& operator+=(RoundSums& a, const RoundSums& b) {
  for (size_t k = 0; k < a.size(); ++k) a[k] += b[k];
  return a;
}
RoundSums operator*(const RoundSums& a, const Fr& factor) { return {a[0] * factor, a[1] * factor}; }

/// What rows on which all tables of both quads are constant add, for weights of 1 in all.
RoundSums tail_sums(const QuadView& f, const QuadView& g) {
  const Fr one = Fr::one();
  return scalar_multilinear_kernels().fraction_pair(&one, {&f.p0.tail, &f.p1.tail, &f.q0.tail, &f.q1.tail},
                                                    {&g.p0.tail, &g.p1.tail, &g.q0.tail, &g.q1.tail}, 1);
}

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
  /// Pair k of slots 2k, 2k + 1: rows that differ from the tails, and the tails.
  virtual QuadView tails(size_t slot) const = 0;
  /// The sums over all dense rows of every pair, with weights eq(z_rows, .).
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

std::vector<RoundSums> pair_sums(std::span<const QuadView> slots, std::span<const Fr> weights, TaskPool* pool) {
  const MultilinearKernels& kernels = multilinear_kernels();
  const std::vector<PairBlock> tasks = pair_blocks(slots);
  const std::vector<RoundSums> parts = sum_each(pool, tasks.size(), [&](size_t begin, size_t end, auto out) {
    QuadScratch f, g;
    for (size_t i = begin; i < end; ++i) {
      const PairBlock& t = tasks[i];
      out[i] = kernels.fraction_pair(weights.data() + t.begin, block_of(slots[2 * t.pair], t.begin, t.count, f),
                                     block_of(slots[2 * t.pair + 1], t.begin, t.count, g), t.count);
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
  parallel_for(pool, blocks(out.dense, kBlock), 1, [&](size_t begin, size_t end) {
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

/// A level of the tree: p and q of every slot, with the same number of rows.
struct Level {
  std::vector<TailedTable> p, q;
};

TailedRows half_of(const TailedRows& rows, bool high) {
  const TailedView view = rows.view().half(high);
  return {rows.data + (high ? std::min(rows.dense, rows.size / 2) : 0), view.dense, view.size, view.tail};
}

class StoredSlots : public SlotTables {
 public:
  StoredSlots(Level below, const Fr& lambda, TaskPool* pool) : below_(std::move(below)) {
    for (size_t s = 0; s < kFractionSlots; ++s) {
      const TailedRows p = below_.p[s].rows(), q = below_.q[s].rows();
      slots_.push_back({half_of(p, false), half_of(p, true), half_of(q, false), half_of(q, true)});
      add_multiple(slots_.back().q1, lambda, slots_.back().p1, pool);
    }
  }
  QuadView tails(size_t slot) const override { return view_of(slots_[slot]); }
  std::vector<RoundSums> sums(std::span<const Fr> weights, TaskPool* pool) const override {
    return pair_sums(views_of(slots_), weights, pool);
  }
  std::vector<QuadRows> bind(const Fr& r, TaskPool* pool) override { return bound_pairs(slots_, r, pool); }

  /// The memory, when nobody needs the rows any more.
  Storage release() {
    Storage out;
    for (std::vector<TailedTable>* tables : {&below_.p, &below_.q}) {
      for (TailedTable& table : *tables) out.push_back(table.release());
    }
    return out;
  }

 private:
  /// p1 + lambda q1, which have as many rows.
  static void add_multiple(const TailedRows& q1, const Fr& lambda, TailedRows& p1, TaskPool* pool) {
    const MultilinearKernels& kernels = multilinear_kernels();
    parallel_for(pool, blocks(p1.dense, kBlock), 1, [&](size_t begin, size_t end) {
      const size_t first = begin * kBlock;
      kernels.add_scaled(q1.data + first, lambda, p1.data + first, std::min(end * kBlock, p1.dense) - first);
    });
    p1.tail += lambda * q1.tail;
  }

  Level below_;
  std::vector<QuadRows> slots_;
};

/// Blocks of leaves as quads: row x and row x + half. With a factor lambda the table p1 holds p1 + lambda q1.
class LeafBlocks {
 public:
  explicit LeafBlocks(const FractionLeaves& leaves, const Fr& lambda = Fr::zero()) : leaves_(leaves), lambda_(lambda) {
    for (size_t s = 0; s < kFractionSlots; ++s) {
      tails_[0][s] = leaves.tail_p(s);
      tails_[1][s] = leaves.tail_q(s);
      active_[s] = leaves.dense_rows(s) > 0;
      if (!active_[s]) continue;
      for (size_t half = 0; half < 2; ++half) {
        p_[half][s].resize(kLeafBlock);
        q_[half][s].resize(kLeafBlock);
      }
    }
    constant_p_.resize(kLeafBlock);
    constant_p1_.resize(kLeafBlock);
    constant_q_.resize(kLeafBlock);
  }

  /// Rows [begin, begin + count) and those that are `half` higher.
  void load(size_t begin, size_t count, size_t half) {
    for (size_t high = 0; high < 2; ++high) {
      std::array<Fr*, kFractionSlots> p{}, q{};
      for (size_t s = 0; s < kFractionSlots; ++s) {
        p[s] = p_[high][s].data();
        q[s] = q_[high][s].data();
      }
      leaves_.fill(begin + high * half, count, p, q);
    }
    if (lambda_.is_zero()) return;
    for (size_t s = 0; s < kFractionSlots; ++s) {
      if (active_[s]) multilinear_kernels().add_scaled(q_[1][s].data(), lambda_, p_[1][s].data(), count);
    }
  }
  /// Of a slot without dense rows: its tails. One such slot at a time.
  FractionTables tables(size_t slot) {
    if (active_[slot]) return {p_[0][slot].data(), p_[1][slot].data(), q_[0][slot].data(), q_[1][slot].data()};
    std::fill(constant_p_.begin(), constant_p_.end(), tails_[0][slot]);
    std::fill(constant_p1_.begin(), constant_p1_.end(), tails_[0][slot] + lambda_ * tails_[1][slot]);
    std::fill(constant_q_.begin(), constant_q_.end(), tails_[1][slot]);
    return {constant_p_.data(), constant_p1_.data(), constant_q_.data(), constant_q_.data()};
  }

 private:
  const FractionLeaves& leaves_;
  Fr lambda_;
  std::array<std::array<Fr, kFractionSlots>, 2> tails_;
  std::array<bool, kFractionSlots> active_{};
  std::array<std::array<std::vector<Fr>, kFractionSlots>, 2> p_, q_;
  std::vector<Fr> constant_p_, constant_p1_, constant_q_;
};

class LeafSlots : public SlotTables {
 public:
  /// `spare`: memory that it may use.
  LeafSlots(const FractionLeaves& leaves, const Fr& lambda, Storage spare)
      : leaves_(leaves), lambda_(lambda), half_(size_t{1} << (leaves.row_variables() - 1)), spare_(std::move(spare)) {}

  QuadView tails(size_t slot) const override {
    const size_t dense = leaves_.dense_rows(slot), low = std::min(dense, half_);
    const Fr p = leaves_.tail_p(slot), q = leaves_.tail_q(slot);
    return {{nullptr, low, half_, p},
            {nullptr, dense - low, half_, p + lambda_ * q},
            {nullptr, low, half_, q},
            {nullptr, dense - low, half_, q}};
  }

  std::vector<RoundSums> sums(std::span<const Fr> weights, TaskPool* pool) const override {
    const MultilinearKernels& kernels = multilinear_kernels();
    const size_t tasks = blocks(rows(), kLeafBlock), pairs = kFractionSlots / 2;
    std::vector<std::array<RoundSums, kFractionSlots / 2>> parts(tasks);
    parallel_for(pool, tasks, 1, [&](size_t begin, size_t end) {
      LeafBlocks block(leaves_, lambda_);
      for (size_t i = begin; i < end; ++i) {
        const size_t first = i * kLeafBlock, count = std::min(kLeafBlock, rows() - first);
        block.load(first, count, half_);
        for (size_t k = 0; k < pairs; ++k) {
          const size_t dense = pair_rows(k);
          if (first >= dense) continue;
          parts[i][k] = kernels.fraction_pair(weights.data() + first, block.tables(2 * k), block.tables(2 * k + 1),
                                              std::min(count, dense - first));
        }
      }
    });
    std::vector<RoundSums> out(pairs);
    for (const auto& part : parts) {
      for (size_t k = 0; k < pairs; ++k) out[k] += part[k];
    }
    return out;
  }

  std::vector<QuadRows> bind(const Fr& r, TaskPool* pool) override {
    const MultilinearKernels& kernels = multilinear_kernels();
    std::vector<QuadRows> out;
    for (size_t k = 0; 2 * k < kFractionSlots; ++k) {
      const QuadView f = tails(2 * k), g = tails(2 * k + 1);
      auto rows_for = [&](const TailedView& of_f, const TailedView& of_g) {
        const size_t dense = std::max(of_f.dense, of_g.dense);
        return TailedRows{memory(dense), dense, half_, of_f.tail + r * (of_g.tail - of_f.tail)};
      };
      out.push_back({rows_for(f.p0, g.p0), rows_for(f.p1, g.p1), rows_for(f.q0, g.q0), rows_for(f.q1, g.q1)});
    }
    parallel_for(pool, blocks(rows(), kLeafBlock), 1, [&](size_t begin, size_t end) {
      LeafBlocks block(leaves_, lambda_);
      for (size_t i = begin; i < end; ++i) {
        const size_t first = i * kLeafBlock, count = std::min(kLeafBlock, rows() - first);
        block.load(first, count, half_);
        for (size_t k = 0; k < out.size(); ++k) {
          if (first >= pair_rows(k)) continue;
          const FractionTables f = block.tables(2 * k), g = block.tables(2 * k + 1);
          auto bind_rows = [&](const Fr* of_f, const Fr* of_g, const TailedRows& to) {
            if (first >= to.dense) return;
            kernels.bind_pair(of_f, of_g, r, to.data + first, std::min(count, to.dense - first));
          };
          bind_rows(f.p0, g.p0, out[k].p0);
          bind_rows(f.p1, g.p1, out[k].p1);
          bind_rows(f.q0, g.q0, out[k].q0);
          bind_rows(f.q1, g.q1, out[k].q1);
        }
      }
    });
    return out;
  }

 private:
  size_t rows() const {
    size_t out = 0;
    for (size_t k = 0; 2 * k < kFractionSlots; ++k) out = std::max(out, pair_rows(k));
    return out;
  }
  /// Of so many rows: spare memory of the least sufficient size, or new.
  Fr* memory(size_t count) {
    auto best = spare_.end();
    for (auto at = spare_.begin(); at != spare_.end(); ++at) {
      if (at->capacity() >= count && (best == spare_.end() || at->capacity() < best->capacity())) best = at;
    }
    if (best == spare_.end()) {
      used_.emplace_back(count);
    } else {
      used_.push_back(std::move(*best));
      spare_.erase(best);
      used_.back().resize(count);
    }
    return used_.back().data();
  }
  size_t pair_rows(size_t k) const {
    return std::min(half_, std::max(leaves_.dense_rows(2 * k), leaves_.dense_rows(2 * k + 1)));
  }

  const FractionLeaves& leaves_;
  Fr lambda_;
  size_t half_;
  Storage spare_, used_;
};

/// The level above some leaves, as leaves: each of its rows from two rows below it.
class FoldedLeaves : public FractionLeaves {
 public:
  explicit FoldedLeaves(const FractionLeaves& below) : below_(below), half_(size_t{1} << (below.row_variables() - 1)) {}

  int row_variables() const override { return below_.row_variables() - 1; }
  size_t dense_rows(size_t slot) const override { return std::min(half_, below_.dense_rows(slot)); }
  Fr tail_p(size_t slot) const override { return (below_.tail_p(slot) * below_.tail_q(slot)).doubled(); }
  Fr tail_q(size_t slot) const override { return below_.tail_q(slot).square(); }
  void fill(size_t begin, size_t count, const std::array<Fr*, kFractionSlots>& p,
            const std::array<Fr*, kFractionSlots>& q) const override {
    const MultilinearKernels& kernels = multilinear_kernels();
    LeafBlocks block(below_);
    block.load(begin, count, half_);
    for (size_t s = 0; s < kFractionSlots; ++s) {
      if (below_.dense_rows(s) > 0) kernels.add_fractions(block.tables(s), p[s], q[s], count);
    }
  }

 private:
  const FractionLeaves& below_;
  size_t half_;
};

/// The level above the leaves, from blocks of leaves.
Level add_leaves(const FractionLeaves& leaves, TaskPool* pool) {
  const MultilinearKernels& kernels = multilinear_kernels();
  const size_t half = size_t{1} << (leaves.row_variables() - 1);
  std::array<LargeVector<Fr>, kFractionSlots> p, q;
  size_t rows = 0;
  for (size_t s = 0; s < kFractionSlots; ++s) {
    p[s].resize(std::min(half, leaves.dense_rows(s)));
    q[s].resize(p[s].size());
    rows = std::max(rows, p[s].size());
  }
  parallel_for(pool, blocks(rows, kLeafBlock), 1, [&](size_t begin, size_t end) {
    LeafBlocks block(leaves);
    for (size_t i = begin; i < end; ++i) {
      const size_t first = i * kLeafBlock, count = std::min(kLeafBlock, rows - first);
      block.load(first, count, half);
      for (size_t s = 0; s < kFractionSlots; ++s) {
        if (first >= p[s].size()) continue;
        kernels.add_fractions(block.tables(s), p[s].data() + first, q[s].data() + first,
                              std::min(count, p[s].size() - first));
      }
    }
  });
  Level out;
  for (size_t s = 0; s < kFractionSlots; ++s) {
    const Fr tail_p = leaves.tail_p(s), tail_q = leaves.tail_q(s);
    out.p.emplace_back(half, std::move(p[s]), (tail_p * tail_q).doubled());
    out.q.emplace_back(half, std::move(q[s]), tail_q.square());
  }
  return out;
}

/// The level above one in memory.
Level add_level(const Level& below, TaskPool* pool) {
  const MultilinearKernels& kernels = multilinear_kernels();
  Level out;
  for (size_t s = 0; s < kFractionSlots; ++s) {
    const TailedView p = below.p[s].view(), q = below.q[s].view();
    const QuadView pairs = {p.half(false), p.half(true), q.half(false), q.half(true)};
    LargeVector<Fr> sum_p(pairs.dense()), sum_q(pairs.dense());
    parallel_for(pool, blocks(sum_p.size(), kBlock), 1, [&](size_t begin, size_t end) {
      QuadScratch scratch;
      for (size_t i = begin; i < end; ++i) {
        const size_t first = i * kBlock, count = std::min(kBlock, sum_p.size() - first);
        kernels.add_fractions(block_of(pairs, first, count, scratch), sum_p.data() + first, sum_q.data() + first,
                              count);
      }
    });
    out.p.emplace_back(p.size / 2, std::move(sum_p), (p.tail * q.tail).doubled());
    out.q.emplace_back(p.size / 2, std::move(sum_q), q.tail.square());
  }
  return out;
}

/// The claims that go down the tree, and the transcript.
class Claims {
 public:
  Claims(PoseidonSponge& transcript, const Fr& root_p, const Fr& root_q)
      : transcript_(transcript), p_(root_p), q_(root_q) {}

  std::span<const Fr> z() const { return z_; }
  const Fr& p() const { return p_; }
  const Fr& q() const { return q_; }
  const Fr& lambda() const { return lambda_; }

  /// The claim of a layer, P + lambda Q.
  void begin_layer() {
    claim_ = p_ + lambda_ * q_;
    inverse_z_.assign(z_.begin(), z_.end());
    batch_inverse_var(std::span(inverse_z_));
  }
  /// Sends a round; returns its challenge. With the polynomial t = a0 + a1 X + a2 X^2 of variable j the claim is
  /// (1 - z_j) t(0) + z_j t(1) = a0 + z_j (a1 + a2). (Should a z_j be 0, which one proof in 2^250 can expect, a1 is
  /// wrong and nobody accepts the proof.)
  Fr round(const RoundSums& sums) {
    const Fr &a0 = sums[0], &a2 = sums[1];
    const Fr a1 = (claim_ - a0) * inverse_z_[point_.size()] - a2;
    layer_.rounds.push_back({a1, a2});
    transcript_.absorb2(a1, a2);
    const Fr r = transcript_.s1();
    claim_ = a0 + r * (a1 + r * a2);
    point_.push_back(r);
    return r;
  }

  /// `bound`: the four tables, the second of which is p1 + lambda q1 with the lambda of this layer.
  FractionLayer end_layer(const std::array<Fr, 4>& bound) {
    const std::array<Fr, 4> ends = {bound[0], bound[1] - lambda_ * bound[3], bound[2], bound[3]};
    transcript_.absorb2(ends[0], ends[1]);
    transcript_.absorb2(ends[2], ends[3]);
    const Fr t = transcript_.s1();
    lambda_ = transcript_.s2();
    z_ = std::move(point_);
    point_.clear();
    z_.push_back(t);
    p_ = ends[0] + t * (ends[1] - ends[0]);
    q_ = ends[2] + t * (ends[3] - ends[2]);
    FractionLayer out = std::move(layer_);
    layer_ = {};
    out.ends = ends;
    return out;
  }

 private:
  PoseidonSponge& transcript_;
  std::vector<Fr> z_, point_, inverse_z_;
  Fr p_, q_, lambda_, claim_;
  FractionLayer layer_;
};

/// A layer of at most 2^kFractionSlotBits entries, where there are no rows: plain loops. `p`, `q`: the layer below it.
FractionLayer prove_small_layer(std::span<const Fr> p, std::span<const Fr> q, Claims& claims) {
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
FractionLayer prove_layer(SlotTables& slots, Claims& claims, TaskPool* pool) {
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
    const std::vector<RoundSums> sums = j == 0 ? slots.sums(weights, pool) : pair_sums(views, weights, pool);
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
    const std::vector<RoundSums> parts = sum_each(pool, blocks(pairs, kBlock), [&](size_t begin, size_t end, auto out) {
      QuadScratch scratch;
      for (size_t b = begin; b < end; ++b) {
        const size_t first = b * kBlock, count = std::min(kBlock, pairs - first);
        out[b] = kernels.fraction_round(weights.data() + first, block_of(view, 2 * first, 2 * count, scratch), count);
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
  auto kept_bytes = [](const FractionLeaves& below) {
    size_t rows = 0;
    for (size_t s = 0; s < kFractionSlots; ++s) {
      rows += std::min(below.dense_rows(s), size_t{1} << (below.row_variables() - 1));
    }
    return 2 * rows * 2 * sizeof(Fr);
  };
  while (computed(folded.size()).row_variables() > 1 && kept_bytes(computed(folded.size())) > max_bytes) {
    folded.push_back(std::make_unique<FoldedLeaves>(computed(folded.size())));
  }
  const FractionLeaves& lowest = computed(folded.size());
  std::vector<Level> levels(static_cast<size_t>(lowest.row_variables()));  // levels[m]: 2^m rows
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
  Claims claims(transcript, out.root_p, out.root_q);
  for (size_t d = 0; d < kFractionSlotBits; ++d) out.layers.push_back(prove_small_layer(p[d + 1], q[d + 1], claims));
  Storage spare;
  for (size_t m = 0; m + 1 < levels.size(); ++m) {
    StoredSlots slots(std::move(levels[m + 1]), claims.lambda(), pool);
    out.layers.push_back(prove_layer(slots, claims, pool));
    spare = slots.release();
  }
  levels.clear();
  for (size_t i = folded.size() + 1; i-- > 0;) {
    LeafSlots slots(computed(i), claims.lambda(), std::move(spare));
    spare = {};
    out.layers.push_back(prove_layer(slots, claims, pool));
  }
  out.z.assign(claims.z().begin(), claims.z().end());
  out.p = claims.p();
  out.q = claims.q();
  out.lambda = claims.lambda();
  return out;
}

}  // namespace zkp
