#include "statement/types/join.h"

#include <set>

namespace zkp {
namespace {

std::vector<ColumnRef> joined(std::initializer_list<std::vector<ColumnRef>> parts) {
  std::vector<ColumnRef> out;
  for (const std::vector<ColumnRef>& part : parts) out.insert(out.end(), part.begin(), part.end());
  return out;
}

}  // namespace

Result<std::unique_ptr<Statement>> JoinStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<JoinStatement>();
  ZKP_TRY(const std::vector<std::string> keys, in.names());
  ZKP_TRY(const std::vector<std::string> left, in.names());
  ZKP_TRY(const std::vector<std::string> right, in.names());
  ZKP_TRY_VOID(in.end());
  if (keys.empty()) return refuse("a join needs a key");
  std::set<std::string> all;
  for (const auto* list : {&keys, &left, &right}) {
    for (const std::string& name : *list) {
      if (!all.insert(name).second) return refuse("the column is named twice").with_column(name);
    }
  }
  const std::array<size_t, 3> everywhere = {0, 1, 2};
  const std::array<size_t, 2> left_and_result = {0, 2}, right_and_result = {1, 2};
  ZKP_TRY(auto of_keys, in.same_columns(keys, everywhere));
  ZKP_TRY(auto of_left, in.same_columns(left, left_and_result));
  ZKP_TRY(auto of_right, in.same_columns(right, right_and_result));
  for (const ColumnRef& key : of_keys[0]) {
    if (key.nullable()) return Error(StatementError::kWrongType, "a key cannot be nullable").with_column(key.name());
  }
  ZKP_TRY_VOID(check_text_keys(joined({of_keys[0], of_left[0]})));
  ZKP_TRY_VOID(check_text_keys(joined({of_keys[1], of_right[0]})));
  ZKP_TRY_VOID(in.find(1, keys[0], TypeGroup::kKeys, StatementReader::Nulls::kRefused));
  if (in.rows(2) != in.rows(0)) return refuse("the result does not have as many rows as the left table");
  out->left = joined({of_keys[0], of_left[0]});
  out->right = joined({of_keys[1], of_right[0]});
  out->result = joined({of_keys[2], of_left[1], of_right[1]});
  out->keys = keys.size();
  out->left_columns = left.size();
  out->left_rows = in.rows(0);
  out->right_rows = in.rows(1);
  return std::unique_ptr<Statement>(std::move(out));
}

void JoinStatement::build(Program& program) const {
  const AffineForm one = AffineForm::one(), rows1(VirtualColumn::kRows1);
  const std::vector<NotarisedForms> a = notarised_all(program, left, 1), b = notarised_all(program, right, 2),
                                    c = notarised_all(program, result, 1);
  program.first_row();
  const AffineForm m = program.fresh("M", right_rows), sorted = program.fresh("u", right_rows);
  const std::vector<AffineForm> gaps = gap_columns(program, right_rows - 1);
  const std::span<const NotarisedForms> of_left = std::span(c).first(keys + left_columns);
  std::vector<NotarisedForms> of_right(c.begin(), c.begin() + static_cast<std::ptrdiff_t>(keys));
  of_right.insert(of_right.end(), c.begin() + static_cast<std::ptrdiff_t>(keys + left_columns), c.end());
  program.fraction(rows1, one, fingerprint(program, ArgumentTag::kRow, row_tuple(a)));
  program.fraction(-rows1, one, fingerprint(program, ArgumentTag::kRow, row_tuple(of_left)));
  program.fraction(rows1, one, fingerprint(program, ArgumentTag::kSource, row_tuple(of_right)));
  program.fraction(-m, VirtualColumn::kRows2, fingerprint(program, ArgumentTag::kSource, row_tuple(b)));
  unique_keys(program, 2, 3, b[0].value, sorted, gaps);
}

}  // namespace zkp
