/// zkp-ledger: argument parsing and nothing else. Commands are in command_*.cpp.
#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>

#include "base/cpu.h"
#include "common/guarded_main.h"
#include "groth16/ceremony/powers.h"
#include "statement/size_class.h"
#include "zkp_ledger/commands.h"

namespace zkp {
namespace {

// Promised in the command table, built later: one clear sentence, exit 2.
constexpr std::pair<const char*, const char*> kLater[] = {
    {"transform", "record and prove an operation on a dataset (not built yet)"},
    {"split", "split a dataset and prove it (not built yet)"},
    {"branch", "name a line of work (not built yet)"},
    {"merge", "join two branches (not built yet)"},
    {"production", "run a production service (not built yet)"},
    {"performance", "profile and tune (not built yet)"},
    {"deploy", "roll out versions (not built yet)"},
    {"monitor", "watch a service (not built yet)"},
};

int run(int argc, char** argv) {
  // A reader that goes away (| head) must not look like a crash; write errors are seen where they matter.
  std::signal(SIGPIPE, SIG_IGN);

  CLI::App app{"Cryptographic provenance for datasets: notarise, prove, verify."};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("zkp-ledger ") + ZKP_VERSION);
  app.fallthrough();
  CommonOptions common;
  app.add_option("--ledger", common.ledger, "the ledger's folder (default: found upwards from here)");
  app.add_flag("--json", common.json, "print one JSON object");
  app.add_flag("--quiet", common.quiet, "print nothing but errors");
  app.add_option("--lock-timeout-ms", common.lock_timeout_ms, "how long to wait for another writer (default 10,000)")
      ->check(CLI::Range(0, 3'600'000));
  app.add_option(
         "--max-memory", common.max_memory_bytes,
         "prove in about so much memory, slower if need be, or say what it takes: 500MB, 2GB (default: as much as "
         "it takes, about 3GB for ten million rows)")
      ->transform(CLI::AsSizeValue(false));

  InitArguments init;
  CLI::App* init_command = app.add_subcommand("init", "make a ledger");
  init_command->add_option("folder", init.folder, "where (default: here)");
  init_command->add_option("--name", init.options.name, "the ledger's name (default \"ledger\")");
  init_command->add_option("--hash", init.options.hash_algorithm, "plain digests of public data")
      ->check(CLI::IsMember({"sha3-256", "blake3"}));
  init_command->add_option("--storage", init.options.storage_backend, "rocksdb");
  init_command->add_flag("--allow-insecure-dev", init.options.allow_insecure_dev,
                         "accept proofs made with development keys, for ever");

  SetupArguments setup;
  CLI::App* setup_command = app.add_subcommand("setup", "make or import what proofs are made with");
  setup_command->add_flag(
      "--insecure-dev", setup.insecure_dev,
      "proving keys and a reference string from a public seed: anybody could forge proofs with them");
  setup_command->add_option(
      "--import-phase1", setup.phase1,
      "a reference string from a ceremony's powers of tau: a phase 1 of ours, .ptau, or a challenge "
      "or response of powersoftau");
  setup_command->add_option("--rows", setup.request.rows, "of the largest table (default 1,000,000)")
      ->check(CLI::Range(uint64_t{1}, kClassL.max_rows()));
  setup_command->add_flag("--again", setup.request.again, "make them even if they are there");
  setup_command->add_option("--circuit,circuits", setup.request.circuits,
                            "only these: dataset-s, dataset-l (default: those that so many rows need)");
  setup_command
      ->add_option("--max-ceremony-power", setup.max_ceremony_power,
                   "import a .ptau that holds fewer powers than its ceremony had, up to 2^K (default 22)")
      ->check(CLI::Range(kMinLogPowers, kMaxLogPowers));
  setup_command
      ->add_option("--max-log-iterations", setup.max_log_iterations,
                   "compute beacons of up to 2^K iterations (default 24)")
      ->check(CLI::Range(0, static_cast<int>(kMaxLogIterations)));

  NotarizeArguments notarize;
  CLI::App* notarize_command =
      app.add_subcommand("notarize", "record a table: commit, prove that it is well typed, append");
  notarize_command->add_option("files", notarize.files, "CSV, Parquet, newline JSON or a JSON array")->required();
  notarize_command->add_option("--name", notarize.name, "the dataset's name (several files: the file names are used)");
  notarize_command->add_option("--schema", notarize.schema_file, "JSON file that declares the columns");
  notarize_command->add_option("--format", notarize.format, "instead of guessing")
      ->check(CLI::IsMember({"csv", "parquet", "jsonl", "json"}));
  notarize_command->add_option("--delimiter", notarize.delimiter, "of CSV: , ; | or tab");
  notarize_command->add_option("--null", notarize.null_tokens, "a text that means NULL (may be repeated)");
  notarize_command->add_option("--type", notarize.types,
                               "COLUMN=TYPE: int, uint64, decimal(2), bool, date, timestamp, float, utf8, category");
  notarize_command->add_option("--statement", notarize.statements,
                               "prove this instead of the default (may be repeated)");
  notarize_command->add_flag("--assume-utc", notarize.assume_utc, "timestamps without a zone are UTC");
  notarize_command->add_flag("--no-prove", notarize.no_prove, "record now, prove later: the entry stays pending");
  notarize_command->add_flag("--again", notarize.again, "also if this file was notarised before");
  notarize_command->add_flag("--public-digest", notarize.public_digest,
                             "publish the plain digest of the file (only for public data)");
  notarize_command->add_flag("--batch", notarize.batch, "several files in one atomic append (up to 100)");
  notarize_command->add_option("--out", notarize.out, "folder for receipts and proof files (default: DIR/out)");

  ProveArguments prove;
  CLI::App* prove_command = app.add_subcommand("prove", "prove a statement about a notarised dataset");
  prove_command->add_option("entry", prove.entry, "name, index or digest");
  prove_command->add_option("statement", prove.statement, "for example \"sum:amount\" or \"range:age;min=0;max=130\"");
  prove_command->add_flag("--list", prove.list, "list the statements with examples");
  prove_command->add_option("--nonce", prove.nonce,
                            "a verifier's challenge, 64 hex digits: the proof is handed out, not recorded");
  prove_command->add_option("--data", prove.data,
                            "where the data is now (default: where it was notarised from); again for each further "
                            "dataset that the statement names");
  prove_command->add_option("--out", prove.out, "proof file (default: in DIR/out)");

  prove_command->add_option("--beacon", prove.beacon,
                            "for dp-sum: the round's signature, as 96 hex digits or a file that holds them or drand's "
                            "JSON");

  NoiseArguments noise;
  CLI::App* noise_command =
      app.add_subcommand("noise", "record secret bits for one differentially private sum (dp-sum)");
  noise_command->add_option("entry", noise.entry, "dataset: name, index or digest")->required();
  noise_command->add_option("column", noise.column, "to be summed; it gets no second record")->required();
  noise_command->add_option("--lo", noise.lo, "no value is below, in the column's units")->required();
  noise_command->add_option("--hi", noise.hi, "no value is above")->required();
  CLI::Option* bits_option = noise_command->add_option("--bits", noise.bits, "1 to 4,096; the more, the more noise");
  noise_command->add_option("--epsilon", noise.epsilon, "instead of --bits: the fewest bits that give it")
      ->excludes(bits_option);
  noise_command->add_option("--delta", noise.delta, "for which epsilon is said (default 0.000001)");
  noise_command->add_option("--round", noise.round, "of the beacon (default: the first that is ten minutes away)");
  noise_command->add_option("--beacon", noise.beacon,
                            "its name or id, if not quicknet: one that beacon.trusted of the configuration names");
  noise_command->add_option("--name", noise.name, "of the record (default: DATASET-COLUMN-noise)");
  noise_command->add_option("--data", noise.data, "where the data is now (default: where it was notarised from)");

  VerifyArguments verify;
  CLI::App* verify_command = app.add_subcommand("verify", "check a receipt, a proof file or a report; needs no ledger");
  verify_command->add_option("file", verify.file, "what to check")->required();
  verify_command->add_option("--vk", verify.vk, "verification key file, besides those compiled in");
  verify_command->add_option("--srs", verify.srs, "reference string that goes with --vk");
  verify_command->add_option("--log-key", verify.log_key, "pin the log: its vkey or a file that holds it (log.vkey)");
  verify_command->add_flag("--require-pinned", verify.require_pinned, "refuse an unpinned log key");
  verify_command->add_option("--nonce", verify.nonce, "the challenge that the prover was given, 64 hex digits");
  verify_command->add_option("--witness", verify.witnesses, "vkey of a trusted witness (may be repeated)");
  verify_command->add_option("--quorum", verify.quorum, "how many of the witnesses must have cosigned")
      ->check(CLI::Range(0, 100));
  verify_command->add_option("--trust-beacon", verify.beacons,
                             "file that says what a beacon is, as drand's /info; besides quicknet (may be repeated)");
  verify_command->add_option("--data", verify.data, "recompute the dataset from this file");
  verify_command->add_option("--opening", verify.opening, "the opening that --data needs (export ENTRY --opening)");

  ChainArguments chain;
  CLI::App* chain_command = app.add_subcommand("verify-chain", "check the ledger, from the checkpoint verified last");
  chain_command->add_option("--from", chain.from, "from this entry on");
  chain_command->add_flag("--full", chain.full, "everything: every entry, hash, signature, parent and checksum");
  chain_command->add_flag("--proofs", chain.proofs, "also every recorded proof");

  LogArguments log;
  CLI::App* log_command = app.add_subcommand("log", "list entries, newest first");
  log_command->add_option("--lineage", log.lineage, "what this entry descends from and what speaks about it");
  log_command->add_option("--since", log.since, "date or time (UTC)");
  log_command->add_option("--until", log.until, "date or time (UTC)");
  log_command->add_option("--dataset", log.name, "dataset name");
  log_command->add_option("--op", log.type, "genesis, notarize or proof");
  log_command->add_option("--author", log.author, "key id, 64 hex digits");
  log_command->add_option("--limit", log.limit, "at most so many");

  std::string show_entry;
  CLI::App* show_command = app.add_subcommand("show", "show one entry");
  show_command->add_option("entry", show_entry, "name, index or digest")->required();

  CLI::App* status_command = app.add_subcommand("status", "say what the ledger is and holds");

  AuditArguments audit;
  CLI::App* audit_command = app.add_subcommand("audit", "write a report: .jsonld, .json or .html");
  audit_command->add_option("--dataset", audit.dataset, "only this dataset name");
  audit_command->add_option("--since", audit.since, "date or time (UTC)");
  audit_command->add_option("--until", audit.until, "date or time (UTC)");
  audit_command->add_option("--op", audit.operation, "genesis, notarize or proof");
  audit_command->add_option("--author", audit.author, "key id, 64 hex digits");
  audit_command->add_option("--output", audit.output, "file; the suffix chooses the format")->required();

  ExportArguments exported;
  CLI::App* export_command =
      app.add_subcommand("export", "hand out a receipt, a proof file, an opening, or the log as tiles");
  export_command->add_option("entry", exported.entry, "name, index or digest");
  export_command->add_flag("--all", exported.all, "the whole log");
  export_command->add_option("--format", exported.format, "receipt, proof or tiles");
  export_command->add_flag("--opening", exported.opening,
                           "the opening of this dataset: its salts, for somebody who may see the data");
  export_command->add_option("--out", exported.out, "file or folder");

  CeremonyArguments ceremony;
  add_ceremony_commands(app, ceremony);

  for (const auto& [name, what] : kLater) app.add_subcommand(name, what)->fallthrough(false)->allow_extras();

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) { return app.exit(error) == 0 ? kExitYes : kExitUsage; }

  Session session(common);
  if (!cpu_choice().ok()) {
    session.console().fail(cpu_choice().error());
    return kExitEnvironment;
  }
  int code = kExitUsage;
  if (*init_command)
    code = run_init(session, init);
  else if (*setup_command)
    code = run_setup(session, setup);
  else if (*notarize_command)
    code = run_notarize(session, notarize);
  else if (*prove_command)
    code = run_prove(session, prove);
  else if (*noise_command)
    code = run_noise(session, noise);
  else if (*verify_command)
    code = run_verify(session, verify);
  else if (*chain_command)
    code = run_verify_chain(session, chain);
  else if (*log_command)
    code = run_log(session, log);
  else if (*show_command)
    code = run_show(session, show_entry);
  else if (*status_command)
    code = run_status(session);
  else if (*audit_command)
    code = run_audit(session, audit);
  else if (*export_command)
    code = run_export(session, exported);
  else if (app.got_subcommand("ceremony"))
    code = run_ceremony(session, ceremony);
  else {
    const std::string name = app.get_subcommands().front()->get_name();
    code = session.console().fail(Error(GeneralError::kUnsupported, "\"" + name + "\" is not built yet"));
  }
  session.console().end_progress();
  if (std::fflush(stdout) != 0 && code == kExitYes) code = kExitEnvironment;
  return code;
}

}  // namespace
}  // namespace zkp

int main(int argc, char** argv) { return zkp::guarded_main(zkp::run, argc, argv); }
