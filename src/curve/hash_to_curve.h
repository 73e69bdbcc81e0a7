/// Hashing to G1 and G2: RFC 9380, suites BLS12381G1_XMD:SHA-256_SSWU_RO_, BLS12381G1_XMD:SHA-256_SSWU_NU_,
/// BLS12381G2_XMD:SHA-256_SSWU_RO_ and BLS12381G2_XMD:SHA-256_SSWU_NU_.
///
/// hash_to_g*: indistinguishable from a random oracle into the group; nobody knows the discrete logarithm of the result
/// with respect to anything. encode_to_g*: one map instead of two, not uniform (reaches part of the group).
/// `dst` is the domain separation tag of section 3.1, at least one byte, unique to the protocol; a tag of more than 255
/// bytes is hashed first (section 5.3.3).
///
/// Time depends on the lengths of message and tag only, but for exceptional additions, which messages meet with
/// negligible probability. Safe for concurrent use.
#pragma once

#include "base/bytes.h"
#include "curve/g1.h"
#include "curve/g2.h"

namespace zkp {

/// REQUIRES, for these four: dst is not empty.
G1 hash_to_g1(ByteView message, ByteView dst);
G1 encode_to_g1(ByteView message, ByteView dst);
G2 hash_to_g2(ByteView message, ByteView dst);
G2 encode_to_g2(ByteView message, ByteView dst);

/// `size_bytes` uniform bytes (section 5.3.1, with SHA-256).
/// Errors: GeneralError::kInvalidArgument when dst is empty or size_bytes exceeds 255 * 32 = 8160.
[[nodiscard]] Result<Bytes> expand_message_xmd(ByteView message, ByteView dst, size_t size_bytes);

/// out.size() field elements (section 5.2, L = 64). REQUIRES: dst is not empty, at most 127 (Fp) or 63 (Fp2) elements.
void hash_to_field(ByteView message, ByteView dst, std::span<Fp> out);
void hash_to_field(ByteView message, ByteView dst, std::span<Fp2> out);

/// The simplified SWU map followed by the isogeny (sections 6.6.3, 8.8): a point of the whole curve. Its multiple
/// clear_cofactor() is what EIP-2537 calls the map to G1 or G2.
G1 map_to_curve(const Fp& u);
G2 map_to_curve(const Fp2& u);

/// h_eff * p, in the subgroup of prime order, for any p on the curve (section 7).
G1 clear_cofactor(const G1& p);
G2 clear_cofactor(const G2& p);

}  // namespace zkp
