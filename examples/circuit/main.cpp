/// old-enough: the example of docs/guides/circuits.md as a program.
///
///   old-enough circuit OUT.r1cs                        the circuit, for set-ups and tools
///   old-enough witness OUT.wtns --born DAY --on DAY    the witness of a person with that birthday, as of that day
///   old-enough demo --born DAY --on DAY                set-up, proof and verification in this process
///
/// Exit codes: 0 yes, 1 the person is too young, 2 usage, 4 the environment failed.
#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdio>
#include <fstream>

#include "base/encoding.h"
#include "base_os/pool.h"
#include "base_os/system_random.h"
#include "groth16/files/circom_r1cs.h"
#include "groth16/files/wtns_file.h"
#include "groth16/prove.h"
#include "groth16/setup.h"
#include "groth16/verify.h"
#include "old_enough.h"

namespace {

using namespace old_enough;
using zkp::Result;

constexpr int kAge = 18;

bool write_file(const std::string& name, zkp::ByteView bytes) {
  std::ofstream file(name, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return file.flush().good();
}

/// A list of a thousand people of whom number 423 is ours, and the claim about him or her.
Result<OldEnough> claim_of_person(uint32_t birth_day, uint32_t limit, zkp::Random& random) {
  constexpr size_t kPeople = 1000, kOurs = 423;
  std::vector<Record> people(kPeople);
  for (size_t i = 0; i < kPeople; ++i) {
    people[i].birth_day = static_cast<uint32_t>(20'000 + 20 * i);
    ZKP_TRY(people[i].secret, Fr::random(random));
  }
  people[kOurs].birth_day = birth_day;
  return claim(IssuerList(people), people[kOurs], kOurs, limit, Fr::from_u64(1));
}

int fail(const zkp::Error& error) {
  std::fprintf(stderr, "error: %s\n", error.describe().c_str());
  return error.code() == zkp::CryptoError::kUnsatisfied ? 1 : 4;
}

int cannot_write(const std::string& name) {
  std::fprintf(stderr, "error: cannot write %s\n", name.c_str());
  return 4;
}

int write_circuit(const std::string& out) {
  zkp::CircuitShape shape = zkp::circuit_shape<OldEnough>();
  std::printf("circuit %s, %u constraints, public inputs", zkp::hex_encode(shape.id).c_str(),
              shape.system.constraint_count());
  for (const std::string& name : shape.public_names) std::printf(" %s", name.c_str());
  std::printf("\n");
  return write_file(out, zkp::encode_circom_r1cs(zkp::CircomR1cs::of(std::move(shape.system)))) ? 0 : cannot_write(out);
}

int write_witness(const std::string& out, const OldEnough& claim) {
  if (auto holds = zkp::check_circuit_witness(claim); !holds.ok()) return fail(holds.error());
  const zkp::ConstraintSystem witness = zkp::circuit_witness(claim);
  return write_file(out, zkp::encode_wtns_file(witness.assignment()).view()) ? 0 : cannot_write(out);
}

Result<void> demo(const OldEnough& claim, zkp::Random& random) {
  const auto pool = zkp::make_task_pool(0);
  auto seconds = [start = std::chrono::steady_clock::now()]() mutable {
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration<double>(now - std::exchange(start, now)).count();
  };
  // Keys of one's own: whoever made them could forge proofs. For others, hold a ceremony.
  const zkp::CircuitShape shape = zkp::circuit_shape<OldEnough>();
  ZKP_TRY(const zkp::Trapdoor trapdoor, zkp::random_trapdoor(random));
  ZKP_TRY(const zkp::ProvingKey key, zkp::groth16_setup(shape.system, trapdoor, zkp::SetupLabel::local(), pool.get()));
  std::printf("set-up    %.3f s\n", seconds());

  ZKP_TRY(const zkp::Groth16Proof proof, zkp::groth16_prove(key, zkp::circuit_witness(claim), random, pool.get()));
  std::printf("proof     %.3f s, %zu bytes\n", seconds(), zkp::encode_proof(proof).size());

  ZKP_TRY(const zkp::PreparedVerifyingKey verifier, zkp::PreparedVerifyingKey::make(key.vk));
  seconds();
  ZKP_TRY_VOID(verifier.verify(zkp::public_inputs(claim), proof));
  std::printf("verified  %.4f s\n", seconds());
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Proves that somebody on a list is old enough, and shows nothing else."};
  app.require_subcommand(1);
  std::string out, born, on;
  CLI::App* circuit = app.add_subcommand("circuit", "write the circuit");
  circuit->add_option("out", out, "a .r1cs file")->required();
  CLI::App* witness = app.add_subcommand("witness", "write the witness of a person");
  witness->add_option("out", out, "a .wtns file: it holds the person's secrets")->required();
  CLI::App* whole = app.add_subcommand("demo", "set-up, proof and verification in this process");
  for (CLI::App* command : {witness, whole}) {
    command->add_option("--born", born, "YYYY-MM-DD")->required();
    command->add_option("--on", on, "the day that counts")->required();
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) { return app.exit(error) == 0 ? 0 : 2; }

  if (*circuit) return write_circuit(out);
  const auto birth_day = day_of(born), limit = born_by(on, kAge);
  if (!birth_day || !limit) {
    std::fprintf(stderr, "error: dates are YYYY-MM-DD, from 1900 to 2199\n");
    return 2;
  }
  zkp::SystemRandom random;
  auto claim = claim_of_person(*birth_day, *limit, random);
  if (!claim.ok()) return fail(claim.error());
  if (*witness) return write_witness(out, *claim);
  const auto done = demo(*claim, random);
  return done.ok() ? 0 : fail(done.error());
}
