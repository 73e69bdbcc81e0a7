#include <algorithm>

#include "commit/srs_file.h"
#include "log/cosignature.h"
#include "report/report.h"
#include "zkp/verify.h"

namespace zkp::api {
namespace {

class CallerVerifier final : public SignatureVerifier {
 public:
  explicit CallerVerifier(const Ed25519Verify& verify) : verify_(verify) {}
  bool verify_ed25519(const ByteArray<32>& key, ByteView message, const ByteArray<64>& signature) const override {
    return verify_ && verify_(key, message, signature);
  }

 private:
  const Ed25519Verify& verify_;
};

// The given verification key with the given reference string, or that of development.
Result<LabelledVerifier> given_keys(const VerifyOptions& options) {
  Result<LabelledVerifyingKey> key = decode_verifying_key_file(options.verification_key);
  if (!key.ok()) return std::move(key).error().in("verification_key");
  if (options.reference_string.empty()) return make_dataset_verifier(*key, insecure_dev_srs_key());
  Result<SrsHead> head = parse_srs_head(options.reference_string);
  if (!head.ok()) return std::move(head).error().in("reference_string");
  ZKP_TRY(SetupLabel label, SetupLabel::parse(head->label));
  return make_dataset_verifier(*key, {std::move(label), std::move(head->key)});
}

Result<TrustPolicy> trust_policy(const VerifyOptions& options) {
  TrustPolicy out;
  out.require_pinned = options.require_pinned;
  std::copy(options.nonce.begin(), options.nonce.end(), out.nonce.begin());
  if (!options.log_key.empty()) {
    // As read from the file, which ends in a newline.
    std::string_view text = options.log_key;
    if (text.ends_with('\n')) text.remove_suffix(1);
    Result<VerifierKey> key = VerifierKey::parse(text);
    if (!key.ok()) return std::move(key).error().in("log_key");
    out.log_key = std::move(*key);
  }
  if (!options.verification_key.empty()) {
    Result<LabelledVerifier> keys = given_keys(options);
    if (!keys.ok()) return std::move(keys).error();
    out.keys = std::move(*keys);
  }
  std::vector<RandomBeacon> beacons;
  for (const std::string& text : options.beacons) {
    Result<RandomBeacon> beacon = parse_beacon_info(text);
    if (!beacon.ok()) return std::move(beacon).error().in("beacons");
    beacons.push_back(std::move(*beacon));
  }
  out.beacons = Beacons(std::move(beacons));
  if (!options.witnesses.empty() || options.quorum > 0) {
    Quorum quorum;
    for (const std::string& text : options.witnesses) {
      Result<VerifierKey> key = parse_witness_key(text);
      if (!key.ok()) return std::move(key).error().in("witnesses");
      quorum.witnesses.push_back(std::move(*key));
    }
    quorum.needed = options.quorum > 0 ? options.quorum : quorum.witnesses.size();
    if (quorum.needed > quorum.witnesses.size())
      return Error(GeneralError::kInvalidArgument, "quorum is larger than the number of witnesses");
    out.witnesses = std::move(quorum);
  }
  return out;
}

VerifyResult failed(VerifyStatus status, const Error& error) {
  VerifyResult out;
  out.status = status;
  out.error = error.describe();
  return out;
}

}  // namespace

VerifyResult verify_file(std::string_view content, const VerifyOptions& options, const Ed25519Verify& ed25519) {
  Result<TrustPolicy> policy = trust_policy(options);
  if (!policy.ok()) return failed(VerifyStatus::kBadOptions, policy.error());
  Result<Verification> verified = verify_any_file(content, *policy, CallerVerifier(ed25519));
  if (!verified.ok()) return failed(VerifyStatus::kUnreadable, verified.error());
  VerifyResult out;
  out.status = verified->ok() ? VerifyStatus::kVerified : VerifyStatus::kRefused;
  for (Check& check : verified->checks)
    out.checks.push_back({std::move(check.name), check.ok, std::move(check.detail)});
  out.statement = std::move(verified->statement);
  out.claim = std::move(verified->words);
  out.outputs = std::move(verified->outputs);
  out.label = std::move(verified->label);
  out.not_shown = std::move(verified->not_shown);
  return out;
}

}  // namespace zkp::api
