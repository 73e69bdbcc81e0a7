#include "statement/words/names.h"

#include <algorithm>
#include <array>

namespace zkp {
namespace {

constexpr size_t kAnyNumber = Program::kMaxNotarised;

constexpr StatementName kNames[] = {
    {{"sum", "sum:amount", "the sum of a column of numbers, with the sum of squares and the number of values",
      "that the values are valid for their type"},
     1,
     1,
     "",
     ""},
    {{"mean", "mean:amount", "the mean of a column of numbers, as sum does",
      "that the values are valid for their type"},
     1,
     1,
     "",
     ""},
    {{"variance", "variance:amount", "the variance of a column of numbers, as sum does",
      "that the values are valid for their type"},
     1,
     1,
     "",
     ""},
    {{"sums", "sums:amount",
      "number, sum, sum of squares, mean and variance of a column: what sum, mean and variance "
      "are short for",
      "that the values are valid for their type"},
     1,
     1,
     "",
     ""},
    {{"mean-floor", "mean-floor:amount;digits=2", "the mean of a column, rounded down to some digits, without its sum",
      "the sum, and that the values are valid for their type"},
     1,
     1,
     "",
     "digits"},
    {{"range", "range:age;min=0;max=130", "every value of a column is between two bounds",
      "that a bound is reached, or that a nullable column has any values"},
     1,
     1,
     "",
     "min max"},
    {{"well-typed", "well-typed:age,amount", "every value of up to 8 columns is valid for the column's type",
      "which values there are, or how many are NULL"},
     1,
     8,
     "",
     ""},
    {{"nulls", "nulls:weight", "how many rows of one or two columns are NULL, and that the rest is valid for the type",
      "which rows are NULL"},
     1,
     2,
     "",
     ""},
    {{"min", "min:age", "the smallest value of a column", "how many rows have it"}, 1, 1, "", "limbs"},
    {{"max", "max:age", "the largest value of a column", "how many rows have it"}, 1, 1, "", "limbs"},
    {{"median", "median:age", "the median of a column; of an even number of rows the lower of the middle two",
      "how many rows have it"},
     1,
     1,
     "",
     "limbs"},
    {{"quantile", "quantile:age;p=0.9", "the value of a rank: of the smallest one that is at least p times the rows",
      "how many rows have it"},
     1,
     1,
     "",
     "p rank limbs"},
    {{"count-where", "count-where:age;between=18..30",
      "how many rows have a value le=, ge=, between=A..B, eq= or in=A,B; at-least= or at-most= instead of the number",
      "what the other rows hold"},
     1,
     1,
     "",
     "le ge between eq in at-least at-most limbs"},
    {{"balance", "balance:label;classes=A,B;at-least=40%",
      "how often each of up to 4 values occurs, or at least or at most how often", "what the other rows hold"},
     1,
     1,
     "",
     "classes counts at-least at-most"},
    {{"histogram", "histogram:label", "how often each value of a column occurs; there are no others",
      "which rows they are"},
     1,
     1,
     "",
     "bins"},
    {{"group-sums", "group-sums:amount,label", "sum and number of the values in each group of rows",
      "that the values are valid for their type"},
     2,
     2,
     "",
     "groups"},
    {{"covariance", "covariance:age,score", "the sums of two columns and of their products, hence their covariance",
      "the correlation, and that the values are valid for their types"},
     2,
     2,
     "",
     ""},
    {{"unique", "unique:id", "no two rows have the same key", "anything about columns other than the key"},
     1,
     1,
     "",
     ""},
    {{"knowledge", "knowledge:id,label", "the owner knows the columns that were committed to",
      "anything about the values"},
     0,
     kAnyNumber,
     "",
     ""},
    {{"member", "member:label,age;records=A,18|B,30", "each of some public records occurs in the table",
      "how often, and what else the table holds"},
     0,
     kAnyNumber,
     "",
     "records"},
    {{"non-member", "non-member:label,age;records=A,131", "none of up to 16 public records occurs in the table",
      "that the columns were encoded honestly: only recomputation from the file shows that"},
     0,
     kAnyNumber,
     "",
     "records"},
    {{"affine", "affine:age,months;a=12;c=0;d=1;with=derived",
      "a column is floor((a x + c) / d) of another one, row by row; without with= in the same dataset",
      "that the values are valid for their types"},
     2,
     2,
     "with",
     "a c d",
     true},
    {{"filter", "filter;where=age;ge=18;into=adults",
      "another dataset has exactly the rows whose column is le=, ge= or eq= a value", "the order of the rows"},
     0,
     kAnyNumber,
     "into",
     "where le ge eq limbs"},
    {{"shuffle", "shuffle;with=other", "another dataset has the same rows in any order",
      "anything about columns that are not named"},
     0,
     kAnyNumber,
     "with",
     ""},
    {{"sort", "sort;by=age;into=sorted", "another dataset has the same rows in ascending order of a key",
      "an order among equal keys"},
     0,
     kAnyNumber,
     "into",
     "by limbs"},
    {{"split", "split;key=id;train=train;test=test",
      "two datasets have together the rows of this one, and no key is in both",
      "that the columns were encoded honestly, and that there are no near duplicates"},
     0,
     kAnyNumber,
     "train test",
     "key"},
    {{"dedupe", "dedupe;key=id;into=distinct", "another dataset has every different row once",
      "how often a row occurs"},
     0,
     kAnyNumber,
     "into",
     "key"},
    {{"join", "join:id;with=prices;into=joined",
      "a third dataset has each row with the one row of the second that has its key; left= and right= choose columns",
      "that every row of the second is used"},
     1,
     kAnyNumber,
     "with into",
     "left right"},
    {{"disjoint", "disjoint:id;with=other;key=id", "no key of this dataset is one of another",
      "that the columns were encoded honestly, and that there are no near duplicates"},
     1,
     1,
     "with",
     "key"},
    {{"dp-sum", "dp-sum:amount;bits=record", "a sum with noise that nobody could choose, which protects each row",
      "privacy against the owner, or against several answers together"},
     1,
     1,
     "bits",
     ""},
    {{"composite", "composite:age,amount,amount;claims=0..130,type,sum",
      "2 to 8 claims in one proof, one for each named column: LO..HI, type or sum", "what the claims do not say each"},
     2,
     8,
     "",
     "claims"},
};

}  // namespace

std::span<const StatementName> statement_names() { return kNames; }

const StatementName* find_statement_name(std::string_view name) {
  const auto at = std::ranges::find_if(kNames, [&](const StatementName& each) { return each.info.name == name; });
  return at == std::end(kNames) ? nullptr : &*at;
}

Error usage(const StatementName& name, std::string message) {
  return refuse(std::string(name.info.name) + ": " + std::move(message))
      .with_hint("for example " + std::string(name.info.example));
}

std::vector<std::string_view> split_words(std::string_view words) {
  std::vector<std::string_view> out;
  while (!words.empty()) {
    const size_t end = std::min(words.find(' '), words.size());
    out.push_back(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return out;
}

std::span<const StatementInfo> statement_list() {
  static constexpr auto kInfos = [] {
    std::array<StatementInfo, std::size(kNames)> out;
    for (size_t i = 0; i < out.size(); ++i) out[i] = kNames[i].info;
    return out;
  }();
  return kInfos;
}

}  // namespace zkp
