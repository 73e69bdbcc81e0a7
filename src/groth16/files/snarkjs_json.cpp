#include "groth16/files/snarkjs_json.h"

#include "base/json.h"
#include "curve/pairing.h"
#include "groth16/files/decimal.h"

namespace zkp {
namespace {

constexpr std::string_view kProtocol = "groth16";
constexpr std::string_view kCurve = "bls12381";
// A line of 1,024 public inputs has 80 KB, their points 250 KB.
// A key takes about 270 bytes and 5 values for a public input: this is room for 200,000.
constexpr json::Limits kLimits{.max_bytes = size_t{64} << 20, .max_depth = 6, .max_values = size_t{1} << 21};

json::Value value_of(const Fp& x) { return to_decimal(x); }
json::Value value_of(const Fp2& x) { return json::Array{value_of(x.c0), value_of(x.c1)}; }
json::Value value_of(const Fp6& x) { return json::Array{value_of(x.c0), value_of(x.c1), value_of(x.c2)}; }
json::Value value_of(const Fp12& x) { return json::Array{value_of(x.c0), value_of(x.c1)}; }

template <class Curve>
json::Value value_of(const AffinePoint<Curve>& point) {
  using Field = typename Curve::Field;
  if (point.is_identity()) return json::Array{value_of(Field::zero()), value_of(Field::one()), value_of(Field::zero())};
  return json::Array{value_of(point.x()), value_of(point.y()), value_of(Field::one())};
}

Error wrong(std::string_view where, std::string_view what) {
  return Error(GeneralError::kParse, std::string(where) + ": " + std::string(what));
}

Result<void> read(const json::Value& in, std::string_view where, Fp& out) {
  if (!in.is_string()) return wrong(where, "expected a number in a string");
  Result<Fp> value = fp_from_decimal(in.string());
  if (!value.ok()) return Error(value.error()).in(where);
  out = *value;
  return {};
}

Result<void> read(const json::Value& in, std::string_view where, Fp2& out) {
  if (!in.is_array() || in.array().size() != 2) return wrong(where, "expected two numbers");
  ZKP_TRY_VOID(read(in.array()[0], where, out.c0));
  return read(in.array()[1], where, out.c1);
}

template <class Affine>
Result<void> read(const json::Value& in, std::string_view where, Affine& out) {
  using Field = typename Affine::Field;
  if (!in.is_array() || in.array().size() != 3) return wrong(where, "expected a point of three coordinates");
  Field x, y, z;
  ZKP_TRY_VOID(read(in.array()[0], where, x));
  ZKP_TRY_VOID(read(in.array()[1], where, y));
  ZKP_TRY_VOID(read(in.array()[2], where, z));
  const auto refuse = [&](CryptoError code, std::string_view what) {
    return Error(code, std::string(where) + ": " + std::string(what));
  };
  if (z.is_zero()) return refuse(CryptoError::kIdentity, "the point at infinity is not allowed");
  if (!z.is_one()) return refuse(CryptoError::kNonCanonical, "the third coordinate has to be 1");
  out = Affine::from_xy_unchecked(x, y);
  if (out.is_identity() || !out.is_on_curve()) return refuse(CryptoError::kNotOnCurve, "not on the curve");
  if (!out.is_in_subgroup()) return refuse(CryptoError::kNotInSubgroup, "not in the subgroup of prime order");
  return {};
}

template <class Affine>
Result<void> read_member(const json::Value& object, std::string_view key, Affine& out) {
  const json::Value* member = object.find(key);
  if (member == nullptr) return wrong(key, "missing");
  return read(*member, key, out);
}

// The object, after its protocol and curve.
Result<json::Value> read_object(std::string_view text) {
  ZKP_TRY(json::Value out, json::parse(text, kLimits));
  ZKP_TRY(std::string protocol, out.get_string("protocol"));
  if (protocol != kProtocol) return wrong("protocol", "\"" + protocol.substr(0, 40) + "\", not groth16");
  ZKP_TRY(std::string curve, out.get_string("curve"));
  if (curve != kCurve)
    return Error(GeneralError::kParse,
                 "the file is for the curve " + curve.substr(0, 40) + "; this program works over BLS12-381 only")
        .with_hint("compile the circuit again: circom CIRCUIT.circom --prime bls12381");
  return out;
}

Fp12 alpha_beta(const VerifyingKey& key) { return pairing(key.alpha, key.beta).value(); }

}  // namespace

std::string snarkjs_proof(const Groth16Proof& proof) {
  return json::dump(json::Object{{"pi_a", value_of(proof.a)},
                                 {"pi_b", value_of(proof.b)},
                                 {"pi_c", value_of(proof.c)},
                                 {"protocol", kProtocol},
                                 {"curve", kCurve}});
}

Result<Groth16Proof> parse_snarkjs_proof(std::string_view text) {
  ZKP_TRY(json::Value object, read_object(text));
  Groth16Proof out;
  ZKP_TRY_VOID(read_member(object, "pi_a", out.a));
  ZKP_TRY_VOID(read_member(object, "pi_b", out.b));
  ZKP_TRY_VOID(read_member(object, "pi_c", out.c));
  return out;
}

std::string snarkjs_public_inputs(std::span<const Fr> inputs) {
  json::Array out;
  for (const Fr& input : inputs) out.emplace_back(to_decimal(input));
  return json::dump(out);
}

Result<std::vector<Fr>> parse_snarkjs_public_inputs(std::string_view text) {
  ZKP_TRY(json::Value array, json::parse(text, kLimits));
  if (!array.is_array()) return Error(GeneralError::kParse, "public inputs: expected an array");
  if (array.array().size() > kMaxPublicInputs) return Error(GeneralError::kLimit, "public inputs: too many");
  std::vector<Fr> out;
  for (const json::Value& input : array.array()) {
    if (!input.is_string()) return Error(GeneralError::kParse, "public inputs: expected numbers in strings");
    Result<Fr> value = fr_from_decimal(input.string());
    if (!value.ok()) return Error(value.error()).in("public input " + std::to_string(out.size() + 1));
    out.push_back(*value);
  }
  return out;
}

std::string snarkjs_verifying_key(const VerifyingKey& key) {
  json::Array ic;
  for (const G1Affine& point : key.ic) ic.push_back(value_of(point));
  return json::dump(json::Object{{"protocol", kProtocol},
                                 {"curve", kCurve},
                                 {"nPublic", key.public_count()},
                                 {"vk_alpha_1", value_of(key.alpha)},
                                 {"vk_beta_2", value_of(key.beta)},
                                 {"vk_gamma_2", value_of(key.gamma)},
                                 {"vk_delta_2", value_of(key.delta)},
                                 {"vk_alphabeta_12", value_of(alpha_beta(key))},
                                 {"IC", std::move(ic)}});
}

Result<VerifyingKey> parse_snarkjs_verifying_key(std::string_view text) {
  ZKP_TRY(json::Value object, read_object(text));
  VerifyingKey out;
  ZKP_TRY_VOID(read_member(object, "vk_alpha_1", out.alpha));
  ZKP_TRY_VOID(read_member(object, "vk_beta_2", out.beta));
  ZKP_TRY_VOID(read_member(object, "vk_gamma_2", out.gamma));
  ZKP_TRY_VOID(read_member(object, "vk_delta_2", out.delta));
  ZKP_TRY(const json::Array* ic, object.get_array("IC"));
  if (ic->size() > kMaxPublicInputs + 1) return Error(GeneralError::kLimit, "IC: too many public inputs");
  for (const json::Value& point : *ic) ZKP_TRY_VOID(read(point, "IC", out.ic.emplace_back()));
  ZKP_TRY(uint64_t public_count, object.get_unsigned("nPublic"));
  if (ic->empty() || public_count != ic->size() - 1)
    return wrong("nPublic", "does not match the number of points in IC");
  ZKP_TRY_VOID(check_verifying_key(out));
  const json::Value* product = object.find("vk_alphabeta_12");
  if (product != nullptr && !(*product == value_of(alpha_beta(out))))
    return wrong("vk_alphabeta_12", "is not the pairing of vk_alpha_1 and vk_beta_2");
  return out;
}

}  // namespace zkp
