/// Values inside the parameters of a statement's text, for example A,"B, or C" in `in=A,"B, or C"`.
///
///   numbers, dates, times   in the units of statement/units.h
///   CODE                    the category's word
///   #N                      the encoded integer N: hash codes, and whatever has no other spelling
///   NULL                    in records
///
/// A word with a separator, a double quote, or the look of one of the others is written in double quotes, a quote
/// inside doubled. Pure, part of the verifier. Internal to statement/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "statement/catalog.h"

namespace zkp {

/// The pieces between separators that are not inside double quotes; at least one.
std::vector<std::string_view> split_quoted(std::string_view text, std::string_view separator);
/// A piece without its quotes. Error: StatementError::kSyntax.
Result<std::string> unquote(std::string_view piece);
std::string quote_if_needed(std::string_view word);

/// unquote() of each piece between commas; nothing for an empty list.
Result<std::vector<std::string>> parse_words(std::string_view list);
std::string words_text(const std::vector<std::string>& words);

/// Errors: StatementError::kSyntax with what was expected as hint. The value may lie outside the type's interval.
Result<__int128> parse_value_text(const ColumnRef& column, DatasetViews datasets, std::string_view piece);
/// What parse_value_text reads back.
std::string value_text(const ColumnRef& column, DatasetViews datasets, __int128 value);
/// "LO..HI"
Result<Interval> parse_interval_text(const ColumnRef& column, DatasetViews datasets, std::string_view text);
std::string interval_text(const ColumnRef& column, DatasetViews datasets, const Interval& bounds);

/// The bounds of a range statement: min=, max= or both; a missing one is the end of the type's interval. Error:
/// kSyntax.
Result<Interval> parse_range_bounds(const ColumnRef& column, DatasetViews datasets, const StatementText& text);

/// Digits only. Error: StatementError::kSyntax.
Result<uint64_t> parse_count(std::string_view text);
/// A number of rows, or "40%" of `rows` (at most 6 digits after the point), rounded up or down. Error: kSyntax.
Result<uint64_t> parse_share(std::string_view text, uint64_t rows, bool round_up);

}  // namespace zkp
