#include "zkp/groth16.h"

#include <algorithm>

#include "base/env.h"
#include "groth16/batch_verify.h"
#include "groth16/insecure_dev.h"
#include "groth16/verify.h"

namespace zkp::api {
namespace {

static_assert(kGroth16ProofBytes == zkp::kGroth16ProofBytes);

class CallerRandom final : public Random {
 public:
  explicit CallerRandom(const RandomBytes& random) : random_(random) {}
  Result<void> fill(std::span<uint8_t> out) override {
    if (random_(out)) return {};
    return Error(CryptoError::kRandom, "the caller's random bytes are not to be had");
  }

 private:
  const RandomBytes& random_;
};

Groth16Answer refusal(const Error& error) {
  const bool well_formed = error.code() == CryptoError::kBadProof;
  return {well_formed ? Groth16Status::kRefused : Groth16Status::kMalformed, error.describe()};
}

}  // namespace

struct Groth16Verifier::Impl {
  PreparedVerifyingKey key;
  std::string label;
  Digest circuit_id;

  using Made = Result<std::shared_ptr<const Impl>>;
  static Made from_key(ByteView bytes) {
    ZKP_TRY(VerifyingKey decoded, decode_verifying_key(bytes));
    ZKP_TRY(PreparedVerifyingKey prepared, PreparedVerifyingKey::make(std::move(decoded)));
    return std::make_shared<const Impl>(Impl{std::move(prepared), {}, {}});
  }
  static Made from_key_file(ByteView bytes) {
    ZKP_TRY(LabelledVerifyingKey file, decode_verifying_key_file(bytes));
    ZKP_TRY_VOID(check_label(file));
    ZKP_TRY(PreparedVerifyingKey prepared, PreparedVerifyingKey::make(std::move(file.key)));
    return std::make_shared<const Impl>(Impl{std::move(prepared), file.label.text(), file.circuit_id});
  }
};

std::optional<Groth16Verifier> Groth16Verifier::from_key(std::span<const uint8_t> key, std::string* error) {
  Result<std::shared_ptr<const Impl>> impl = Impl::from_key(key);
  if (impl.ok()) return Groth16Verifier(std::move(*impl));
  if (error != nullptr) *error = impl.error().describe();
  return std::nullopt;
}

std::optional<Groth16Verifier> Groth16Verifier::from_key_file(std::span<const uint8_t> file, std::string* error) {
  Result<std::shared_ptr<const Impl>> impl = Impl::from_key_file(file);
  if (impl.ok()) return Groth16Verifier(std::move(*impl));
  if (error != nullptr) *error = impl.error().describe();
  return std::nullopt;
}

size_t Groth16Verifier::public_inputs() const { return impl_->key.key().public_count(); }
const std::array<uint8_t, 32>& Groth16Verifier::key_id() const { return impl_->key.id(); }
const std::array<uint8_t, 32>& Groth16Verifier::circuit_id() const { return impl_->circuit_id; }
const std::string& Groth16Verifier::label() const { return impl_->label; }

Groth16Answer Groth16Verifier::verify(std::span<const uint8_t> proof, std::span<const uint8_t> inputs) const {
  Result<Groth16Proof> decoded = decode_proof(proof);
  if (!decoded.ok()) return refusal(std::move(decoded).error().in("proof"));
  Result<std::vector<Fr>> scalars = decode_public_inputs(inputs);
  if (!scalars.ok()) return refusal(scalars.error());
  if (Result<void> verdict = impl_->key.verify(*scalars, *decoded); !verdict.ok()) return refusal(verdict.error());
  return {Groth16Status::kVerified, {}};
}

Groth16BatchAnswer Groth16Verifier::verify_batch(std::span<const Groth16Claim> claims,
                                                 const RandomBytes& random) const {
  Groth16BatchAnswer out;
  std::vector<std::vector<Fr>> scalars(claims.size());
  std::vector<Groth16EncodedClaim> encoded;
  std::vector<size_t> indices;  // of `encoded` among the claims
  for (size_t i = 0; i < claims.size(); ++i) {
    Result<std::vector<Fr>> inputs = decode_public_inputs(claims[i].inputs);
    if (!inputs.ok()) {
      out.rejected.push_back({i, inputs.error().describe()});
      continue;
    }
    scalars[i] = std::move(*inputs);
    encoded.push_back({&impl_->key, scalars[i], claims[i].proof});
    indices.push_back(i);
  }
  CallerRandom source(random);
  Result<Groth16BatchVerdict> verdict = groth16_verify_batch(encoded, {.random = random ? &source : nullptr});
  if (!verdict.ok()) {
    out.error = verdict.error().describe();
    return out;
  }
  for (const Groth16BatchVerdict::Rejection& one : verdict->rejected)
    out.rejected.push_back({indices[one.index], one.why.describe()});
  std::ranges::sort(out.rejected, {}, &Groth16BatchAnswer::Rejection::index);
  return out;
}

}  // namespace zkp::api
