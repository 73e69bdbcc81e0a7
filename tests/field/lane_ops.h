/// The lane operations of one back end as functions on memory, so that one test drives them all.
///
/// A value is 8 lanes x n limbs, limb i of lane j at [8 i + j].
#pragma once

#include "field/fp.h"
#include "field/fr.h"

namespace zkp::lanes {

template <class Field>
struct LaneOps {
  void (*mul)(uint64_t* out, const uint64_t* a, const uint64_t* b);
  void (*mul_raw)(uint64_t* out, const uint64_t* a, const uint64_t* b);
  void (*square)(uint64_t* out, const uint64_t* a);
  void (*square_raw)(uint64_t* out, const uint64_t* a);
  void (*carry)(uint64_t* out, const uint64_t* raw);
  void (*sub3)(uint64_t* out, const uint64_t* a, const uint64_t* b);  ///< a - b + 3 p
  void (*reduce)(uint64_t* out, const uint64_t* raw);
  void (*reduce_any)(uint64_t* out, const uint64_t* a);
  void (*reduce_any_raw)(uint64_t* out, const uint64_t* raw);
  void (*negate_where)(uint64_t* out, const uint64_t* a, unsigned mask);  ///< raw
  void (*carry_top)(uint64_t* out, const uint64_t* raw);
  void (*load)(uint64_t* out, const Field* from);
  void (*store)(Field* to, const uint64_t* a);
  void (*transpose)(uint64_t* eight_by_eight);
  void (*reduce_raw)(uint64_t* out, const uint64_t* raw);  ///< nullptr in Fp
  void (*load_fours)(uint64_t* columns, const uint64_t* rows);
  void (*store_fours)(uint64_t* rows, const uint64_t* columns);
};

/// nullptr where the processor lacks the instructions.
template <class Field>
const LaneOps<Field>* ifma_ops();
template <class Field>
const LaneOps<Field>* emulated_ops();

}  // namespace zkp::lanes
