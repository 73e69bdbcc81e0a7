/// The names that people type, as a table: what each means, and which columns and parameters it takes. Part of the
/// verifier. Internal to statement/.
#pragma once

#include "statement/catalog.h"

namespace zkp {

struct StatementName {
  StatementInfo info;
  size_t min_columns = 0, max_columns = 0;
  /// Parameters that name further datasets, in the order of the statement's entries, and all others; between spaces.
  std::string_view datasets, params;
  /// The first dataset itself is meant where a parameter of `datasets` is missing (AFFINE).
  bool datasets_are_optional = false;
};

std::span<const StatementName> statement_names();
/// nullptr when there is none.
const StatementName* find_statement_name(std::string_view name);
/// "range: MESSAGE" with the example as hint.
Error usage(const StatementName& name, std::string message);

/// The words between single spaces.
std::vector<std::string_view> split_words(std::string_view words);

}  // namespace zkp
