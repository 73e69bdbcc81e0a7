/// solidity, calldata: verifying on an Ethereum chain.
#include <cstdio>

#include "base/encoding.h"
#include "groth16/evm_encoding.h"
#include "groth16/solidity.h"
#include "zkp_groth16/any_file.h"
#include "zkp_groth16/commands.h"

namespace zkp {
namespace {

struct SolidityArguments {
  std::string vk, out, name = "Groth16Verifier";
};

struct CalldataArguments {
  std::string proof, public_inputs;
};

// Keys of other programs say nothing of their set-up: whoever holds them vouches for them.
Result<LabelledVerifyingKey> labelled_key(AnyFile&& file, const std::string& path) {
  if (auto* key = std::get_if<LabelledVerifyingKey>(&file.content)) return std::move(*key);
  if (auto* key = std::get_if<ProvingKey>(&file.content))
    return LabelledVerifyingKey{key->label, key->circuit_id, std::move(key->vk)};
  if (auto* zkey = std::get_if<Zkey>(&file.content))
    return LabelledVerifyingKey{zkey->key.label, zkey->key.circuit_id, std::move(zkey->key.vk)};
  if (auto* key = std::get_if<VerifyingKey>(&file.content))
    return LabelledVerifyingKey{SetupLabel::local(), {}, std::move(*key)};
  return in_file(Error(GeneralError::kParse, "expected a verification key, or a key that contains one"), path);
}

Result<int> run_solidity(Session& session, const SolidityArguments& arguments) {
  ZKP_TRY(AnyFile file, read_any_file(session, arguments.vk, SubgroupCheck::kCheck));
  ZKP_TRY(const LabelledVerifyingKey key, labelled_key(std::move(file), arguments.vk));
  const SolidityOptions options{.contract = arguments.name};
  ZKP_TRY(const std::string name, solidity_contract_name(key.label, options));
  ZKP_TRY(const std::string text, solidity_verifier(key, options));
  Console& console = session.console();
  if (key.label.kind() == SetupLabel::Kind::kInsecureDev)
    console.warn("this key is for development: anybody can forge proofs for contract " + name);
  if (arguments.out.empty() && !console.json()) {
    std::fputs(text.c_str(), stdout);
    return static_cast<int>(kExitYes);
  }
  const size_t data = solidity_data_contracts(key.key);
  Json object = {{"contract", name},
                 {"data_contracts", data},
                 {"public_inputs", key.key.public_count()},
                 {"key_id", hex_encode(verifying_key_id(key.key))},
                 {"label", key.label.text()}};
  if (arguments.out.empty()) {
    object["source"] = text;
  } else {
    ZKP_TRY_VOID(session.files().replace(arguments.out, as_bytes(text)));
    object["file"] = arguments.out;
  }
  console.line("contract " + name + (data == 0 ? "" : ", after " + std::to_string(data) + " contracts of data"));
  console.line("set-up   " + key.label.text());
  console.line("written  " + arguments.out);
  console.object(object);
  return static_cast<int>(kExitYes);
}

Result<int> run_calldata(Session& session, const CalldataArguments& arguments) {
  ZKP_TRY(const AnyFile proof_file, read_any_file(session, arguments.proof, SubgroupCheck::kCheck));
  ZKP_TRY(const AnyFile inputs_file, read_any_file(session, arguments.public_inputs, SubgroupCheck::kCheck));
  const auto* proof = std::get_if<Groth16Proof>(&proof_file.content);
  if (proof == nullptr) return in_file(Error(GeneralError::kParse, "expected a proof"), arguments.proof);
  const auto* inputs = std::get_if<PublicInputs>(&inputs_file.content);
  if (inputs == nullptr) return in_file(Error(GeneralError::kParse, "expected public inputs"), arguments.public_inputs);
  const std::string call = "0x" + hex_encode(evm_verify_call(*proof, *inputs));
  session.console().line(call);
  Json words = Json::array();
  for (const Fr& input : *inputs) words.push_back("0x" + hex_encode(input.to_bytes()));
  session.console().object(
      {{"calldata", call}, {"proof", "0x" + hex_encode(evm_pack_proof(*proof))}, {"inputs", words}});
  return static_cast<int>(kExitYes);
}

}  // namespace

void add_solidity(CLI::App& app, std::vector<Command>& commands) {
  auto arguments = std::make_shared<SolidityArguments>();
  CLI::App* command = app.add_subcommand("solidity", "write a contract that verifies proofs on an Ethereum chain");
  command->add_option("vk", arguments->vk, "a verification key, or any key that contains one")->required();
  command->add_option("-o,--out", arguments->out, "the .sol file (default: standard output)");
  command->add_option("--name", arguments->name, "of the contract (default: Groth16Verifier)");
  commands.push_back({command, [arguments](Session& session) { return run_solidity(session, *arguments); }});

  auto call = std::make_shared<CalldataArguments>();
  CLI::App* calldata = app.add_subcommand("calldata", "print the transaction data that sends a proof to that contract");
  calldata->add_option("proof", call->proof, "the proof")->required();
  calldata->add_option("public", call->public_inputs, "its public inputs")->required();
  commands.push_back({calldata, [call](Session& session) { return run_calldata(session, *call); }});
}

}  // namespace zkp
