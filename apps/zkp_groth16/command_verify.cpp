/// verify: yes or no, from files of any kind.
#include "groth16/files/ark_files.h"
#include "groth16/verify.h"
#include "zkp_groth16/any_file.h"
#include "zkp_groth16/commands.h"

namespace zkp {
namespace {

struct Arguments {
  std::string vk, proof, public_inputs;
};

// public.json, or a vector of arkworks: the file of a proof may come first or second, as programs differ.
Result<PublicInputs> read_inputs(Session& session, const std::string& path) {
  ZKP_TRY(Bytes bytes, session.read(path));
  if (Result<PublicInputs> inputs = decode_ark_inputs(bytes); inputs.ok()) return inputs;
  ZKP_TRY(AnyFile file, read_any_file(session, path, SubgroupCheck::kCheck));
  if (auto* inputs = std::get_if<PublicInputs>(&file.content)) return std::move(*inputs);
  return in_file(Error(GeneralError::kParse, "expected public inputs"), path);
}

Result<Groth16Proof> read_proof(Session& session, const std::string& path) {
  ZKP_TRY(AnyFile file, read_any_file(session, path, SubgroupCheck::kCheck));
  if (auto* proof = std::get_if<Groth16Proof>(&file.content)) return *proof;
  return in_file(Error(GeneralError::kParse, "expected a proof"), path);
}

Result<bool> is_inputs(Session& session, const std::string& path) {
  ZKP_TRY(Bytes bytes, session.read(path));
  const std::string_view text = as_text(bytes);
  const size_t first = text.find_first_not_of(" \t\r\n");
  return (first != std::string_view::npos && text[first] == '[') || decode_ark_inputs(bytes).ok();
}

Result<int> run_verify(Session& session, const Arguments& arguments) {
  ZKP_TRY(FoundVerifyingKey vk, read_verifying_key(session, arguments.vk));
  ZKP_TRY(bool exchanged, is_inputs(session, arguments.proof));
  ZKP_TRY(PublicInputs inputs, read_inputs(session, exchanged ? arguments.proof : arguments.public_inputs));
  ZKP_TRY(Groth16Proof proof, read_proof(session, exchanged ? arguments.public_inputs : arguments.proof));
  ZKP_TRY(PreparedVerifyingKey verifier, PreparedVerifyingKey::make(vk.key));
  const Result<void> verified = verifier.verify(inputs, proof);
  Console& console = session.console();
  console.line(console.verdict(verified.ok()) + (verified.ok() ? "" : "   " + verified.error().message()));
  if (!vk.label.empty()) console.line("set-up   " + vk.label);
  console.object({{"ok", verified.ok()}, {"public_inputs", inputs.size()}, {"label", vk.label}});
  return static_cast<int>(verified.ok() ? kExitYes : kExitNo);
}

}  // namespace

void add_verify(CLI::App& app, std::vector<Command>& commands) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("verify", "check a proof: exit 0 yes, 1 no");
  command->add_option("vk", arguments->vk, "a verification key, or any key that contains one")->required();
  command->add_option("proof", arguments->proof, "the proof")->required();
  command->add_option("public", arguments->public_inputs, "its public inputs (the two may be exchanged)")->required();
  commands.push_back({command, [arguments](Session& session) { return run_verify(session, *arguments); }});
}

}  // namespace zkp
