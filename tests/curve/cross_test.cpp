/// The groups and the pairing against values that py_ecc computed (tests/vectors/bls12_381_cross.md).
#include "curve/groups.h"
#include "curve/pairing.h"
#include "curve/vectors.h"

namespace zkp {
namespace {

using nlohmann::json;

template <class F>
F field(const json& v);
template <>
Fp field<Fp>(const json& v) {
  return Fp::from_bytes(unhex(v)).value();
}
template <>
Fp2 field<Fp2>(const json& v) {
  return {field<Fp>(v[0]), field<Fp>(v[1])};
}
Fr scalar(const json& v) { return Fr::from_bytes(unhex(v)).value(); }

template <class Group>
class GroupCross : public testing::Test {
 protected:
  static typename Group::Point point(const json& v) {
    using Field = typename Group::Field;
    return typename Group::Point(Group::Affine::from_xy_unchecked(field<Field>(v[0]), field<Field>(v[1])));
  }
};
TYPED_TEST_SUITE(GroupCross, BothGroups);

TYPED_TEST(GroupCross, SumsProductsAndEncodingsEqualPyEcc) {
  const auto g = TypeParam::Point::generator();
  const json& entries = cross_values()[TypeParam::kName];
  ASSERT_GT(entries.size(), 20U);
  for (const json& e : entries) {
    const auto product = g.mul(scalar(e["scalar"])), other = g.mul_var(scalar(e["other_scalar"]));
    ASSERT_EQ(product, this->point(e["product"]));
    ASSERT_EQ(g.mul_var(scalar(e["scalar"])), product);
    ASSERT_EQ(other, this->point(e["other"]));
    ASSERT_EQ(product + other, this->point(e["sum"]));
    ASSERT_EQ(product.add_mixed(other.to_affine()), this->point(e["sum"]));
    ASSERT_EQ(product - other, this->point(e["difference"]));
    ASSERT_EQ(product.doubled(), this->point(e["doubled"]));
    ASSERT_TRUE(std::ranges::equal(compress(product.to_affine()), unhex(e["product_compressed"])));
    ASSERT_TRUE(std::ranges::equal(compress((-product).to_affine()), unhex(e["negated_compressed"])));
    ASSERT_EQ(TypeParam::decompress(unhex(e["product_compressed"])).value(), product.to_affine());
  }
  EXPECT_TRUE(
      TypeParam::decompress(unhex(cross_values()["identity_compressed"][TypeParam::kName])).value().is_identity());
}

TEST(PairingCross, ValuesEqualPyEccToThePowerMinusThree) {
  for (const json& e : cross_values()["pairing"]) {
    const json& c = e["gt"];
    const Fp12 expected{{field<Fp2>(c[0]), field<Fp2>(c[2]), field<Fp2>(c[4])},
                        {field<Fp2>(c[1]), field<Fp2>(c[3]), field<Fp2>(c[5])}};
    const auto p = G1Affine::generator().mul(scalar(e["a"])).to_affine();
    const auto q = G2Affine::generator().mul(scalar(e["b"])).to_affine();
    ASSERT_EQ(pairing(p, q).value(), expected);
  }
}

}  // namespace
}  // namespace zkp
