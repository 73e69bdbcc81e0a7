#include "commit/commit.h"

#include <string>

#include "curve/msm.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

Error too_long(size_t length, size_t powers) {
  return Error(GeneralError::kLimit, "a column of " + std::to_string(length) +
                                         " rows with its blinding needs more than the " + std::to_string(powers) +
                                         " powers that the reference string has");
}

MsmIntegers integers_of(const PrivateColumn& column) {
  return std::visit(
      [&](const auto& values) -> MsmIntegers {
        using T = typename std::decay_t<decltype(values)>::value_type;
        if constexpr (std::is_same_v<T, Fr>) {
          ZKP_CHECK(false);
        } else {
          return {std::span<const T>(values), column.blinding()};
        }
      },
      column.values());
}

Result<G1> commit_elements(std::span<const G1Affine> powers, const PrivateColumn& column, TaskPool* pool) {
  std::vector<Fr> scalars(column.length());
  column.load(0, scalars);
  Result<G1> out = msm(powers.first(scalars.size()), scalars, {.pool = pool});
  wipe(scalars.data(), scalars.size() * sizeof(Fr));
  return out;
}

}  // namespace

Result<std::vector<G1Affine>> commit_columns(std::span<const G1Affine> powers,
                                             std::span<const PrivateColumn* const> columns, TaskPool* pool) {
  std::vector<G1Affine> out(columns.size());
  std::vector<MsmIntegers> integers;
  std::vector<size_t> places;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i]->length() > powers.size()) return too_long(columns[i]->length(), powers.size());
    if (columns[i]->has_integers()) {
      integers.push_back(integers_of(*columns[i]));
      places.push_back(i);
    } else {
      ZKP_TRY(const G1 sum, commit_elements(powers, *columns[i], pool));
      out[i] = sum.to_affine_var();
    }
  }
  ZKP_TRY(const std::vector<G1> sums, msm_columns(powers, integers, pool));
  for (size_t i = 0; i < sums.size(); ++i) out[places[i]] = sums[i].to_affine_var();
  return out;
}

Result<G1Affine> commit(std::span<const G1Affine> powers, std::span<const Fr> f, TaskPool* pool) {
  if (f.size() > powers.size()) return too_long(f.size(), powers.size());
  ZKP_TRY(const G1 sum, msm(powers.first(f.size()), f, {.pool = pool}));
  return sum.to_affine_var();
}

Digest blinding_seed(ByteView secret32, uint32_t index, std::string_view name, const PrivateColumn& column) {
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
