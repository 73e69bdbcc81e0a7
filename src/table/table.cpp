#include "table/table.h"

#include <algorithm>

namespace zkp {

Schema Table::schema() const {
  Schema out;
  for (const Column& column : columns) out.columns.push_back(column.spec);
  return out;
}

const Column* Table::find(std::string_view name) const {
  const auto it = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.spec.name == name; });
  return it == columns.end() ? nullptr : &*it;
}

}  // namespace zkp
