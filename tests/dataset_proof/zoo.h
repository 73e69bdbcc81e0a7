/// Entries without tables, for tests of what the verifier checks before any proof: statements are read for the class of
/// real proofs.
#pragma once

#include <functional>

#include "dataset_proof/toy_cases.h"

namespace zkp::toy {

/// Columns of all types: "1" .. "10" by their codes, and "n1" .. "n10", nullable.
inline EntryBody zoo(uint64_t rows = 12) {
  EntryBody out;
  out.srs_id = srs_id();
  out.rows = rows;
  const G1Affine point = G1Affine::generator();
  for (int code = 1; code <= 10; ++code) {
    const auto type = static_cast<TypeCode>(code);
    const uint32_t param = type == TypeCode::kInt ? 64 : type == TypeCode::kCode ? 5 : 0;
    const Digest linkage = code < 8 ? Digest{} : code < 10 ? linkage_id(toy_salt()) : numbers_dictionary(5);
    for (const bool nullable : {false, true}) {
      const std::string name = (nullable ? "n" : "") + std::to_string(code);
      out.columns.push_back({name, {type, param}, nullable, linkage, point});
      if (nullable) out.columns.push_back({name + ".null", {TypeCode::kBool, 0}, false, {}, point});
    }
  }
  EXPECT_TRUE(check_entry_body(out).ok());
  return out;
}

inline Result<void> compiled(ByteView statement, const std::vector<EntryBody>& bodies) {
  std::vector<const EntryBody*> entries;
  for (const EntryBody& body : bodies) entries.push_back(&body);
  ZKP_TRY(const auto read, read_statement(kClassS, statement, entries));
  ZKP_TRY_VOID(make_program(*read, kClassS, Fr::one(), Fr::one()));
  return {};
}
inline bool accepted(ByteView statement, const std::vector<EntryBody>& bodies) {
  return compiled(statement, bodies).ok();
}
inline bool accepted(ByteView statement) {
  const auto type = statement_type(statement);
  return type.ok() && accepted(statement, std::vector<EntryBody>(entry_count(*type), zoo()));
}

/// Statements about the entries of the zoo, each with what it is.
using Listed = std::vector<std::pair<const char*, Bytes>>;
inline void expect_all(bool good, const Listed& listed, const std::vector<EntryBody>& bodies = {}) {
  for (const auto& [name, statement] : listed) {
    const size_t count = entry_count(statement_type(statement).value());
    const Result<void> verdict = compiled(statement, bodies.empty() ? std::vector<EntryBody>(count, zoo()) : bodies);
    EXPECT_EQ(verdict.ok(), good) << name << ": " << (verdict.ok() ? "accepted" : verdict.error().describe());
  }
}

}  // namespace zkp::toy
