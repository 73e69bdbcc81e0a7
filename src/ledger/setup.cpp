/// setup --insecure-dev: the proving keys of every circuit from the public seed.
#include <algorithm>
#include <chrono>
#include <filesystem>

#include "groth16/setup.h"
#include "ledger/proving_keys.h"
#include "ledger/workflow.h"
#include "statement/direct/circuit.h"
#include "statement/direct/keys.h"
#include "statement/direct/public_inputs.h"

namespace zkp {
namespace {

Result<uint64_t> write_key(Files& files, const std::string& path, const ProvingKey& key) {
  Bytes content;
  ZKP_TRY_VOID(write_proving_key(key, [&](ByteView piece) -> Result<void> {
    append(content, piece);
    return {};
  }));
  // Atomic: an interrupted set-up leaves no half key under the right name.
  ZKP_TRY_VOID(files.replace(path, content));
  return content.size();
}

}  // namespace

Result<std::vector<SetupOutcome>> setup_insecure_dev(const std::string& folder,
                                                     const std::vector<std::string>& circuits, bool again,
                                                     const LedgerEnv& env, const ProgressSink& progress) {
  std::vector<uint32_t> capacities;
  for (uint32_t capacity : {kDirectSmallCapacity, kDirectLargeCapacity})
    if (circuits.empty() || std::find(circuits.begin(), circuits.end(), circuit_name(capacity)) != circuits.end())
      capacities.push_back(capacity);
  for (const std::string& circuit : circuits)
    if (circuit != circuit_name(kDirectSmallCapacity) && circuit != circuit_name(kDirectLargeCapacity))
      return Error(GeneralError::kInvalidArgument, "no circuit \"" + circuit + "\"")
          .with_hint("direct-64 or direct-1024");
  Files& files = env.files;
  TaskPool* pool = env.proving_pool;
  ZKP_TRY_VOID(files.make_directories(folder, 0700));
  ProvingKeys keys(folder, files, pool, ProvingKeys::Source::kInsecureDev);
  std::vector<SetupOutcome> out;
  for (uint32_t capacity : capacities) {
    SetupOutcome outcome;
    outcome.circuit = circuit_name(capacity);
    outcome.file = keys.file_of(capacity);
    outcome.verification_key = insecure_dev_key(capacity).verifier.id();
    progress({"set-up", outcome.circuit, out.size(), capacities.size(), "circuits"});
    ZKP_TRY(bool exists, files.exists(outcome.file));
    if (exists && !again) {
      // A key that cannot be read is as good as none.
      if (keys.load(capacity).ok()) {
        std::error_code unknown_size;
        outcome.file_bytes = std::filesystem::file_size(outcome.file, unknown_size);
        outcome.existed = true;
        out.push_back(std::move(outcome));
        continue;
      }
    }
    const auto start = std::chrono::steady_clock::now();
    const R1cs system = direct_r1cs(capacity);
    ZKP_TRY(ProvingKey key, groth16_setup(system, insecure_dev_trapdoor(direct_circuit_id(capacity)),
                                          SetupLabel::insecure_dev(), pool));
    if (verifying_key_id(key.vk) != outcome.verification_key)
      return Error(CryptoError::kBadKey,
                   "the set-up of " + outcome.circuit + " does not give the verification key that is compiled in");
    ZKP_TRY(outcome.file_bytes, write_key(files, outcome.file, key));
    outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    out.push_back(std::move(outcome));
  }
  return out;
}

}  // namespace zkp
