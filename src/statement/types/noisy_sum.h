/// DP_SUM (type 16): a differentially private sum, with binomial noise that nobody could choose.
///
///   entries  data, record of noise bits (which names the data, the column, [lo, hi], the beacon and the exact round)
///   fields   32 round value, i256 2 T
///   meaning  2 T = 2 sum v + 2 sum (bit xor beacon) - k, and every v is in [lo, hi]: the sensitivity hi - lo is proved
///
///   beacon_i = bit i mod 8 of byte (i mod 256) / 8 of SHA-256("zkp.ds.v1.beacon" || round value || digest of entry 1
///   ||
///              u32 i / 256)
///
/// That the round value is the beacon's is for whoever verifies the beacon. Specification 11.15.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct NoisySumStatement : Statement {
  ColumnRef value, bits;
  Digest round_value{};
  Int256 twice_answer;
  TypePlan plan;  ///< lo, hi and the number of limbs
  std::vector<uint8_t> beacon;

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kNoisySum; }
  RowCounts rows() const override { return {value.body->rows, bits.body->rows}; }
  void build(Program& program) const override;
};

std::vector<uint8_t> beacon_bits(const Digest& round_value, const Digest& record, uint64_t count);

}  // namespace zkp
