/// What the descriptions of all statement types have in common, and one function for each type: describe_statement()
/// picks it from a table. Pure, part of the verifier. Internal to statement/.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"
#include "statement/words/numbers.h"
#include "statement/words/value_text.h"

namespace zkp {

struct DescribeInput {
  ByteView fields;  ///< of the statement, behind its header
  const Statement& statement;
  DatasetViews datasets;

  template <class S>
  const S& as() const {
    return static_cast<const S&>(statement);
  }
};

/// What a type's function fills in; type, columns and the sentences that are true of every proof are added behind it.
struct Description {
  StatementView view;
  std::optional<StatementText> text;  ///< nothing: no short text says it
};
using DescribeFunction = void (*)(const DescribeInput&, Description&);

/// The name of a text that carries the statement's bytes: statement;bytes=HEX[;with=OTHERS].
inline constexpr std::string_view kBytesName = "statement";

// ---- names and values in sentences
/// In double quotes, fit for a terminal; a name cannot end its own quotes.
std::string quoted(std::string_view name);
std::string dataset_words(DatasetViews datasets, size_t position);
/// `column "amount" of "sales"`
std::string column_words(const ColumnRef& column, DatasetViews datasets);
/// `"a", "b" and "c"`
std::string list_words(const std::vector<std::string>& parts);
std::string columns_words(std::span<const ColumnRef> columns);
/// Clauses with commas of their own.
std::string clauses_words(const std::vector<std::string>& clauses);
/// `"a" and "b"`
std::string names_words(std::span<const ColumnRef> columns);
/// "1 row", "1,000 rows"
std::string rows_words(uint64_t rows);
/// "1 row has", "1,000 rows have"
std::string rows_have(uint64_t rows);
/// A value as a person reads it.
std::string shown(const ColumnRef& column, DatasetViews datasets, __int128 value);
std::string between_words(const ColumnRef& column, DatasetViews datasets, const Interval& bounds);
/// What order means where values are no numbers: " (in the order of the dictionary)".
std::string order_words(const ColumnRef& column);
/// "2^32", by limbs.
std::string reach_words(int limbs, int limb_bits);
/// What an integer of the type counts where sums are made: " (dates count as days since 1970-01-01)".
std::string unit_words(ColumnType type);
/// Digits behind the point that the column's integers have.
uint32_t scale_of(const ColumnRef& column);
/// " that are not NULL" where there may be others.
std::string live_words(const ColumnRef& column);

// ---- columns
ColumnOf column_of(const ColumnRef& column);
std::vector<std::string> names_of(std::span<const ColumnRef> columns);
/// Without null flags, which follow by themselves.
std::vector<std::string> all_columns(const EntryBody& entry);
/// Nothing when they are all_columns(): what a text leaves out.
std::vector<std::string> columns_text(const std::vector<std::string>& names, const EntryBody& entry);

// ---- parts of a description
/// A figure, and an output of the same name.
void disclose(Description& out, const ColumnOf& about, const std::string& name, std::string value);
void rely_on(Description& out, const ColumnRef& column);
/// Its values are shown to be in the type's interval, and null flags to be 0 or 1.
void mark_typed(Description& out, const ColumnRef& column);
/// Its exact sum is public with this statement.
void mark_exact_sum(Description& out, const ColumnRef& column);
/// A proved interval; typed where the type allows all of it.
void add_range(Description& out, const ColumnRef& column, const Interval& bounds, bool of_type);
/// "number of non-null values not proved", for nullable columns.
void add_null_warning(Description& out, const ColumnRef& column);
/// Negative facts hold for codes, not for files.
void add_encoder_warning(Description& out);
/// What equality of texts means, where some columns are texts.
void add_text_warning(Description& out, std::span<const ColumnRef> columns);
/// For statements that compare rows: which columns are texts or nullable, and what equality means there.
void add_row_warnings(Description& out, std::span<const ColumnRef> columns);

// ---- limbs that owners choose
/// The largest distance from v to the bound c of [v <= c] for values of the type.
unsigned __int128 reach_of_cut(ColumnType type, __int128 c);
/// The smallest number of limbs for a distance, at most `most`: what a text means that does not say limbs=.
int default_limbs(unsigned __int128 reach, int most);
int default_limbs_of_cuts(ColumnType type, std::span<const __int128> cuts, int most);
int default_limbs_of_sort(ColumnType type);
int default_limbs_of_extreme(ColumnType type, __int128 value, bool is_max);
/// "limbs=2" in the text and a sentence in the words where the number is not the default or says something.
void tell_limbs(Description& out, const ColumnRef& column, int limbs, int by_default, bool covers_type,
                const std::string& from);

// ---- by type
void describe_sums(const DescribeInput& in, Description& out);
void describe_mean_floor(const DescribeInput& in, Description& out);
void describe_covariance(const DescribeInput& in, Description& out);
void describe_range(const DescribeInput& in, Description& out);
void describe_well_typed(const DescribeInput& in, Description& out);
void describe_composite(const DescribeInput& in, Description& out);
void describe_knowledge(const DescribeInput& in, Description& out);
void describe_count_compare(const DescribeInput& in, Description& out);
void describe_count_equal(const DescribeInput& in, Description& out);
void describe_min_max(const DescribeInput& in, Description& out);
void describe_quantile(const DescribeInput& in, Description& out);
void describe_histogram(const DescribeInput& in, Description& out);
void describe_group_sums(const DescribeInput& in, Description& out);
void describe_member(const DescribeInput& in, Description& out);
void describe_non_member(const DescribeInput& in, Description& out);
void describe_shuffle(const DescribeInput& in, Description& out);
void describe_filter(const DescribeInput& in, Description& out);
void describe_sort(const DescribeInput& in, Description& out);
void describe_split(const DescribeInput& in, Description& out);
void describe_dedupe(const DescribeInput& in, Description& out);
void describe_join(const DescribeInput& in, Description& out);
void describe_unique_key(const DescribeInput& in, Description& out);
void describe_disjoint(const DescribeInput& in, Description& out);
void describe_affine(const DescribeInput& in, Description& out);
void describe_noisy_sum(const DescribeInput& in, Description& out);

}  // namespace zkp
