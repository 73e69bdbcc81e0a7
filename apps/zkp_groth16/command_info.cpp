/// info: what a file is and what it says of itself.
#include "base/encoding.h"
#include "zkp_groth16/any_file.h"
#include "zkp_groth16/commands.h"

namespace zkp {
namespace {

Json describe(const CircomR1cs& file) {
  return {{"kind", "circuit"},
          {"constraints", file.system.constraint_count()},
          {"variables", file.system.variable_count},
          {"outputs", file.outputs},
          {"public_inputs", file.system.public_count},
          {"private_inputs", file.private_inputs},
          {"circuit_id", hex_encode(circuit_id(file.system))}};
}
// Nothing of the values.
Json describe(const WitnessValues& witness) { return {{"kind", "witness"}, {"variables", witness.values().size()}}; }
Json describe(const VerifyingKey& key) {
  return {{"kind", "verification key"},
          {"public_inputs", key.public_count()},
          {"key_id", hex_encode(verifying_key_id(key))}};
}
Json describe(const LabelledVerifyingKey& file) {
  Json out = describe(file.key);
  out["label"] = file.label.text();
  out["circuit_id"] = hex_encode(file.circuit_id);
  return out;
}
Json describe(const ProvingKey& key) {
  Json out = describe(key.vk);
  out["kind"] = "proving key";
  out["variables"] = key.variable_count();
  out["domain"] = uint64_t{1} << key.log_domain;
  out["label"] = key.label.text();
  if (key.circuit_id != Digest{}) out["circuit_id"] = hex_encode(key.circuit_id);
  return out;
}
Json describe(const Zkey& zkey) {
  Json out = describe(zkey.key);
  out["constraints"] = zkey.a.rows();
  out["contributions"] = Json::array();
  for (const ZkeyContribution& one : zkey.contributions)
    out["contributions"].push_back(one.name().empty() ? (one.type == 1 ? "(a beacon)" : "(no name)") : one.name());
  return out;
}
Json describe(const Groth16Proof& proof) { return {{"kind", "proof"}, {"bytes", hex_encode(encode_proof(proof))}}; }
Json describe(const PublicInputs& inputs) { return {{"kind", "public inputs"}, {"count", inputs.size()}}; }

// Names in files may hold anything; a terminal gets printable characters only.
std::string printable(const Json& value) {
  return value.is_string() ? Json(value.get<std::string>()).dump(-1, ' ', true, Json::error_handler_t::replace)
                           : value.dump(-1, ' ', true, Json::error_handler_t::replace);
}

Result<int> run_info(Session& session, const std::string& path) {
  ZKP_TRY(AnyFile file, read_any_file(session, path, SubgroupCheck::kCheck));
  Json out = {{"format", file.format}};
  out.update(std::visit([](const auto& content) { return describe(content); }, file.content));
  for (const auto& [name, value] : out.items()) {
    const std::string text = printable(value);
    const bool quoted = value.is_string();
    session.console().line(name + std::string(16 - name.size(), ' ') +
                           (quoted ? text.substr(1, text.size() - 2) : text));
  }
  session.console().object(out);
  return static_cast<int>(kExitYes);
}

}  // namespace

void add_info(CLI::App& app, std::vector<Command>& commands) {
  auto file = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("info", "check a file in full and say what it is");
  command->add_option("file", *file, "any file that zkp-groth16 reads")->required();
  commands.push_back({command, [file](Session& session) { return run_info(session, *file); }});
}

}  // namespace zkp
