// links: api
// The C interface over arbitrary bytes: it never crashes, writes no more of the error buffer than it may, sets a handle
// only with a yes, and answers the same when it is asked twice. A good key and proof are compiled in, so that changed
// copies of them get far. The first byte chooses the function, the second where a good input is changed.
#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <vector>

#include "base/check.h"
#include "zkp/c_api.h"

namespace {

// Of tests/vectors/groth16_arkworks.json.
#include "c_api_fuzz_sample.inc"

using Buffer = std::vector<uint8_t>;

constexpr size_t kErrorBytes = 24;
constexpr char kCanary = 0x5a;

struct ErrorText {
  char bytes[kErrorBytes + 1];
  ErrorText() { std::memset(bytes, kCanary, sizeof bytes); }
  char* data() { return bytes; }
  void check(int32_t code) const {
    ZKP_CHECK(bytes[kErrorBytes] == kCanary);
    ZKP_CHECK(std::memchr(bytes, 0, kErrorBytes) != nullptr);
    ZKP_CHECK((code == ZKP_OK) == (bytes[0] == 0));
    ZKP_CHECK(code >= ZKP_OK && code <= ZKP_BAD_INPUT);
  }
};

// Good bytes with the input xored over them from a place that `where` names.
Buffer changed(std::span<const uint8_t> good, uint8_t where, std::span<const uint8_t> bytes) {
  Buffer out(good.begin(), good.end());
  const size_t start = out.size() * where / 256;
  for (size_t i = 0; i < bytes.size() && start + i < out.size(); ++i) out[start + i] ^= bytes[i];
  return out;
}

const zkp_groth16_key* good_key() {
  static zkp_groth16_key* const key = [] {
    zkp_groth16_key* out = nullptr;
    ZKP_CHECK(zkp_groth16_key_from_bytes(kKey.data(), kKey.size(), &out, nullptr, 0) == ZKP_OK);
    ZKP_CHECK(zkp_groth16_verify(out, kProof.data(), kProof.size(), kInputs.data(), kInputs.size(), nullptr, 0) ==
              ZKP_OK);
    return out;
  }();
  return key;
}

void make_key(std::span<const uint8_t> bytes, bool file) {
  const auto make = file ? zkp_groth16_key_from_file : zkp_groth16_key_from_bytes;
  ErrorText error;
  zkp_groth16_key* key = nullptr;
  const int32_t code = make(bytes.data(), bytes.size(), &key, error.data(), kErrorBytes);
  error.check(code);
  ZKP_CHECK((code == ZKP_OK) == (key != nullptr));
  if (key == nullptr) return;
  // A sound key that is not the good one verifies the good proof with no more than a negligible probability.
  const bool same = std::ranges::equal(bytes, kKey);
  const int32_t verdict =
      zkp_groth16_verify(key, kProof.data(), kProof.size(), kInputs.data(), kInputs.size(), nullptr, 0);
  if (!file) ZKP_CHECK((verdict == ZKP_OK) == same);
  zkp_groth16_key_free(key);
}

void verify(std::span<const uint8_t> proof, std::span<const uint8_t> inputs) {
  ErrorText error;
  const int32_t code = zkp_groth16_verify(good_key(), proof.data(), proof.size(), inputs.data(), inputs.size(),
                                          error.data(), kErrorBytes);
  error.check(code);
  ZKP_CHECK((code == ZKP_OK) == (std::ranges::equal(proof, kProof) && std::ranges::equal(inputs, kInputs)));
}

void verify_batch(std::span<const uint8_t> proof, std::span<const uint8_t> inputs) {
  Buffer proofs(kProof.begin(), kProof.end()), all_inputs(kInputs.begin(), kInputs.end());
  proofs.insert(proofs.end(), proof.begin(), proof.end());
  all_inputs.insert(all_inputs.end(), inputs.begin(), inputs.end());
  ErrorText error;
  std::array<uint8_t, 3> verdicts = {9, 9, 9};
  const int32_t code =
      zkp_groth16_verify_batch(good_key(), 2, proofs.data(), proofs.size(), all_inputs.data(), all_inputs.size(),
                               nullptr, nullptr, verdicts.data(), error.data(), kErrorBytes);
  error.check(code);
  ZKP_CHECK(verdicts[2] == 9);
  if (code == ZKP_BAD_ARGUMENT) return;
  const bool good = std::ranges::equal(proof, kProof) && std::ranges::equal(inputs, kInputs);
  ZKP_CHECK(verdicts[0] == ZKP_OK && verdicts[1] == (good ? ZKP_OK : ZKP_REFUSED) && (code == ZKP_OK) == good);
}

// Refuses by the signature's first bit, so that both answers occur.
int32_t ed25519(void*, const uint8_t*, const uint8_t* message, size_t size, const uint8_t signature[64]) {
  volatile uint8_t sum = 0;
  for (size_t i = 0; i < size; ++i) sum = static_cast<uint8_t>(sum + message[i]);
  return signature[0] & 1;
}

void read_everything(const zkp_verification* v) {
  size_t letters = std::strlen(zkp_verification_claim(v)) + std::strlen(zkp_verification_label(v)) +
                   std::strlen(zkp_verification_statement(v));
  for (size_t i = 0; i <= zkp_verification_check_count(v); ++i)
    letters += std::strlen(zkp_verification_check_name(v, i)) + std::strlen(zkp_verification_check_detail(v, i));
  for (size_t i = 0; i <= zkp_verification_output_count(v); ++i)
    letters += std::strlen(zkp_verification_output_name(v, i)) + std::strlen(zkp_verification_output_value(v, i));
  for (size_t i = 0; i <= zkp_verification_not_shown_count(v); ++i)
    letters += std::strlen(zkp_verification_not_shown(v, i));
  ZKP_CHECK(letters < (size_t{1} << 32));
}

void verify_file(std::span<const uint8_t> bytes, bool with_key) {
  zkp_verify_options options;
  zkp_verify_options_init(&options, sizeof options);
  options.ed25519 = ed25519;
  if (with_key) {
    options.verification_key = bytes.data();
    options.verification_key_size = bytes.size();
  }
  ErrorText error;
  zkp_verification* out = nullptr;
  const int32_t code = zkp_verify_file(bytes.data(), bytes.size(), &options, &out, error.data(), kErrorBytes);
  error.check(code);
  ZKP_CHECK((code == ZKP_OK || code == ZKP_REFUSED) == (out != nullptr));
  if (out != nullptr) read_everything(out);
  zkp_verification_free(out);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  const uint8_t where = data[1];
  const std::span<const uint8_t> bytes(data + 2, size - 2);
  switch (data[0] % 10) {
    case 0:
      make_key(bytes, false);
      break;
    case 1:
      make_key(bytes, true);
      break;
    case 2:
      make_key(changed(kKey, where, bytes), false);
      break;
    case 3:
      verify(bytes, kInputs);
      break;
    case 4:
      verify(changed(kProof, where, bytes), kInputs);
      break;
    case 5:
      verify(kProof, bytes);
      break;
    case 6:
      verify(kProof, changed(kInputs, where, bytes));
      break;
    case 7:
      verify_batch(changed(kProof, where, bytes), changed(kInputs, static_cast<uint8_t>(where * 7), bytes));
      break;
    case 8:
      verify_batch(bytes, kInputs);
      break;
    default:
      verify_file(bytes, where % 2 == 1);
  }
  return 0;
}
