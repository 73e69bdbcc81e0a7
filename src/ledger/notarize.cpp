/// notarize: files to entries, with the proofs that their columns are well typed.
#include <algorithm>
#include <filesystem>
#include <set>

#include "base/encoding.h"
#include "hash/blake3.h"
#include "hash/sha2.h"
#include "hash/sha3.h"
#include "ledger/dataset_proofs.h"
#include "ledger/workflow.h"
#include "statement/direct/commitment.h"
#include "statement/direct/public_inputs.h"
#include "statement/registry.h"
#include "table/byte_stream.h"

namespace zkp {
namespace {

// Dictionaries beyond this become a blob: base64 in base64 grows by 16/9, and an entry holds 65,535 bytes.
constexpr size_t kMaxInlineDictionaryBytes = 16 << 10;
constexpr std::string_view kNullSuffix = ".null";

struct Prepared {
  NotarizeRecord record;
  Opening opening;
  std::optional<Table> table;
  std::optional<Bytes> blob;
  NotarizeOutcome outcome;
  std::vector<ProofRecord> proofs;
  bool again = false;  // the file was notarised before, and is once more

  bool is_same_file(const Prepared& other) const {
    return opening.file_sha256 == other.opening.file_sha256 && opening.profile == other.opening.profile &&
           schema_digest(opening.schema) == schema_digest(other.opening.schema);
  }
};

Result<Fr> random_salt(Random& random) { return Fr::random(random); }

std::string quoted(const std::string& name) { return "\"" + name + "\""; }

// The columns of the body: those of the table, and after each nullable one its companion.
void add_columns(const Schema& schema, DatasetBody& body) {
  for (const ColumnSpec& spec : schema.columns) {
    BodyColumn column{spec.name, spec.type, spec.nullable, {}, std::nullopt};
    if (spec.type.code == TypeCode::kCode) column.linkage_id = dictionary_digest(spec.dictionary);
    body.columns.push_back(std::move(column));
    if (spec.nullable)
      body.columns.push_back({spec.name + std::string(kNullSuffix), {TypeCode::kBool, 0}, false, {}, std::nullopt});
  }
}

Result<void> commit_columns(const Table& table, Random& random, DatasetBody& body, Opening& opening) {
  for (BodyColumn& column : body.columns) {
    if (column.nullable || !is_committable(column.type)) continue;
    ZKP_TRY(std::vector<uint64_t> u, column_values(table, column));
    ZKP_TRY(Fr salt, random_salt(random));
    column.commitment = commit_column(u, salt);
    opening.columns.push_back({column.name, salt});
  }
  return {};
}

void warn(NotarizeOutcome& outcome, const DatasetBody& body, const NotarizeRecord& record) {
  for (const auto& [column, words] : record.dictionaries)
    outcome.warnings.push_back("the " + std::to_string(words.size()) + " categories of column " + quoted(column) +
                               " are public now");
  if (record.public_digest)
    outcome.warnings.push_back(
        "the plain digest of the file is public now: whoever can guess the file can confirm the guess");
  if (body.rows > kDirectMaxRows) {
    outcome.warnings.push_back(std::to_string(body.rows) +
                               " rows: columns of tables of more than 1,024 rows are not committed yet; nothing can be "
                               "proved about this dataset, and the entry says so");
    return;
  }
  std::string nullable, text;
  for (const BodyColumn& column : body.columns) {
    if (column.commitment) continue;
    std::string& list = column.nullable ? nullable : text;
    list += (list.empty() ? "" : ", ") + quoted(column.name);
  }
  if (!nullable.empty()) outcome.warnings.push_back("nullable columns are not committed yet: " + nullable);
  if (!text.empty())
    outcome.warnings.push_back("text columns are not committed yet: " + text +
                               " (--type c=category makes one committed and its categories public)");
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

Result<Prepared> prepare(LedgerDirectory& directory, NotarizeRequest& request, const ProgressSink& progress) {
  const LedgerEnv& env = directory.env();
  Prepared out;
  std::error_code ignored;
  const uint64_t file_bytes = std::filesystem::file_size(request.file, ignored);
  request.scan.keep_values_up_to_rows = kDirectMaxRows;
  request.scan.read.progress = [&](uint64_t bytes, uint64_t) {
    progress({"reading", request.file, bytes, ignored ? 0 : file_bytes, "bytes"});
  };
  ZKP_TRY(ScanSummary summary, scan_file(request.file, request.scan));
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

  DatasetBody& body = out.record.body;
  body.owner_key = directory.author_key();
  body.file_binding = file_binding(out.opening.file_salt, summary.file_sha256);
  body.file_profile = out.opening.profile;
  body.schema_digest = schema_digest(summary.schema);
  body.rows = summary.rows;
  add_columns(summary.schema, body);
  if (summary.rows <= kDirectMaxRows) {
    if (!summary.table)
      return Error(TableError::kTooLarge, "the table's text takes more than 64 MiB").with_file(request.file);
    progress({"committing", request.file, 0, body.columns.size(), "columns"});
    ZKP_TRY_VOID(commit_columns(*summary.table, env.random, body, out.opening));
    out.table = std::move(summary.table);
  }
  out.record.name = request.name;
  for (const ColumnSpec& spec : summary.schema.columns)
    if (spec.type.code == TypeCode::kCode) out.record.dictionaries[spec.name] = spec.dictionary;
  if (Bytes words = encode_dictionaries(out.record.dictionaries); words.size() > kMaxInlineDictionaryBytes) {
    out.record.dictionary_blob = sha256(words);
    out.blob = std::move(words);
  }
  if (request.public_digest) { ZKP_TRY(out.record.public_digest, plain_digest(directory, request.file, env.pool)); }
  out.record.body_bytes = encode_body(body);
  out.record.dataset = body_digest(out.record.body_bytes);
  out.opening.dataset = out.record.dataset;
  out.outcome.dataset = out.record.dataset;
  warn(out.outcome, body, out.record);
  return out;
}

// The statements to prove: those asked for, or that every committed column is well typed.
Result<std::vector<std::string>> statements_of(const LedgerDirectory& directory, const NotarizeRequest& request,
                                               const ProvingKeys& keys, Prepared& prepared) {
  if (!request.prove) return std::vector<std::string>();
  std::vector<std::string> wanted =
      request.statements.empty() ? default_statements(prepared.record.body) : request.statements;
  if (wanted.empty() || directory.ledger().genesis().insecure_dev) return wanted;
  const DatasetBody& body = prepared.record.body;
  if (!check_provable(body).ok()) return wanted;
  ZKP_TRY(bool installed, keys.has(direct_capacity(body.rows)));
  if (installed) return wanted;
  if (!request.statements.empty())
    return Error(LedgerError::kNotAllowed, "this ledger refuses insecure-dev keys, and no ceremony keys are installed")
        .with_hint("zkp-ledger ceremony finish --install puts them there; --no-prove records without a proof");
  prepared.outcome.warnings.push_back(
      "no proofs: this ledger refuses insecure-dev keys, and no ceremony keys are installed; the entry stays pending");
  return std::vector<std::string>();
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
  ProvingKeys keys(setup_folder(env.environment), env.files, env.proving_pool,
                   ProvingKeys::source_for(directory.ledger().genesis().insecure_dev));
  std::vector<Prepared> all;
  std::vector<EntryPayload> payloads;
  std::vector<Bytes> blobs;
  for (NotarizeRequest& request : requests) {
    ZKP_TRY(Prepared prepared, prepare(directory, request, progress));
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
    ZKP_TRY(std::vector<std::string> statements, statements_of(directory, request, keys, prepared));
    const ProofContext context{directory.ledger().id(), {prepared.record.dataset}, {}};
    for (const std::string& statement : statements) {
      progress({"proving", statement, prepared.proofs.size(), statements.size(), "statements"});
      ZKP_TRY(ProvedStatement proved,
              prove_statement(statement, prepared.record, *prepared.table, prepared.opening, context, keys, env));
      prepared.outcome.proofs.push_back(std::move(proved.outcome));
      prepared.proofs.push_back(std::move(proved.record));
    }
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
