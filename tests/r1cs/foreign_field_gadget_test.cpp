/// Arithmetic modulo other primes inside a circuit, against Python's integers and the project's own Fp, and against
/// forgers who know that 2^256 and r wrap around.
#include "r1cs/gadgets/foreign_field.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "field/fp.h"
#include "r1cs/gadgets/integer.h"
#include "r1cs/run_gadget.h"

namespace zkp::gadgets {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using zkp::testing::all_solutions;
using zkp::testing::Forgery;

WideInteger number(const nlohmann::json& text) {
  return WideInteger::of_limbs(limbs::from_hex<6>("0x" + text.get<std::string>()));
}

const nlohmann::json& vectors() {
  static const nlohmann::json all = [] {
    std::ifstream in(ZKP_SOURCE_DIR "/tests/vectors/gadgets.json");
    return nlohmann::json::parse(in)["fields"];
  }();
  return all;
}

struct Named {
  const char* name;
  const ForeignField& field;
};
std::vector<Named> fields() {
  return {{"secp256k1", ForeignField::secp256k1()},
          {"secp256k1_order", ForeignField::secp256k1_order()},
          {"bn254", ForeignField::bn254()},
          {"bls12_381", ForeignField::bls12_381()}};
}

// An element whose limbs the constraints pin.
ForeignElement pinned(ConstraintSystem& cs, const ForeignField& field, const WideInteger& value) {
  ForeignElement out = ForeignElement::alloc(cs, field, value, "pinned");
  for (const LinearCombination& limb : out.limbs()) cs.enforce_zero(limb - cs.value(limb), "pin");
  return out;
}

TEST(ForeignField, ModuliAreThoseOfTheModelAndOperationsAgree) {
  for (const Named& f : fields()) {
    EXPECT_EQ(f.field.modulus(), number(vectors()[f.name]["modulus"]));
    for (const auto& c : vectors()[f.name]["cases"]) {
      ConstraintSystem cs(Synthesis::kShapeAndWitness);
      const auto a = pinned(cs, f.field, number(c["a"])), b = pinned(cs, f.field, number(c["b"]));
      auto expect = [&](const ForeignElement& out, const char* key) {
        EXPECT_EQ(out.value(cs), number(c[key])) << f.name << " " << key;
        const ForeignElement unique = out.canonical(cs, "canonical");
        WideInteger integer;
        for (size_t i = 0; i < unique.limbs().size(); ++i)
          integer = integer + WideInteger::of_signed(cs.value(unique.limbs()[i])).shifted_left(64 * i);
        EXPECT_EQ(integer, number(c[key])) << f.name << " " << key;
      };
      expect(ForeignElement::multiply(cs, a, b, "multiply"), "product");
      expect(a + b, "sum");
      expect(a - b, "difference");
      EXPECT_TRUE(cs.is_satisfied().ok());
      if (!number(c["a"]).is_zero()) expect(a.inverse(cs, "inverse"), "inverse");
      EXPECT_TRUE(cs.is_satisfied().ok()) << f.name;
      if (number(c["a"]).is_zero()) {
        a.inverse(cs, "inverse");
        EXPECT_FALSE(cs.is_satisfied().ok());
      }
    }
  }
}

TEST(ForeignField, AgreesWithTheProjectsOwnFp) {
  std::mt19937_64 random(6);
  auto draw = [&] { return Fp::from_limbs_reduce({random(), random(), random(), random(), random(), random()}); };
  for (int i = 0; i < 5; ++i) {
    const Fp a = draw(), b = draw(), c = draw();
    ConstraintSystem cs(Synthesis::kWitness);
    auto alloc = [&](const Fp& v) {
      return ForeignElement::alloc(cs, ForeignField::bls12_381(), WideInteger::of_limbs(v.to_limbs()), "input");
    };
    const auto out = ForeignElement::multiply(cs, alloc(a) - alloc(b), alloc(c) + alloc(a), "product") - alloc(b);
    EXPECT_EQ(out.value(cs), WideInteger::of_limbs(((a - b) * (c + a) - b).to_limbs()));
    EXPECT_TRUE(cs.is_satisfied().ok());
  }
}

TEST(ForeignField, CountsArePinned) {
  struct Count {
    const char* name;
    uint32_t multiply, equal, canonical, inverse;
  };
  for (const Count& expected :
       {Count{"secp256k1", 728, 10, 261, 728}, {"bn254", 722, 9, 259, 722}, {"bls12_381", 1115, 9, 386, 1115}}) {
    for (const Named& f : fields()) {
      if (std::string_view(f.name) != expected.name) continue;
      ConstraintSystem cs(Synthesis::kShape);
      const auto a = ForeignElement::alloc(cs, f.field, 0, "a"), b = ForeignElement::alloc(cs, f.field, 0, "b");
      uint32_t before = cs.constraint_count();
      EXPECT_EQ(before, 2u * static_cast<uint32_t>(f.field.bits()));
      auto cost = [&] { return cs.constraint_count() - std::exchange(before, cs.constraint_count()); };
      const auto c = ForeignElement::multiply(cs, a, b, "multiply");
      EXPECT_EQ(cost(), expected.multiply) << f.name;
      ForeignElement::enforce_equal(cs, c, a, "equal");
      EXPECT_EQ(cost(), expected.equal) << f.name;
      c.canonical(cs, "canonical");
      EXPECT_EQ(cost(), expected.canonical) << f.name;
      a.inverse(cs, "inverse");
      EXPECT_EQ(cost(), expected.inverse) << f.name;
      ForeignElement::select(cs, Bit::assume(Fr::one()), a, b, "select");
      EXPECT_EQ(cost(), f.field.limb_count());
    }
  }
}

TEST(ForeignField, EveryWireIsBound) {
  for (const Named& f : fields()) {
    const auto& c = vectors()[f.name]["cases"].back();
    ConstraintSystem cs(Synthesis::kShapeAndWitness);
    const auto a = pinned(cs, f.field, number(c["a"])), b = pinned(cs, f.field, number(c["b"]));
    const auto product = ForeignElement::multiply(cs, a, b, "multiply");
    (a - b).canonical(cs, "canonical");
    a.inverse(cs, "inverse");
    ForeignElement::enforce_equal(cs, product + a, a + product, "equal");
    ASSERT_TRUE(cs.is_satisfied().ok());
    EXPECT_THAT(zkp::testing::unnoticed_changes(cs.r1cs(), cs.assignment()), IsEmpty()) << f.name;
    EXPECT_THAT(zkp::testing::unnoticed_carries(cs.r1cs(), cs.assignment()), IsEmpty()) << f.name;
    EXPECT_THAT(locally_free_variables(cs.r1cs(), cs.assignment()), IsEmpty()) << f.name;
  }
}

TEST(ForeignField, LazySumsAndWideOperandsStayRight) {
  const ForeignField& field = ForeignField::secp256k1();
  const auto& c = vectors()["secp256k1"]["cases"].back();
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  ForeignElement a = pinned(cs, field, number(c["a"])), b = pinned(cs, field, number(c["b"]));
  WideInteger native = number(c["a"]);
  for (int i = 0; i < 60; ++i) {  // (-2)^60 a - ..., limbs of about 124 bits
    a = -(a + a) - b;
    native = field.reduce(-(native + native) - number(c["b"]));
  }
  EXPECT_EQ(a.value(cs), native);
  const auto square = ForeignElement::multiply(cs, a, a, "square");
  EXPECT_EQ(square.value(cs), field.reduce(native * native));
  EXPECT_EQ(ForeignElement::multiply(cs, a, b, "mixed").value(cs), field.reduce(native * number(c["b"])));
  ForeignElement::enforce_equal(cs, a, a.reduce(cs, "reduce"), "equal");
  ASSERT_TRUE(cs.is_satisfied().ok());
  bool narrowed = false;
  for (size_t i = 0; i < cs.constraint_count(); ++i)
    narrowed |= cs.paths().describe(i).find("narrow") != std::string::npos;
  EXPECT_TRUE(narrowed);
  EXPECT_THAT(zkp::testing::unnoticed_changes(cs.r1cs(), cs.assignment()), IsEmpty());
}

TEST(ForeignField, EqualityIsModuloTheModulus) {
  const ForeignField& field = ForeignField::bn254();
  for (const bool same : {true, false}) {
    ConstraintSystem cs(Synthesis::kWitness);
    const auto a = ForeignElement::alloc(cs, field, 5, "a"), b = ForeignElement::alloc(cs, field, same ? 7 : 8, "b");
    const auto twelve = ForeignElement::constant(field, field.modulus() * WideInteger(3) + WideInteger(12));
    EXPECT_EQ(cs.value(ForeignElement::is_equal(cs, a + b, twelve, "equal").lc()), same ? Fr::one() : Fr::zero());
    EXPECT_EQ(cs.value(ForeignElement::is_equal(cs, a - a - b, -b, "negative").lc()), Fr::one());
    EXPECT_TRUE(cs.is_satisfied().ok());
    ForeignElement::enforce_equal(cs, a + b, twelve, "demanded");
    EXPECT_EQ(cs.is_satisfied().ok(), same);
    ForeignElement::enforce_product(cs, a, b, ForeignElement::constant(field, 35), "product");
    EXPECT_EQ(cs.is_satisfied().ok(), same);
  }
}

// Modulo 13 a prover can try everything: each result below 16 that is congruent has exactly one witness, and no other
// has.
TEST(ForeignField, TinyModulusHasExactlyTheWitnessesThatItShould) {
  const ForeignField tiny(13);
  for (int64_t a : {0, 2, 7, 12})
    for (int64_t b : {0, 5, 12}) {
      ConstraintSystem cs(Synthesis::kShapeAndWitness);
      const auto x = pinned(cs, tiny, a), y = pinned(cs, tiny, b);
      const uint32_t first = cs.variable_count();
      const auto out = ForeignElement::multiply(cs, x, y, "multiply");
      ASSERT_TRUE(cs.is_satisfied().ok());
      std::vector<uint32_t> free;
      for (uint32_t v = first; v < cs.variable_count(); ++v)
        if (!(v == first + 4)) free.push_back(v);  // the one coefficient of the product, pinned by its constraint
      ASSERT_LE(free.size(), 12u);
      std::vector<int64_t> results;
      for (const auto& solution : all_solutions(cs.r1cs(), cs.assignment(), free)) {
        int64_t result = 0;
        for (size_t i = 0; i < 4; ++i) result += static_cast<int64_t>(solution[i].to_limbs()[0]) << i;
        results.push_back(result);
      }
      std::vector<int64_t> expected;
      for (int64_t r = 0; r < 16; ++r)
        if ((a * b - r) % 13 == 0) expected.push_back(r);
      std::ranges::sort(results);
      EXPECT_EQ(results, expected) << a << " * " << b;

      ConstraintSystem unique(Synthesis::kShapeAndWitness);
      const auto value = ForeignElement::alloc(unique, tiny, a, "value");
      value.canonical(unique, "canonical");
      std::vector<uint32_t> all;
      for (uint32_t v = 1; v < unique.variable_count(); ++v) all.push_back(v);
      EXPECT_EQ(all_solutions(unique.r1cs(), unique.assignment(), all).size(), 13u);
    }
}

TEST(ForeignField, EqualityModuloATinyModulusHasExactlyTheWitnessesThatItShould) {
  const ForeignField tiny(13);
  for (int64_t a : {0, 1, 2, 3, 12}) {
    ConstraintSystem cs(Synthesis::kShapeAndWitness);
    const auto x = pinned(cs, tiny, a);
    const uint32_t first = cs.variable_count();
    ForeignElement::enforce_equal(cs, x, ForeignElement::alloc(cs, tiny, a, "other"), "equal");
    ASSERT_TRUE(cs.is_satisfied().ok());
    std::vector<uint32_t> free;
    for (uint32_t v = first; v < cs.variable_count(); ++v) free.push_back(v);
    EXPECT_EQ(all_solutions(cs.r1cs(), cs.assignment(), free).size(), a + 13 < 16 ? 2u : 1u) << a;
  }
}

// Widths around every number of limbs, with the edges of each field; the bounds have to hold for all of them.
TEST(ForeignField, EveryWidthOfModulusWorks) {
  std::mt19937_64 random(9);
  for (size_t bits : {2, 3, 63, 64, 65, 127, 128, 129, 191, 192, 193, 255, 256, 257, 319, 320, 321, 383, 384}) {
    WideInteger p = 1;
    for (size_t i = 0; i + 2 < bits; ++i) p = p.shifted_left(1) + WideInteger(random() & 1);
    p = p.shifted_left(1) + WideInteger(1);
    const ForeignField field(p);
    EXPECT_EQ(field.bits(), static_cast<int>(bits));
    const WideInteger top = p - WideInteger(1), middle = p.shifted_right(1);
    for (const auto& [a, b] : {std::pair{top, top}, {top, WideInteger(1)}, {middle, top}, {WideInteger(0), top}}) {
      ConstraintSystem cs(Synthesis::kShapeAndWitness);
      const auto x = pinned(cs, field, a), y = pinned(cs, field, b);
      EXPECT_EQ(ForeignElement::multiply(cs, x, y, "product").value(cs), field.reduce(a * b));
      EXPECT_EQ(ForeignElement::multiply(cs, x - y - y, -x, "negative").value(cs), field.reduce((a - b - b) * -a));
      EXPECT_EQ((x - y).canonical(cs, "canonical").value(cs), field.reduce(a - b));
      ASSERT_TRUE(cs.is_satisfied().ok()) << bits << " " << cs.is_satisfied().error().message();
      if (a == middle) { EXPECT_THAT(zkp::testing::unnoticed_changes(cs.r1cs(), cs.assignment()), IsEmpty()); }
    }
  }
}

// A forger for one product c = a b modulo p: writes any result and quotient and then the carries that fit best.
class ProductForger {
 public:
  ProductForger(const ForeignField& field, const WideInteger& a, const WideInteger& b, bool canonical)
      : field_(field), cs_(Synthesis::kShapeAndWitness) {
    const auto x = pinned(cs_, field, a), y = pinned(cs_, field, b);
    const auto out = ForeignElement::multiply(cs_, x, y, "m");
    if (canonical) out.canonical(cs_, "c");
    ZKP_CHECK(cs_.is_satisfied().ok());
    sheet_.emplace(cs_);
  }

  void write_bits(const std::string& prefix, const WideInteger& value) {
    for (uint32_t row = 0; row < cs_.constraint_count(); ++row) {
      const std::string& path = sheet_->paths()[row];
      if (!path.starts_with(prefix)) continue;
      const size_t limb = std::stoul(path.substr(prefix.size() + 1));
      const size_t bit = std::stoul(path.substr(path.rfind('[') + 1));
      sheet_->values()[cs_.r1cs().a.row_variables(row)[0]] = Fr::from_u64(value.bit(64 * limb + bit));
    }
  }
  void write_result(const WideInteger& value) { write_bits("m.result.limb", value); }
  void write_quotient(const WideInteger& value) {
    size_t bits = 0;
    for (uint32_t row = 0; row < cs_.constraint_count(); ++row)
      bits += sheet_->paths()[row].starts_with("m.product.quotient");
    write_bits("m.product.quotient", value + WideInteger(1).shifted_left(bits - 1));
  }
  // For each group in turn: what its carry has to be, as an element of the field, goes into the carry's bits as far as
  // it fits, and what does not fit goes into the lowest "bit".
  void write_carries(const std::string& scope) {
    for (size_t group = 0;; ++group) {
      const std::string prefix = scope + ".carry[" + std::to_string(group) + "]",
                        name = scope + ".group[" + std::to_string(group) + "]";
      std::vector<uint32_t> bits;
      for (uint32_t row = 0; row < cs_.constraint_count(); ++row)
        if (sheet_->paths()[row].starts_with(prefix)) bits.push_back(cs_.r1cs().a.row_variables(row)[0]);
      if (bits.empty()) return;
      for (uint32_t bit : bits) sheet_->values()[bit] = Fr::zero();
      const Fr without = sheet_->a(name);
      sheet_->values()[bits[0]] = Fr::one();
      const Fr weight = without - sheet_->a(name);    // of the carry
      const Fr shifted = without * weight.inverse();  // e + 2^m
      const WideInteger integer = WideInteger::of_limbs(shifted.to_limbs());
      const bool fits = integer < WideInteger(1).shifted_left(bits.size());
      for (size_t i = 0; i < bits.size(); ++i)
        sheet_->values()[bits[i]] = fits ? Fr::from_u64(integer.bit(i)) : i == 0 ? shifted : Fr::zero();
    }
  }
  std::vector<std::string> violated() const { return sheet_->violated(); }
  Forgery& sheet() { return *sheet_; }

 private:
  const ForeignField& field_;
  ConstraintSystem cs_;
  std::optional<Forgery> sheet_;
};

TEST(ForeignFieldForger, RecomputingTheHonestWitnessChangesNothing) {
  for (const Named& f : fields()) {
    const auto& c = vectors()[f.name]["cases"].back();
    ProductForger forger(f.field, number(c["a"]), number(c["b"]), true);
    const auto division = WideInteger::divide_floor(number(c["a"]) * number(c["b"]), f.field.modulus());
    forger.write_result(division.remainder);
    forger.write_quotient(division.quotient);
    forger.write_carries("m.product");
    EXPECT_THAT(forger.violated(), IsEmpty()) << f.name;
  }
}

// value + p: a second reading of a small result. A product allows it, since it is the same element; canonical() does
// not.
TEST(ForeignFieldForger, TheSecondReadingPassesAsAnElementAndNotAsANumber) {
  const ForeignField& field = ForeignField::secp256k1();
  for (const bool canonical : {false, true}) {
    ProductForger forger(field, 3, 5, canonical);
    forger.write_result(field.modulus() + WideInteger(15));
    forger.write_quotient(-1);
    forger.write_carries("m.product");
    if (!canonical) {
      EXPECT_THAT(forger.violated(), IsEmpty());
    } else {
      forger.write_bits("c.gap.limb", field.modulus() - WideInteger(1));  // whatever the gap is, the sum is too large
      EXPECT_THAT(forger.violated(), Not(IsEmpty()));
      for (const std::string& path : forger.violated()) EXPECT_THAT(path, ::testing::StartsWith("c."));
    }
  }
}

// The products and the quotient agree modulo r (the native field), or modulo 2^256, and not as integers: a check of
// one of these alone would pass. The carries are what notices.
TEST(ForeignFieldForger, WrapAroundsOfTheNativeFieldAndOfTheLimbsAreRefused) {
  const WideInteger r = WideInteger::of_limbs(Fr::kModulus);
  for (const Named& f : fields()) {
    const auto& c = vectors()[f.name]["cases"].back();
    const WideInteger a = number(c["a"]), b = number(c["b"]), p = f.field.modulus();
    const auto honest = WideInteger::divide_floor(a * b, p);
    // a b - q p - c = 0 modulo m for the false result c = honest + 1: q = honest q - 1 / p modulo m.
    for (const bool native : {true, false}) {
      const WideInteger m = native ? r : WideInteger(1).shifted_left(64 * f.field.limb_count());
      WideInteger inverse = 1;  // of p modulo m
      if (native) {
        inverse = ForeignField(r).inverse(f.field.modulus());
      } else {
        for (int i = 0; i < 9; ++i) {  // Newton: x (2 - p x)
          inverse = inverse * (WideInteger(2) - p * inverse);
          inverse = WideInteger::divide_floor(inverse, m).remainder;
        }
      }
      ASSERT_TRUE(WideInteger::divide_floor(inverse * p, m).remainder == WideInteger(1));
      const WideInteger q = WideInteger::divide_floor(honest.quotient - inverse, m).remainder;
      ASSERT_TRUE(WideInteger::divide_floor(a * b - q * p - honest.remainder - WideInteger(1), m).remainder.is_zero());
      ProductForger forger(f.field, a, b, false);
      forger.write_result(honest.remainder + WideInteger(1));
      forger.write_quotient(q);
      forger.write_carries("m.product");
      EXPECT_THAT(forger.violated(), Not(IsEmpty())) << f.name;
      for (const std::string& path : forger.violated())
        EXPECT_TRUE(path.starts_with("m.product.carry") || path.starts_with("m.product.group")) << path;
    }
  }
}

// Any other result with the best quotient there is.
TEST(ForeignFieldForger, WrongResultsAreRefused) {
  for (const Named& f : fields()) {
    const auto& c = vectors()[f.name]["cases"].back();
    const WideInteger a = number(c["a"]), b = number(c["b"]);
    for (const WideInteger& wrong :
         {WideInteger(0), f.field.reduce(a * b + WideInteger(1)), f.field.reduce(a * b - WideInteger(1)),
          f.field.reduce(a * b + WideInteger(1).shifted_left(64)), f.field.modulus() - WideInteger(1)}) {
      ProductForger forger(f.field, a, b, false);
      forger.write_result(wrong);
      forger.write_quotient(WideInteger::divide_floor(a * b - wrong, f.field.modulus()).quotient);
      forger.write_carries("m.product");
      EXPECT_THAT(forger.violated(), Not(IsEmpty())) << f.name;
    }
  }
}

// Coefficients of the product polynomial that are not those of the operands, chosen so that their sum is: w_0 + 2^64
// and w_1 - 1. The evaluations notice.
TEST(ForeignFieldForger, CoefficientsThatOnlyAddUpAreRefused) {
  const ForeignField& field = ForeignField::secp256k1();
  const auto& c = vectors()["secp256k1"]["cases"].back();
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const auto a = pinned(cs, field, number(c["a"])), b = pinned(cs, field, number(c["b"]));
  ForeignElement::multiply(cs, a, b, "m");
  Forgery sheet(cs);
  const auto coefficients = cs.r1cs().c.row_variables(sheet.row("m.product.point[1]"));
  ASSERT_EQ(coefficients.size(), 7u);
  sheet.values()[coefficients[0]] += power_of_two(64);
  sheet.values()[coefficients[1]] -= Fr::one();
  const auto violated = sheet.violated();
  EXPECT_FALSE(violated.empty());
  for (const std::string& path : violated) EXPECT_THAT(path, ::testing::StartsWith("m.product.point"));
}

}  // namespace
}  // namespace zkp::gadgets
