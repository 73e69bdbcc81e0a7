/// One field element in the place of many public inputs: the circuit hashes its logical inputs and exposes the digest
/// (r1cs/gadgets/public_digest.h), the verifier computes the digest of the inputs that it wants to see proved. A
/// Groth16 key and its verifier, in a contract above all, then have one public input, however many the statement has.
///
///   Poseidon   sponge "zkp.inputs.v1": absorb2(2^32 len(domain) + count, domain), absorb_list(inputs); s1
///   SHA-256    SHA-256("zkp.inputs.v1" || u8 len(domain) || domain || u32 count || 32 bytes for each input,
///   big-endian),
///              as a big-endian integer without its three highest bits (253 bits: always below r)
///
/// The count comes first, so that no list is the beginning of another one and zeros behind a list count; the domain (a
/// name of the circuit, at most 31 bytes) keeps the lists of different circuits apart. Two lists with the same digest
/// are a collision of the hash: 2^126 work for either. Inputs are field elements, hence below r: decode bytes with
/// decode_public_inputs (groth16/keys.h), which refuses others.
///
/// Poseidon costs 120 constraints an input inside and about 10 us outside; SHA-256 about 9,200 inside, and outside what
/// a hash function costs that everybody has (Ethereum: a precompile).
/// Constant-time. Pure, safe for concurrent use.
#pragma once

#include <span>
#include <string_view>

#include "field/fr.h"

namespace zkp {

inline constexpr std::string_view kPublicDigestTag = "zkp.inputs.v1";

/// REQUIRES, for both: domain.size() <= 31, inputs.size() < 2^32.
Fr poseidon_public_digest(std::string_view domain, std::span<const Fr> inputs);
Fr sha256_public_digest(std::string_view domain, std::span<const Fr> inputs);

/// What the Poseidon digest absorbs before the inputs: lengths, then the domain.
Fr public_digest_lengths(std::string_view domain, size_t input_count);
/// What the SHA-256 digest hashes before the inputs.
Bytes public_digest_prefix(std::string_view domain, size_t input_count);

}  // namespace zkp
