/// notarize, prove: from files to entries and proofs.
#include <algorithm>
#include <filesystem>
#include <set>

#include "base/encoding.h"
#include "zkp_ledger/commands.h"

namespace zkp {
namespace {

constexpr size_t kMaxSchemaFileBytes = 4 << 20;

Json proof_json(const ProofOutcome& proof) {
  Json outputs = Json::object();
  for (const auto& [name, value] : proof.outputs) outputs[name] = value;
  Json out = {{"statement", proof.statement}, {"file", proof.file}, {"bytes", proof.proof_bytes},
              {"seconds", proof.seconds},     {"outputs", outputs}, {"label", proof.label},
              {"words", proof.words}};
  out["index"] = proof.index ? Json(*proof.index) : Json(nullptr);
  if (!proof.warnings.empty()) out["warnings"] = proof.warnings;
  return out;
}

void print_proof(Console& console, const ProofOutcome& proof) {
  console.line("proved     " + proof.words + "  " + duration(proof.seconds) + "  " + std::to_string(proof.proof_bytes) +
               " bytes  [" + proof.label + "]");
  console.line("           " + proof.file);
}

// "a/b/train.csv" -> "train"; characters that no name may have become "-".
std::string name_from_file(const std::string& file) {
  std::string out = std::filesystem::path(file).stem().string();
  for (char& c : out)
    if (!is_valid_name(std::string(1, c))) c = '-';
  return out.substr(0, 128);
}

Result<ScanOptions> scan_options(Session& session, const NotarizeArguments& arguments) {
  ScanOptions out;
  if (!arguments.format.empty()) { ZKP_TRY(out.format, parse_format_choice(arguments.format)); }
  if (!arguments.delimiter.empty()) {
    const std::string delimiter =
        arguments.delimiter == "tab" || arguments.delimiter == "\\t" ? "\t" : arguments.delimiter;
    if (delimiter.size() != 1) return Error(GeneralError::kInvalidArgument, "--delimiter is one of , ; | tab");
    out.delimiter = delimiter[0];
  }
  out.null_tokens = arguments.null_tokens;
  out.assume_utc = arguments.assume_utc;
  for (const std::string& text : arguments.types) {
    const size_t equals = text.rfind('=');
    if (equals == std::string::npos || equals == 0)
      return Error(GeneralError::kInvalidArgument, "--type " + text + " is not COLUMN=TYPE")
          .with_hint("for example --type amount=decimal(2)");
    ZKP_TRY(ColumnType type, parse_column_type(std::string_view(text).substr(equals + 1)));
    out.types[text.substr(0, equals)] = type;
  }
  if (!arguments.schema_file.empty()) {
    ZKP_TRY(Bytes text, session.files().read(arguments.schema_file, kMaxSchemaFileBytes));
    Result<std::vector<ColumnRequest>> schema = parse_schema_file(as_text(text));
    if (!schema.ok()) return std::move(schema).error().with_file(arguments.schema_file);
    out.schema = std::move(*schema);
  }
  out.read.pool = session.pool();
  return out;
}

}  // namespace

int run_notarize(Session& session, const NotarizeArguments& arguments) {
  Console& console = session.console();
  if (arguments.files.size() > 1 && !arguments.batch)
    return console.fail(
        Error(GeneralError::kInvalidArgument, std::to_string(arguments.files.size()) + " files need --batch")
            .with_hint("--batch appends them all or none"));
  if (arguments.files.size() > 1 && !arguments.name.empty())
    return console.fail(
        Error(GeneralError::kInvalidArgument, "--name names one dataset; in a batch the file names are used"));
  Result<ScanOptions> scan = scan_options(session, arguments);
  if (!scan.ok()) return console.fail(scan.error());

  std::vector<NotarizeRequest> requests;
  for (const std::string& file : arguments.files) {
    NotarizeRequest request;
    request.file = file;
    request.name = arguments.name.empty() ? name_from_file(file) : arguments.name;
    request.scan = *scan;
    request.statements = arguments.statements;
    request.prove = !arguments.no_prove;
    request.again = arguments.again;
    request.public_digest = arguments.public_digest;
    requests.push_back(std::move(request));
  }
  auto directory = session.open(LedgerAccess::kWrite);
  if (!directory.ok()) return console.fail(directory.error());
  Result<std::vector<NotarizeOutcome>> outcomes =
      notarize(**directory, std::move(requests), arguments.out, console.progress());
  if (!outcomes.ok()) return console.fail(outcomes.error());
  console.end_progress();

  Json entries = Json::array(), proofs = Json::array();
  for (const NotarizeOutcome& outcome : *outcomes) {
    for (const std::string& warning : outcome.warnings) console.warn(outcome.name + ": " + warning);
    for (const ProofOutcome& proof : outcome.proofs) {
      print_proof(console, proof);
      proofs.push_back(proof_json(proof));
    }
    console.line((outcome.existed ? "exists     " : "entry " + std::to_string(outcome.index) + "    ") +
                 console.bold(outcome.name) + "  " + thousands(outcome.rows) + " rows  dataset " +
                 hex_encode(outcome.dataset).substr(0, 16) +
                 (outcome.existed ? "  as entry " + std::to_string(outcome.index) + "; --again records it anew" : ""));
    console.line("receipt    " + outcome.receipt_file);
    entries.push_back({{"index", outcome.index},
                       {"digest", hex_encode(outcome.entry_digest)},
                       {"name", outcome.name},
                       {"rows", outcome.rows},
                       {"receipt", outcome.receipt_file},
                       {"dataset", hex_encode(outcome.dataset)},
                       {"existed", outcome.existed}});
  }
  const Checkpoint& checkpoint = (*directory)->checkpoint().checkpoint;
  console.line("checkpoint " + thousands(checkpoint.size) + "  root " + hex_encode(checkpoint.root).substr(0, 16));
  console.object({{"entries", entries},
                  {"proofs", proofs},
                  {"checkpoint",
                   {{"origin", checkpoint.origin}, {"size", checkpoint.size}, {"root", hex_encode(checkpoint.root)}}}});
  return kExitYes;
}

int run_prove(Session& session, const ProveArguments& arguments) {
  Console& console = session.console();
  if (arguments.list) {
    Json list = Json::array();
    for (const StatementInfo& info : statement_list()) {
      console.line(std::string(info.example));
      console.line("    " + std::string(info.words));
      if (!info.not_said.empty()) console.line("    not said: " + std::string(info.not_said));
      list.push_back(
          {{"name", info.name}, {"example", info.example}, {"what", info.words}, {"not_said", info.not_said}});
    }
    console.object({{"statements", list}});
    return kExitYes;
  }
  if (arguments.entry.empty() || arguments.statement.empty())
    return console.fail(Error(GeneralError::kInvalidArgument, "prove needs an entry and a statement")
                            .with_hint("zkp-ledger prove --list shows the statements"));
  ProveRequest request;
  request.statement = arguments.statement;
  request.data_files = arguments.data;
  request.out_file = arguments.out;
  if (!arguments.beacon.empty()) {
    request.beacon = arguments.beacon;
    Result<bool> is_file = session.files().exists(arguments.beacon);
    if (!is_file.ok()) return console.fail(is_file.error());
    if (*is_file) {
      Result<Bytes> text = session.files().read(arguments.beacon, kMaxBeaconFileBytes);
      if (!text.ok()) return console.fail(text.error());
      request.beacon = std::string(as_text(*text));
    }
  }
  if (!arguments.nonce.empty()) {
    Result<Digest> nonce = hex_decode_array<32>(arguments.nonce);
    if (!nonce.ok()) return console.fail(Error(GeneralError::kInvalidArgument, "--nonce: " + nonce.error().message()));
    if (*nonce == Digest{})
      return console.fail(Error(GeneralError::kInvalidArgument, "--nonce: zeros stand for no challenge"));
    request.nonce = *nonce;
  }
  auto directory = session.open(LedgerAccess::kWrite);
  if (!directory.ok()) return console.fail(directory.error());
  Result<uint64_t> index = (*directory)->ledger().resolve(arguments.entry);
  if (!index.ok()) return console.fail(index.error());
  request.index = *index;
  Result<ProofOutcome> proof = prove(**directory, request, console.progress());
  if (!proof.ok()) return console.fail(proof.error());
  console.end_progress();
  print_proof(console, *proof);
  for (const std::string& warning : proof->warnings) console.warn(warning);
  if (!proof->index) console.line("           not recorded in the ledger: it answers a verifier's challenge");
  if (proof->label == "insecure-dev") console.warn("insecure-dev: made with keys with which anybody can forge proofs");
  console.object(proof_json(*proof));
  return kExitYes;
}

}  // namespace zkp
