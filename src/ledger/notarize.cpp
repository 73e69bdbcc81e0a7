/// notarize: files to entries, with the proofs that their columns are well typed.
#include <algorithm>
#include <filesystem>
#include <set>

#include "base/encoding.h"
#include "hash/blake3.h"
#include "hash/sha2.h"
#include "hash/sha3.h"
#include "ledger/dataset_proofs.h"
#include "ledger/disclosure.h"
#include "ledger/workflow.h"
#include "table/byte_stream.h"

namespace zkp {
namespace {

// Dictionaries beyond this become a blob: base64 in base64 grows by 16/9, and an entry holds 65,535 bytes.
constexpr size_t kMaxInlineDictionaryBytes = 16 << 10;

struct Prepared {
  NotarizeRecord record;
  Opening opening;
  std::optional<CommittedTable> table;
  std::optional<Bytes> blob;
  NotarizeOutcome outcome;
  std::vector<ProofRecord> proofs;
  bool again = false;  // the file was notarised before, and is once more

  bool is_same_file(const Prepared& other) const {
    return opening.file_sha256 == other.opening.file_sha256 && opening.profile == other.opening.profile &&
           schema_digest(opening.schema) == schema_digest(other.opening.schema);
  }
};

std::string quoted(const std::string& name) { return "\"" + name + "\""; }

void warn(NotarizeOutcome& outcome, const NotarizeRecord& record) {
  for (const auto& [column, words] : record.dictionaries)
    outcome.warnings.push_back("the " + std::to_string(words.size()) + " categories of column " + quoted(column) +
                               " are public now");
  if (record.public_digest)
    outcome.warnings.push_back(
        "the plain digest of the file is public now: whoever can guess the file can confirm the guess");
}

Result<std::pair<std::string, Digest>> plain_digest(const LedgerDirectory& directory, const std::string& path,
                                                    TaskPool* pool) {
  const std::string& algorithm = directory.ledger().genesis().hash;
  ZKP_TRY(std::unique_ptr<InputFile> in, InputFile::open(path));
  std::vector<char> piece(4 << 20);
  Blake3 blake;
  Sha3_256 sha3;
  for (;;) {
    ZKP_TRY(size_t size, in->read(piece));
    if (size == 0) break;
    const ByteView bytes = as_bytes(std::string_view(piece.data(), size));
    if (algorithm == "blake3")
      blake.update(bytes, pool);
    else
      sha3.update(bytes);
  }
  return std::pair(algorithm, algorithm == "blake3" ? blake.finish() : sha3.finish());
}

// The second reading: now that every type is known, values become columns.
Result<std::vector<PrivateColumn>> read_columns(const LedgerDirectory& directory, const NotarizeRequest& request,
                                                const ScanSummary& summary, const Opening& opening,
                                                const ProgressSink& progress) {
  ReadOptions options = request.scan.read;
  options.progress = [&](uint64_t bytes, uint64_t) {
    progress({"reading values", request.file, bytes, summary.file_bytes, "bytes"});
  };
  TableBuilder builder(opening.schema, opening.linkage_salt, summary.rows, directory.env().pool);
  ZKP_TRY(const ReadSummary read, read_file(request.file, summary.profile, opening.schema, &builder, options));
  if (read.file_sha256 != summary.file_sha256 || read.rows != summary.rows)
    return Error(LedgerError::kDataChanged, "the file changed while it was read").with_file(request.file);
  return builder.finish();
}

// The first reading: types, rows, digest.
Result<Prepared> scan(LedgerDirectory& directory, NotarizeRequest& request, ScanSummary& summary,
                      const ProgressSink& progress) {
  const LedgerEnv& env = directory.env();
  Prepared out;
  std::error_code ignored;
  const uint64_t file_bytes = std::filesystem::file_size(request.file, ignored);
  request.scan.read.progress = [&](uint64_t bytes, uint64_t) {
    progress({"reading", request.file, bytes, ignored ? 0 : file_bytes, "bytes"});
  };
  ZKP_TRY(summary, scan_file(request.file, request.scan));
  request.scan.read.progress = nullptr;

  out.outcome.name = request.name;
  out.outcome.rows = summary.rows;
  out.opening.name = request.name;
  out.opening.file = std::filesystem::absolute(request.file, ignored).string();
  out.opening.file_bytes = summary.file_bytes;
  out.opening.file_sha256 = summary.file_sha256;
  out.opening.profile = to_string(summary.profile);
  out.opening.schema = summary.schema;
  out.opening.rows = summary.rows;
  ZKP_TRY_VOID(env.random.fill(out.opening.file_salt));
  return out;
}

Result<void> commit(LedgerDirectory& directory, const NotarizeRequest& request, const ScanSummary& summary,
                    DatasetKeys& keys, const ProgressSink& progress, Prepared& out) {
  const LedgerEnv& env = directory.env();
  if (has_text(summary.schema)) { ZKP_TRY(out.opening.linkage_salt, directory.linkage_salt()); }
  EntryBody& body = out.record.body;
  ZKP_TRY(const Srs* srs, keys.srs(srs_powers_for(summary.rows)));
  body.srs_id = srs->key().id;
  body.owner_key = directory.author_key();
  body.file_binding = file_binding(out.opening.file_salt, summary.file_sha256);
  body.file_profile = out.opening.profile;
  body.schema_digest = schema_digest(summary.schema);
  body.rows = summary.rows;
  ZKP_TRY(body.columns, entry_columns(summary.schema, out.opening.linkage_salt));
  ZKP_TRY(std::vector<PrivateColumn> columns, read_columns(directory, request, summary, out.opening, progress));
  progress({"committing", request.file, 0, body.columns.size(), "columns"});
  ZKP_TRY(out.table, CommittedTable::blind(std::move(columns), body.columns, env.random, env.pool, out.opening));
  ZKP_TRY(const std::vector<G1Affine> commitments, out.table->commit(*srs, env.pool));
  for (size_t i = 0; i < commitments.size(); ++i) body.columns[i].commitment = commitments[i];

  out.record.name = request.name;
  for (const ColumnSpec& spec : summary.schema.columns)
    if (spec.type.code == TypeCode::kCode) out.record.dictionaries[spec.name] = spec.dictionary;
  if (Bytes words = encode_dictionaries(out.record.dictionaries); words.size() > kMaxInlineDictionaryBytes) {
    out.record.dictionary_blob = sha256(words);
    out.blob = std::move(words);
  }
  if (request.public_digest) { ZKP_TRY(out.record.public_digest, plain_digest(directory, request.file, env.pool)); }
  ZKP_TRY_VOID(check_entry_body(body));
  out.record.body_bytes = encode_entry_body(body);
  out.record.dataset = entry_body_digest(out.record.body_bytes);
  out.opening.dataset = out.record.dataset;
  out.outcome.dataset = out.record.dataset;
  warn(out.outcome, out.record);
  return {};
}

// The statements to prove, packed into few proofs: those asked for, or that every column is well typed.
Result<std::vector<std::string>> statements_of(const LedgerDirectory& directory, const NotarizeRequest& request,
                                               const DatasetKeys& keys, Prepared& prepared) {
  if (!request.prove) return std::vector<std::string>();
  const DatasetView view = prepared.record.view();
  if (request.statements.empty() && !directory.ledger().genesis().insecure_dev) {
    ZKP_TRY(const bool has_small, keys.has(kClassS));
    ZKP_TRY(const bool has_large, keys.has(kClassL));
    if (!has_small && !has_large) {
      prepared.outcome.warnings.push_back(
          "no proofs: this ledger refuses insecure-dev keys, and no ceremony keys are installed; the entry stays "
          "pending");
      return std::vector<std::string>();
    }
  }
  if (request.statements.empty()) return default_statements(view);
  return plan_statements(request.statements, view);
}

Result<void> prove_all(LedgerDirectory& directory, const NotarizeRequest& request, DatasetKeys& keys,
                       Prepared& prepared, const ProgressSink& progress) {
  const OwnedDataset dataset{&prepared.record, &*prepared.table};
  ZKP_TRY(const std::vector<std::string> statements, statements_of(directory, request, keys, prepared));
  StatementSecrets secrets;
  secrets.linkage_salt = prepared.opening.linkage_salt;
  Disclosure disclosure;
  const DatasetView view = prepared.record.view();
  const NamedDataset subject{prepared.record.name, prepared.record.dataset};
  // All are made, and counted, before the first is proved.
  std::vector<Bytes> made;
  for (const std::string& text : statements) {
    ZKP_TRY(const StatementRequest statement, parse_request(text));
    if (!statement.others.empty())
      return Error(GeneralError::kInvalidArgument, "a statement about several datasets: prove it once all are recorded")
          .with_hint("zkp-ledger prove " + request.name + " '" + text + "'");
    made.emplace_back();
    ZKP_TRY(made.back(), make_statement(statement, std::span(&dataset, 1), secrets));
    ZKP_TRY(const StatementView described, describe_statement(made.back(), std::span(&view, 1)));
    disclosure.add(Disclosure::figures_of(described, std::span(&subject, 1), subject.dataset), std::nullopt);
  }
  ZKP_TRY_VOID(disclosure.check(subject.name, directory.config().max_figures));
  for (const Bytes& bytes : made) {
    ZKP_TRY(ProvedStatement proved, prove_statement(bytes, std::span(&dataset, 1), directory.ledger().id(), {}, keys,
                                                    directory.env(), progress));
    prepared.outcome.proofs.push_back(std::move(proved.outcome));
    prepared.proofs.push_back(std::move(proved.record));
  }
  return {};
}

std::string safe_file_name(const std::string& text) {
  std::string out;
  for (char c : text) out += is_valid_name(std::string(1, c)) ? c : '-';
  return out.substr(0, 100);
}

}  // namespace

Result<std::vector<NotarizeOutcome>> notarize(LedgerDirectory& directory, std::vector<NotarizeRequest> requests,
                                              const std::string& out_dir, const ProgressSink& progress) {
  if (requests.empty() || requests.size() > kMaxDatasetsPerBatch)
    return Error(GeneralError::kInvalidArgument,
                 "a batch holds 1 to 100 datasets, not " + std::to_string(requests.size()));
  if (!directory.read_only_reason().empty())
    return Error(StorageError::kReadOnly, "the ledger is read-only: " + directory.read_only_reason());
  std::set<std::string> names;
  for (const NotarizeRequest& request : requests) {
    if (!is_valid_name(request.name))
      return Error(LedgerError::kBadName, "a dataset's name is [A-Za-z0-9._-]{1,128}, not " + quoted(request.name));
    if (!names.insert(request.name).second)
      return Error(LedgerError::kBadName, "two datasets of the batch are called " + quoted(request.name));
  }
  const LedgerEnv& env = directory.env();
  const std::string folder = out_dir.empty() ? directory.path() + "/out" : out_dir;
  ZKP_TRY_VOID(env.files.make_directories(folder));

  // Read and commit everything, prove everything, and only then append: a failure anywhere leaves the ledger as it was.
  DatasetKeys keys(setup_folder(env.environment), env.files, env.proving_pool,
                   DatasetKeys::source_for(directory.ledger().genesis().insecure_dev));
  std::vector<Prepared> all;
  std::vector<EntryPayload> payloads;
  std::vector<Bytes> blobs;
  for (NotarizeRequest& request : requests) {
    ScanSummary summary;
    ZKP_TRY(Prepared prepared, scan(directory, request, summary, progress));
    ZKP_TRY(std::optional<Digest> same, directory.find_same_file(prepared.opening.file_sha256, prepared.opening.profile,
                                                                 schema_digest(prepared.opening.schema)));
    // Of two files of the batch with the same bytes the first is notarised.
    for (const Prepared& earlier : all)
      if (!same && earlier.is_same_file(prepared)) same = earlier.outcome.dataset;
    prepared.again = same.has_value();
    if (same && !request.again) {
      prepared.outcome.existed = true;
      prepared.outcome.dataset = *same;
      prepared.outcome.warnings.clear();
      all.push_back(std::move(prepared));
      continue;
    }
    ZKP_TRY_VOID(commit(directory, request, summary, keys, progress, prepared));
    ZKP_TRY_VOID(prove_all(directory, request, keys, prepared, progress));
    prepared.table.reset();  // a batch holds one table at a time
    payloads.push_back(make_notarize(prepared.record));
    for (const ProofRecord& proof : prepared.proofs) payloads.push_back(make_proof(proof));
    if (prepared.blob) blobs.push_back(*prepared.blob);
    all.push_back(std::move(prepared));
  }
  // A file leads to its dataset before the entry exists, so that a crash in between cannot hide an entry; but one that
  // leads to an older dataset does so until the new one is in the log.
  for (const Prepared& prepared : all) {
    if (prepared.outcome.existed) continue;
    ZKP_TRY_VOID(directory.save_opening(prepared.opening));
    if (!prepared.again) ZKP_TRY_VOID(directory.remember_file(prepared.opening));
  }
  if (!payloads.empty()) ZKP_TRY_VOID(directory.append(std::move(payloads), std::move(blobs)));
  for (const Prepared& prepared : all)
    if (!prepared.outcome.existed && prepared.again) ZKP_TRY_VOID(directory.remember_file(prepared.opening));

  std::vector<NotarizeOutcome> out;
  for (Prepared& prepared : all) {
    NotarizeOutcome& outcome = prepared.outcome;
    ZKP_TRY(std::optional<uint64_t> index, directory.ledger().find_dataset(outcome.dataset));
    ZKP_CHECK(index.has_value());
    outcome.index = *index;
    ZKP_TRY(LoggedEntry logged, directory.ledger().entry(*index));
    outcome.entry_digest = logged.entry.digest;
    outcome.name = logged.entry.payload.subjects.front().name;
    const std::string stem = folder + "/" + outcome.name + "-" + std::to_string(outcome.index);
    ZKP_TRY(std::string receipt, directory.receipt(*index));
    outcome.receipt_file = stem + ".receipt";
    ZKP_TRY_VOID(env.files.replace(outcome.receipt_file, as_bytes(receipt)));
    for (size_t i = 0; i < outcome.proofs.size(); ++i) {
      ZKP_TRY(outcome.proofs[i].index, directory.ledger().find_proof(prepared.proofs[i].proof_id));
      ZKP_TRY(std::string file, proof_file_of(directory, *outcome.proofs[i].index));
      outcome.proofs[i].file = stem + "-" + safe_file_name(outcome.proofs[i].statement) + ".zkproof";
      ZKP_TRY_VOID(env.files.replace(outcome.proofs[i].file, as_bytes(file)));
    }
    out.push_back(std::move(outcome));
  }
  return out;
}

}  // namespace zkp
