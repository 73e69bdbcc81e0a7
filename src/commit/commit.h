/// Commitments to columns: sum_x v_x [tau^x]_1 over data and blinding rows. Rows are coefficients, so that a column's
/// commitment does not depend on the size of the cube in which it is used later, and costs what its integers cost.
/// Source: dataset_proof specification 0 and 4.2.
///
/// Not constant-time: the time depends on the owner's own data. Safe for concurrent use.
#pragma once

#include <string_view>
#include <vector>

#include "base/env.h"
#include "base/task_pool.h"
#include "commit/private_column.h"
#include "curve/g1.h"

namespace zkp {

/// One point for each column. Errors: GeneralError::kLimit when a column is longer than there are powers.
[[nodiscard]] Result<std::vector<G1Affine>> commit_columns(std::span<const G1Affine> powers,
                                                           std::span<const PrivateColumn* const> columns,
                                                           TaskPool* pool);

/// sum_x f[x] powers[x]. Error: GeneralError::kLimit.
[[nodiscard]] Result<G1Affine> commit(std::span<const G1Affine> powers, std::span<const Fr> f, TaskPool* pool);

/// The blinding rows of column number `index` of a table:
///
///   seed  = SHA-256("zkp.ds.v1.colseed" || secret || u32 index || u64 rows || str name || hash_values(column))
///   row j = SHA-512("zkp.ds.v1.blind" || seed || u32 j) as a big-endian integer mod r
///
/// The seed binds place, length, name and content, so that a secret that is used twice by mistake never hides two
/// different columns with the same rows. It may be given to somebody who has the data. Specification 4.2.
/// REQUIRES: name.size() <= 65,535.
Digest blinding_seed(ByteView secret32, uint32_t index, std::string_view name, const PrivateColumn& column);
BlindingRows blinding_rows(const Digest& seed);

}  // namespace zkp
