/// setup: the keys of development, and reference strings from ceremonies.
#include "base/encoding.h"
#include "base_os/file_source.h"
#include "base_os/pinned_source.h"
#include "groth16/ceremony/reference_string.h"
#include "ledger/dataset_keys.h"
#include "zkp_ledger/commands.h"

namespace zkp {
namespace {

void announce(Console& console, const SetupOutcome& made) {
  const bool is_string = made.powers > 0;
  console.line((is_string ? "powers  " + thousands(made.powers) : "keys    " + made.name) + "  " +
               (made.existed ? "already there" : duration(made.seconds)) + ", " + thousands(made.file_bytes) +
               " bytes, " + (is_string ? "srs " : "vk ") + hex_encode(made.id).substr(0, 16));
}

Json summary(const SetupOutcome& made) {
  Json out = {{"file", made.file}, {"bytes", made.file_bytes}, {"seconds", made.seconds}, {"existed", made.existed}};
  if (made.powers > 0) {
    out["srs"] = hex_encode(made.id);
    out["powers"] = made.powers;
  } else {
    out["circuit"] = made.name;
    out["vk"] = hex_encode(made.id);
  }
  return out;
}

int make_development_keys(Session& session, const SetupArguments& arguments) {
  Console& console = session.console();
  const Result<std::vector<SetupOutcome>> made =
      setup_insecure_dev(setup_folder(session.environment()), arguments.request, session.env(), console.progress());
  if (!made.ok()) return console.fail(made.error());
  Json keys = Json::array(), strings = Json::array();
  for (const SetupOutcome& each : *made) {
    announce(console, each);
    (each.powers > 0 ? strings : keys).push_back(summary(each));
  }
  console.warn("insecure-dev: these come from a public seed, anybody can forge proofs and open commitments with them");
  console.object({{"keys", keys}, {"srs", strings[0]}, {"label", "insecure-dev"}});
  return kExitYes;
}

/// As many as so many rows need, else those of the default size as far as the file has them. `needed`: at least.
size_t powers_to_take(const SetupRequest& request, size_t needed, size_t has) {
  return request.rows ? needed : std::min(has, size_t{1} << kClassS.mu_max);
}

struct Imported {
  SetupOutcome made;
  Phase1Transcript from;
};

Result<Imported> import_phase1(Session& session, const SetupArguments& arguments, const CeremonyEnv& env) {
  // What is checked is what is used, even if somebody changes the file meanwhile.
  ZKP_TRY(std::unique_ptr<FileSource> opened, FileSource::open(arguments.phase1));
  const PinnedSource file(std::move(opened));
  auto import = [&]() -> Result<Imported> {
    const size_t needed = srs_powers_for(arguments.request.rows.value_or(1));
    ZKP_TRY(const Phase1Srs string, srs_of_phase1(file, needed, env));
    const size_t count = powers_to_take(arguments.request, needed, string.count());
    ZKP_TRY(SetupOutcome made, install_srs(setup_folder(session.environment()), string.key, string.label(), count,
                                           string.source(env), session.env()));
    return Imported{std::move(made), string.transcript};
  };
  Result<Imported> out = import();
  if (!out.ok() && out.error().where().file.empty()) return std::move(out).error().with_file(arguments.phase1);
  return out;
}

int import_reference_string(Session& session, const SetupArguments& arguments) {
  Console& console = session.console();
  SystemRandom random;
  const ProgressSink progress = console.progress();
  CeremonyEnv env{random};
  env.pool = session.pool();
  env.progress = [&](std::string_view phase, uint64_t done, uint64_t total) {
    progress({phase, arguments.phase1, done, total, "points"});
  };
  env.max_log_iterations = static_cast<uint8_t>(arguments.max_log_iterations);
  env.max_first_challenge = arguments.max_ceremony_power;
  const Result<Imported> imported = import_phase1(session, arguments, env);
  if (!imported.ok()) return console.fail(imported.error());
  const auto& [made, from] = *imported;
  const std::string label = SetupLabel::ceremony(from.hash()).text();
  announce(console, made);
  console.line("label   " + console.bold(label));
  if (from.contribution_count() == 0)
    console.warn(
        "this phase 1 is imported and has no contribution of its own: who made these powers is not shown here. "
        "Whoever knows tau opens every commitment to anything");
  else if (from.contribution_count() == 1)
    console.warn(
        "this phase 1 has one contribution: whoever made it may know tau, and then opens every commitment to "
        "anything. A reference string of one party's making is not to be trusted by others");
  Json object = summary(made);
  object["label"] = label;
  object["contributions"] = from.contribution_count();
  object["imported"] = from.is_imported();
  console.object(object);
  return kExitYes;
}

}  // namespace

int run_setup(Session& session, const SetupArguments& arguments) {
  Console& console = session.console();
  if (arguments.insecure_dev == !arguments.phase1.empty())
    return console.fail(Error(GeneralError::kInvalidArgument, "say --insecure-dev or --import-phase1 FILE")
                            .with_hint("keys that nobody can forge proofs with come from zkp-ledger ceremony"));
  if (arguments.insecure_dev) return make_development_keys(session, arguments);
  if (!arguments.request.circuits.empty())
    return console.fail(Error(GeneralError::kInvalidArgument, "a reference string is for no circuit: leave it out")
                            .with_hint("zkp-ledger ceremony makes the keys of one"));
  return import_reference_string(session, arguments);
}

}  // namespace zkp
