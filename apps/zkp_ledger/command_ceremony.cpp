/// ceremony: keys that nobody can forge proofs with, if one participant was honest. Phase 1 (powers of tau, for all
/// circuits), phase 2 (for one circuit), and the keys. Every step reads one transcript and writes another one under a
/// new name: nothing is overwritten, and a step that is interrupted leaves no file.
#include <CLI/CLI.hpp>

#include "base/encoding.h"
#include "base/utf8.h"
#include "base_os/file_source.h"
#include "base_os/new_file.h"
#include "base_os/pinned_source.h"
#include "dataset_proof/wrap_circuit.h"
#include "groth16/ceremony/import.h"
#include "groth16/ceremony/phase2.h"
#include "groth16/files/circom_r1cs.h"
#include "ledger/dataset_keys.h"
#include "ledger/installed_keys.h"
#include "r1cs/circuit_file.h"
#include "zkp_ledger/commands.h"

namespace zkp {
namespace {

constexpr size_t kMaxEntropyBytes = 1 << 20;

std::string record_kind(RecordKind kind) {
  switch (kind) {
    case RecordKind::kStart:
      return "start";
    case RecordKind::kImport:
      return "import";
    case RecordKind::kContribution:
      return "contribution";
    case RecordKind::kBeacon:
      return "beacon";
  }
  return "";
}

/// The job of one command: the console, the files, and where errors are from.
class CeremonyJob {
 public:
  explicit CeremonyJob(Session& session)
      : session_(session), console_(session.console()), progress_(console_.progress()), env_{random_} {
    env_.pool = session.pool();
    env_.progress = [this](std::string_view phase, uint64_t done, uint64_t total) {
      progress_({phase, subject_, done, total, "points"});
    };
  }

  Result<void> run(CeremonyArguments& a) {
    env_.max_log_iterations = static_cast<uint8_t>(a.max_log_iterations);
    env_.max_first_challenge = a.max_ceremony_power;
    switch (a.step) {
      case CeremonyStep::kNew:
        return start(a);
      case CeremonyStep::kImport:
        return import(a);
      case CeremonyStep::kContribute:
      case CeremonyStep::kBeacon:
        return contribute(a);
      case CeremonyStep::kPrepare:
        return prepare(a);
      case CeremonyStep::kVerify:
        return verify(a);
      case CeremonyStep::kFinish:
        return finish(a);
      case CeremonyStep::kShow:
        return show(a);
    }
    return {};
  }

 private:
  struct Transcript {
    std::unique_ptr<PinnedSource> file;
    std::optional<Phase1Transcript> phase1;
    std::optional<Phase2Transcript> phase2;
  };

  static Result<void> in_file(Result<void> result, const std::string& path) {
    if (result.ok() || !result.error().where().file.empty()) return result;
    return std::move(result).error().with_file(path);
  }
  template <class T>
  static Result<T> in_file(Result<T> result, const std::string& path) {
    if (result.ok() || !result.error().where().file.empty()) return result;
    return std::move(result).error().with_file(path);
  }

  // What is checked is what is used, even if somebody changes the file meanwhile.
  static Result<std::unique_ptr<PinnedSource>> open_file(const std::string& path) {
    ZKP_TRY(std::unique_ptr<FileSource> file, FileSource::open(path));
    return std::make_unique<PinnedSource>(std::move(file));
  }

  // The header and records of either phase.
  Result<Transcript> open(const std::string& path) {
    Transcript out;
    ZKP_TRY(out.file, open_file(path));
    ByteArray<4> magic{};
    if (out.file->size() >= magic.size()) ZKP_TRY_VOID(out.file->read(0, magic));
    if (as_text(magic) == kPhase1Magic) {
      ZKP_TRY(out.phase1, in_file(read_phase1(*out.file), path));
    } else if (as_text(magic) == kPhase2Magic) {
      ZKP_TRY(out.phase2, in_file(read_phase2(*out.file), path));
    } else {
      return Error(GeneralError::kParse, "not a transcript of a ceremony")
          .with_file(path)
          .with_hint("zkp-ledger ceremony import reads those of other programs");
    }
    return out;
  }

  // Writes a new file: write(sink) -> Result<T>.
  template <class Write>
  auto create(const std::string& path, Write&& write) -> decltype(write(ByteSink())) {
    ZKP_TRY(NewFile out, NewFile::create(path));
    auto result = write([&](ByteView piece) { return out.write(piece); });
    if (!result.ok()) return result;
    ZKP_TRY_VOID(out.commit());
    return result;
  }

  Result<R1cs> circuit(const std::string& name) {
    for (const SizeClass* size_class : {&kClassS, &kClassL})
      if (name == circuit_name(*size_class)) return wrap_r1cs(*size_class);
    Result<bool> exists = session_.files().exists(name);
    if (!exists.ok() || !*exists)
      return Error(GeneralError::kInvalidArgument, "no circuit \"" + name + "\"")
          .with_hint(
              "dataset-s, dataset-l, or a file with a constraint system of circom or of ours (docs/formats/r1cs.md)");
    ZKP_TRY(Bytes bytes, session_.files().read(name, kMaxCircuitFileBytes));
    if (!as_text(bytes).starts_with(kCircomR1csMagic)) return in_file(parse_circuit_file(bytes), name);
    ZKP_TRY(CircomR1cs file, in_file(parse_circom_r1cs(bytes), name));
    return std::move(file.system);
  }

  Result<void> start(const CeremonyArguments& a) {
    ZKP_TRY_VOID(create(a.out, [&](const ByteSink& sink) { return new_phase1(a.power, sink); }));
    ZKP_TRY(Transcript made, open(a.out));
    announce(a.out, *made.phase1);
    return {};
  }

  Result<void> import(const CeremonyArguments& a) {
    subject_ = a.in;
    ZKP_TRY(std::unique_ptr<PinnedSource> file, open_file(a.in));
    ZKP_TRY(Phase1Transcript made, create(a.out, [&](const ByteSink& sink) {
              return in_file(import_foreign_phase1(*file, sink, env_), a.in);
            }));
    announce(a.out, made);
    warn_of_import(made, false);
    return {};
  }

  Result<void> contribute(CeremonyArguments& a) {
    subject_ = a.in;
    ZKP_TRY(Transcript before, open(a.in));
    Beacon beacon;
    SecretBytes text;
    if (a.step == CeremonyStep::kBeacon) {
      Result<Bytes> value = hex_decode(a.value);
      if (!value.ok() || value->empty() || value->size() > kMaxBeaconBytes)
        return Error(GeneralError::kInvalidArgument, "--value: a beacon is 2 to 128 lower-case hex digits");
      beacon = {std::move(*value), static_cast<uint8_t>(a.log_iterations)};
    } else {
      ZKP_TRY(text, entropy(a));
    }
    const bool is_beacon = a.step == CeremonyStep::kBeacon;
    if (before.phase1) {
      ZKP_TRY(Phase1Transcript made, create(a.out, [&](const ByteSink& sink) {
                return in_file(is_beacon ? beacon_phase1(*before.file, a.name, beacon, sink, env_)
                                         : contribute_phase1(*before.file, a.name, as_text(text.view()), sink, env_),
                               a.in);
              }));
      announce(a.out, made);
    } else {
      ZKP_TRY(Phase2Transcript made, create(a.out, [&](const ByteSink& sink) {
                return in_file(is_beacon ? beacon_phase2(*before.file, a.name, beacon, sink, env_)
                                         : contribute_phase2(*before.file, a.name, as_text(text.view()), sink, env_),
                               a.in);
              }));
      announce(a.out, made);
    }
    return {};
  }

  // The argument is wiped; the command line of the process is the system's, and other users may have seen it.
  Result<SecretBytes> entropy(CeremonyArguments& a) {
    Bytes text;
    text.reserve(a.entropy.size() + kMaxEntropyBytes);  // never reallocated: old copies would stay in memory
    append(text, as_bytes(a.entropy));
    wipe(a.entropy.data(), a.entropy.size());
    if (!a.entropy_file.empty()) {
      Result<Bytes> content = session_.files().read(a.entropy_file, kMaxEntropyBytes);
      if (!content.ok()) {
        wipe(text);
        return content.error();
      }
      append(text, *content);
      wipe(*content);
    }
    return SecretBytes(std::move(text));
  }

  Result<void> prepare(const CeremonyArguments& a) {
    subject_ = a.in;
    ZKP_TRY(R1cs system, circuit(a.circuit));
    ZKP_TRY(std::unique_ptr<PinnedSource> file, open_file(a.in));
    ZKP_TRY(Phase1Transcript first, in_file(verify_phase1(*file, env_), a.in));
    ZKP_TRY(Phase2Transcript made, create(a.out, [&](const ByteSink& sink) {
              return in_file(start_phase2(*file, system, sink, env_), a.in);
            }));
    announce(a.out, made);
    warn_of_import(first, false);
    return {};
  }

  // Phase 2 is checked against phase 1 and circuit, both of which are needed.
  Result<Phase2Transcript> verified_phase2(const CeremonyArguments& a, const PinnedSource& file) {
    if (a.phase1.empty() || a.circuit.empty())
      return Error(GeneralError::kInvalidArgument, "a phase 2 is checked against its phase 1 and its circuit")
          .with_hint("add --phase1 FILE --circuit NAME_OR_FILE");
    ZKP_TRY(R1cs system, circuit(a.circuit));
    ZKP_TRY(std::unique_ptr<PinnedSource> phase1, open_file(a.phase1));
    subject_ = a.phase1;
    ZKP_TRY(Phase1Transcript first, in_file(verify_phase1(*phase1, env_), a.phase1));
    ZKP_TRY_VOID(check_original(a, first, a.phase1));
    subject_ = a.in;
    ZKP_TRY(Phase2Transcript verified, in_file(verify_phase2(file, *phase1, system, env_), a.in));
    warn_of_import(first, !a.original.empty());
    return verified;
  }

  // An import is a claim of the transcript; the file that it names shows whether it is true.
  Result<void> check_original(const CeremonyArguments& a, const Phase1Transcript& t, const std::string& path) {
    if (a.original.empty()) return {};
    ZKP_TRY(std::unique_ptr<PinnedSource> file, open_file(a.original));
    const std::string before = std::exchange(subject_, a.original);
    Result<void> same = check_import(*file, t, env_);
    subject_ = before;
    return in_file(std::move(same), path);
  }

  // Nothing but the original file shows who made foreign powers, and some formats do not even say it.
  void warn_of_import(const Phase1Transcript& t, bool original_checked) {
    if (!t.is_imported() || t.contribution_count() > 0) return;
    if (original_checked && t.records[0].import.contributions > 0) return;
    console_.warn(original_checked
                      ? "phase 1 has no contribution of its own, and who made the powers of the foreign file is not "
                        "shown in it: they may be known to somebody"
                      : "phase 1 is imported and has no contribution of its own: who made these powers is not shown "
                        "here (ceremony verify --import ORIGINAL looks at the foreign file)");
  }

  Result<void> verify(const CeremonyArguments& a) {
    subject_ = a.in;
    ZKP_TRY(Transcript transcript, open(a.in));
    if (transcript.phase1) {
      ZKP_TRY(Phase1Transcript verified, in_file(verify_phase1(*transcript.file, env_), a.in));
      ZKP_TRY_VOID(check_original(a, verified, a.in));
      report(a.in, verified, true, !a.original.empty());
      warn_of_import(verified, !a.original.empty());
    } else {
      ZKP_TRY(Phase2Transcript verified, verified_phase2(a, *transcript.file));
      report(a.in, verified, true);
    }
    return {};
  }

  Result<void> show(const CeremonyArguments& a) {
    ZKP_TRY(Transcript transcript, open(a.in));
    if (transcript.phase1) {
      report(a.in, *transcript.phase1, false, false);
    } else {
      report(a.in, *transcript.phase2, false);
    }
    return {};
  }

  Result<void> finish(const CeremonyArguments& a) {
    if (a.out.empty() && !a.install)
      return Error(GeneralError::kInvalidArgument, "say where the keys go: --out PREFIX, --install, or both");
    subject_ = a.in;
    ZKP_TRY(std::unique_ptr<PinnedSource> file, open_file(a.in));
    ZKP_TRY(Phase2Transcript verified, verified_phase2(a, *file));
    ZKP_TRY(ProvingKey key, in_file(finish_phase2(*file, env_), a.in));
    Json files = Json::array();
    if (!a.out.empty()) {
      ZKP_TRY_VOID(create(a.out + ".pk", [&](const ByteSink& sink) { return write_proving_key(key, sink); }));
      const Bytes vk = encode_verifying_key_file({key.label, key.circuit_id, key.vk});
      ZKP_TRY_VOID(create(a.out + ".vk", [&](const ByteSink& sink) { return sink(vk); }));
      for (const char* suffix : {".pk", ".vk"}) {
        console_.line("wrote     " + a.out + suffix);
        files.push_back(a.out + suffix);
      }
    }
    std::string installed;
    if (a.install) {
      ZKP_TRY(installed,
              install_ceremony_key(key, setup_folder(session_.environment()), session_.files(), session_.pool()));
      console_.line("installed " + setup_folder(session_.environment()) +
                    ": prove and verify use these keys from now on");
    }
    console_.line("circuit   " + hex_encode(key.circuit_id));
    console_.line("vk        " + hex_encode(verifying_key_id(key.vk)));
    console_.line("label     " + console_.bold(key.label.text()));
    console_.object({{"ok", true},
                     {"circuit", hex_encode(key.circuit_id)},
                     {"vk", hex_encode(verifying_key_id(key.vk))},
                     {"label", key.label.text()},
                     {"contributions", verified.contribution_count()},
                     {"beacons", verified.beacon_count()},
                     {"files", files},
                     {"installed", installed}});
    return {};
  }

  // What a participant publishes: the hash that the next contribution continues.
  void announce(const std::string& path, const Phase1Transcript& t) {
    console_.line("wrote     " + path + "  phase 1, 2^" + std::to_string(t.log_size) + " powers, " + counted(t));
    print_hash(t.hash());
    console_.object(summary(path, t));
  }
  void announce(const std::string& path, const Phase2Transcript& t) {
    console_.line("wrote     " + path + "  phase 2, circuit " + hex_encode(t.circuit).substr(0, 16) + ", " +
                  counted(t));
    print_hash(t.hash());
    console_.object(summary(path, t));
  }
  void print_hash(const Digest& hash) { console_.line("hash      " + console_.bold(hex_encode(hash))); }
  static std::string counted(size_t n, const std::string& what) {
    return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
  }
  template <class AnyTranscript>
  static std::string counted(const AnyTranscript& t) {
    const std::string contributions = counted(t.contribution_count(), "contribution");
    return t.beacon_count() == 0 ? contributions : contributions + ", " + counted(t.beacon_count(), "beacon");
  }

  void report(const std::string& path, const Phase1Transcript& t, bool verified, bool original_checked) {
    Json list = Json::array();
    for (size_t i = 0; i < t.records.size(); ++i) {
      const Phase1Record& record = t.records[i];
      if (record.kind == RecordKind::kStart) continue;
      std::string detail;
      if (record.kind == RecordKind::kImport)
        detail = record.import.format + " " + hex_encode(record.import.file_sha256).substr(0, 16) + ", " +
                 (original_checked ? "checked again: " : "claims ") +
                 counted(record.import.contributions, "contribution");
      add_line(list, i, record.kind, record.name, t.hashes[i], beacon_text(record.kind, record.beacon, detail));
    }
    Json object = summary(path, t);
    if (t.is_imported()) object["import_checked"] = original_checked;
    finish_report(object, list, verified, "phase 1, 2^" + std::to_string(t.log_size) + " powers, " + counted(t),
                  t.hash(), !require_secret(t).ok());
  }
  void report(const std::string& path, const Phase2Transcript& t, bool verified) {
    Json list = Json::array();
    for (size_t i = 0; i < t.records.size(); ++i) {
      const Phase2Record& record = t.records[i];
      add_line(list, i + 1, record.kind, record.name, t.hashes[i + 1], beacon_text(record.kind, record.beacon, ""));
    }
    finish_report(summary(path, t), list, verified,
                  "phase 2, circuit " + hex_encode(t.circuit).substr(0, 16) + ", " + counted(t), t.hash(),
                  t.contribution_count() == 0);
  }
  static std::string beacon_text(RecordKind kind, const Beacon& beacon, std::string otherwise) {
    if (kind != RecordKind::kBeacon) return otherwise;
    return "value " + hex_encode(beacon.value) + ", 2^" + std::to_string(beacon.log_iterations) + " iterations";
  }
  void add_line(Json& list, size_t index, RecordKind kind, const std::string& name, const Digest& hash,
                const std::string& detail) {
    console_.line(std::to_string(index) + "  " + record_kind(kind) + "  " + printable(name) +
                  (detail.empty() ? "" : "  (" + detail + ")") + "  " + hex_encode(hash));
    list.push_back({{"index", index},
                    {"kind", record_kind(kind)},
                    {"name", name},
                    {"detail", detail},
                    {"hash", hex_encode(hash)}});
  }
  void finish_report(Json object, const Json& list, bool verified, const std::string& words, const Digest& hash,
                     bool empty) {
    console_.line((verified ? console_.verdict(true) + "        " : "not checked: ") + words);
    print_hash(hash);
    if (empty)
      console_.warn("nobody has contributed yet (beacons are public): everybody knows the secrets of these keys");
    if (verified) object["ok"] = true;
    object["records"] = list;
    console_.object(object);
  }
  static Json summary(const std::string& path, const Phase1Transcript& t) {
    return {{"file", path},
            {"phase", 1},
            {"power", t.log_size},
            {"contributions", t.contribution_count()},
            {"beacons", t.beacon_count()},
            {"hash", hex_encode(t.hash())}};
  }
  static Json summary(const std::string& path, const Phase2Transcript& t) {
    return {{"file", path},
            {"phase", 2},
            {"power", t.log_domain},
            {"circuit", hex_encode(t.circuit)},
            {"phase1", hex_encode(t.phase1)},
            {"contributions", t.contribution_count()},
            {"beacons", t.beacon_count()},
            {"hash", hex_encode(t.hash())}};
  }

  Session& session_;
  Console& console_;
  SystemRandom random_;
  ProgressSink progress_;
  CeremonyEnv env_;
  std::string subject_;
};

}  // namespace

void add_ceremony_commands(CLI::App& app, CeremonyArguments& a) {
  CLI::App* ceremony = app.add_subcommand("ceremony", "make keys that nobody can forge proofs with, together");
  ceremony->require_subcommand(1);
  auto step = [&](const char* name, const char* what, CeremonyStep which) {
    CLI::App* out = ceremony->add_subcommand(name, what);
    out->fallthrough();
    out->callback([&a, which] { a.step = which; });
    return out;
  };
  auto in = [&](CLI::App* command, const char* what) { command->add_option("in", a.in, what)->required(); };
  auto out = [&](CLI::App* command) {
    command->add_option("out", a.out, "file to write; it must not exist")->required();
  };

  CLI::App* start = step("new", "phase 1 without contributions", CeremonyStep::kNew);
  out(start);
  start->add_option("--power", a.power, "2^POWER powers: circuits of up to so many rows (1 to 28)")
      ->required()
      ->check(CLI::Range(kMinLogPowers, kMaxLogPowers));

  CLI::App* import =
      step("import", "phase 1 from another program's file: .ptau, or a challenge or response of powersoftau",
           CeremonyStep::kImport);
  in(import, "file of the other program");
  out(import);

  CLI::App* contribute =
      step("contribute", "add your secrets to a transcript of either phase", CeremonyStep::kContribute);
  in(contribute, "the transcript so far");
  out(contribute);
  contribute->add_option("--name", a.name, "who you are; everybody will see it")->required();
  CLI::Option* entropy = contribute->add_option(
      "--entropy", a.entropy,
      "any text, mixed into the randomness of the system; other users of the machine can see it in the list of "
      "processes: better a file");
  contribute->callback([&a, entropy] {
    a.step = CeremonyStep::kContribute;
    // The parser keeps a copy of its own.
    for (const std::string& copy : entropy->results()) wipe(const_cast<char*>(copy.data()), copy.size());
  });
  contribute->add_option("--entropy-file", a.entropy_file, "a file with such text (at most 1 MiB), which nobody sees");

  CLI::App* beacon = step("beacon", "add a public value that nobody could foresee", CeremonyStep::kBeacon);
  in(beacon, "the transcript so far");
  out(beacon);
  beacon->add_option("--value", a.value, "the value, hex")->required();
  beacon->add_option("--log-iterations", a.log_iterations, "SHA-256 is applied 2^K times to it (default 10)")
      ->check(CLI::Range(0, static_cast<int>(kMaxLogIterations)));
  beacon->add_option("--name", a.name, "where the value comes from");

  CLI::App* prepare = step("prepare", "phase 2 of one circuit, from a finished phase 1", CeremonyStep::kPrepare);
  in(prepare, "phase 1");
  out(prepare);
  prepare->add_option("--circuit", a.circuit, "dataset-s, dataset-l, or a file with a constraint system")->required();

  CLI::App* verify = step("verify", "check a transcript from the start", CeremonyStep::kVerify);
  CLI::App* finish = step("finish", "check a phase 2 and write its keys", CeremonyStep::kFinish);
  for (CLI::App* command : {verify, finish}) {
    in(command, command == verify ? "transcript of either phase" : "phase 2");
    command->add_option("--phase1", a.phase1, "the phase 1 that it continues");
    command->add_option("--circuit", a.circuit, "dataset-s, dataset-l, or a file with a constraint system");
  }
  for (CLI::App* command : {verify, finish})
    command->add_option("--import", a.original, "the foreign file that phase 1 was imported from, to import it again");
  for (CLI::App* command : {import, verify, finish})
    command
        ->add_option("--max-ceremony-power", a.max_ceremony_power,
                     "check a .ptau that holds fewer powers than its ceremony had, up to 2^K (default 22)")
        ->check(CLI::Range(kMinLogPowers, kMaxLogPowers));
  for (CLI::App* command : {import, contribute, beacon, prepare, verify, finish})
    command
        ->add_option("--max-log-iterations", a.max_log_iterations,
                     "compute beacons of up to 2^K iterations (default 24)")
        ->check(CLI::Range(0, static_cast<int>(kMaxLogIterations)));
  finish->add_option("--out", a.out, "write PREFIX.pk and PREFIX.vk");
  finish->add_flag("--install", a.install, "use the keys on this machine, to prove and to verify");

  CLI::App* show = step("show", "list the contributions without checking them", CeremonyStep::kShow);
  in(show, "transcript of either phase");
}

int run_ceremony(Session& session, CeremonyArguments& arguments) {
  Result<void> done = CeremonyJob(session).run(arguments);
  return done.ok() ? kExitYes : session.console().fail(done.error());
}

}  // namespace zkp
