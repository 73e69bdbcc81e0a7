/// audit, export: what is handed out.
#include <filesystem>

#include "base/encoding.h"
#include "report/report.h"
#include "zkp_ledger/commands.h"

namespace zkp {
namespace {

std::string out_file(const LedgerDirectory& directory, const std::string& wanted, const std::string& name) {
  return wanted.empty() ? directory.path() + "/out/" + name : wanted;
}

Result<int> export_entry(Session& session, LedgerDirectory& directory, const ExportArguments& arguments) {
  Console& console = session.console();
  const Ledger& ledger = directory.ledger();
  ZKP_TRY(uint64_t index, ledger.resolve(arguments.entry));
  ZKP_TRY(LoggedEntry logged, ledger.entry(index));
  const EntryPayload& payload = logged.entry.payload;
  const std::string stem = payload.subjects.front().name + "-" + std::to_string(index);
  std::string kind = arguments.opening ? "opening" : (arguments.format.empty() ? "receipt" : arguments.format);
  std::string file;
  if (kind == "opening") {
    if (payload.type != EntryType::kNotarize)
      return Error(GeneralError::kInvalidArgument, "only a dataset has an opening; entry " + std::to_string(index) +
                                                       " is a " + std::string(entry_type_name(payload.type)) +
                                                       " entry");
    ZKP_TRY(Opening opening, directory.load_opening(payload.subjects.front().digest));
    opening.file.clear();
    SecretBytes text = encode_opening(opening);
    file = out_file(directory, arguments.out, stem + ".opening");
    ZKP_TRY_VOID(session.files().replace(file, text.view(), 0600));
    console.warn(
        "the opening shows the dataset's commitments to whoever has it: give it only to somebody who may see the data");
  } else if (kind == "receipt") {
    ZKP_TRY(std::string receipt, directory.receipt(index));
    file = out_file(directory, arguments.out, stem + ".receipt");
    ZKP_TRY_VOID(session.files().replace(file, as_bytes(receipt)));
  } else if (kind == "proof") {
    if (payload.type != EntryType::kProof)
      return Error(GeneralError::kInvalidArgument, "entry " + std::to_string(index) + " is not a proof")
          .with_hint("zkp-ledger log --op proof lists them");
    ZKP_TRY(std::string proof, proof_file_of(directory, index));
    file = out_file(directory, arguments.out, stem + ".zkproof");
    ZKP_TRY_VOID(session.files().replace(file, as_bytes(proof)));
  } else {
    return Error(GeneralError::kUnsupported, "export --format " + kind + " is not built yet for an entry")
        .with_hint("receipt, proof, or --opening");
  }
  console.line(kind + "  " + file);
  console.object({{"kind", kind}, {"file", file}, {"index", index}});
  return static_cast<int>(kExitYes);
}

Result<ReportFilter> report_filter(const AuditArguments& arguments) {
  ReportFilter out;
  out.dataset = arguments.dataset;
  if (!arguments.since.empty()) { ZKP_TRY(out.since_s, parse_when(arguments.since, false)); }
  if (!arguments.until.empty()) { ZKP_TRY(out.until_s, parse_when(arguments.until, true)); }
  if (!arguments.operation.empty()) {
    out.operation = entry_type_from_name(arguments.operation);
    if (!out.operation)
      return Error(GeneralError::kInvalidArgument, "no operation \"" + arguments.operation + "\"")
          .with_hint("genesis, notarize, proof");
  }
  if (!arguments.author.empty()) {
    Result<Digest> author = hex_decode_array<32>(arguments.author);
    if (!author.ok()) return Error(GeneralError::kInvalidArgument, "--author: " + author.error().message());
    out.author = *author;
  }
  return out;
}

}  // namespace

int run_export(Session& session, const ExportArguments& arguments) {
  Console& console = session.console();
  if (arguments.all == !arguments.entry.empty())
    return console.fail(Error(GeneralError::kInvalidArgument, "export needs an entry or --all, not both"));
  auto directory = session.open(LedgerAccess::kRead);
  if (!directory.ok()) return console.fail(directory.error());
  if (!arguments.all) {
    Result<int> code = export_entry(session, **directory, arguments);
    return code.ok() ? *code : console.fail(code.error());
  }
  if (!arguments.format.empty() && arguments.format != "tiles")
    return console.fail(
        Error(GeneralError::kUnsupported, "export --all --format " + arguments.format + " is not built yet")
            .with_hint("tiles"));
  const std::string folder = arguments.out.empty() ? (*directory)->path() + "/out/tiles" : arguments.out;
  Result<uint64_t> files = export_tiles(**directory, folder);
  if (!files.ok()) return console.fail(files.error());
  console.line("tiles    " + thousands(*files) + " files in " + folder);
  console.object(
      {{"kind", "tiles"}, {"folder", folder}, {"files", *files}, {"size", (*directory)->checkpoint().checkpoint.size}});
  return kExitYes;
}

int run_audit(Session& session, const AuditArguments& arguments) {
  Console& console = session.console();
  // Without a suffix: one file for each of export.formats of the configuration.
  const bool by_configuration = std::filesystem::path(arguments.output).extension().empty();
  if (!by_configuration)
    if (Result<ReportFormat> format = report_format_from_suffix(arguments.output); !format.ok())
      return console.fail(format.error());
  Result<ReportFilter> filter = report_filter(arguments);
  if (!filter.ok()) return console.fail(filter.error());
  auto directory = session.open(LedgerAccess::kRead);
  if (!directory.ok()) return console.fail(directory.error());
  const LedgerConfig& config = (*directory)->config();

  std::vector<std::string> outputs = {arguments.output};
  if (by_configuration) {
    outputs.clear();
    for (const std::string& format : config.export_formats)
      outputs.push_back(arguments.output + "." + (format == "json-ld" ? "jsonld" : format));
  }
  const int64_t now_s = session.env().clock.now_us() / 1'000'000;
  Json files = Json::array();
  for (const std::string& output : outputs) {
    Result<ReportFormat> format = report_format_from_suffix(output);
    if (!format.ok()) return console.fail(format.error());
    Result<std::string> report = make_report(**directory, *filter, *format, now_s, config.include_visualizations);
    if (!report.ok()) return console.fail(report.error());
    if (Result<void> written = session.files().replace(output, as_bytes(*report)); !written.ok())
      return console.fail(written.error());
    console.line("report   " + output + "  " + thousands(report->size()) + " bytes");
    files.push_back({{"file", output}, {"bytes", report->size()}});
  }
  console.object({{"files", files}, {"size", (*directory)->checkpoint().checkpoint.size}});
  return kExitYes;
}

}  // namespace zkp
