/// Links libzkp_verify.a and nothing else: what anybody who only verifies has to build. Signatures are refused here (a
/// real program brings an Ed25519 of its own), so a good proof file must fail in exactly the checks that need one.
///
/// usage: verify_lib FILE      exit 0: every other check holds
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "ledger/verify.h"

namespace {

class NoSignatures final : public zkp::SignatureVerifier {
 public:
  bool verify_ed25519(const zkp::ByteArray<32>&, zkp::ByteView, const zkp::ByteArray<64>&) const override {
    return false;
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::ifstream in(argv[1], std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  zkp::Result<zkp::ProofFile> file = zkp::parse_proof_file(text);
  if (!file.ok()) return 3;
  zkp::Result<zkp::Verification> receipt_only = zkp::verify_proof_file(text, {}, NoSignatures());
  if (!receipt_only.ok() || receipt_only->ok()) return 1;
  for (const zkp::Check& check : receipt_only->checks) {
    std::printf("%s %s %s\n", check.ok ? "ok    " : "FAILED", check.name.c_str(), check.detail.c_str());
    if (!check.ok && check.name != "checkpoint" && check.name != "author") return 1;
  }
  // The proof itself, against the body inside the receipt.
  zkp::Result<zkp::NotarizeRecord> dataset = zkp::dataset_of_file(text);
  if (!dataset.ok()) return 1;
  zkp::ProofRecord proof;
  proof.name = dataset->name;
  proof.dataset = dataset->dataset;
  proof.statement = file->statement;
  proof.statement_bytes = file->statement_bytes;
  proof.public_bytes = file->public_bytes;
  proof.nonce = file->nonce;
  proof.proof = file->proof;
  proof.proof_id = file->proof_id;
  proof.verification_key = file->verification_key;
  proof.srs = file->srs;
  proof.setup = file->setup;
  zkp::Result<void> right = zkp::check_proof_record(dataset->body, file->ledger, proof);
  std::printf("%s proof %s\n", right.ok() ? "ok    " : "FAILED", right.ok() ? "" : right.error().message().c_str());
  return right.ok() ? 0 : 1;
}
