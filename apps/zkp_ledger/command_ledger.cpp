/// init, status, verify-chain: the ledger itself.
#include <algorithm>

#include "base/encoding.h"
#include "ledger/chain.h"
#include "ledger/dataset_keys.h"
#include "ledger/installed_keys.h"
#include "zkp_ledger/commands.h"

namespace zkp {
namespace {

std::string label_of(const Ledger& ledger) { return ledger.genesis().insecure_dev ? "insecure-dev" : "production"; }

}  // namespace

int run_init(Session& session, const InitArguments& arguments) {
  Console& console = session.console();
  if (Result<void> made = LedgerDirectory::init(arguments.folder, arguments.options, session.env()); !made.ok())
    return console.fail(made.error());
  auto directory = LedgerDirectory::open(arguments.folder, LedgerAccess::kRead, session.env());
  if (!directory.ok()) return console.fail(directory.error());
  const Ledger& ledger = (*directory)->ledger();
  console.line("ledger " + console.bold(ledger.origin()));
  console.line("give " + arguments.folder + "/log.vkey to those who verify; keep " + arguments.folder + "/keys and " +
               arguments.folder + "/private to yourself");
  if (arguments.options.allow_insecure_dev)
    console.warn(
        "this ledger accepts proofs made with insecure-dev keys, which anybody can forge: for development only");
  console.object({{"origin", ledger.origin()},
                  {"size", ledger.size()},
                  {"root", hex_encode(ledger.root())},
                  {"vkey", (*directory)->log_key().vkey()},
                  {"label", label_of(ledger)}});
  return kExitYes;
}

int run_status(Session& session) {
  Console& console = session.console();
  auto directory = session.open(LedgerAccess::kRead);
  if (!directory.ok()) return console.fail(directory.error());
  const Ledger& ledger = (*directory)->ledger();
  Result<uint64_t> bytes = ledger.store().bytes();
  if (!bytes.ok()) return console.fail(bytes.error());
  Json branches = Json::object();
  console.line("ledger      " + ledger.origin());
  console.line("size        " + thousands(ledger.size()) + (ledger.size() == 1 ? " entry" : " entries") + ", " +
               thousands(*bytes) + " bytes");
  console.line("root        " + hex_encode(ledger.root()));
  if (!(*directory)->read_only_reason().empty()) {
    console.warn("read-only: " + (*directory)->read_only_reason());
  } else {
    console.line("checkpoint  " + thousands((*directory)->checkpoint().checkpoint.size) + " entries, signed");
  }
  for (const auto& [branch, head] : ledger.branches()) {
    console.line("branch      " + branch + " at " + hex_encode(head).substr(0, 16));
    branches[branch] = hex_encode(head);
  }
  console.line("set-up      " + std::string(ledger.genesis().insecure_dev
                                                ? "insecure-dev keys are accepted: proofs can be forged"
                                                : "insecure-dev keys are refused"));
  console.object({{"origin", ledger.origin()},
                  {"size", ledger.size()},
                  {"root", hex_encode(ledger.root())},
                  {"branches", branches},
                  {"bytes", *bytes},
                  {"label", label_of(ledger)},
                  {"read_only", (*directory)->read_only_reason()}});
  return kExitYes;
}

int run_verify_chain(Session& session, const ChainArguments& arguments) {
  Console& console = session.console();
  auto directory = session.open(LedgerAccess::kRead);
  if (!directory.ok()) {
    // A store that was altered is an answer, not a failure to answer.
    if (directory.error().code() == ErrorCode(StorageError::kCorrupt)) {
      console.fail(directory.error());
      return kExitNo;
    }
    return console.fail(directory.error());
  }
  const Ledger& ledger = (*directory)->ledger();
  ChainOptions options;
  options.proofs = arguments.proofs;
  options.store_checksums = arguments.full;
  if ((*directory)->has_checkpoint()) options.signed_checkpoint = (*directory)->checkpoint().checkpoint;
  if (!arguments.full) {
    Result<std::optional<Checkpoint>> verified = (*directory)->verified_checkpoint();
    if (!verified.ok()) return console.fail(verified.error());
    if (!arguments.from.empty()) {
      Result<uint64_t> from = ledger.resolve(arguments.from);
      if (!from.ok()) return console.fail(from.error());
      options.from = *from;
    } else if (*verified) {
      options.from = std::min((*verified)->size, ledger.size());
    }
    options.trusted = std::move(*verified);
  }
  Result<ChainReport> report =
      verify_chain(ledger, options, session.verifier(),
                   installed_key_checker(setup_folder(session.environment()), session.files()), session.pool());
  if (!report.ok()) return console.fail(report.error());
  bool recorded = true;
  if (report->ok() && (*directory)->read_only_reason().empty() && (arguments.full || arguments.from.empty())) {
    // Remembering is a convenience: a ledger on a read-only disk can still be checked.
    if (Result<void> saved = (*directory)->record_verified(); !saved.ok()) {
      recorded = false;
      console.warn("could not remember how far was checked: " + saved.error().describe());
    }
  }
  Json failures = Json::array();
  for (const ChainFailure& failure : report->failures) {
    console.line(console.verdict(false) + "  " +
                 (failure.index ? "entry " + std::to_string(*failure.index) + ": " : "") + failure.reason);
    Json item = {{"reason", failure.reason}};
    item["index"] = failure.index ? Json(*failure.index) : Json(nullptr);
    failures.push_back(item);
  }
  console.line(console.verdict(report->ok()) + "  " + thousands(report->entries_checked) +
               " entries checked from entry " + thousands(report->from) + " of " + thousands(report->size) +
               (arguments.proofs ? ", " + thousands(report->proofs_checked) + " proofs" : ""));
  console.object({{"ok", report->ok()},
                  {"entries", report->entries_checked},
                  {"from", report->from},
                  {"failures", failures},
                  {"size", report->size},
                  {"root", hex_encode(report->root)},
                  {"recorded", recorded}});
  return report->ok() ? kExitYes : kExitNo;
}

}  // namespace zkp
