/// The examples of docs/guides/gadgets.md, which stand here word for word, and the numbers of its table.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <sstream>

#include "hash/sha2.h"
#include "r1cs/diagnose.h"
#include "r1cs/gadgets/division.h"
#include "r1cs/gadgets/edwards.h"
#include "r1cs/gadgets/foreign_field.h"
#include "r1cs/gadgets/lookup.h"
#include "r1cs/gadgets/merkle_sha256.h"
#include "r1cs/gadgets/range.h"
#include "r1cs/gadgets/schnorr.h"
#include "r1cs/gadgets/sha256.h"

namespace zkp::gadgets {
namespace {

std::string read(const std::string& name) {
  std::ifstream in(ZKP_SOURCE_DIR "/" + name);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

// Words only: the two files break lines at different widths.
std::string squeezed(const std::string& text) {
  std::string out;
  for (char c : text)
    if (!isspace(static_cast<unsigned char>(c))) out += c;
  return out;
}

TEST(GadgetsGuide, EveryExampleIsCompiledHere) {
  const std::string guide = read("docs/guides/gadgets.md"), test = squeezed(read("tests/r1cs/gadgets_guide_test.cpp"));
  size_t examples = 0;
  for (size_t at = 0; (at = guide.find("```cpp\n", at)) != std::string::npos; ++examples) {
    const size_t begin = at + 7, end = guide.find("```", begin);
    EXPECT_NE(test.find(squeezed(guide.substr(begin, end - begin))), std::string::npos)
        << guide.substr(begin, end - begin);
    at = end;
  }
  EXPECT_EQ(examples, 5u);
}

bool adult(uint64_t birthday_value, uint64_t date_value) {
  ConstraintSystem cs(Synthesis::kWitness);
  const LinearCombination date = cs.alloc_public(Fr::from_u64(date_value));
  const LinearCombination birthday = cs.alloc(Fr::from_u64(birthday_value));
  const Uint born = Uint::enforce(cs, birthday, 20, "birthday");
  const Uint today = Uint::enforce(cs, date, 20, "date");
  enforce_less_equal(cs, born, today, "born");
  const Uint days = Uint::assume(today.lc() - born.lc(), 20);  // not negative because of "born", at most `today`
  const UintDivision age = divide(cs, days, Uint::constant(365), "age");
  enforce_less_equal(cs, Uint::constant(18), age.quotient, "adult");
  return cs.is_satisfied().ok();
}

TEST(GadgetsGuide, Age) {
  EXPECT_TRUE(adult(1000, 1000 + 18 * 365));
  EXPECT_FALSE(adult(1000, 1000 + 18 * 365 - 1));
  EXPECT_FALSE(adult(9000, 8000));
}

TEST(GadgetsGuide, Prices) {
  ConstraintSystem cs(Synthesis::kWitness);
  const std::vector<std::pair<Fr, Fr>> prices = {{Fr::from_u64(1), Fr::from_u64(250)},
                                                 {Fr::from_u64(2), Fr::from_u64(99)}};
  std::vector<LinearCombination> articles;
  for (uint64_t article : {2u, 1u, 2u}) articles.push_back(cs.alloc(Fr::from_u64(article)));
  LinearCombination total;
  LookupTable table = LookupTable::of_numbers(prices);
  for (const LinearCombination& article : articles) total += table.value_of(cs, article);
  table.finish(cs, "prices");  // without it the program stops: the look-ups would prove nothing
  EXPECT_TRUE(cs.is_satisfied().ok());
  EXPECT_EQ(cs.value(total), Fr::from_u64(448));
}

TEST(GadgetsGuide, Preimage) {
  const Bytes secret = to_bytes("secret");
  ConstraintSystem cs(Synthesis::kWitness);
  const auto numbers = pack_digest(zkp::sha256(secret));
  const std::array<Variable, 2> expected = {cs.alloc_public(numbers[0]), cs.alloc_public(numbers[1])};
  const std::vector<Bit> message = alloc_bytes(cs, secret, "secret");
  const auto digest = pack_digest(sha256(cs, message, "hash"));
  for (size_t i = 0; i < 2; ++i) cs.enforce_zero(digest[i] - expected[i], {"digest", i});
  EXPECT_TRUE(cs.is_satisfied().ok());
}

TEST(GadgetsGuide, PointOfSecp256k1) {
  // The generator (SEC 2, section 2.4.1).
  auto number = [](std::string_view hex) { return WideInteger::of_limbs(limbs::from_hex<4>(hex)); };
  const WideInteger x_value = number("0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
  for (const bool on_curve : {true, false}) {
    const WideInteger y_value =
        number("0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8") + WideInteger(on_curve ? 0 : 1);
    ConstraintSystem cs(Synthesis::kWitness);
    const ForeignField& field = ForeignField::secp256k1();
    const ForeignElement x = ForeignElement::alloc(cs, field, x_value, "x");
    const ForeignElement y = ForeignElement::alloc(cs, field, y_value, "y");
    const ForeignElement xx = ForeignElement::multiply(cs, x, x, "xx");
    const ForeignElement right = ForeignElement::multiply(cs, xx, x, "xxx") + ForeignElement::constant(field, 7);
    ForeignElement::enforce_product(cs, y, y, right, "curve");
    EXPECT_EQ(cs.is_satisfied().ok(), on_curve);
  }
}

TEST(GadgetsGuide, Diagnosis) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const Variable x = cs.alloc(Fr::from_u64(5));
  cs.name(x, "x");
  Bit::enforce(cs, x, "bit");
  const std::string why = check_and_show_values(cs).error().message();
  // constraint bit does not hold: a = 5, b = 4, c = 0, where a = x, b = -1 + x, c = 0; x = 5
  EXPECT_EQ(why, "constraint bit does not hold: a = 5, b = 4, c = 0, where a = x, b = -1 + x, c = 0; x = 5");
}

// Numbers that the table states as such, in the row that names the function.
TEST(GadgetsGuide, NumbersOfTheTableAreThoseOfTheCircuits) {
  auto count = [](const std::function<void(ConstraintSystem&)>& body) {
    ConstraintSystem cs(Synthesis::kShape);
    body(cs);
    return cs.constraint_count();
  };
  auto message = [](ConstraintSystem& cs, size_t size) {
    std::vector<Bit> out;
    for (size_t i = 0; i < 8 * size; ++i) out.push_back(Bit::assume(cs.alloc(Fr::zero())));
    return out;
  };
  const std::vector<std::pair<std::string, uint32_t>> expected = {
      {"`to_bits_canonical`", count([](auto& cs) { to_bits_canonical(cs, cs.alloc(Fr::zero()), "x"); })},
      {"`sha256_compress`", count([&](auto& cs) { sha256_compress(cs, message(cs, 32), message(cs, 64), "x"); })},
      {"| `sha256` ", count([&](auto& cs) { sha256(cs, message(cs, 55), "x"); })},
      {"`rfc6962_root`", count([&](auto& cs) {
         const Bit right = Bit::assume(cs.alloc(Fr::zero()));
         const std::vector<std::vector<Bit>> path = {message(cs, 32)};
         rfc6962_root(cs, message(cs, 32), std::span(&right, 1), path, "x");
       })},
      {"`enforce_schnorr`", kSchnorrConstraints}};
  std::istringstream guide(read("docs/guides/gadgets.md"));
  size_t found = 0;
  for (std::string line; std::getline(guide, line);)
    for (const auto& [name, number] : expected)
      if (line.find(name) != std::string::npos && line.starts_with('|')) {
        std::string text = std::to_string(number);
        if (text.size() > 3) text.insert(text.size() - 3, ",");
        EXPECT_NE(line.find(text), std::string::npos) << line << " should say " << text;
        ++found;
      }
  EXPECT_EQ(found, expected.size());
}

}  // namespace
}  // namespace zkp::gadgets
