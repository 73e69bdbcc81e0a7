// Verifies a receipt, proof file or report inside a program of your own.
//
//   cmake --install build/release --component verify --prefix /tmp/zkp-verify
//   g++ -std=c++20 -I /tmp/zkp-verify/include examples/verify-cpp/verify.cpp /tmp/zkp-verify/lib/libzkp_verify.a
//   -lcrypto -o verify
//   ./verify claim.zkproof lab/log.vkey
#include <openssl/evp.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "zkp/verify.h"

namespace {

bool ed25519(std::span<const uint8_t, 32> key, std::span<const uint8_t> message,
             std::span<const uint8_t, 64> signature) {
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> public_key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()), EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return public_key && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, public_key.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
}

std::string read_file(const char* path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::fprintf(stderr, "usage: verify FILE [LOG.VKEY]\n");
    return 2;
  }
  zkp::api::VerifyOptions options;
  if (argc == 3) options.log_key = read_file(argv[2]);
  const zkp::api::VerifyResult result = zkp::api::verify_file(read_file(argv[1]), options, ed25519);
  if (!result.error.empty()) {
    std::fprintf(stderr, "error: %s\n", result.error.c_str());
    return 3;
  }
  for (const zkp::api::VerifyCheck& check : result.checks)
    std::printf("%-4s %-17s %s\n", check.ok ? "ok" : "NO", check.name.c_str(), check.detail.c_str());
  if (result.ok()) std::printf("%s [%s]\n", result.claim.c_str(), result.label.c_str());
  return result.ok() ? 0 : 1;
}
