/// The syntax of statements on the command line: NAME[:COLUMN[,COLUMN...]][;key=value...], for example
///
///   rows      sum:amount      range:age;min=0;max=130      sum:"net, in EUR"
///
/// A column name that contains a comma, a semicolon or a double quote is written in double quotes, a quote inside
/// doubled. A semicolon between double quotes does not end a value. What the name, the columns and the keys mean is not
/// known here. Pure, safe for concurrent use.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace zkp {

struct StatementText {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::pair<std::string, std::string>> params;  ///< in the order given; keys are distinct

  /// nullptr when there is none.
  const std::string* param(std::string_view key) const;
};

/// At most 64 KiB of UTF-8. Errors: StatementError::kSyntax with the place in words.
Result<StatementText> parse_statement_text(std::string_view text);

/// The text that parse_statement_text reads back, quoting only where it must.
std::string format_statement_text(const StatementText& text);

}  // namespace zkp
