/// Links libzkp_verify.a and nothing else: what anybody who only verifies has to build. Signatures are refused here (a
/// real program brings an Ed25519 of its own, see examples/verify-cpp), so a good file must fail in exactly the checks
/// that need one.
///
/// usage: verify_lib FILE      exit 0: every other check holds
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "zkp/verify.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::ifstream in(argv[1], std::ios::binary);
  const std::string content((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto refuse = [](auto, auto, auto) { return false; };
  const zkp::api::VerifyResult result = zkp::api::verify_file(content, {}, refuse);
  if (result.status != zkp::api::VerifyStatus::kRefused) return 3;
  bool others_hold = true;
  for (const zkp::api::VerifyCheck& check : result.checks) {
    std::printf("%s %s %s\n", check.ok ? "ok    " : "FAILED", check.name.c_str(), check.detail.c_str());
    others_hold = others_hold && (check.ok || check.name == "checkpoint" || check.name == "author");
  }
  return others_hold ? 0 : 1;
}
