/// Statements for people: from what somebody types to bytes, and from bytes to words.
///
///   parse_request      "sum:amount", before any data is at hand: which statement, which datasets
///   make_statement     computes what the statement discloses from the owner's tables, and gives its bytes
///   describe_statement what bytes mean, recomputed by every reader: text, sentence, outputs, what is not shown
///   plan_statements    several wishes about one table, packed into the fewest proofs
///
/// A text that describe_statement gives parses to a request for the same statement. Everything but make_statement is
/// pure and part of the verifier. Safe for concurrent use.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "statement/statement.h"
#include "statement/statement_text.h"

namespace zkp {

/// The categories of CODE columns in index order, by column.
using Dictionaries = std::map<std::string, std::vector<std::string>>;

/// What is public of a dataset.
struct DatasetView {
  std::string name;  ///< as its owner calls it
  const EntryBody* entry = nullptr;
  /// nullptr: none. Whoever read them has checked them against the linkage ids of the entry.
  const Dictionaries* dictionaries = nullptr;
};
using DatasetViews = std::span<const DatasetView>;

struct StatementInfo {
  std::string_view name;      ///< "range"
  std::string_view example;   ///< "range:age;min=0;max=130"
  std::string_view words;     ///< what it says, in a sentence
  std::string_view not_said;  ///< and what it does not
};
std::span<const StatementInfo> statement_list();

/// What somebody wants to be proved.
struct StatementRequest {
  StatementText text;
  /// Further datasets that it is about, as the person named them ("with=customers"); the first is the one that it is
  /// asked of. "": that one again (affine without with=). entry_count() of its type less one, in the order of the
  /// statement's entries.
  std::vector<std::string> others;
};
/// Names and parameters are those of statement_list(). A statement that none of them says is
/// statement;bytes=HEX[;with=OTHER,...].
/// Errors: StatementError::kSyntax, kUnknownStatement with the list as hint.
Result<StatementRequest> parse_request(std::string_view text);

/// A column that a statement reads, or says something about.
struct ColumnOf {
  size_t dataset = 0;  ///< position in the context
  std::string column;

  friend auto operator<=>(const ColumnOf&, const ColumnOf&) = default;
};

/// A figure that everybody knows once the statement is published.
struct DisclosedFigure {
  ColumnOf about;    ///< column "": the dataset as a whole
  std::string name;  ///< "sum"
  std::string value;
};
/// A proved interval of a column's values, as encoded integers.
struct DisclosedRange {
  ColumnOf about;
  Interval bounds;
  bool of_type = false;  ///< the interval of the column's type: nobody asked for these bounds
};

/// A sum with noise (DP_SUM): what the rules of a ledger and its disclosure meter need of it. That the round value is
/// the beacon's is not part of the statement: whoever relies on it checks the beacon's signature.
struct NoisyAnswer {
  ColumnOf about;     ///< the summed column
  size_t record = 1;  ///< position of the record of noise bits
  Digest beacon_id{};
  uint64_t round = 0;
  Digest round_value{};
  uint64_t bits = 0;
  std::optional<double> epsilon;  ///< at kNoiseDelta; nothing when there is none
};

struct StatementView {
  StatementType type{};
  std::string text;                            ///< "sum:amount", canonical
  std::string words;                           ///< `column "amount" of "sales" has 1,000 values whose sum is 42`
  std::map<std::string, std::string> outputs;  ///< {"rows": "1000", "sum": "42"}
  std::vector<ColumnOf> columns;               ///< committed columns that it reads, companions too: sorted, distinct
  std::vector<ColumnOf> relies_on;             ///< columns that another proof must show to be well typed
  std::vector<ColumnOf> typed;                 ///< columns whose values it shows to be in their type's interval
  std::vector<DisclosedFigure> figures;
  std::vector<DisclosedRange> ranges;
  /// Columns whose exact sum, or its mean to some digits, follows from the figures: it cancels the protection of a sum
  /// with noise.
  std::vector<ColumnOf> exact_sums;
  std::optional<NoisyAnswer> noisy;
  std::vector<std::string> not_shown;  ///< what a valid proof does not say, in sentences
};

/// The text is canonical; "statement;sha256=...", which cannot be asked for, where not even the bytes fit in a text.
/// The statement is read for the smallest class that holds its tables. Errors: those of read_statement and
/// check_entry_body's callers; StatementError::kTooManyRows for tables that no class holds.
/// REQUIRES: no entry is nullptr.
Result<StatementView> describe_statement(ByteView statement, DatasetViews datasets);

/// read_statement() for the smallest class that holds the tables, and that class.
struct ClassedStatement {
  const SizeClass* size_class = nullptr;
  std::unique_ptr<Statement> statement;
};
Result<ClassedStatement> read_classed_statement(ByteView bytes, Entries entries);

/// Texts of the fewest proofs that say together what `texts` say about the table. What can share a proof (range,
/// well-typed, composite; sum and mean of columns that are not nullable, which then disclose no sum of squares) is
/// packed into COMPOSITE statements; everything else stays as it is, in its place, and so does what is not about a
/// column of the table. Exact for up to 64 claims, unless that takes too long; otherwise a good approximation. Errors:
/// those of parse_request.
Result<std::vector<std::string>> plan_statements(std::span<const std::string> texts, const DatasetView& dataset);

/// What notarize proves when nobody says what: that every column is well typed, packed by plan_statements; columns
/// without an interval (texts) by KNOWLEDGE, or along with the others where that takes no further proof.
std::vector<std::string> default_statements(const DatasetView& dataset);

}  // namespace zkp
