/// SHA-256 inside a circuit: exactly hash/sha2.h, for messages whose length the circuit fixes.
///
/// Bits are in the order of FIPS 180-4: byte by byte, the most significant bit of each byte first. A block costs at
/// most 17,640 constraints and as many variables less one per addition:
///   schedule  48 (32 + 32 + 34)             sigma0, sigma1, a sum of 4 words
///   rounds    64 (32 + 32 + 32 + 32 + 70)   Sigma0, Sigma1, Ch, Maj, two sums of 6 and 7 words
///   output     8 * 33                       sums of 2 words
/// with one constraint per bit for a xor b xor c and for the majority (boolean.h), and for Ch = g + e (f - g). A sum of
/// n words is split into 32 + c bits, c the bit length of n - 1: each is forced to be a bit, and the highest is not a
/// variable but what the others leave, so the split needs no constraint of its own. Where words are constants (initial
/// state, padding) bits are computed and not constrained.
///
/// The input must be bits already (Bit). Source: NIST FIPS 180-4, sections 4.1.2, 5.1.1, 6.2.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "r1cs/gadgets/boolean.h"

namespace zkp::gadgets {

inline constexpr uint32_t kSha256BlockConstraints = 17640;

/// New bits for bytes: 8 variables and constraints "byte[i]" each. In a shape only the length matters.
std::vector<Bit> alloc_bytes(ConstraintSystem& cs, ByteView bytes, Label label);
/// Bits of numbers that are part of the circuit.
std::vector<Bit> constant_bytes(ByteView bytes);

/// The 256 bits of SHA-256(message). REQUIRES: message.size() is a multiple of 8.
std::vector<Bit> sha256(ConstraintSystem& cs, std::span<const Bit> message, Label label);

/// One application of the compression function. REQUIRES: 256 and 512 bits.
std::vector<Bit> sha256_compress(ConstraintSystem& cs, std::span<const Bit> state, std::span<const Bit> block,
                                 Label label);

/// Two numbers below 2^128, big-endian halves of a digest: a digest as two public inputs. No constraint.
/// REQUIRES: 256 bits.
std::array<LinearCombination, 2> pack_digest(std::span<const Bit> digest);
std::array<Fr, 2> pack_digest(const Digest& digest);

/// The bytes that the bits stand for. REQUIRES: cs.has_values(), a multiple of 8 bits.
Bytes bytes_of(const ConstraintSystem& cs, std::span<const Bit> bits);

}  // namespace zkp::gadgets
