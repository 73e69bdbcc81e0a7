/// convert: the same key, proof or inputs in the form of another program.
#include "zkp_groth16/any_file.h"
#include "zkp_groth16/commands.h"
#include "zkp_groth16/write_file.h"

namespace zkp {
namespace {

struct Arguments {
  std::string from, to, circuit;
  bool vk = false;
  bool uncompressed = false;
  bool force = false;
};

LabelledVerifyingKey labelled(const ProvingKey& key) { return {key.label, key.circuit_id, key.vk}; }

Result<void> write_any(Session& session, const Arguments& arguments, AnyFile& file, const WriteOptions& options) {
  const std::string& to = arguments.to;
  if (auto* zkey = std::get_if<Zkey>(&file.content)) {
    if (options.circuit != nullptr)
      if (Result<void> same = attach_circuit(*zkey, *options.circuit); !same.ok())
        return in_file(same.error(), arguments.from);
    if (arguments.vk) return write_verifying_key(session, to, labelled(zkey->key), options);
    if (suffix_of(to) == ".zkey") return write_zkey(session, to, *zkey);
    return write_key(session, to, zkey->key, options);
  }
  if (auto* key = std::get_if<ProvingKey>(&file.content))
    return arguments.vk ? write_verifying_key(session, to, labelled(*key), options)
                        : write_key(session, to, *key, options);
  if (auto* key = std::get_if<LabelledVerifyingKey>(&file.content))
    return write_verifying_key(session, to, *key, options);
  if (auto* key = std::get_if<VerifyingKey>(&file.content))
    return write_verifying_key(session, to, {SetupLabel::local(), {}, *key}, options);
  if (auto* proof = std::get_if<Groth16Proof>(&file.content)) return write_proof(session, to, *proof, options);
  if (auto* inputs = std::get_if<PublicInputs>(&file.content)) return write_public_inputs(session, to, *inputs);
  return in_file(Error(GeneralError::kUnsupported, "circuits and witnesses have one form only"), arguments.from);
}

Result<int> run_convert(Session& session, const Arguments& arguments) {
  ZKP_TRY(AnyFile file, read_any_file(session, arguments.from, SubgroupCheck::kCheck));
  const bool is_key = std::holds_alternative<Zkey>(file.content) || std::holds_alternative<ProvingKey>(file.content) ||
                      std::holds_alternative<LabelledVerifyingKey>(file.content) ||
                      std::holds_alternative<VerifyingKey>(file.content);
  if (is_key) ZKP_TRY_VOID(check_new_key_file(session, arguments.to, arguments.force));
  std::optional<CircomR1cs> circuit;
  if (!arguments.circuit.empty()) { ZKP_TRY(circuit, read_circuit(session, arguments.circuit)); }
  const WriteOptions options{arguments.uncompressed, circuit ? &circuit->system : nullptr};
  ZKP_TRY_VOID(write_any(session, arguments, file, options));
  session.console().line("written  " + arguments.to);
  session.console().object({{"from", arguments.from}, {"format", file.format}, {"to", arguments.to}});
  return static_cast<int>(kExitYes);
}

}  // namespace

void add_convert(CLI::App& app, std::vector<Command>& commands) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("convert", "write a key, a proof or public inputs in another form");
  command->add_option("from", arguments->from, "any file that zkp-groth16 reads")->required();
  command->add_option("to", arguments->to, "the new file; its suffix says in which form")->required();
  command->add_option("--circuit", arguments->circuit, "the .r1cs file, where the new form names its circuit");
  command->add_flag("--vk", arguments->vk, "of a proving key the verification key only");
  command->add_flag("--uncompressed", arguments->uncompressed, "an .ark file with uncompressed points");
  command->add_flag("--force", arguments->force, "let a key replace a file that exists");
  commands.push_back({command, [arguments](Session& session) { return run_convert(session, *arguments); }});
}

}  // namespace zkp
