/// What MEMBER and NON_MEMBER have in common: public records of some columns.
///
///   fields  strs columns, 16 salt per STR248 or KEY62 column, u32 m, m records; per column of a record: u8 null (only
///           if nullable; 1 = NULL, no value follows), then u32 length + bytes for STR248 and KEY62, else i128
///
/// Texts are public with the salt, which is checked against the column's linkage id, and their codes are computed here:
/// nobody has to trust the prover's codes. Source: dataset_proof specification 11.14. Part of the verifier.
#pragma once

#include "statement/statement_reader.h"

namespace zkp {

struct PublicRecords {
  std::vector<ColumnRef> columns;
  /// One value for each entry of a row's tuple (row_tuple in blocks.h): value, and null flag where nullable.
  std::vector<std::vector<Fr>> records;

  static constexpr uint32_t kMaxRecords = 4096;
};

Result<PublicRecords> read_records(StatementReader& in);

}  // namespace zkp
