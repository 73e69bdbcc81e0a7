/// A committed dataset in memory, for tests.
#pragma once

#include <vector>

#include "statement/direct/body.h"
#include "statement/direct/commitment.h"
#include "statement/direct/prove.h"

namespace zkp::testing {

struct TestColumn {
  std::string name;
  ColumnType type;
  std::vector<__int128> values;  ///< encoded, in the type's interval unless the test wants otherwise
  uint64_t salt = 1;
};

struct TestDataset {
  explicit TestDataset(const std::vector<TestColumn>& list) {
    body.owner_key = {1};
    body.file_profile = "csv";
    body.rows = list.at(0).values.size();
    for (const TestColumn& column : list) {
      std::vector<uint64_t> u;
      for (__int128 value : column.values) u.push_back(encode_shifted(column.type, value));
      BodyColumn out{column.name, column.type, false, {}, {}};
      if (column.type.code == TypeCode::kCode) out.linkage_id = dictionary_digest({"a", "b", "c", "d", "e"});
      out.commitment = commit_column(u, Fr::from_u64(column.salt));
      body.columns.push_back(out);
      shifted.push_back(std::move(u));
      salts.push_back(Fr::from_u64(column.salt));
    }
  }

  ColumnOpening opening(std::string_view column) const {
    for (size_t i = 0; i < body.columns.size(); ++i)
      if (body.columns[i].name == column) return {shifted[i], salts[i]};
    return {};
  }
  ProofContext context(uint8_t nonce = 0) const { return {Digest{7}, {body_digest(encode_body(body))}, Digest{nonce}}; }

  DatasetBody body;
  std::vector<std::vector<uint64_t>> shifted;
  std::vector<Fr> salts;
};

}  // namespace zkp::testing
