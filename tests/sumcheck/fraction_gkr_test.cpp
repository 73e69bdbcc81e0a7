/// The prover of sums of fractions against layers that are computed whole.
#include "sumcheck/fraction_gkr.h"

#include <gtest/gtest.h>

#include "sumcheck/dense.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

using dense::Elements;

/// A table by its first rows, a run of equal ones up to `end`, and the rest.
struct Leaf {
  std::vector<Fr> first;
  Fr middle;
  size_t end = 0;
  Fr tail;

  Fr at(size_t row) const { return row < first.size() ? first[row] : row < end ? middle : tail; }
  LeafShape shape() const { return {first.size(), middle, std::max(end, first.size()), tail}; }
};
struct Slot {
  Leaf p, q;
};

class Leaves : public FractionLeaves {
 public:
  Leaves(int variables, std::vector<Slot> slots) : variables_(variables), slots_(std::move(slots)) {}

  int row_variables() const override { return variables_; }
  LeafShape p_shape(size_t slot) const override { return slots_[slot].p.shape(); }
  LeafShape q_shape(size_t slot) const override { return slots_[slot].q.shape(); }
  std::unique_ptr<Reader> reader() const override { return std::make_unique<SlotReader>(*this); }
  const Slot& slot(size_t s) const { return slots_[s]; }

 private:
  class SlotReader : public Reader {
   public:
    explicit SlotReader(const Leaves& leaves) : leaves_(leaves) {}
    void read(size_t begin, size_t count, const Pointers& p, const Pointers& q) override {
      ASSERT_LE(count, kLeafBlock);
      ASSERT_LE(begin + count, leaves_.rows());
      for (size_t s = 0; s < kFractionSlots; ++s) {
        const Slot& slot = leaves_.slots_[s];
        for (const auto& [to, from] : {std::pair(p[s], &slot.p), std::pair(q[s], &slot.q)}) {
          if (to == nullptr) continue;
          EXPECT_FALSE(from->shape().constant(begin, count)) << "asked for rows that are known";
          for (size_t i = 0; i < count; ++i) to[i] = from->at(begin + i);
        }
      }
    }

   private:
    const Leaves& leaves_;
  };

  int variables_;
  std::vector<Slot> slots_;
};

struct Layer {
  std::vector<Fr> p, q;
};

/// layers[d]: 2^d fractions; the last are the leaves y = slot + 16 row.
std::vector<Layer> layers_of(const Leaves& leaves) {
  const size_t depth = static_cast<size_t>(leaves.row_variables() + kFractionSlotBits);
  std::vector<Layer> out(depth + 1);
  for (size_t row = 0; row < size_t{1} << leaves.row_variables(); ++row) {
    for (size_t s = 0; s < kFractionSlots; ++s) {
      out[depth].p.push_back(leaves.slot(s).p.at(row));
      out[depth].q.push_back(leaves.slot(s).q.at(row));
    }
  }
  for (size_t d = depth; d-- > 0;) {
    const size_t half = size_t{1} << d;
    const Layer& below = out[d + 1];
    for (size_t y = 0; y < half; ++y) {
      out[d].p.push_back(below.p[y] * below.q[y + half] + below.p[y + half] * below.q[y]);
      out[d].q.push_back(below.q[y] * below.q[y + half]);
    }
  }
  return out;
}

PoseidonSponge transcript() {
  PoseidonSponge out("zkp.test");
  out.absorb2(Fr::from_u64(11), Fr::zero());
  return out;
}

/// Specification 7.1: every check of the verifier, and every claim against the layer that it is about.
void expect_verifies(const Leaves& leaves, const FractionProof& proof) {
  const std::vector<Layer> layers = layers_of(leaves);
  ASSERT_EQ(proof.layers.size() + 1, layers.size());
  EXPECT_EQ(proof.root_p, layers[0].p[0]);
  EXPECT_EQ(proof.root_q, layers[0].q[0]);
  PoseidonSponge sponge = transcript();
  std::vector<Fr> z;
  Fr p = layers[0].p[0], q = layers[0].q[0], lambda;
  for (size_t d = 0; d < proof.layers.size(); ++d) {
    SCOPED_TRACE("layer " + std::to_string(d));
    const FractionLayer& layer = proof.layers[d];
    ASSERT_EQ(layer.rounds.size(), d);
    Fr claim = p + lambda * q;
    std::vector<Fr> point;
    for (size_t j = 0; j < d; ++j) {
      const auto& [a1, a2] = layer.rounds[j];
      sponge.absorb2(a1, a2);
      const Fr r = sponge.s1();
      claim += -z[j] * (a1 + a2) + r * (a1 + r * a2);
      point.push_back(r);
    }
    const auto& [p0, p1, q0, q1] = layer.ends;
    ASSERT_EQ(claim, p0 * q1 + p1 * q0 + lambda * q0 * q1);
    sponge.absorb2(p0, p1).absorb2(q0, q1);
    const Fr t = sponge.s1();
    lambda = sponge.s2();
    z = point;
    z.push_back(t);
    p = p0 + t * (p1 - p0);
    q = q0 + t * (q1 - q0);
    ASSERT_EQ(p, dense::evaluate(layers[d + 1].p, z));
    ASSERT_EQ(q, dense::evaluate(layers[d + 1].q, z));
  }
  EXPECT_EQ(proof.z, z);
  EXPECT_EQ(proof.p, p);
  EXPECT_EQ(proof.q, q);
  EXPECT_EQ(proof.lambda, lambda);
}

Leaf rows_of(Elements& random, size_t rows) { return {random.list(rows), {}, 0, random.one_of_all()}; }
Slot slot_of(Elements& random, size_t rows) { return {rows_of(random, rows), rows_of(random, rows)}; }
Leaf constant(uint64_t value) { return {{}, {}, 0, Fr::from_u64(value)}; }
/// 0 / 1 on every row, as slots that nobody uses.
Slot unused() { return {constant(0), constant(1)}; }

FractionProof proved(const Leaves& leaves, TaskPool* pool, size_t max_bytes = SIZE_MAX) {
  PoseidonSponge sponge = transcript();
  return prove_fractions(leaves, sponge, pool, max_bytes);
}

void expect_same(const FractionProof& a, const FractionProof& b) {
  ASSERT_EQ(a.layers.size(), b.layers.size());
  for (size_t d = 0; d < a.layers.size(); ++d) {
    EXPECT_EQ(a.layers[d].rounds, b.layers[d].rounds);
    EXPECT_EQ(a.layers[d].ends, b.layers[d].ends);
  }
  EXPECT_EQ(a.z, b.z);
}

TEST(FractionSums, SlotsWithDifferentDenseLengthsVerify) {
  Elements random(1);
  TestPool pool(3);
  for (size_t run = 0; run < 28; ++run) {
    SCOPED_TRACE(run);
    const int variables = 1 + static_cast<int>(run % 7);
    const size_t size = size_t{1} << variables;
    std::vector<Slot> slots;
    for (size_t s = 0; s < kFractionSlots; ++s) {
      switch (random.below(4)) {
        case 0:
          slots.push_back(unused());
          break;
        case 1:
          slots.push_back(slot_of(random, random.below(2) * size));
          break;
        default:
          slots.push_back(slot_of(random, random.below(size + 1)));
      }
    }
    const Leaves leaves(variables, std::move(slots));
    const FractionProof alone = proved(leaves, nullptr);
    expect_verifies(leaves, alone);
    if (run % 7 == 0) expect_same(alone, proved(leaves, &pool));
    // Levels that are computed again because nobody kept them.
    for (const size_t max_bytes : {size_t{0}, size_t{1} << random.below(16)}) {
      expect_same(alone, proved(leaves, nullptr, max_bytes));
    }
  }
}

// All slots have the same number of dense rows, or fewer than it: every length in a small cube.
TEST(FractionSums, EveryDenseLengthVerifies) {
  Elements random(2);
  for (const int variables : {1, 2, 3, 5}) {
    for (size_t rows = 0; rows <= size_t{1} << variables; ++rows) {
      SCOPED_TRACE(std::to_string(variables) + " variables, " + std::to_string(rows) + " rows");
      std::vector<Slot> slots;
      for (size_t s = 0; s < kFractionSlots; ++s) slots.push_back(s < 3 ? slot_of(random, rows) : unused());
      const Leaves leaves(variables, std::move(slots));
      expect_verifies(leaves, proved(leaves, nullptr));
    }
  }
}

// Longer than a block of leaves.
TEST(FractionSums, LongSlotsVerify) {
  Elements random(3);
  TestPool pool(2);
  std::vector<Slot> slots;
  for (const size_t rows : {1500, 700, 2048, 0, 513, 512, 1, 0}) slots.push_back(slot_of(random, rows));
  while (slots.size() < kFractionSlots) slots.push_back(unused());
  const Leaves leaves(11, std::move(slots));
  const FractionProof alone = proved(leaves, nullptr);
  expect_verifies(leaves, alone);
  expect_same(alone, proved(leaves, &pool));
  expect_same(alone, proved(leaves, &pool, 0));
}

// Numerators that are 1 on the rows of a table, as those of look-ups, and runs that end anywhere else.
TEST(FractionSums, RunsOfEqualRowsVerify) {
  Elements random(5);
  TestPool pool(3);
  for (const int variables : {1, 2, 4, 5, 11}) {
    const size_t size = size_t{1} << variables;
    for (size_t run = 0; run < (variables < 11 ? 24 : 3); ++run) {
      SCOPED_TRACE(std::to_string(variables) + " variables, run " + std::to_string(run));
      std::vector<Slot> slots;
      const size_t rows = size / 2 + random.below(size / 2 + 1);
      auto run_to = [&](size_t dense, size_t end) {
        return Leaf{random.list(dense), random.one_of_all(), end, random.one_of_all()};
      };
      for (size_t s = 0; s < kFractionSlots; ++s) {
        switch (random.below(5)) {
          case 0:
            slots.push_back(unused());
            break;
          case 1:
            slots.push_back(slot_of(random, random.below(size + 1)));
            break;
          case 2:
            slots.push_back({run_to(0, rows), rows_of(random, rows)});
            break;
          case 3:
            slots.push_back({{{}, Fr::one(), rows, Fr::zero()}, rows_of(random, rows)});
            slots.back().q.tail = Fr::one();
            break;
          default: {
            const size_t end = random.below(size + 1);
            slots.push_back({run_to(random.below(end + 1), end), run_to(0, random.below(size + 1))});
          }
        }
      }
      const Leaves leaves(variables, std::move(slots));
      const FractionProof alone = proved(leaves, nullptr);
      expect_verifies(leaves, alone);
      expect_same(alone, proved(leaves, &pool));
      for (const size_t max_bytes : {size_t{0}, size_t{1} << random.below(18)}) {
        expect_same(alone, proved(leaves, &pool, max_bytes));
      }
    }
  }
}

// A true argument: each look-up of a row is answered by multiplicities, and the sum is 0.
TEST(FractionSums, BalancedLookupsHaveNumeratorZero) {
  Elements random(4);
  const Fr beta = random.list(20)[19];
  Slot looks = unused(), table = unused();
  std::vector<uint64_t> counts(4);
  for (size_t row = 0; row < 13; ++row) {
    const size_t value = random.below(4);
    ++counts[value];
    looks.p.first.push_back(Fr::one());
    looks.q.first.push_back(beta - Fr::from_u64(value));
  }
  for (size_t value = 0; value < 4; ++value) {
    table.p.first.push_back(-Fr::from_u64(counts[value]));
    table.q.first.push_back(beta - Fr::from_u64(value));
  }
  std::vector<Slot> slots(kFractionSlots, unused());
  slots[0] = looks;
  slots[5] = table;
  const Leaves leaves(4, slots);
  const FractionProof proof = proved(leaves, nullptr);
  expect_verifies(leaves, proof);
  EXPECT_TRUE(proof.root_p.is_zero());
  EXPECT_FALSE(proof.root_q.is_zero());
  slots[5].p.first[2] += Fr::one();
  EXPECT_FALSE(proved(Leaves(4, slots), nullptr).root_p.is_zero());
}

}  // namespace
}  // namespace zkp
