/// Which root of unity a row of a constraint system belongs to. Keys of one order do not work with the other.
///
/// Let w be Fr::root_of_unity(log2 n), the power of 7 that most implementations take as the generator of the domain.
/// snarkjs takes the power of 5, the smallest non-square: 5^((r-1)/2^32) = (7^((r-1)/2^32))^0xe25f4955. Both generate
/// the same domain, but row j lies at another place of it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace zkp {

///   kStandard   row j belongs to w^j           (ours, arkworks, bellman)
///   kSnarkjs    row j belongs to w^(s j), s = 0xe25f4955
enum class RowOrder : uint8_t { kStandard, kSnarkjs };

/// The logarithm of the order's generator to the base w, modulo 2^32; odd.
constexpr uint64_t row_stride(RowOrder order) { return order == RowOrder::kStandard ? 1 : 0xe25f4955; }

/// The place in the domain of `row`. REQUIRES: domain_size is a power of two.
constexpr size_t row_place(RowOrder order, size_t row, size_t domain_size) {
  return (row_stride(order) * row) & (domain_size - 1);
}

}  // namespace zkp
