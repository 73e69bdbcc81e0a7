#include "r1cs/gadgets/schnorr.h"

#include "r1cs/gadgets/poseidon.h"
#include "r1cs/gadgets/range.h"
#include "transcript/poseidon.h"

namespace zkp::gadgets {
namespace {

constexpr std::string_view kTag = "zkp.schnorr.v1";

}  // namespace

EdwardsAffine<Jubjub> schnorr_base() {
  return {Fr::from_hex("0x11dafe5d23e1218086a365b99fbf3d3be72f6afd7d1f72623e6b071492d1122b"),
          Fr::from_hex("0x1d523cf1ddab1a1793132e78c866c0c33e26ba5cc220fed7cc3f870e59d292aa")};
}

Fr schnorr_challenge(const EdwardsAffine<Jubjub>& r, const EdwardsAffine<Jubjub>& key, const Fr& message) {
  const std::array<Fr, 5> values = {r.x, r.y, key.x, key.y, message};
  return zkp::poseidon_hash_list(kTag, values);
}

bool schnorr_verify(const EdwardsAffine<Jubjub>& key, const Fr& message, const SchnorrSignature& signature) {
  const EdwardsAffine<Jubjub>& r = signature.r;
  if (key.is_identity() || !key.is_on_curve() || !key.is_in_subgroup() || !r.is_on_curve() || !r.is_in_subgroup())
    return false;
  const Fr::Limbs s = signature.s.to_limbs();
  if (!limbs::less(s, Jubjub::kOrder)) return false;
  return schnorr_base().mul(s) == r + key.mul(schnorr_challenge(r, key, message).to_limbs());
}

void enforce_schnorr(ConstraintSystem& cs, const JubjubPoint& key, const LinearCombination& message,
                     const JubjubPoint& r, const LinearCombination& s, Label label) {
  auto scope = cs.scope(label);
  key.require_not_identity(cs, "key_not_identity");
  const std::array<LinearCombination, 5> values = {r.x(), r.y(), key.x(), key.y(), message};
  const LinearCombination c = poseidon_hash_list(cs, kTag, values, "challenge");
  Fr::Limbs highest{};
  limbs::sub(highest, Jubjub::kOrder, Fr::Limbs{1});
  const JubjubPoint right =
      JubjubPoint::add(cs, r, key.mul(cs, to_bits_canonical(cs, c, "challenge_bits"), "key"), "sum");
  const JubjubPoint left =
      JubjubPoint::mul_constant(cs, schnorr_base(), to_bits_at_most(cs, s, highest, "s_bits"), "base");
  JubjubPoint::enforce_equal(cs, left, right, "equal");
}

}  // namespace zkp::gadgets
