#include "groth16/evm_encoding.h"

#include <algorithm>

#include "hash/sha3.h"

namespace zkp {
namespace {

constexpr size_t kWordBytes = 32;
constexpr size_t kPaddingBytes = 16;

// The coordinates of a point in the order of the EIP, `padding` zero bytes before each element of Fp. The coordinates
// of the identity are zero in memory as well.
uint8_t* write(const Fp& x, size_t padding, uint8_t* out) {
  out = std::fill_n(out, padding, uint8_t{0});
  return std::ranges::copy(x.to_bytes(), out).out;
}
uint8_t* write(const Fp2& x, size_t padding, uint8_t* out) { return write(x.c1, padding, write(x.c0, padding, out)); }
template <class Affine>
uint8_t* write(const Affine& point, size_t padding, uint8_t* out) {
  return write(point.y(), padding, write(point.x(), padding, out));
}

template <size_t kBytes, size_t kPadding>
ByteArray<kBytes> write_proof(const Groth16Proof& proof) {
  ByteArray<kBytes> out;
  write(proof.c, kPadding, write(proof.b, kPadding, write(proof.a, kPadding, out.data())));
  return out;
}

void append_word(Bytes& out, uint64_t value) {
  ByteArray<kWordBytes> word{};
  for (size_t i = 0; i < 8; ++i) word[kWordBytes - 1 - i] = static_cast<uint8_t>(value >> (8 * i));
  append(out, word);
}

}  // namespace

ByteArray<kEvmG1Bytes> evm_encode(const G1Affine& point) {
  ByteArray<kEvmG1Bytes> out;
  write(point, kPaddingBytes, out.data());
  return out;
}

ByteArray<kEvmG2Bytes> evm_encode(const G2Affine& point) {
  ByteArray<kEvmG2Bytes> out;
  write(point, kPaddingBytes, out.data());
  return out;
}

ByteArray<kEvmProofBytes> evm_encode_proof(const Groth16Proof& proof) {
  return write_proof<kEvmProofBytes, kPaddingBytes>(proof);
}

ByteArray<kEvmPackedProofBytes> evm_pack_proof(const Groth16Proof& proof) {
  return write_proof<kEvmPackedProofBytes, 0>(proof);
}

ByteArray<4> evm_selector(std::string_view signature) {
  const Digest digest = keccak256(as_bytes(signature));
  return {digest[0], digest[1], digest[2], digest[3]};
}

Bytes evm_verify_call(const Groth16Proof& proof, std::span<const Fr> public_inputs) {
  // Both arguments are of variable size: their offsets come first, counted from the end of the selector.
  constexpr size_t kHeadBytes = 2 * kWordBytes;
  const auto selector = evm_selector("verifyProof(bytes,uint256[])");
  Bytes out(selector.begin(), selector.end());
  append_word(out, kHeadBytes);
  append_word(out, kHeadBytes + kWordBytes + kEvmPackedProofBytes);
  append_word(out, kEvmPackedProofBytes);
  append(out, evm_pack_proof(proof));
  append_word(out, public_inputs.size());
  for (const Fr& input : public_inputs) append(out, input.to_bytes());
  return out;
}

}  // namespace zkp
