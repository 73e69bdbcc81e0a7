#include "statement/direct/public_inputs.h"

#include "transcript/outer.h"

namespace zkp {
namespace {

Fr from_u128(unsigned __int128 value) {
  return Fr::from_limbs_reduce({static_cast<uint64_t>(value), static_cast<uint64_t>(value >> 64)});
}

}  // namespace

__int128 encoding_origin(ColumnType type) {
  ZKP_CHECK(is_committable(type));
  return type.code == TypeCode::kUint64 ? 0 : static_cast<__int128>(INT64_MIN);
}

uint64_t encode_shifted(ColumnType type, __int128 value) {
  const __int128 u = value - encoding_origin(type);
  ZKP_CHECK(u >= 0 && u <= static_cast<__int128>(UINT64_MAX));
  return static_cast<uint64_t>(u);
}

__int128 decode_shifted(ColumnType type, uint64_t u) { return encoding_origin(type) + u; }

std::array<Fr, 7> DirectPublicInputs::elements() const {
  return {binding,          commitment,        Fr::from_u64(rows), disclose_sum ? Fr::one() : Fr::zero(),
          from_u128(sum_u), Fr::from_u64(a_u), Fr::from_u64(b_u)};
}

Fr direct_binding(const Digest& verifying_key_id, const ProofContext& context, ByteView statement) {
  OuterTranscript transcript;
  transcript.absorb("class", as_bytes("zkp.ds0"));
  transcript.absorb("vk", verifying_key_id);
  transcript.absorb("srs", Digest{});
  transcript.absorb("context", encode_context(context));
  transcript.absorb("statement", statement);
  return transcript.challenge("binding");
}

Result<DirectPublicInputs> direct_public_inputs(const DirectStatement& statement, const DirectDisclosure& disclosure,
                                                const DatasetBody& body, const Fr& binding) {
  ZKP_TRY(const BodyColumn* column, check_direct(statement, body));
  if (body.rows < 1 || body.rows > kDirectMaxRows || disclosure.rows != body.rows)
    return Error(CryptoError::kBadProof, "the disclosed number of rows is not that of the dataset");
  if (disclosure.sum.has_value() != statement.has_sum())
    return Error(CryptoError::kBadProof, "a sum is disclosed where the statement has none, or is missing");

  DirectPublicInputs out;
  out.binding = binding;
  out.commitment = *column->commitment;
  out.rows = body.rows;
  if (disclosure.sum) {
    // n values of [lo, lo + 2^64) have a sum of [n lo, n (lo + 2^64 - 1)].
    const __int128 n = static_cast<__int128>(body.rows);
    const __int128 least = n * encoding_origin(column->type);
    const __int128 most = least + n * static_cast<__int128>(UINT64_MAX);
    if (!Interval{least, most}.contains(*disclosure.sum))
      return Error(CryptoError::kBadProof, "the disclosed sum is one that no column of this size can have");
    out.disclose_sum = true;
    out.sum_u = static_cast<unsigned __int128>(*disclosure.sum - least);
  }
  const Interval bounds = proved_bounds(statement, column->type);
  out.a_u = encode_shifted(column->type, bounds.lo);
  out.b_u = encode_shifted(column->type, bounds.hi);
  return out;
}

}  // namespace zkp
