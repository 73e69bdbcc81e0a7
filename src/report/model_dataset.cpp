/// What is public about one dataset: columns, proofs, disclosed figures, proved ranges.
#include <algorithm>

#include "base/encoding.h"
#include "ledger/noise_rules.h"
#include "report/model.h"
#include "statement/noise_accountant.h"
#include "statement/units.h"

namespace zkp {
namespace {

constexpr uint32_t kNumberDigits = 18;  // of the axis for numbers, whose unit is 10^-18

__int128 power_of_ten(uint32_t exponent) {
  __int128 out = 1;
  for (uint32_t i = 0; i < exponent; ++i) out *= 10;
  return out;
}

// Where an encoded value lies on its axis. |value| < 2^64 and 10^18 < 2^60, so that nothing overflows.
std::optional<std::pair<ReportRange::Axis, __int128>> on_axis(ColumnType type, __int128 value) {
  switch (type.code) {
    case TypeCode::kInt:
    case TypeCode::kUint64:
      return std::pair(ReportRange::Axis::kNumber, value * power_of_ten(kNumberDigits));
    case TypeCode::kDecimal:
      return std::pair(ReportRange::Axis::kNumber, value * power_of_ten(kNumberDigits - type.param));
    case TypeCode::kDate:
      return std::pair(ReportRange::Axis::kDate, value);
    case TypeCode::kTimestamp:
      return std::pair(ReportRange::Axis::kTimestamp, value);
    default:
      return std::nullopt;
  }
}

// The proved interval of a column, where it can be drawn.
std::optional<ReportRange> range_of(const DisclosedRange& disclosed, ColumnType type, uint64_t entry) {
  if (!on_axis(type, 0)) return std::nullopt;
  const Interval whole = type.code == TypeCode::kInt ? Interval{INT64_MIN, INT64_MAX} : *interval(type);
  if (!whole.contains(disclosed.bounds.lo) || !whole.contains(disclosed.bounds.hi)) return std::nullopt;
  const Interval usual = *interval(type);
  ReportRange out;
  out.axis = on_axis(type, 0)->first;
  out.column = disclosed.about.column;
  out.low_text = format_value(type, disclosed.bounds.lo);
  out.high_text = format_value(type, disclosed.bounds.hi);
  out.low = on_axis(type, disclosed.bounds.lo)->second;
  out.high = on_axis(type, disclosed.bounds.hi)->second;
  out.open_low = disclosed.bounds.lo <= usual.lo;
  out.open_high = disclosed.bounds.hi >= usual.hi;
  out.entry = entry;
  return out;
}

class Figures {
 public:
  explicit Figures(std::vector<ReportFigure>& out) : out_(out) {}

  /// The same figure, disclosed again, is listed once with all its sources.
  void add(const std::string& column, const std::string& name, const std::string& value, uint64_t entry) {
    auto [it, is_new] = position_.try_emplace({column, name, value}, out_.size());
    if (is_new) out_.push_back({column, name, value, {}});
    std::vector<uint64_t>& entries = out_[it->second].entries;
    if (entries.empty() || entries.back() != entry) entries.push_back(entry);
  }

 private:
  std::vector<ReportFigure>& out_;
  std::map<std::array<std::string, 3>, size_t> position_;
};

}  // namespace

ClaimStatus ReportColumn::status() const { return proved ? ClaimStatus::kProved : ClaimStatus::kRecorded; }

Result<ReportDataset> build_dataset(const OpenedEvidence& evidence, const OpenedEntry& entry,
                                    const std::vector<const OpenedEntry*>& proofs,
                                    std::vector<std::string>& not_shown) {
  const NotarizeRecord& record = *entry.dataset;
  ReportDataset out;
  out.entry = entry.index;
  out.entry_digest = entry.entry.digest;
  out.dataset = record.dataset;
  out.file_binding = record.body.file_binding;
  out.schema_digest = record.body.schema_digest;
  out.author = entry.entry.payload.author;
  out.name = record.name;
  out.file_profile = record.body.file_profile;
  out.time_s = entry.entry.payload.time_s;
  out.rows = record.body.rows;
  out.selected = entry.selected;
  out.public_digest = record.public_digest;

  out.noise = record.body.query;
  Figures figures(out.figures);
  figures.add("", out.noise ? "noise bits" : "rows", std::to_string(out.rows), out.entry);
  figures.add("", "columns", std::to_string(record.body.columns.size()), out.entry);
  if (out.public_digest)
    figures.add("", "digest of the file, " + out.public_digest->first, hex_encode(out.public_digest->second),
                out.entry);

  std::map<std::string_view, ptrdiff_t> by_name;
  for (const EntryColumn& column : record.body.columns) {
    ReportColumn shown;
    shown.name = column.name;
    shown.type = name(column.type);
    shown.nullable = column.nullable;
    if (auto words = record.dictionaries.find(column.name); words != record.dictionaries.end()) {
      shown.categories = words->second;
      figures.add(column.name, "categories", std::to_string(words->second.size()), out.entry);
    }
    by_name.emplace(column.name, std::ssize(out.columns));
    out.columns.push_back(std::move(shown));
  }

  std::vector<RecordedProof> said;
  std::optional<double> epsilon = 0;
  for (const OpenedEntry* proof : proofs) {
    const ProofRecord& recorded = *proof->proof;
    Result<StatementView> view = describe_statement(recorded.statement_bytes, evidence.views(recorded));
    if (!view.ok()) return std::move(view).error().with_entry(proof->index);
    for (const std::string& sentence : view->not_shown)
      if (std::ranges::find(not_shown, sentence) == not_shown.end()) not_shown.push_back(sentence);
    ReportProof shown;
    shown.entry = proof->index;
    shown.statement = view->text;
    shown.words = view->words;
    shown.setup = recorded.setup;
    for (const NamedDataset& subject : recorded.subjects) shown.datasets.push_back(subject.dataset);
    shown.proof_id = recorded.proof_id;
    shown.verification_key = recorded.verification_key;
    shown.outputs = view->outputs;
    // Of what the statement speaks about, only this dataset's part belongs here.
    const auto is_here = [&](const ColumnOf& about) { return shown.datasets.at(about.dataset) == record.dataset; };
    const auto column_at = [&](const ColumnOf& about) { return out.columns.begin() + by_name.at(about.column); };
    for (const ColumnOf& read : view->columns) {
      if (!is_here(read)) continue;
      const auto column = column_at(read);
      out.proved += column->proved ? 0 : 1;
      column->proved = true;
      if (column->proofs.empty() || column->proofs.back() != proof->index) column->proofs.push_back(proof->index);
    }
    for (const ColumnOf& typed : view->typed) {
      if (!is_here(typed)) continue;
      out.typed += column_at(typed)->typed ? 0 : 1;
      column_at(typed)->typed = true;
    }
    for (const DisclosedFigure& figure : view->figures)
      if (is_here(figure.about)) figures.add(figure.about.column, figure.name, figure.value, proof->index);
    for (const DisclosedRange& disclosed : view->ranges) {
      if (!is_here(disclosed.about)) continue;
      const ColumnType type = record.body.find(disclosed.about.column)->type;
      if (std::optional<ReportRange> range = range_of(disclosed, type, proof->index))
        out.ranges.push_back(std::move(*range));
    }
    if (view->noisy && is_here(view->noisy->about)) {
      out.noisy_sums.push_back(proof->index);
      if (epsilon) epsilon = view->noisy->epsilon ? std::optional(*epsilon + *view->noisy->epsilon) : std::nullopt;
    }
    said.push_back({proof->index, recorded.subjects, std::move(*view)});
    out.proofs.push_back(std::move(shown));
  }
  out.epsilon_spent = epsilon_text(epsilon);
  const std::string at_delta = ", at delta 10^-6 for each sum with noise";
  for (const uint64_t answer : out.noisy_sums) figures.add("", "epsilon spent", out.epsilon_spent + at_delta, answer);
  out.warnings = unprotected_answers(said, record);
  return out;
}

}  // namespace zkp
