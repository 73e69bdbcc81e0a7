#include "commit/private_column.h"

#include <algorithm>

#include "hash/sha2.h"

namespace zkp {
namespace {

// The Montgomery form of v / R, R = 2^256, is v itself.
Fr over_r(uint64_t v) { return Fr::from_montgomery_limbs({v, 0, 0, 0}); }
Fr over_r(int64_t v) {
  const uint64_t magnitude = v < 0 ? 0 - static_cast<uint64_t>(v) : static_cast<uint64_t>(v);
  return v < 0 ? -over_r(magnitude) : over_r(magnitude);
}

/// R as a field element: the Montgomery form of one, R mod r, read as an integer.
Fr radix() { return Fr::from_limbs_reduce(Fr::one().montgomery_limbs()); }

template <class T>
constexpr bool kIsField = std::is_same_v<T, Fr>;

}  // namespace

PrivateColumn::PrivateColumn(Values values)
    : values_(std::move(values)),
      rows_(std::visit([](const auto& v) { return v.size(); }, values_)),
      scale_(has_integers() ? radix() : Fr::one()) {}

PrivateColumn::~PrivateColumn() {
  std::visit([](auto& v) { wipe(v.data(), v.size() * sizeof v[0]); }, values_);
  wipe(blinding_.data(), blinding_.size() * sizeof(Fr));
  wipe(scaled_blinding_.data(), scaled_blinding_.size() * sizeof(Fr));
}

void PrivateColumn::append_blinding(const BlindingRows& rows) {
  ZKP_CHECK(blinding_.empty());
  const Fr inverse = scale_.inverse();
  blinding_.assign(rows.begin(), rows.end());
  for (const Fr& row : rows) scaled_blinding_.push_back(row * inverse);
}

size_t PrivateColumn::bytes() const {
  return std::visit([](const auto& v) { return v.size() * sizeof v[0]; }, values_);
}

__int128 PrivateColumn::integer(size_t i) const {
  ZKP_CHECK(i < rows_);
  return std::visit(
      [&](const auto& v) -> __int128 {
        if constexpr (kIsField<typename std::decay_t<decltype(v)>::value_type>) {
          ZKP_CHECK(false);
        } else {
          return v[i];
        }
      },
      values_);
}

Fr PrivateColumn::at(size_t i) const {
  Fr out;
  load(i, {&out, 1});
  return out * scale_;
}

void PrivateColumn::load(size_t begin, std::span<Fr> out) const {
  const size_t data = begin < rows_ ? std::min(out.size(), rows_ - begin) : 0;
  std::visit(
      [&](const auto& v) {
        using T = typename std::decay_t<decltype(v)>::value_type;
        for (size_t i = 0; i < data; ++i) {
          if constexpr (kIsField<T>) {
            out[i] = v[begin + i];
          } else if constexpr (std::is_signed_v<T>) {
            out[i] = over_r(static_cast<int64_t>(v[begin + i]));
          } else {
            out[i] = over_r(static_cast<uint64_t>(v[begin + i]));
          }
        }
      },
      values_);
  for (size_t i = data; i < out.size(); ++i) {
    const size_t behind = begin + i - rows_;
    out[i] = behind < scaled_blinding_.size() ? scaled_blinding_[behind] : Fr::zero();
  }
}

Digest hash_values(const PrivateColumn& column) {
  constexpr size_t kBlock = 512;
  Sha256 hash;
  std::vector<Fr> rows(kBlock);
  Bytes bytes(kBlock * Fr::kBytes);
  for (size_t begin = 0; begin < column.rows(); begin += kBlock) {
    const size_t count = std::min(kBlock, column.rows() - begin);
    if (!column.has_integers()) column.load(begin, std::span(rows).first(count));
    for (size_t i = 0; i < count; ++i) {
      const std::span<uint8_t> out = std::span(bytes).subspan(i * Fr::kBytes, Fr::kBytes);
      const __int128 integer = column.has_integers() ? column.integer(begin + i) : -1;
      if (integer >= 0) {
        std::ranges::fill(out.first(Fr::kBytes - 8), uint8_t{0});
        for (size_t j = 0; j < 8; ++j) out[Fr::kBytes - 1 - j] = static_cast<uint8_t>(integer >> (8 * j));
      } else {
        const Fr value = column.has_integers() ? column.at(begin + i) : rows[i] * column.scale();
        std::ranges::copy(value.to_bytes(), out.begin());
      }
    }
    hash.update(ByteView(bytes).first(count * Fr::kBytes));
  }
  wipe(rows.data(), rows.size() * sizeof(Fr));
  wipe(bytes);
  return hash.finish();
}

}  // namespace zkp
