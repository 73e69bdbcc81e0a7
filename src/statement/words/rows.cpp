// Statements about the rows of several tables: SHUFFLE, FILTER, SORT, SPLIT, DEDUPE, JOIN.
#include "statement/types/dedupe.h"
#include "statement/types/filter.h"
#include "statement/types/join.h"
#include "statement/types/shuffle.h"
#include "statement/types/sort.h"
#include "statement/types/split.h"
#include "statement/words/describe.h"

namespace zkp {
namespace {

std::string dataset_text(DatasetViews datasets, size_t position) { return quote_if_needed(datasets[position].name); }

std::vector<std::string> source_columns(std::span<const ColumnRef> columns) {
  return columns_text(names_of(columns), *columns[0].body);
}

std::string in_columns(std::span<const ColumnRef> columns) { return " (in " + columns_words(columns) + ")"; }

void add_other_columns_warning(Description& out) {
  out.view.not_shown.emplace_back("anything about columns that are not named");
}

}  // namespace

void describe_shuffle(const DescribeInput& in, Description& out) {
  const auto& s = in.as<ShuffleStatement>();
  out.text = StatementText{"shuffle", source_columns(s.first), {{"with", dataset_text(in.datasets, 1)}}};
  out.view.words = dataset_words(in.datasets, 0) + " and " + dataset_words(in.datasets, 1) +
                   " have the same rows, each as often, in any order" + in_columns(s.first);
  add_row_warnings(out, s.first);
  add_other_columns_warning(out);
}

void describe_filter(const DescribeInput& in, Description& out) {
  const auto& s = in.as<FilterStatement>();
  using Op = FilterStatement::Op;
  const ColumnRef& predicate = s.source[s.predicate];
  const std::string key = s.op == Op::kAtMost ? "le" : s.op == Op::kAtLeast ? "ge" : "eq";
  const std::string value = shown(predicate, in.datasets, s.c);
  const std::string condition = s.op == Op::kAtMost ? " at most " : s.op == Op::kAtLeast ? " at least " : " ";
  out.text = StatementText{"filter",
                           source_columns(s.source),
                           {{"where", quote_if_needed(predicate.name())},
                            {key, value_text(predicate, in.datasets, s.c)},
                            {"into", dataset_text(in.datasets, 1)}}};
  out.view.words = dataset_words(in.datasets, 1) + " has exactly those rows of " + dataset_words(in.datasets, 0) +
                   " whose " + quoted(predicate.name()) + " is" + condition + value +
                   (s.op == Op::kEqual ? "" : order_words(predicate)) + in_columns(s.source);
  if (s.op != Op::kEqual) {
    const __int128 cuts[] = {s.cut()};
    const int by_default = default_limbs_of_cuts(predicate.type(), cuts, kMaxLimbs);
    tell_limbs(out, predicate, s.limbs, by_default, s.limbs >= by_default, value);
  }
  out.view.not_shown.emplace_back("that the rows are in the order that they had");
  add_row_warnings(out, s.source);
  add_other_columns_warning(out);
}

void describe_sort(const DescribeInput& in, Description& out) {
  const auto& s = in.as<SortStatement>();
  const ColumnRef& key = s.result[s.key];
  out.text = StatementText{
      "sort", source_columns(s.source), {{"by", quote_if_needed(key.name())}, {"into", dataset_text(in.datasets, 1)}}};
  out.view.words = dataset_words(in.datasets, 1) + " has the rows of " + dataset_words(in.datasets, 0) +
                   ", each as often, in ascending order of " + quoted(key.name()) + order_words(key) +
                   in_columns(s.source);
  const int by_default = default_limbs_of_sort(key.type());
  if (s.limbs != by_default) out.text->params.emplace_back("limbs", std::to_string(s.limbs));
  if (s.limbs < by_default) {
    out.view.words += "; neighbouring keys are less than " + reach_words(s.limbs, kClassS.limb_bits) + " apart";
  }
  out.view.not_shown.emplace_back("an order among rows with equal keys");
  rely_on(out, key);
  add_row_warnings(out, s.source);
  add_other_columns_warning(out);
}

void describe_split(const DescribeInput& in, Description& out) {
  const auto& s = in.as<SplitStatement>();
  out.text = StatementText{"split",
                           source_columns(s.source),
                           {{"key", quote_if_needed(s.key_name())},
                            {"train", dataset_text(in.datasets, 1)},
                            {"test", dataset_text(in.datasets, 2)}}};
  out.view.words = "the rows of " + dataset_words(in.datasets, 1) + " and " + dataset_words(in.datasets, 2) +
                   " are together those of " + dataset_words(in.datasets, 0) + ", each as often" +
                   in_columns(s.source) + ", and no value of " + quoted(s.key_name()) + " is in both";
  add_encoder_warning(out);
  out.view.not_shown.emplace_back("that rows with different keys are not near duplicates of each other");
  add_row_warnings(out, s.source);
  add_other_columns_warning(out);
}

void describe_dedupe(const DescribeInput& in, Description& out) {
  const auto& s = in.as<DedupeStatement>();
  const std::string& key = s.source[s.key].name();
  out.text = StatementText{
      "dedupe", source_columns(s.source), {{"key", quote_if_needed(key)}, {"into", dataset_text(in.datasets, 1)}}};
  out.view.words = dataset_words(in.datasets, 1) + " has every different row of " + dataset_words(in.datasets, 0) +
                   " exactly once" + in_columns(s.source) + ", and no value of " + quoted(key) + " twice";
  out.view.not_shown.emplace_back("how often a row occurs in the source");
  add_row_warnings(out, s.source);
  add_other_columns_warning(out);
}

void describe_join(const DescribeInput& in, Description& out) {
  const auto& s = in.as<JoinStatement>();
  const std::span<const ColumnRef> left(s.left), right(s.right);
  const std::vector<std::string> keys = names_of(left.first(s.keys)), of_left = names_of(left.subspan(s.keys)),
                                 of_right = names_of(right.subspan(s.keys));
  out.text = StatementText{"join", keys, {}};
  const auto without_keys = [&](const EntryBody& entry) {
    std::vector<std::string> all = all_columns(entry);
    std::erase_if(all, [&](const std::string& name) { return std::ranges::count(keys, name) > 0; });
    return all;
  };
  if (of_left != without_keys(*left[0].body)) out.text->params.emplace_back("left", words_text(of_left));
  if (of_right != without_keys(*right[0].body)) out.text->params.emplace_back("right", words_text(of_right));
  out.text->params.emplace_back("with", dataset_text(in.datasets, 1));
  out.text->params.emplace_back("into", dataset_text(in.datasets, 2));
  out.view.words = dataset_words(in.datasets, 2) + " has each row of " + dataset_words(in.datasets, 0) +
                   " together with the one row of " + dataset_words(in.datasets, 1) + " that has the same " +
                   names_words(left.first(s.keys)) + in_columns(s.result) + "; no " + quoted(keys[0]) +
                   " occurs twice in " + dataset_words(in.datasets, 1);
  out.view.not_shown.push_back("that every row of " + dataset_words(in.datasets, 1) + " is used");
  add_row_warnings(out, s.result);
  add_other_columns_warning(out);
}

}  // namespace zkp
