#include "sumcheck/fraction_levels.h"

namespace zkp {
namespace {

constexpr size_t kLeafBlock = FractionLeaves::kLeafBlock;

Fr added_p(const QuadView& t) { return t.p0.tail * t.q1.tail + t.p1.tail * t.q0.tail; }
Fr added_q(const QuadView& t) { return t.q0.tail * t.q1.tail; }

/// The level above these quads, its rows not yet written.
FractionLevel level_above(const std::array<QuadView, kFractionSlots>& quads) {
  FractionLevel out;
  size_t rows = 0;
  for (const QuadView& quad : quads) rows += 2 * quad.dense();
  out.memory.resize(rows);
  Fr* next = out.memory.data();
  for (size_t s = 0; s < kFractionSlots; ++s) {
    const size_t dense = quads[s].dense();
    out.p[s] = {next, dense, quads[s].p0.size, added_p(quads[s])};
    out.q[s] = {next + dense, dense, quads[s].p0.size, added_q(quads[s])};
    next += 2 * dense;
  }
  return out;
}

TailedRows half_of(const TailedRows& rows, bool high) {
  const TailedView view = rows.view().half(high);
  return {rows.data + (high ? std::min(rows.dense, rows.size / 2) : 0), view.dense, view.size, view.tail};
}

class FoldedReader : public FractionLeaves::Reader {
 public:
  explicit FoldedReader(const FractionLeaves& below) : blocks_(below) {}

  // Of a slot, both tables are wanted or none.
  void read(size_t begin, size_t count, const FractionLeaves::Pointers& p, const FractionLeaves::Pointers& q) override {
    blocks_.load(begin, count);
    for (size_t s = 0; s < kFractionSlots; ++s) {
      if (p[s] != nullptr) add_block(blocks_.quad(s), count, constants_, p[s], q[s]);
    }
  }

 private:
  LeafBlocks blocks_;
  ConstantRows constants_;
};

}  // namespace

QuadView leaf_quad(const FractionLeaves& leaves, size_t slot, const Fr& lambda) {
  const LeafShape p = leaves.p_shape(slot), q = leaves.q_shape(slot);
  const size_t rows = leaves.rows();
  QuadView out{p.half(false, rows), p.half(true, rows), q.half(false, rows), q.half(true, rows)};
  if (!lambda.is_zero()) {
    out.p1.dense = std::max(out.p1.dense, out.q1.dense);
    out.p1.tail += lambda * out.q1.tail;
  }
  return out;
}

LeafBlocks::LeafBlocks(const FractionLeaves& leaves, const Fr& lambda)
    : lambda_(lambda), half_(leaves.rows() / 2), reader_(leaves.reader()) {
  for (size_t s = 0; s < kFractionSlots; ++s) shapes_[s] = {leaves.p_shape(s), leaves.q_shape(s)};
}

Fr* LeafBlocks::memory(size_t table, size_t slot) {
  memory_[table][slot].resize(kLeafBlock);
  return memory_[table][slot].data();
}

void LeafBlocks::load(size_t begin, size_t count) {
  for (const bool high : {false, true}) {
    const size_t first = begin + (high ? half_ : 0);
    FractionLeaves::Pointers p{}, q{};
    bool is_wanted = false;
    auto ask = [&](const LeafShape& shape, size_t table, size_t slot, Fr*& pointer) -> BlockTable {
      if (const std::optional<Fr> value = shape.constant(first, count)) return {nullptr, *value};
      pointer = memory(table, slot);
      is_wanted = true;
      return {pointer, {}};
    };
    for (size_t s = 0; s < kFractionSlots; ++s) {
      (high ? quads_[s].p1 : quads_[s].p0) = ask(shapes_[s].p, high ? 1 : 0, s, p[s]);
      (high ? quads_[s].q1 : quads_[s].q0) = ask(shapes_[s].q, high ? 3 : 2, s, q[s]);
    }
    if (is_wanted) reader_->read(first, count, p, q);
  }
  if (lambda_.is_zero()) return;
  const MultilinearKernels& kernels = multilinear_kernels();
  for (size_t s = 0; s < kFractionSlots; ++s) {
    BlockTable &p1 = quads_[s].p1, &q1 = quads_[s].q1;
    if (!p1.is_constant()) {
      kernels.add_scaled(constants_.rows(q1, count), lambda_, memory(1, s), count);
    } else if (q1.is_constant()) {
      p1.value += lambda_ * q1.value;
    } else {
      Fr* out = memory(1, s);
      kernels.combine(&q1.rows, &lambda_, 1, p1.value, out, count);
      p1 = {out, {}};
    }
  }
}

FoldedLeaves::FoldedLeaves(const FractionLeaves& below) : below_(below) {
  for (size_t s = 0; s < kFractionSlots; ++s) {
    const QuadView quad = leaf_quad(below, s);
    p_[s] = LeafShape::of_rows(quad.dense(), added_p(quad));
    q_[s] = LeafShape::of_rows(quad.dense(), added_q(quad));
  }
}
std::unique_ptr<FractionLeaves::Reader> FoldedLeaves::reader() const { return std::make_unique<FoldedReader>(below_); }

QuadRows FractionLevel::quad(size_t slot) const {
  return {half_of(p[slot], false), half_of(p[slot], true), half_of(q[slot], false), half_of(q[slot], true)};
}

size_t bound_leaf_bytes(const FractionLeaves& leaves) {
  size_t rows = 0;
  for (size_t s = 0; s < kFractionSlots; s += 2) {
    const QuadView f = leaf_quad(leaves, s, Fr::one()), g = leaf_quad(leaves, s + 1, Fr::one());
    rows += std::max(f.p0.dense, g.p0.dense) + std::max(f.p1.dense, g.p1.dense) + std::max(f.q0.dense, g.q0.dense) +
            std::max(f.q1.dense, g.q1.dense);
  }
  return rows * sizeof(Fr);
}

size_t level_bytes(const FractionLeaves& leaves) {
  size_t rows = 0;
  for (size_t s = 0; s < kFractionSlots; ++s) rows += 2 * leaf_quad(leaves, s).dense();
  return rows * sizeof(Fr);
}

FractionLevel add_leaves(const FractionLeaves& leaves, TaskPool* pool) {
  std::array<QuadView, kFractionSlots> quads;
  size_t rows = 0;
  for (size_t s = 0; s < kFractionSlots; ++s) {
    quads[s] = leaf_quad(leaves, s);
    rows = std::max(rows, quads[s].dense());
  }
  FractionLevel out = level_above(quads);
  parallel_for(pool, block_count(rows, kLeafBlock), 1, [&](size_t begin, size_t end) {
    LeafBlocks block(leaves);
    ConstantRows constants;
    for (size_t i = begin; i < end; ++i) {
      const size_t first = i * kLeafBlock, count = std::min(kLeafBlock, rows - first);
      block.load(first, count);
      for (size_t s = 0; s < kFractionSlots; ++s) {
        if (first >= out.p[s].dense) continue;
        add_block(block.quad(s), std::min(count, out.p[s].dense - first), constants, out.p[s].data + first,
                  out.q[s].data + first);
      }
    }
  });
  return out;
}

FractionLevel add_level(const FractionLevel& below, TaskPool* pool) {
  std::array<QuadView, kFractionSlots> quads;
  for (size_t s = 0; s < kFractionSlots; ++s) quads[s] = view_of(below.quad(s));
  FractionLevel out = level_above(quads);
  for (size_t s = 0; s < kFractionSlots; ++s) {
    const TailedRows &p = out.p[s], &q = out.q[s];
    parallel_for(pool, block_count(p.dense, kFractionBlock), 1, [&](size_t begin, size_t end) {
      QuadScratch scratch;
      ConstantRows constants;
      for (size_t i = begin; i < end; ++i) {
        const size_t first = i * kFractionBlock, count = std::min(kFractionBlock, p.dense - first);
        add_block(scratch.block(quads[s], first, count), count, constants, p.data + first, q.data + first);
      }
    });
  }
  return out;
}

}  // namespace zkp
