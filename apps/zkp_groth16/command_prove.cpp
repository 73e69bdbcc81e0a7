/// prove: a proof from a proving key and a witness, as `snarkjs groth16 prove` makes it.
#include <chrono>

#include "groth16/insecure_dev.h"
#include "groth16/mapped_proving_key.h"
#include "groth16/prove.h"
#include "groth16/verify.h"
#include "zkp_groth16/any_file.h"
#include "zkp_groth16/commands.h"
#include "zkp_groth16/write_file.h"

namespace zkp {
namespace {

struct Arguments {
  std::string key, witness, circuit;
  std::string proof = "proof.json", public_inputs = "public.json";
  bool uncompressed = false;
};

struct LoadedKey {
  std::optional<Zkey> zkey;
  std::optional<MappedProvingKey> mapped;  ///< a .zpk file
  ProvingKey other;                        ///< when it is neither

  ProvingKeyView key() const {
    if (zkey) return zkey->key;
    return mapped ? mapped->view() : ProvingKeyView(other);
  }
};

// Our own keys stay in their files, so that their size takes no memory. Nothing for files of another kind and for those
// of the first version, which are read.
Result<std::optional<MappedProvingKey>> map_own_key(Session& session, const std::string& path) {
  {
    const auto file = session.files().map(path, SIZE_MAX);
    if (!file.ok() || !as_text((*file)->bytes()).starts_with("ZPK1")) return std::optional<MappedProvingKey>();
  }
  auto key = MappedProvingKey::open(session.files(), path, {.pool = session.pool()});
  if (key.ok()) return std::optional<MappedProvingKey>(std::move(*key));
  if (key.error().code() == GeneralError::kUnsupported) return std::optional<MappedProvingKey>();
  return in_file(key.error(), path);
}

Result<LoadedKey> load_key(Session& session, const std::string& path) {
  LoadedKey out;
  ZKP_TRY(out.mapped, map_own_key(session, path));
  if (out.mapped) return out;
  // What the proof is made of is not checked point by point: the prover looks at the proof.
  ZKP_TRY(AnyFile file, read_any_file(session, path, SubgroupCheck::kTrusted));
  if (auto* zkey = std::get_if<Zkey>(&file.content)) {
    out.zkey = std::move(*zkey);
  } else if (auto* key = std::get_if<ProvingKey>(&file.content)) {
    out.other = std::move(*key);
  } else {
    return in_file(Error(GeneralError::kParse, "expected a proving key"), path);
  }
  return out;
}

Result<void> check_circuit(LoadedKey& loaded, const R1cs& system) {
  if (loaded.zkey) return attach_circuit(*loaded.zkey, system);
  // Keys of arkworks do not say which circuit they are for.
  const ProvingKeyView key = loaded.key();
  if (key.circuit_id != Digest{} && key.circuit_id != circuit_id(system))
    return Error(CryptoError::kBadKey, "the proving key is for another circuit");
  return check_label({key.label, key.circuit_id, *key.vk});
}

Result<int> run_prove(Session& session, const Arguments& arguments) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  ZKP_TRY_VOID(check_proof_name(arguments.proof));
  ZKP_TRY_VOID(check_proof_name(arguments.public_inputs));
  ZKP_TRY(LoadedKey loaded, load_key(session, arguments.key));
  ZKP_TRY(AnyFile witness_file, read_any_file(session, arguments.witness, SubgroupCheck::kCheck));
  const auto* values = std::get_if<WitnessValues>(&witness_file.content);
  if (values == nullptr)
    return in_file(Error(GeneralError::kParse, "expected a witness, a .wtns file"), arguments.witness);

  std::optional<CircomR1cs> circuit;
  if (!arguments.circuit.empty()) {
    ZKP_TRY(circuit, read_circuit(session, arguments.circuit));
    if (Result<void> same = check_circuit(loaded, circuit->system); !same.ok())
      return in_file(same.error(), arguments.key);
  } else if (!loaded.zkey) {
    return in_file(Error(GeneralError::kInvalidArgument, "this key does not contain its circuit"), arguments.key)
        .with_hint("add --circuit CIRCUIT.r1cs");
  }
  const ProvingKeyView key = loaded.key();
  const std::span<const Fr> z = values->values();
  if (z.size() != key.variable_count())
    return in_file(Error(GeneralError::kParse, "the witness has " + std::to_string(z.size()) +
                                                   " values, the key is for " + std::to_string(key.variable_count())),
                   arguments.witness);
  const auto read = Clock::now();

  const ProveOptions options{.pool = session.pool()};
  Result<Groth16Proof> proof =
      circuit ? groth16_prove(key, circuit->system, z, session.random(), options)
              : groth16_prove_without_c(key, loaded.zkey->a, loaded.zkey->b, z, session.random(), options);
  if (!proof.ok()) {
    if (!(proof.error().code() == CryptoError::kUnsatisfied)) return in_file(proof.error(), arguments.key);
    const Error error = in_file(proof.error(), arguments.witness);
    if (circuit) return error;
    return Error(error).with_hint("--circuit CIRCUIT.r1cs names the constraint that does not hold");
  }
  const std::span<const Fr> inputs = z.subspan(1, key.public_count());
  const auto proved = Clock::now();
  ZKP_TRY_VOID(write_proof(session, arguments.proof, *proof, {.uncompressed = arguments.uncompressed}));
  ZKP_TRY_VOID(write_public_inputs(session, arguments.public_inputs, inputs));

  const auto seconds = [](auto from, auto to) { return std::chrono::duration<double>(to - from).count(); };
  Console& console = session.console();
  console.line("read     " + duration(seconds(start, read)));
  console.line("proved   " + duration(seconds(read, proved)) + ", and verified");
  console.line("proof    " + arguments.proof);
  console.line("inputs   " + arguments.public_inputs);
  console.object({{"proof", arguments.proof},
                  {"public", arguments.public_inputs},
                  {"label", key.label.text()},
                  {"read_ms", static_cast<int64_t>(1000 * seconds(start, read))},
                  {"prove_ms", static_cast<int64_t>(1000 * seconds(read, proved))}});
  return static_cast<int>(kExitYes);
}

}  // namespace

void add_prove(CLI::App& app, std::vector<Command>& commands) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("prove", "make a proof");
  command->footer("An existing proof or file of public inputs is replaced, as snarkjs does.");
  command->add_option("key", arguments->key, "a .zkey file, or another proving key together with --circuit")
      ->required();
  command->add_option("witness", arguments->witness, "a .wtns file of circom")->required();
  command->add_option("proof", arguments->proof, "where the proof goes: .json (default proof.json) or .ark");
  command->add_option("public", arguments->public_inputs, "where the public inputs go (default public.json)");
  command->add_option("--circuit", arguments->circuit, "the .r1cs file: says which constraint fails");
  command->add_flag("--uncompressed", arguments->uncompressed, "an .ark file with uncompressed points");
  commands.push_back({command, [arguments](Session& session) { return run_prove(session, *arguments); }});
}

}  // namespace zkp
