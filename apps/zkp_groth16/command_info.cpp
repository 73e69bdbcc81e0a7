/// info: what a file is and what it says of itself.
#include "base/encoding.h"
#include "groth16/proving_key.h"
#include "zkp_groth16/commands.h"

namespace zkp {
namespace {

Result<int> run_info(Session& session, const std::string& file) {
  ZKP_TRY(Bytes bytes, session.read(file));
  auto with_file = [&](const Error& error) { return Error(error.code(), error.message()).with_file(file); };
  Json out;
  if (as_text(bytes).starts_with("ZVK1")) {
    Result<LabelledVerifyingKey> key = decode_verifying_key_file(bytes);
    if (!key.ok()) return with_file(key.error());
    out = {{"kind", "verification key"},
           {"public_inputs", key->key.public_count()},
           {"label", key->label.text()},
           {"circuit_id", hex_encode(key->circuit_id)},
           {"key_id", hex_encode(verifying_key_id(key->key))}};
  } else if (as_text(bytes).starts_with("ZPK1")) {
    Result<ProvingKey> key = parse_proving_key(bytes, session.pool());
    if (!key.ok()) return with_file(key.error());
    out = {{"kind", "proving key"},
           {"public_inputs", key->public_count()},
           {"variables", key->variable_count()},
           {"label", key->label.text()},
           {"circuit_id", hex_encode(key->circuit_id)},
           {"key_id", hex_encode(verifying_key_id(key->vk))}};
  } else {
    return with_file(Error(GeneralError::kParse, "not a file that this program knows"));
  }
  for (const auto& [name, value] : out.items())
    session.console().line(name + std::string(16 - name.size(), ' ') +
                           (value.is_string() ? value.get<std::string>() : value.dump()));
  session.console().object(out);
  return static_cast<int>(kExitYes);
}

}  // namespace

void add_info(CLI::App& app, std::vector<Command>& commands) {
  auto file = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("info", "say what a file is");
  command->add_option("file", *file, "any file that zkp-groth16 reads")->required();
  commands.push_back({command, [file](Session& session) { return run_info(session, *file); }});
}

}  // namespace zkp
