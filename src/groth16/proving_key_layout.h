/// The parts of a proving-key file (docs/formats/groth16-keys.md), their places and their checks. Internal to groth16/.
#pragma once

#include <cstddef>
#include <string_view>

#include "groth16/proving_key.h"

namespace zkp {

inline constexpr std::string_view kKeyMagic = "ZPK1";
inline constexpr uint16_t kKeyVersion = 2;
inline constexpr int kMaxKeyLogDomain = 28;
/// The byte that says in what form a key is: bit 0 the basis of h, bit 4 the order of rows.
constexpr uint8_t key_form_byte(RowOrder order, HBasis basis) {
  return static_cast<uint8_t>(static_cast<uint8_t>(basis) | static_cast<uint8_t>(order) << 4);
}

/// Of encode_verifying_key().
constexpr size_t encoded_verifying_key_bytes(size_t public_count) { return 336 + 48 * (public_count + 1); }

/// Errors: GeneralError::kParse for what is no proving key, kUnsupported for versions that nobody knows.
Result<uint16_t> key_file_version(ByteView file);

/// Errors: as parse_proving_key. REQUIRES: key_file_version() == 1.
Result<ProvingKey> parse_proving_key_1(ByteView file, PointCheck points, TaskPool* pool);

/// What is decoded instead of used in place.
struct KeyHead {
  VerifyingKey vk;
  G1Affine beta_g1;
  G1Affine delta_g1;
};
/// The bytes of a verification key and of [beta]_1 and [delta]_1, uncompressed. The two are compared with the key:
///   e([beta]_1, [delta]_2) = e([delta]_1, [beta]_2),
/// whatever generators the set-up took (arkworks takes random ones).
/// They blind proofs, so that a wrong one would give the witness away. Errors: those of decode_verifying_key and
/// deserialize_g1; CryptoError::kBadKey.
Result<KeyHead> decode_key_head(ByteView vk, ByteView beta_g1, ByteView delta_g1);

struct KeySection {
  size_t offset = 0;  ///< in bytes
  size_t count = 0;   ///< points
};

/// Version 2.
struct ProvingKeyLayout {
  SetupLabel label = SetupLabel::insecure_dev();
  Digest circuit_id{};
  int log_domain = 0;
  RowOrder row_order = RowOrder::kStandard;
  HBasis h_basis = HBasis::kMonomial;
  KeySection a, b_g1, b_g2, l, h;

  /// Looks at the header and the size of the file alone. Errors: GeneralError::kParse, kLimit.
  static Result<ProvingKeyLayout> read(ByteView file);

  /// Reads the whole file once, from front to back: checksum, padding, points, verification key. Ranges that are done
  /// are told to `mapping`, if there is one. Errors: as parse_proving_key.
  Result<KeyHead> check(ByteView file, PointCheck points, TaskPool* pool, const MappedFile* mapping = nullptr) const;

  /// What a key in memory and a view share: everything but the verification key. list.operator()<Affine>(section) gives
  /// the points of a section.
  template <class Key, class List>
  void fill(Key& out, const KeyHead& head, List&& list) const {
    out.label = label;
    out.circuit_id = circuit_id;
    out.log_domain = log_domain;
    out.row_order = row_order;
    out.beta_g1 = head.beta_g1;
    out.delta_g1 = head.delta_g1;
    out.a = list.template operator()<G1Affine>(a);
    out.b_g1 = list.template operator()<G1Affine>(b_g1);
    out.b_g2 = list.template operator()<G2Affine>(b_g2);
    out.l = list.template operator()<G1Affine>(l);
    out.h_basis = h_basis;
    out.h = list.template operator()<G1Affine>(h);
  }

 private:
  size_t vk_offset_ = 0, vk_bytes_ = 0;
  size_t header_bytes_ = 0;  ///< without padding
  size_t end_ = 0;           ///< of the lists, where the checksum is
};

}  // namespace zkp
