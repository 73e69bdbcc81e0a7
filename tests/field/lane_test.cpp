/// Eight lanes at a time, against the scalar field and against limbs that sit at the bounds.
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "field/lane_ops.h"
#include "field/lanes/params.h"
#include "field/samples.h"

namespace zkp::lanes {
namespace {

/// A number of any size as the test sees it: limbs of 52 bits of one lane, and x mod p of x 2^(-52 n).
template <class Field>
class LaneTest : public testing::Test {
 protected:
  using P = LaneParams<Field>;
  static constexpr size_t n = P::n;
  using Value = std::vector<uint64_t>;  // 8 n limbs

  static std::vector<const LaneOps<Field>*> backends() {
    std::vector<const LaneOps<Field>*> out = {emulated_ops<Field>()};
    if (const auto* ifma = ifma_ops<Field>()) out.push_back(ifma);
    return out;
  }

  // The residue of lane j: sum of limb_i 2^(52 i), signed limbs, modulo p.
  static Field residue(const Value& v, size_t lane) {
    Field out = Field::zero();
    const Field base = Field::from_u64(uint64_t{1} << 52);
    for (size_t i = n; i-- > 0;) out = out * base + Field::from_i64(static_cast<int64_t>(v[8 * i + lane]));
    return out;
  }
  // 2^(52 n)
  static Field radix() { return Field::from_u64(2).pow(std::array<uint64_t, 1>{52 * n}); }

  static void expect_limbs(const Value& v) {
    for (uint64_t limb : v) EXPECT_LE(limb, kMask52);
  }
  // Whether lane j is below k p.
  static bool below(const Value& v, size_t lane, uint64_t k) {
    int64_t borrow = 0;
    uint64_t carry = 0;
    for (size_t i = 0; i < n; ++i) {
      const uint64_t t = P::p.limb[i] * k + carry;
      const uint64_t bound = i + 1 < n ? t & kMask52 : t;
      carry = t >> 52;
      borrow = (static_cast<int64_t>(v[8 * i + lane]) - static_cast<int64_t>(bound) + borrow) >> 52;
    }
    return borrow < 0;
  }

  // k p + delta in every lane (a different k and delta in each), and random limbs below a bit length.
  Value multiple(uint64_t k, int64_t delta) const {
    Value out(8 * n);
    for (size_t lane = 0; lane < 8; ++lane) {
      int64_t carry = delta;
      for (size_t i = 0; i < n; ++i) {
        const __int128 t = static_cast<__int128>(P::p.limb[i]) * k + carry;
        out[8 * i + lane] = i + 1 < n ? static_cast<uint64_t>(t) & kMask52 : static_cast<uint64_t>(t);
        carry = static_cast<int64_t>(t >> 52);
      }
    }
    return out;
  }
  Value random_below_bits(size_t bits) {
    Value out(8 * n);
    for (size_t i = 0; i < n; ++i)
      for (size_t lane = 0; lane < 8; ++lane) {
        const size_t low = 52 * i;
        const size_t size = bits <= low ? 0 : std::min<size_t>(52, bits - low);
        // Limbs of all ones and all zeros more often than chance has them: carries run far.
        const uint64_t kind = random_() % 4;
        const uint64_t limb = kind == 0 ? kMask52 : kind == 1 ? 0 : random_();
        out[8 * i + lane] = size == 0 ? 0 : limb & (kMask52 >> (52 - size));
      }
    return out;
  }
  std::mt19937_64 random_{7};
};

using Fields = testing::Types<Fp, Fr>;
class FieldNames {
 public:
  template <class Field>
  static std::string GetName(int) {
    return std::string(Field::kLimbs == 6 ? "Fp" : "Fr");
  }
};
TYPED_TEST_SUITE(LaneTest, Fields, FieldNames);

TYPED_TEST(LaneTest, ConstantsAreTheFieldsOwn) {
  using Constants = LaneParams<TypeParam>;
  EXPECT_EQ((Constants::p.limb[0] * Constants::kNegInverse & kMask52), kMask52);  // p (-1/p) = -1
  EXPECT_EQ(Constants::n * 52 - Constants::kShift, TypeParam::kLimbs * 64);
  EXPECT_EQ(this->residue(this->multiple(1, 0), 3), TypeParam::zero());
}

TYPED_TEST(LaneTest, ProductsAreMontgomeryProducts) {
  using Field = TypeParam;
  const Field radix_inverse = this->radix().inverse();
  for (const auto* ops : this->backends()) {
    for (int round = 0; round < 500; ++round) {
      // Any operands whose product is below p 2^(52 n), so that the result is below 2 p.
      const bool wide = round % 2 == 0;
      const size_t spare = 52 * this->n - static_cast<size_t>(Field::kBits) - 1;
      const auto a = this->random_below_bits(static_cast<size_t>(Field::kBits) + (wide ? spare : 0));
      const auto b = this->random_below_bits(static_cast<size_t>(Field::kBits));
      typename TestFixture::Value out(8 * this->n), square(8 * this->n), again(8 * this->n);
      ops->mul(out.data(), a.data(), b.data());
      ops->square(square.data(), b.data());
      ops->mul(again.data(), b.data(), b.data());
      EXPECT_EQ(square, again);
      this->expect_limbs(out);
      for (size_t lane = 0; lane < 8; ++lane) {
        EXPECT_EQ(this->residue(out, lane), this->residue(a, lane) * this->residue(b, lane) * radix_inverse);
        EXPECT_TRUE(this->below(out, lane, 2));
      }
    }
  }
}

TYPED_TEST(LaneTest, LimbsAtTheirLargestDoNotOverflow) {
  using Field = TypeParam;
  const Field radix_inverse = this->radix().inverse();
  typename TestFixture::Value all(8 * this->n, kMask52), out(8 * this->n);
  for (const auto* ops : this->backends()) {
    for (const auto& other : {all, this->multiple(1, -1), this->multiple(1, 0), this->multiple(0, 0)}) {
      // Every accumulator receives its largest sum; the value itself may pass p 2^(52 n) and then lose its top carry,
      // so the bound of the contract is kept with a small second factor for all-ones operands.
      typename TestFixture::Value small = other;
      if (other == all)
        for (size_t lane = 0; lane < 8; ++lane) small[8 * (this->n - 1) + lane] = 1;
      ops->mul(out.data(), all.data(), small.data());
      for (size_t lane = 0; lane < 8; ++lane)
        EXPECT_EQ(this->residue(out, lane), this->residue(all, lane) * this->residue(small, lane) * radix_inverse);
    }
  }
}

TYPED_TEST(LaneTest, CarriesRunThroughEveryLimb) {
  for (const auto* ops : this->backends()) {
    typename TestFixture::Value out(8 * this->n);
    // 2^52 - 1 in every limb, plus one; and signed limbs that cancel.
    typename TestFixture::Value raw(8 * this->n, kMask52);
    for (size_t lane = 0; lane < 8; ++lane) {
      raw[lane] += 1 + lane;
      raw[8 * (this->n - 1) + lane] = 3;
    }
    ops->carry(out.data(), raw.data());
    for (size_t lane = 0; lane < 8; ++lane) {
      EXPECT_EQ(out[lane], lane);
      for (size_t i = 1; i + 1 < this->n; ++i) EXPECT_EQ(out[8 * i + lane], 0u);
      EXPECT_EQ(out[8 * (this->n - 1) + lane], 4u);
    }
    for (int round = 0; round < 300; ++round) {
      for (auto& limb : raw) {
        limb = this->random_() >> 4;
        if (this->random_() % 2 == 0) limb = 0 - limb;
      }
      for (size_t lane = 0; lane < 8; ++lane)
        raw[8 * (this->n - 1) + lane] = (uint64_t{1} << 40) + this->random_() % 1000;  // the value is positive
      ops->carry(out.data(), raw.data());
      this->expect_limbs(out);
      for (size_t lane = 0; lane < 8; ++lane) EXPECT_EQ(this->residue(out, lane), this->residue(raw, lane));
    }
  }
}

TYPED_TEST(LaneTest, ReductionHoldsItsBoundsAtEveryMultiple) {
  for (const auto* ops : this->backends()) {
    typename TestFixture::Value out(8 * this->n);
    const uint64_t last = TypeParam::kLimbs == 6 ? 9 : 8;
    for (uint64_t k = 1; k <= last; ++k) {
      for (int64_t delta : {int64_t{-1}, int64_t{0}, int64_t{1}, (int64_t{1} << 51), -(int64_t{1} << 51)}) {
        if ((k == 1 && delta < 0) || (k == last && delta >= 0)) continue;
        auto raw = this->multiple(k, delta);
        // The same value with limbs that have not been carried.
        for (size_t lane = 0; lane < 8; ++lane) {
          const uint64_t lend = lane % 2 == 0 ? 200 : 0 - uint64_t{200};
          raw[8 * (this->n - 1) + lane] -= lend;
          raw[8 * (this->n - 2) + lane] += lend << 52;
        }
        ops->reduce(out.data(), raw.data());
        this->expect_limbs(out);
        for (size_t lane = 0; lane < 8; ++lane) {
          EXPECT_TRUE(this->below(out, lane, 3)) << k << " " << delta;
          EXPECT_EQ(this->residue(out, lane), this->residue(raw, lane));
        }
      }
    }
  }
}

// In Fr alone: the top limb of Fp is too small for it.
class LaneTestFr : public LaneTest<Fr> {};

// Up to 34 r, with limbs lent between neighbours as far as the bound of 2^61 allows, in both directions.
TEST_F(LaneTestFr, RawReductionLeavesLittleMoreThanTheModulus) {
  for (const auto* ops : this->backends()) {
    Value out(8 * n);
    for (uint64_t k = 0; k <= 34; ++k) {
      for (int64_t delta : {int64_t{-1}, int64_t{0}, int64_t{1}, (int64_t{1} << 51), -(int64_t{1} << 51)}) {
        if ((k == 0 && delta < 0) || (k == 34 && delta >= 0)) continue;
        auto raw = this->multiple(k, delta);
        for (size_t lane = 0; lane < 8; ++lane) {
          for (size_t i = 0; i + 1 < this->n; ++i) {
            const uint64_t most = 511, lend = lane == 0   ? 0
                                              : lane == 1 ? most
                                              : lane == 2 ? 0 - most
                                                          : this->random_() % most;
            raw[8 * (i + 1) + lane] -= lend;
            raw[8 * i + lane] += lend << 52;
          }
        }
        ops->reduce_raw(out.data(), raw.data());
        this->expect_limbs(out);
        // r + 2^-34 r: subtract 2^221 > 2^-34 r from the result, and it is below r.
        auto less = out;
        for (size_t lane = 0; lane < 8; ++lane) {
          uint64_t& top = less[8 * (this->n - 1) + lane];
          top -= std::min(top, uint64_t{1} << (221 - 208));
          EXPECT_TRUE(this->below(less, lane, 1)) << k << " " << delta;
          EXPECT_EQ(this->residue(out, lane), this->residue(raw, lane)) << k << " " << delta;
        }
      }
    }
  }
}

TYPED_TEST(LaneTest, ReductionOfAnySizeTakesRawLimbs) {
  using Constants = LaneParams<TypeParam>;
  typename TestFixture::Value out(8 * this->n);
  const uint64_t bound = uint64_t{2} << Constants::kShift;  // x1 + x2 as loaded
  for (const auto* ops : this->backends()) {
    for (uint64_t k : {uint64_t{1}, uint64_t{2}, uint64_t{3}, bound / 2, bound - 1, bound, bound + 2}) {
      for (int64_t delta : {int64_t{-1}, int64_t{0}, int64_t{1}}) {
        if (k == 1 && delta < 0) continue;
        auto raw = this->multiple(k, delta);
        for (size_t lane = 0; lane < 8; ++lane) {
          for (size_t i = 0; i + 1 < this->n; ++i) {
            const uint64_t lend = lane == 0 ? 0 : lane == 1 ? 3 : lane == 2 ? 0 - uint64_t{3} : this->random_() % 3;
            raw[8 * (i + 1) + lane] -= lend;
            raw[8 * i + lane] += lend << 52;
          }
        }
        ops->reduce_any_raw(out.data(), raw.data());
        this->expect_limbs(out);
        for (size_t lane = 0; lane < 8; ++lane) {
          EXPECT_TRUE(this->below(out, lane, 3)) << k << " " << delta;
          EXPECT_EQ(this->residue(out, lane), this->residue(raw, lane)) << k << " " << delta;
        }
      }
    }
  }
}

TYPED_TEST(LaneTest, RawProductsKeepTheirLimbsSmall) {
  const typename TestFixture::Value all(8 * this->n, kMask52);
  for (const auto* ops : this->backends()) {
    typename TestFixture::Value raw(8 * this->n), carried(8 * this->n), product(8 * this->n);
    auto small = this->multiple(1, -1);
    ops->mul_raw(raw.data(), all.data(), small.data());
    for (uint64_t limb : raw) EXPECT_LT(limb, uint64_t{1} << 57);
    ops->carry(carried.data(), raw.data());
    ops->mul(product.data(), all.data(), small.data());
    EXPECT_EQ(carried, product);
  }
}

TYPED_TEST(LaneTest, FourColumnsAreTheTransposedRows) {
  for (const auto* ops : this->backends()) {
    uint64_t rows[32], columns[32], back[32];
    for (uint64_t& v : rows) v = this->random_();
    ops->load_fours(columns, rows);
    ops->store_fours(back, columns);
    for (size_t i = 0; i < 8; ++i)
      for (size_t j = 0; j < 4; ++j) EXPECT_EQ(columns[8 * j + i], rows[4 * i + j]);
    EXPECT_TRUE(std::equal(rows, rows + 32, back));
  }
}

TYPED_TEST(LaneTest, DifferencesStayAboveZero) {
  for (const auto* ops : this->backends()) {
    typename TestFixture::Value out(8 * this->n);
    for (const auto& a : {this->multiple(0, 0), this->multiple(1, -1), this->multiple(3, -1)}) {
      for (const auto& b : {this->multiple(0, 0), this->multiple(1, 0), this->multiple(3, -1)}) {
        ops->sub3(out.data(), a.data(), b.data());
        this->expect_limbs(out);
        for (size_t lane = 0; lane < 8; ++lane) {
          EXPECT_EQ(this->residue(out, lane), this->residue(a, lane) - this->residue(b, lane));
          EXPECT_TRUE(this->below(out, lane, 6));
        }
      }
    }
  }
}

TYPED_TEST(LaneTest, MemoryAndLanesAgree) {
  using Field = TypeParam;
  std::vector<Field> samples = {Field::zero(),      Field::one(),        -Field::one(),
                                Field::from_u64(2), -Field::from_u64(2), Field::from_u64(~uint64_t{0})};
  while (samples.size() % 8 != 0 || samples.size() < 400) {
    typename Field::Limbs limbs;
    for (uint64_t& limb : limbs) limb = this->random_();
    samples.push_back(Field::from_limbs_reduce(limbs));
  }
  // The lane form is x 2^(64 words) 2^kShift = x 2^(52 n).
  for (const auto* ops : this->backends()) {
    for (size_t i = 0; i + 8 <= samples.size(); i += 8) {
      typename TestFixture::Value loaded(8 * this->n), reduced(8 * this->n), negative(8 * this->n);
      const unsigned mask = static_cast<unsigned>(this->random_() % 256);
      ops->load(loaded.data(), &samples[i]);
      this->expect_limbs(loaded);
      ops->reduce_any(reduced.data(), loaded.data());
      this->expect_limbs(reduced);
      ops->negate_where(negative.data(), loaded.data(), mask);
      for (size_t lane = 0; lane < 8; ++lane) {
        EXPECT_EQ(this->residue(loaded, lane), samples[i + lane] * this->radix());
        EXPECT_EQ(this->residue(reduced, lane), samples[i + lane] * this->radix());
        EXPECT_TRUE(this->below(reduced, lane, 3));
        for (size_t limb = 0; limb < this->n; ++limb) {
          const uint64_t v = loaded[8 * limb + lane];
          EXPECT_EQ(negative[8 * limb + lane], (mask >> lane & 1) != 0 ? 0 - v : v);
        }
      }
      Field stored[8];
      ops->store(stored, reduced.data());
      for (size_t lane = 0; lane < 8; ++lane) EXPECT_EQ(stored[lane], samples[i + lane]);
    }
    for (uint64_t k = 0; k < 4; ++k) {
      const auto value = this->multiple(k, k == 0 ? 5 : -5);
      Field stored[8];
      ops->store(stored, value.data());
      for (const Field& each : stored)
        EXPECT_EQ(each, (k == 0 ? Field::from_u64(5) : -Field::from_u64(5)) * this->radix().inverse());
    }
  }
}

TYPED_TEST(LaneTest, LargestValuesReduce) {
  using Constants = LaneParams<TypeParam>;
  typename TestFixture::Value out(8 * this->n);
  const uint64_t top = uint64_t{1} << Constants::kShift;
  for (const auto* ops : this->backends()) {
    for (uint64_t k : {uint64_t{1}, uint64_t{2}, top / 2, top - 1, top, Constants::kInverse - 1, Constants::kInverse}) {
      const auto value = this->multiple(k, -1);
      ops->reduce_any(out.data(), value.data());
      for (size_t lane = 0; lane < 8; ++lane) {
        EXPECT_TRUE(this->below(out, lane, 3)) << k;
        EXPECT_EQ(this->residue(out, lane), -TypeParam::one());
      }
    }
  }
}

// The value stays the same, and the limb below the top has 52 bits.
TYPED_TEST(LaneTest, CarryToTheTop) {
  for (const auto* ops : this->backends()) {
    for (int round = 0; round < 100; ++round) {
      typename TestFixture::Value raw(8 * this->n), out(8 * this->n);
      for (uint64_t& limb : raw) limb = (this->random_() >> 4) - (uint64_t{1} << 59);  // signed, below 2^59
      ops->carry_top(out.data(), raw.data());
      for (size_t lane = 0; lane < 8; ++lane) {
        for (size_t limb = 0; limb + 2 < this->n; ++limb) EXPECT_EQ(out[8 * limb + lane], raw[8 * limb + lane]);
        const size_t below = 8 * (this->n - 2) + lane, top = below + 8;
        EXPECT_LT(out[below], uint64_t{1} << 52);
        EXPECT_EQ(static_cast<int64_t>(raw[below] - out[below]),
                  static_cast<int64_t>(out[top] - raw[top]) * (int64_t{1} << 52));
      }
    }
  }
}

TYPED_TEST(LaneTest, TranspositionSwapsRowsAndColumns) {
  for (const auto* ops : this->backends()) {
    uint64_t m[64];
    for (uint64_t i = 0; i < 64; ++i) m[i] = i;
    ops->transpose(m);
    for (uint64_t i = 0; i < 64; ++i) EXPECT_EQ(m[i], 8 * (i % 8) + i / 8);
  }
}

// The instructions against their emulation, also outside what the algorithms promise: every limb any 64 bits.
TYPED_TEST(LaneTest, BackEndsAgreeBitForBit) {
  const auto* ifma = ifma_ops<TypeParam>();
  if (ifma == nullptr) GTEST_SKIP() << "this processor has no AVX-512 IFMA";
  const auto* emulated = emulated_ops<TypeParam>();
  for (int round = 0; round < 2000; ++round) {
    typename TestFixture::Value a(8 * this->n), b(8 * this->n), x(8 * this->n), y(8 * this->n);
    for (size_t i = 0; i < a.size(); ++i) {
      a[i] = this->random_() >> (this->random_() % 2 == 0 ? 12 : this->random_() % 64);
      b[i] = this->random_() >> (this->random_() % 2 == 0 ? 12 : this->random_() % 64);
    }
    auto compare = [&](auto op) {
      op(*ifma, x.data());
      op(*emulated, y.data());
      EXPECT_EQ(x, y);
    };
    compare([&](const auto& ops, uint64_t* out) { ops.mul(out, a.data(), b.data()); });
    compare([&](const auto& ops, uint64_t* out) { ops.square(out, a.data()); });
    compare([&](const auto& ops, uint64_t* out) { ops.carry(out, a.data()); });
    compare([&](const auto& ops, uint64_t* out) { ops.sub3(out, a.data(), b.data()); });
    compare([&](const auto& ops, uint64_t* out) { ops.reduce(out, a.data()); });
    compare([&](const auto& ops, uint64_t* out) { ops.reduce_any(out, a.data()); });
    compare([&](const auto& ops, uint64_t* out) { ops.mul_raw(out, a.data(), b.data()); });
    compare([&](const auto& ops, uint64_t* out) { ops.square_raw(out, a.data()); });
    compare([&](const auto& ops, uint64_t* out) { ops.carry_top(out, a.data()); });
    compare([&](const auto& ops, uint64_t* out) { ops.reduce_any_raw(out, a.data()); });
    compare([&](const auto& ops, uint64_t* out) { ops.negate_where(out, a.data(), 0xa5); });
  }
}

}  // namespace
}  // namespace zkp::lanes
