#include "commit/commit.h"

#include <algorithm>
#include <string>

#include "curve/msm.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

/// Scalars that are in memory as field elements at the same time.
constexpr size_t kScalarsAtOnce = size_t{1} << 22;
constexpr size_t kGrain = size_t{1} << 12;

Error too_long(size_t length, size_t powers) {
  return Error(GeneralError::kLimit, "a column of " + std::to_string(length) + " rows with its blinding needs more than the " +
                                         std::to_string(powers) + " powers that the reference string has");
}

void load_scaled(const Column& column, std::span<Fr> out, TaskPool* pool) {
  parallel_for(pool, out.size(), kGrain, [&](size_t begin, size_t end) {
    const std::span<Fr> part = out.subspan(begin, end - begin);
    column.load(begin, part);
    if (column.scale().is_one()) return;
    for (Fr& v : part) v *= column.scale();
  });
}

}  // namespace

Result<std::vector<G1Affine>> commit_columns(std::span<const G1Affine> powers, std::span<const Column* const> columns,
                                             TaskPool* pool) {
  std::vector<G1Affine> out;
  for (size_t next = 0; next < columns.size();) {
    size_t length = 0, count = 0;
    while (next + count < columns.size()) {
      const size_t longest = std::max(length, columns[next + count]->length());
      if (count > 0 && longest * (count + 1) > kScalarsAtOnce) break;
      length = longest;
      ++count;
    }
    if (length > powers.size()) return too_long(length, powers.size());
    std::vector<std::vector<Fr>> scalars(count);
    std::vector<std::span<const Fr>> spans;
    for (size_t i = 0; i < count; ++i) {
      scalars[i].resize(length);
      load_scaled(*columns[next + i], scalars[i], pool);
      spans.push_back(scalars[i]);
    }
    ZKP_TRY(const std::vector<G1> sums, msm_columns(powers.first(length), spans, {.pool = pool}));
    for (const G1& sum : sums) out.push_back(sum.to_affine_var());
    for (std::vector<Fr>& each : scalars) wipe(each.data(), each.size() * sizeof(Fr));
    next += count;
  }
  return out;
}

Result<G1Affine> commit(std::span<const G1Affine> powers, std::span<const Fr> f, TaskPool* pool) {
  if (f.size() > powers.size()) return too_long(f.size(), powers.size());
  ZKP_TRY(const G1 sum, msm(powers.first(f.size()), f, {.pool = pool}));
  return sum.to_affine_var();
}

Digest blinding_seed(ByteView secret32, uint32_t index, std::string_view name, const Column& column) {
  ByteWriter place;
  place.u32(index).u64(column.rows()).str(name);
  return sha256({as_bytes("zkp.ds.v1.colseed"), secret32, place.bytes(), hash_values(column)});
}

BlindingRows blinding_rows(const Digest& seed) {
  BlindingRows out;
  for (uint32_t j = 0; j < kBlindingRows; ++j) {
    ByteWriter number;
    number.u32(j);
    ByteArray<64> wide = sha512({as_bytes("zkp.ds.v1.blind"), seed, number.bytes()});
    out[j] = Fr::from_bytes_reduce(wide);
    wipe(wide);
  }
  return out;
}

}  // namespace zkp
