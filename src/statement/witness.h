/// The prover's side of statements: the fresh columns that an honest prover commits to besides the tables. Each type
/// has its own file, statement/types/NAME_witness.cpp; types without fresh columns have none.
///
/// Not constant-time: the time depends on the owner's own data. Safe for concurrent use.
#pragma once

#include <map>
#include <string>

#include "base/task_pool.h"
#include "commit/private_column.h"
#include "statement/statement.h"

namespace zkp {

/// A table as its owner has it. The columns have their blinding rows, as they were committed to.
struct PrivateTable {
  const EntryBody* entry = nullptr;
  std::map<std::string, const PrivateColumn*, std::less<>> columns;  ///< by the entry's names

  /// REQUIRES: there is one.
  const PrivateColumn& column(std::string_view name) const;
};

/// By the names that the program gives them; without the range table's multiplicities "m" and the mask.
using FreshColumns = std::map<std::string, PrivateColumn::Values, std::less<>>;

/// Errors: StatementError::kFalse when the tables show that the statement is false, with the row where there is one;
/// GeneralError::kLimit when it may be true, but values or keys are too far apart for its limbs.
Result<FreshColumns> make_witness(const Statement& statement, const SizeClass& size_class,
                                  std::span<const PrivateTable> tables);

}  // namespace zkp
