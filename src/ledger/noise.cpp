/// noise: secret bits for one differentially private answer, recorded before the beacon draws its round.
#include <algorithm>

#include "hash/sha2.h"
#include "ledger/dataset_proofs.h"
#include "ledger/disclosure.h"
#include "ledger/workflow.h"
#include "statement/noise_accountant.h"
#include "statement/units.h"

namespace zkp {
namespace {

std::string quoted(const std::string& name) { return "\"" + name + "\""; }

// The column as a sum with noise takes it.
Result<const EntryColumn*> summed_column(const NotarizeRecord& data, const std::string& name) {
  if (data.is_noise())
    return Error(LedgerError::kNotAllowed, quoted(data.name) + " is a record of noise bits, not a table");
  const EntryColumn* column = data.body.find(name);
  if (column == nullptr)
    return Error(StatementError::kUnknownColumn, quoted(data.name) + " has no column of this name").with_column(name);
  if (!in_group(column->type, TypeGroup::kArith))
    return Error(StatementError::kWrongType, "a column of type " + zkp::name(column->type) + " has no sum")
        .with_column(name);
  if (column->nullable)
    return Error(StatementError::kWrongType, "a sum with noise cannot be made about a nullable column")
        .with_column(name);
  return column;
}

Result<uint64_t> number_of_bits(const NoiseRequest& request, uint64_t sensitivity) {
  if (request.bits.has_value() == request.epsilon.has_value())
    return Error(GeneralError::kInvalidArgument, "either a number of bits, or an epsilon that they shall give");
  if (request.bits) {
    if (*request.bits == 0 || *request.bits > kMaxNoiseBits)
      return Error(GeneralError::kInvalidArgument, "a record has 1 to 4,096 noise bits");
    return *request.bits;
  }
  if (!(*request.epsilon > 0) || !(request.delta > 0) || !(request.delta < 1))
    return Error(GeneralError::kInvalidArgument, "epsilon is above 0, and delta between 0 and 1");
  const std::optional<uint64_t> bits = noise_bits(sensitivity, *request.epsilon, request.delta, kMaxNoiseBits);
  if (bits) return *bits;
  const std::optional<double> best = noise_epsilon(kMaxNoiseBits, sensitivity, request.delta);
  return Error(GeneralError::kLimit, "no noise of up to 4,096 bits gives this epsilon and delta for values that are " +
                                         format_count(sensitivity) + (sensitivity > kMaxNoiseBits ? " or more" : "") +
                                         " apart; 4,096 bits give epsilon " + epsilon_text(best))
      .with_hint("narrower bounds, or a coarser unit: notarise the column divided by 10 or 1,000");
}

std::string default_name(const std::string& dataset, const std::string& column) {
  std::string out = dataset + "-";
  for (const char c : column) out += is_valid_name(std::string(1, c)) ? c : '-';
  return out.substr(0, 120) + "-noise";
}

// The record's one column, committed, with its opening.
Result<void> draw(const LedgerEnv& env, DatasetKeys& keys, uint64_t bits, NotarizeRecord& record, Opening& opening) {
  SecretBytes random(Bytes((bits + 7) / 8));
  ZKP_TRY_VOID(env.random.fill(random.span()));
  for (uint64_t i = 0; i < bits; ++i) opening.bits.push_back(random.view()[i / 8] >> (i % 8) & 1);
  opening.name = record.name;
  opening.rows = bits;

  EntryBody& body = record.body;
  ZKP_TRY(const Srs* srs, keys.srs(srs_powers_for(bits)));
  body.srs_id = srs->key().id;
  body.rows = bits;
  body.columns.resize(1);
  body.columns[0].name = "bits";
  body.columns[0].type = {TypeCode::kBool, 0};
  std::vector<PrivateColumn> columns;
  columns.emplace_back(PrivateColumn::Values(opening.bits));
  ZKP_TRY(const CommittedTable table,
          CommittedTable::blind(std::move(columns), body.columns, env.random, env.pool, opening));
  ZKP_TRY(const std::vector<G1Affine> commitments, table.commit(*srs, env.pool));
  body.columns[0].commitment = commitments[0];
  ZKP_TRY_VOID(check_entry_body(body));
  record.body_bytes = encode_entry_body(body);
  record.dataset = entry_body_digest(record.body_bytes);
  opening.dataset = record.dataset;
  return {};
}

}  // namespace

Result<NoiseOutcome> record_noise(LedgerDirectory& directory, const NoiseRequest& request,
                                  const ProgressSink& progress) {
  const LedgerEnv& env = directory.env();
  const Ledger& ledger = directory.ledger();
  if (!directory.read_only_reason().empty())
    return Error(StorageError::kReadOnly, "the ledger is read-only: " + directory.read_only_reason());
  ZKP_TRY(NotarizeRecord data, ledger.dataset(request.index));
  ZKP_TRY(const EntryColumn* column, summed_column(data, request.column));
  const ColumnType type = column->type;
  NoiseQuery query;
  query.data_entry = data.dataset;
  query.column = request.column;
  ZKP_TRY(query.lo, parse_value(type, request.lo));
  ZKP_TRY(query.hi, parse_value(type, request.hi));
  if (query.lo >= query.hi) return Error(GeneralError::kInvalidArgument, "the lower bound is not below the upper one");
  const uint64_t sensitivity = noise_sensitivity(query.lo, query.hi, kMaxNoiseBits);
  ZKP_TRY(const uint64_t bits, number_of_bits(request, sensitivity));

  query.beacon_id = request.beacon_id.value_or(quicknet().id);
  ZKP_TRY(const RandomBeacon* beacon, beacon_of(query, ledger.beacons()));
  const int64_t now_s = std::max(std::max<int64_t>(0, env.clock.now_us() / 1'000'000), ledger.last_time_s());
  query.round = request.round.value_or(beacon->first_round_at(now_s + kDefaultNoiseLead_s));

  NotarizeRecord record;
  record.name = request.name.empty() ? default_name(data.name, request.column) : request.name;
  if (!is_valid_name(record.name))
    return Error(LedgerError::kBadName, "a record's name is [A-Za-z0-9._-]{1,128}, not " + quoted(record.name));
  record.body.owner_key = directory.author_key();
  record.body.query = query;
  // Before anything is drawn: a record that the ledger refuses leaves nothing behind.
  ZKP_TRY_VOID(ledger.check_noise_rules(record, now_s, ledger.size()));

  NoiseOutcome out;
  out.name = record.name;
  out.bits = bits;
  out.delta = request.delta;
  out.epsilon = noise_epsilon(bits, sensitivity, request.delta);
  out.beacon_name = beacon->name;
  out.beacon_id = beacon->id;
  out.round = query.round;
  out.round_time_s = beacon->round_time_s(query.round).value_or(0);
  ZKP_TRY(Disclosure disclosure, Disclosure::of(ledger, data));
  disclosure.add_noise(noise_epsilon(bits, sensitivity, kNoiseDelta), std::nullopt);
  ZKP_TRY_VOID(disclosure.check_epsilon(data.name, directory.config().max_epsilon));

  // The record is the only one for its column: bounds that a value breaks would use it up for an answer that no proof
  // can give.
  {
    ZKP_TRY(Opening opening, directory.load_opening(data.dataset));
    ZKP_TRY(const ReloadedDataset table,
            reload_dataset(std::move(data), std::move(opening), request.data_file, env, progress));
    const StatementRequest range{StatementText{"range", {request.column}, {{"min", request.lo}, {"max", request.hi}}},
                                 {}};
    const OwnedDataset owned = table.owned();
    if (Result<Bytes> within = make_statement(range, std::span(&owned, 1), {}); !within.ok())
      return std::move(within).error().in("a value is not within the bounds, so that no answer could be proved");
  }

  DatasetKeys keys(setup_folder(env.environment), env.files, env.proving_pool,
                   DatasetKeys::source_for(ledger.genesis().insecure_dev));
  Opening opening;
  ZKP_TRY_VOID(draw(env, keys, bits, record, opening));
  out.dataset = record.dataset;
  // The opening first: without it nobody could give the answer.
  ZKP_TRY_VOID(directory.save_opening(opening));
  ZKP_TRY(const Appended appended, directory.append({make_notarize(record)}));
  out.index = appended.entries.front().index;
  out.time_s = appended.entries.front().entry.payload.time_s;
  ZKP_TRY_VOID(env.files.make_directories(directory.path() + "/out"));
  out.receipt_file = directory.path() + "/out/" + record.name + "-" + std::to_string(out.index) + ".receipt";
  ZKP_TRY(const std::string receipt, directory.receipt(out.index));
  ZKP_TRY_VOID(env.files.replace(out.receipt_file, as_bytes(receipt)));
  return out;
}

}  // namespace zkp
