/// The fields against values that Python's integers and py_ecc computed (tests/vectors/bls12_381_cross.md).
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "field/fp12.h"
#include "field/fr.h"

namespace zkp {
namespace {

using nlohmann::json;

const json& cross_values() {
  static const json values = json::parse(std::ifstream(ZKP_SOURCE_DIR "/tests/vectors/bls12_381_cross.json"));
  return values;
}

template <class F>
F prime(const json& hex) {
  return F::from_bytes(hex_decode(hex.get<std::string>()).value()).value();
}
Fp2 fp2(const json& c) { return {prime<Fp>(c[0]), prime<Fp>(c[1])}; }
// Coefficients of w^0 ... w^5, and w^2 = v.
Fp12 fp12(const json& c) { return {{fp2(c[0]), fp2(c[2]), fp2(c[4])}, {fp2(c[1]), fp2(c[3]), fp2(c[5])}}; }

template <class F>
void check_prime_field(const json& entries) {
  ASSERT_GT(entries.size(), 50U);
  for (const json& e : entries) {
    const F a = prime<F>(e["a"]), b = prime<F>(e["b"]);
    ASSERT_EQ(a + b, prime<F>(e["sum"]));
    ASSERT_EQ(a - b, prime<F>(e["difference"]));
    ASSERT_EQ(a * b, prime<F>(e["product"]));
    ASSERT_EQ(a.square(), prime<F>(e["square"]));
    ASSERT_EQ(a.inverse(), prime<F>(e["inverse"]));
    ASSERT_EQ(a.inverse_var(), prime<F>(e["inverse"]));
    ASSERT_EQ(a.pow(b.to_limbs()), prime<F>(e["power"]));
  }
}

TEST(FieldCross, FrEqualsPythonIntegers) { check_prime_field<Fr>(cross_values()["fr"]); }
TEST(FieldCross, FpEqualsPythonIntegers) { check_prime_field<Fp>(cross_values()["fp"]); }

TEST(FieldCross, Fp2EqualsPyEcc) {
  for (const json& e : cross_values()["fp2"]) {
    const Fp2 a = fp2(e["a"]), b = fp2(e["b"]);
    ASSERT_EQ(a * b, fp2(e["product"]));
    ASSERT_EQ(a.square(), fp2(e["square"]));
    ASSERT_EQ(a.inverse(), fp2(e["inverse"]));
    ASSERT_EQ(a.inverse_var(), fp2(e["inverse"]));
  }
}

TEST(FieldCross, Fp12EqualsPyEcc) {
  for (const json& e : cross_values()["fp12"]) {
    const Fp12 a = fp12(e["a"]), b = fp12(e["b"]);
    ASSERT_EQ(a * b, fp12(e["product"]));
    ASSERT_EQ(a.square(), fp12(e["square"]));
    ASSERT_EQ(a.inverse(), fp12(e["inverse"]));
    ASSERT_EQ(a.inverse_var(), fp12(e["inverse"]));
    ASSERT_EQ(a.frobenius(1), fp12(e["frobenius"]));
  }
}

}  // namespace
}  // namespace zkp
