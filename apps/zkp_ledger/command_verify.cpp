/// verify: receipts, proof files and reports, offline.
#include "base/encoding.h"
#include "ledger/dataset_keys.h"
#include "ledger/installed_keys.h"
#include "ledger/proof_file.h"
#include "report/report.h"
#include "zkp_ledger/commands.h"

namespace zkp {
namespace {

constexpr size_t kMaxVerifyBytes = size_t{64} << 20;
constexpr size_t kMaxOpeningBytes = size_t{16} << 20;

// A verification key, and the reference string that goes with it: that of insecure-dev where none is given.
Result<LabelledVerifier> given_keys(Session& session, const VerifyArguments& arguments) {
  ZKP_TRY(const Bytes bytes, session.files().read(arguments.vk, 1 << 20));
  Result<LabelledVerifyingKey> key = decode_verifying_key_file(bytes);
  if (!key.ok())
    return Error(GeneralError::kParse, "not a verification key: " + key.error().message()).with_file(arguments.vk);
  if (arguments.srs.empty()) return make_dataset_verifier(*key, insecure_dev_srs_key());
  Result<SrsHead> head = read_srs_head(session.files(), arguments.srs);
  if (!head.ok()) return std::move(head).error().with_file(arguments.srs);
  ZKP_TRY(SetupLabel label, SetupLabel::parse(head->label));
  return make_dataset_verifier(*key, {std::move(label), std::move(head->key)});
}

Result<TrustPolicy> trust_policy(Session& session, const VerifyArguments& arguments) {
  TrustPolicy out;
  out.require_pinned = arguments.require_pinned;
  if (!arguments.log_key.empty()) {
    ZKP_TRY(VerifierKey key, read_vkey(session.files(), arguments.log_key));
    out.log_key = key;
  }
  if (!arguments.nonce.empty()) {
    Result<Digest> nonce = hex_decode_array<32>(arguments.nonce);
    if (!nonce.ok()) return Error(GeneralError::kInvalidArgument, "--nonce: " + nonce.error().message());
    out.nonce = *nonce;
  }
  if (!arguments.vk.empty()) { ZKP_TRY(out.keys, given_keys(session, arguments)); }
  std::vector<RandomBeacon> beacons;
  for (const std::string& file : arguments.beacons) {
    ZKP_TRY(const Bytes text, session.files().read(file, kMaxBeaconFileBytes));
    Result<RandomBeacon> beacon = parse_beacon_info(as_text(text));
    if (!beacon.ok()) return std::move(beacon).error().in("--trust-beacon").with_file(file);
    beacons.push_back(std::move(*beacon));
  }
  out.beacons = Beacons(std::move(beacons));
  if (!arguments.witnesses.empty() || arguments.quorum > 0) {
    Quorum quorum;
    for (const std::string& text : arguments.witnesses) {
      Result<VerifierKey> key = parse_witness_key(text);
      if (!key.ok()) return Error(GeneralError::kInvalidArgument, "--witness: " + key.error().message());
      quorum.witnesses.push_back(*key);
    }
    quorum.needed = arguments.quorum > 0 ? static_cast<size_t>(arguments.quorum) : quorum.witnesses.size();
    if (quorum.needed > quorum.witnesses.size())
      return Error(GeneralError::kInvalidArgument, "--quorum is larger than the number of --witness keys");
    out.witnesses = std::move(quorum);
  }
  return out;
}

// A proof file that names a key which is neither compiled in nor given: the one that is installed here, if any. True
// when one was needed and found.
Result<bool> add_installed_key(Session& session, std::string_view text, TrustPolicy& policy) {
  if (policy.keys) return false;
  Result<ProofFile> file = parse_proof_file(text);
  if (!file.ok() || known_dataset_verifier(file->verification_key) != nullptr) return false;
  ZKP_TRY(policy.keys, installed_dataset_verifier(file->verification_key, file->srs,
                                                  setup_folder(session.environment()), session.files()));
  return policy.keys.has_value();
}

// The owner's data against its commitments, under the reference string that the entry names.
Result<void> check_against_data(Session& session, const VerifyArguments& arguments, std::string_view content,
                                std::vector<Check>& checks) {
  Result<NotarizeRecord> dataset = dataset_of_file(content);
  if (!dataset.ok()) return Error(GeneralError::kInvalidArgument, dataset.error().message()).with_file(arguments.file);
  ZKP_TRY(Bytes opening, session.files().read(arguments.opening, kMaxOpeningBytes));
  const SecretBytes secret(std::move(opening));
  const bool is_dev = dataset->body.srs_id == insecure_dev_srs_key().key.id;
  DatasetKeys keys(setup_folder(session.environment()), session.files(), session.pool(),
                   DatasetKeys::source_for(is_dev));
  return check_data(*dataset, arguments.data, secret.view(), keys, session.pool(), session.console().progress(),
                    checks);
}

}  // namespace

int run_verify(Session& session, const VerifyArguments& arguments) {
  Console& console = session.console();
  Result<TrustPolicy> policy = trust_policy(session, arguments);
  if (!policy.ok()) return console.fail(policy.error());
  if (arguments.data.empty() != arguments.opening.empty())
    return console.fail(Error(GeneralError::kInvalidArgument, "--data and --opening go together")
                            .with_hint("the owner makes the opening with export ENTRY --opening"));
  Result<Bytes> content = session.files().read(arguments.file, kMaxVerifyBytes);
  if (!content.ok()) return console.fail(content.error());

  Result<bool> installed = add_installed_key(session, as_text(*content), *policy);
  if (!installed.ok()) return console.fail(installed.error());
  Result<Verification> result = verify_any_file(as_text(*content), *policy, session.verifier());
  if (!result.ok())
    return console.fail(Error(result.error().code(), result.error().message()).with_file(arguments.file));
  if (!arguments.data.empty()) {
    Result<void> checked = check_against_data(session, arguments, as_text(*content), result->checks);
    if (!checked.ok()) return console.fail(checked.error());
    console.end_progress();
  }

  Json checks = Json::array(), outputs = Json::object(), not_shown = Json::array();
  for (const Check& check : result->checks) {
    console.line(console.verdict(check.ok) + (check.ok ? "      " : "  ") + check.name +
                 std::string(check.name.size() < 18 ? 18 - check.name.size() : 1, ' ') + check.detail);
    checks.push_back({{"name", check.name}, {"ok", check.ok}, {"detail", check.detail}});
  }
  for (const auto& [name, value] : result->outputs) outputs[name] = value;
  for (const std::string& sentence : result->not_shown) not_shown.push_back(sentence);
  const bool ok = result->ok();
  if (ok && !result->words.empty()) console.line("verified  " + console.bold(result->words));
  if (!result->label.empty())
    console.line("set-up    " + result->label +
                 (result->label == "insecure-dev" ? ": anybody can forge proofs under these keys" : "") +
                 (*installed ? ", installed in " + setup_folder(session.environment()) : ""));
  for (const std::string& sentence : result->not_shown) console.line("not shown " + sentence);
  if (!ok) {
    const Check* failed = result->first_failure();
    console.line("NOT VERIFIED" + (failed == nullptr ? std::string() : ": " + failed->name + ": " + failed->detail));
  }
  console.object({{"ok", ok},
                  {"checks", checks},
                  {"statement", result->statement},
                  {"outputs", outputs},
                  {"label", result->label},
                  {"installed_key", *installed},
                  {"words", result->words},
                  {"not_shown", not_shown}});
  return ok ? kExitYes : kExitNo;
}

}  // namespace zkp
