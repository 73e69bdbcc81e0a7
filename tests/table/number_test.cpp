#include "table/number.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>

namespace zkp {
namespace {

// A twin that knows nothing of exponents and scales: it writes the number out with all its digits and moves the point.
struct TwinResult {
  bool exact = false;
  bool huge = false;
  std::string digits;  // of the scaled integer, no leading zeros, "" for zero
};

TwinResult twin_scale(const std::string& integer, const std::string& fraction, int exponent, int scale) {
  std::string left = integer;
  std::string right = fraction;
  for (int shift = exponent + scale; shift > 0; --shift) {
    left += right.empty() ? '0' : right[0];
    if (!right.empty()) right.erase(0, 1);
  }
  for (int shift = exponent + scale; shift < 0; ++shift) {
    right.insert(0, 1, left.empty() ? '0' : left.back());
    if (!left.empty()) left.pop_back();
  }
  TwinResult out;
  out.exact = right.find_first_not_of('0') == std::string::npos;
  const size_t first = left.find_first_not_of('0');
  out.digits = first == std::string::npos ? "" : left.substr(first);
  out.huge = out.digits.size() > 20;
  return out;
}

std::string to_text(__int128 value) {
  std::string out;
  for (; value != 0; value /= 10) out.insert(0, 1, static_cast<char>('0' + static_cast<int>(value % 10)));
  return out;
}

RC_GTEST_PROP(Decimal, AgreesWithANumberWrittenOutInFull, ()) {
  const auto digits = [](size_t min, size_t max) {
    return rc::gen::exec([=] {
      const auto size = *rc::gen::inRange(min, max + 1);
      std::string out;
      // Many zeros and few digits, so that exact values are frequent.
      for (size_t i = 0; i < size; ++i) out += *rc::gen::element('0', '0', '0', '1', '5', '9');
      return out;
    });
  };
  const std::string integer = *digits(1, 24);
  const std::string fraction = *digits(0, 12);
  const int exponent = *rc::gen::inRange(-30, 31);
  const int scale = *rc::gen::inRange(0, 19);
  const bool negative = *rc::gen::arbitrary<bool>();
  const bool with_exponent = exponent != 0 || *rc::gen::arbitrary<bool>();

  std::string text = (negative ? "-" : "") + integer;
  if (!fraction.empty()) text += "." + fraction;
  if (with_exponent) text += *rc::gen::element<std::string>("e", "E") + std::to_string(exponent);

  const TwinResult twin = twin_scale(integer, fraction, exponent, scale);
  const ScaledInteger got = to_scaled_integer(text, scale);
  if (twin.huge) {
    RC_ASSERT(got.fault == NumberFault::kRange);
  } else if (!twin.exact) {
    RC_ASSERT(got.fault == NumberFault::kInexact);
  } else {
    RC_ASSERT(got.fault == NumberFault::kNone);
    RC_ASSERT(to_text(negative ? -got.value : got.value) == twin.digits);
  }
}

TEST(Decimal, DifferentSpellingsOfOneValueAreEqual) {
  for (const char* text :
       {"1.5", "1.50", "15e-1", "0.15E1", "150e-2", "1.5e0", "1.5e+0", "01.5", "1.500000000000000000000000"}) {
    const ScaledInteger value = to_scaled_integer(text, 3);
    EXPECT_EQ(value.fault, NumberFault::kNone) << text;
    EXPECT_TRUE(value.value == 1500) << text;
  }
}

TEST(Decimal, NothingIsRounded) {
  EXPECT_EQ(to_scaled_integer("1.505", 2).fault, NumberFault::kInexact);
  EXPECT_EQ(to_scaled_integer("1e-19", 18).fault, NumberFault::kInexact);
  EXPECT_EQ(to_scaled_integer("0.1", 0).fault, NumberFault::kInexact);
  EXPECT_EQ(to_scaled_integer("1e-9999", 18).fault, NumberFault::kInexact);
  EXPECT_EQ(to_scaled_integer("1e9999", 0).fault, NumberFault::kRange);
  EXPECT_EQ(to_scaled_integer("100000000000000000000", 0).fault, NumberFault::kRange);
  EXPECT_TRUE(to_scaled_integer("99999999999999999999", 0).value ==
              static_cast<__int128>(9'999'999'999) * 10'000'000'000 + 9'999'999'999);
  EXPECT_TRUE(to_scaled_integer("0e9999", 18).value == 0);
  EXPECT_TRUE(to_scaled_integer("-0.000", 2).value == 0);
  EXPECT_TRUE(to_scaled_integer("-9223372036854775808", 0).value == INT64_MIN);
}

TEST(Number, OtherTextsAreNotNumbers) {
  for (const char* text :
       {"",     "-",     "+1",  ".5",    "5.",    "1,5", " 1",  "1 ",  "1e",       "1e+",      "1e12345",
        "0x10", "1_000", "--1", "1.2.3", "1e5.0", "nan", "NaN", "inf", "Infinity", "\xd9\xa1", "1d"}) {
    EXPECT_FALSE(split_number(text)) << text;
    EXPECT_FALSE(to_binary64(text)) << text;
    EXPECT_EQ(to_scaled_integer(text, 2).fault, NumberFault::kSyntax) << text;
  }
  EXPECT_TRUE(split_number(std::string(256, '1')));
  EXPECT_FALSE(split_number(std::string(257, '1')));
}

TEST(Binary64, RoundsAsTheCLibraryDoes) {
  for (const char* text :
       {"0", "-0", "0.1", "1e23", "9007199254740993", "2.2250738585072011e-308", "1.7976931348623157e308", "4.9e-324",
        "2.4703282292062328e-324", "123456789.123456789e-5", "5e-324"})
    EXPECT_EQ(to_binary64(text), std::strtod(text, nullptr)) << text;
}

TEST(Binary64, OverflowIsRefusedAndUnderflowIsZero) {
  EXPECT_FALSE(to_binary64("1e309"));
  EXPECT_FALSE(to_binary64("-1.8e308"));
  EXPECT_FALSE(to_binary64("1" + std::string(200, '0') + "e200"));
  EXPECT_EQ(to_binary64("1e-400"), 0.0);
  EXPECT_EQ(to_binary64("-1e-9999"), 0.0);
  EXPECT_EQ(to_binary64("0e9999"), 0.0);
  EXPECT_EQ(to_binary64("0." + std::string(200, '0') + "1e-300"), 0.0);
}

RC_GTEST_PROP(F64OrderCode, KeepsTheOrder, (uint64_t a_bits, uint64_t b_bits)) {
  double a, b;
  std::memcpy(&a, &a_bits, 8);
  std::memcpy(&b, &b_bits, 8);
  RC_PRE(std::isfinite(a) && std::isfinite(b));
  RC_ASSERT((a < b) == (f64_order_code(a) < f64_order_code(b)));
  RC_ASSERT((a == b) == (f64_order_code(a) == f64_order_code(b)));
}

TEST(F64OrderCode, StaysInTheIntervalOfTheType) {
  constexpr double kMax = std::numeric_limits<double>::max();
  EXPECT_EQ(f64_order_code(kMax), 0x7fefffffffffffff);
  EXPECT_EQ(f64_order_code(-kMax), -0x7fefffffffffffff);
  EXPECT_EQ(f64_order_code(-0.0), 0);
}

}  // namespace
}  // namespace zkp
