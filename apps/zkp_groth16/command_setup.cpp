/// setup: a circuit's keys from the randomness of this machine, or from a public seed.
#include "groth16/setup.h"
#include "zkp_groth16/any_file.h"
#include "zkp_groth16/commands.h"
#include "zkp_groth16/write_file.h"

namespace zkp {
namespace {

struct Arguments {
  std::string circuit, out, vk;
  bool insecure_dev = false;
  bool uncompressed = false;
  bool force = false;
};

Result<int> run_setup(Session& session, const Arguments& arguments) {
  ZKP_TRY_VOID(check_key_name(arguments.out));
  ZKP_TRY_VOID(check_new_key_file(session, arguments.out, arguments.force));
  if (!arguments.vk.empty()) {
    ZKP_TRY_VOID(check_verifying_key_name(arguments.vk));
    ZKP_TRY_VOID(check_new_key_file(session, arguments.vk, arguments.force));
    if (arguments.vk == arguments.out)
      return Error(GeneralError::kInvalidArgument, "--out and --vk name the same file").with_file(arguments.vk);
  }
  ZKP_TRY(CircomR1cs circuit, read_circuit(session, arguments.circuit));
  const bool for_snarkjs = suffix_of(arguments.out) == ".zkey";
  const KeyForm form = for_snarkjs ? KeyForm{RowOrder::kSnarkjs, HBasis::kOddCoset} : KeyForm{};
  Result<Trapdoor> trapdoor = arguments.insecure_dev
                                  ? Result<Trapdoor>(insecure_dev_trapdoor(circuit_id(circuit.system)))
                                  : random_trapdoor(session.random());
  if (!trapdoor.ok()) return trapdoor.error();
  const SetupLabel label = arguments.insecure_dev ? SetupLabel::insecure_dev() : SetupLabel::local();
  Result<ProvingKey> key = groth16_setup(circuit.system, *trapdoor, label, session.pool(), form);
  if (!key.ok()) return in_file(key.error(), arguments.circuit);
  const WriteOptions options{arguments.uncompressed, &circuit.system};
  ZKP_TRY_VOID(write_key(session, arguments.out, *key, options));
  if (!arguments.vk.empty())
    ZKP_TRY_VOID(write_verifying_key(session, arguments.vk, {key->label, key->circuit_id, key->vk}, options));

  Console& console = session.console();
  console.warn(arguments.insecure_dev ? "insecure-dev: anybody can forge proofs under this key"
                                      : "local: whoever ran this set-up could have forged proofs; keys for others come "
                                        "from a ceremony");
  console.line("key      " + arguments.out + "  " + thousands(circuit.system.constraint_count()) + " constraints");
  if (!arguments.vk.empty()) console.line("vk       " + arguments.vk);
  console.object({{"key", arguments.out},
                  {"vk", arguments.vk},
                  {"label", key->label.text()},
                  {"constraints", circuit.system.constraint_count()},
                  {"variables", circuit.system.variable_count},
                  {"public_inputs", circuit.system.public_count}});
  return static_cast<int>(kExitYes);
}

}  // namespace

void add_setup(CLI::App& app, std::vector<Command>& commands) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("setup", "make the keys of a circuit on this machine alone");
  command->add_option("circuit", arguments->circuit, "a .r1cs file of circom")->required();
  command->add_option("--out", arguments->out, "the proving key: .zkey (for snarkjs and us), .zpk or .ark")->required();
  command->add_option("--vk", arguments->vk, "also the verification key: .json, .zvk or .ark");
  command->add_flag("--insecure-dev", arguments->insecure_dev,
                    "from a public seed: anybody can forge proofs under such a key");
  command->add_flag("--uncompressed", arguments->uncompressed, ".ark files with uncompressed points");
  command->add_flag("--force", arguments->force, "replace key files that exist");
  commands.push_back({command, [arguments](Session& session) { return run_setup(session, *arguments); }});
}

}  // namespace zkp
