#include "statement/types/noisy_sum.h"

#include <algorithm>

#include "hash/sha2.h"

namespace zkp {

std::vector<uint8_t> beacon_bits(const Digest& round_value, const Digest& record, uint64_t count) {
  std::vector<uint8_t> out;
  Digest block{};
  for (uint64_t i = 0; i < count; ++i) {
    if (i % 256 == 0) {
      ByteWriter number;
      number.u32(static_cast<uint32_t>(i / 256));
      block = sha256({as_bytes("zkp.ds.v1.beacon"), round_value, record, number.bytes()});
    }
    out.push_back(block[i % 256 / 8] >> (i % 8) & 1);
  }
  return out;
}

Result<std::unique_ptr<Statement>> NoisySumStatement::read(const SizeClass& size_class, StatementReader& in) {
  auto out = std::make_unique<NoisySumStatement>();
  ZKP_TRY(out->round_value, in.array<32>());
  ZKP_TRY(out->twice_answer, in.i256());
  ZKP_TRY_VOID(in.end());
  const std::optional<NoiseQuery>& query = in.entry(1).query;
  if (!query || query->data_entry != entry_body_digest(encode_entry_body(in.entry(0)))) {
    return refuse("the second entry is no record of noise bits for the first");
  }
  // Otherwise anybody could record bits for somebody else's column and use up its one answer (errata E3).
  if (in.entry(1).owner_key != in.entry(0).owner_key) return refuse("the noise bits are of another owner");
  ZKP_TRY(out->value, in.find(0, query->column, TypeGroup::kArith, StatementReader::Nulls::kRefused));
  ZKP_TRY(out->bits, in.find(1, "bits", TypeGroup::kArith, StatementReader::Nulls::kRefused));
  ZKP_TRY_VOID(check_constant(query->lo));
  ZKP_TRY_VOID(check_constant(query->hi));
  const uint64_t count = in.rows(1);
  if (count > kMaxNoiseBits) return refuse("too many noise bits");
  if (query->lo >= query->hi) return refuse("the clipping interval is empty");
  ZKP_TRY(out->plan, plan_range(query->lo, query->hi, size_class.limb_bits));
  const __int128 largest = std::max(query->lo < 0 ? -query->lo : query->lo, query->hi < 0 ? -query->hi : query->hi);
  ZKP_TRY_VOID(check_published(out->twice_answer,
                               Int256(2) * Int256::from_u64(in.rows(0)) * Int256(largest) + Int256::from_u64(count)));
  out->beacon = beacon_bits(out->round_value, entry_body_digest(encode_entry_body(in.entry(1))), count);
  return std::unique_ptr<Statement>(std::move(out));
}

void NoisySumStatement::build(Program& program) const {
  const AffineForm one = AffineForm::one(), rows1(VirtualColumn::kRows1), rows2(VirtualColumn::kRows2);
  const NotarisedForms v = program.notarised(value, 1), b = program.notarised(bits, 2);
  std::vector<Fr> of_beacon;
  uint64_t ones = 0;
  for (const uint8_t bit : beacon) {
    of_beacon.push_back(Fr::from_u64(bit));
    ones += bit;
  }
  const AffineForm e = program.public_column("beacon", of_beacon);
  const std::vector<AffineForm> limbs = type_limbs(program, "", v.value, plan);
  program.constraint(rows2, b.value, b.value - one, AffineForm::zero());
  look_all(program, rows1, one, limbs);
  const Fr two = Fr::from_u64(2);
  program.sum(rows1, two * v.value, one, Fr::zero(), SumMode::kCarry);
  program.sum(rows2, two * b.value, one - two * e,
              to_field(twice_answer) + Fr::from_u64(beacon.size()) - two * Fr::from_u64(ones));
}

}  // namespace zkp
