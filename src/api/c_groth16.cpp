// The Groth16 part of zkp/c_api.h, over zkp/groth16.h.
#include <algorithm>
#include <span>

#include "api/c_guard.h"
#include "zkp/groth16.h"

using zkp::api::ErrorBuffer;
using zkp::api::guarded;
using zkp::api::is_buffer;

struct zkp_groth16_key {
  zkp::api::Groth16Verifier verifier;
};

namespace {

constexpr const char* kBadBuffer = "a NULL pointer, or a size that no buffer has";

using MakeKey = std::optional<zkp::api::Groth16Verifier> (*)(std::span<const uint8_t>, std::string*);

int32_t make_key(MakeKey make, const uint8_t* bytes, size_t size, zkp_groth16_key** out, ErrorBuffer error) {
  if (out != nullptr) *out = nullptr;
  return guarded(error, [&] {
    if (out == nullptr || !is_buffer(bytes, size)) return error.fail(ZKP_BAD_ARGUMENT, kBadBuffer);
    std::string sentence;
    auto verifier = make({bytes, size}, &sentence);
    if (!verifier) return error.fail(ZKP_BAD_INPUT, sentence);
    *out = new zkp_groth16_key{std::move(*verifier)};
    return int32_t{ZKP_OK};
  });
}

int32_t copy_digest(const std::array<uint8_t, 32>* digest, uint8_t* out) {
  if (digest == nullptr || out == nullptr) return ZKP_BAD_ARGUMENT;
  std::ranges::copy(*digest, out);
  return ZKP_OK;
}

}  // namespace

extern "C" {

uint32_t zkp_abi_version(void) { return ZKP_ABI_VERSION; }

int32_t zkp_groth16_key_from_bytes(const uint8_t* bytes, size_t size, zkp_groth16_key** out, char* error,
                                   size_t error_size) {
  return make_key(&zkp::api::Groth16Verifier::from_key, bytes, size, out, {error, error_size});
}

int32_t zkp_groth16_key_from_file(const uint8_t* content, size_t size, zkp_groth16_key** out, char* error,
                                  size_t error_size) {
  return make_key(&zkp::api::Groth16Verifier::from_key_file, content, size, out, {error, error_size});
}

void zkp_groth16_key_free(zkp_groth16_key* key) { delete key; }

size_t zkp_groth16_key_public_inputs(const zkp_groth16_key* key) {
  return key == nullptr ? 0 : key->verifier.public_inputs();
}

int32_t zkp_groth16_key_id(const zkp_groth16_key* key, uint8_t out[32]) {
  return copy_digest(key == nullptr ? nullptr : &key->verifier.key_id(), out);
}

int32_t zkp_groth16_key_circuit_id(const zkp_groth16_key* key, uint8_t out[32]) {
  return copy_digest(key == nullptr ? nullptr : &key->verifier.circuit_id(), out);
}

const char* zkp_groth16_key_label(const zkp_groth16_key* key) {
  return key == nullptr ? "" : key->verifier.label().c_str();
}

int32_t zkp_groth16_verify(const zkp_groth16_key* key, const uint8_t* proof, size_t proof_size, const uint8_t* inputs,
                           size_t inputs_size, char* error_text, size_t error_size) {
  const ErrorBuffer error{error_text, error_size};
  return guarded(error, [&] {
    if (key == nullptr || !is_buffer(proof, proof_size) || !is_buffer(inputs, inputs_size))
      return error.fail(ZKP_BAD_ARGUMENT, kBadBuffer);
    // Before anything is read: what the sizes say of the inputs.
    if (inputs_size % ZKP_SCALAR_BYTES != 0)
      return error.fail(ZKP_BAD_INPUT, "public inputs have 32 bytes each, found " + std::to_string(inputs_size));
    if (inputs_size / ZKP_SCALAR_BYTES != key->verifier.public_inputs())
      return error.fail(ZKP_REFUSED, "the key is for " + std::to_string(key->verifier.public_inputs()) +
                                         " public inputs, found " + std::to_string(inputs_size / ZKP_SCALAR_BYTES));
    const zkp::api::Groth16Answer answer = key->verifier.verify({proof, proof_size}, {inputs, inputs_size});
    if (answer.ok()) return int32_t{ZKP_OK};
    const bool refused = answer.status == zkp::api::Groth16Status::kRefused;
    return error.fail(refused ? ZKP_REFUSED : ZKP_BAD_INPUT, answer.error);
  });
}

int32_t zkp_groth16_verify_batch(const zkp_groth16_key* key, size_t count, const uint8_t* proofs, size_t proofs_size,
                                 const uint8_t* inputs, size_t inputs_size, zkp_random random, void* random_context,
                                 uint8_t* verdicts, char* error_text, size_t error_size) {
  const ErrorBuffer error{error_text, error_size};
  return guarded(error, [&] {
    if (key == nullptr || !is_buffer(proofs, proofs_size) || !is_buffer(inputs, inputs_size))
      return error.fail(ZKP_BAD_ARGUMENT, kBadBuffer);
    const size_t each_bytes = key->verifier.public_inputs() * ZKP_SCALAR_BYTES;
    // The products cannot overflow: a proof has more than one byte, and so has what is compared with the sizes.
    const bool sizes_match =
        proofs_size / ZKP_GROTH16_PROOF_BYTES == count && proofs_size % ZKP_GROTH16_PROOF_BYTES == 0 &&
        (each_bytes == 0 || count == 0 ? inputs_size == 0
                                       : inputs_size / each_bytes == count && inputs_size % each_bytes == 0);
    if (!sizes_match)
      return error.fail(ZKP_BAD_ARGUMENT, "the sizes are not those of " + std::to_string(count) + " proofs with " +
                                              std::to_string(key->verifier.public_inputs()) + " public inputs each");
    std::vector<zkp::api::Groth16Claim> claims(count);
    for (size_t i = 0; i < count; ++i)
      claims[i] = {{proofs + i * ZKP_GROTH16_PROOF_BYTES, ZKP_GROTH16_PROOF_BYTES},
                   each_bytes == 0 ? std::span<const uint8_t>{} : std::span(inputs + i * each_bytes, each_bytes)};
    zkp::api::RandomBytes source;
    if (random != nullptr)
      source = [&](std::span<uint8_t> out) { return random(random_context, out.data(), out.size()) != 0; };
    const zkp::api::Groth16BatchAnswer answer = key->verifier.verify_batch(claims, source);
    if (!answer.error.empty()) return error.fail(ZKP_FAILED, answer.error);
    if (verdicts != nullptr) {
      std::fill_n(verdicts, count, uint8_t{ZKP_OK});
      for (const auto& one : answer.rejected) verdicts[one.index] = ZKP_REFUSED;
    }
    if (answer.ok()) return int32_t{ZKP_OK};
    const auto& first = answer.rejected.front();
    return error.fail(ZKP_REFUSED, "proof " + std::to_string(first.index) + ": " + first.error);
  });
}

}  // extern "C"
