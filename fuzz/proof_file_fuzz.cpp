// links: base hash log statement_verify dataset_verify ledger_verify
// Proof files and receipts: what is read prints back byte for byte; verification never crashes, whether no signature
// counts or every one does.
#include <cstdlib>

#include "ledger/verify.h"

namespace {

class Verifier final : public zkp::SignatureVerifier {
 public:
  explicit Verifier(bool answer) : answer_(answer) {}
  bool verify_ed25519(const zkp::ByteArray<32>&, zkp::ByteView, const zkp::ByteArray<64>&) const override {
    return answer_;
  }

 private:
  bool answer_;
};

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = zkp::as_text({data, size});
  const auto file = zkp::parse_proof_file(text);
  if (file.ok()) require(zkp::encode_proof_file(*file) == text);
  for (bool believe : {false, true}) {
    const Verifier verifier(believe);
    const auto proof = zkp::verify_proof_file(text, {}, verifier);
    require(proof.ok() == file.ok());
    const auto receipt = zkp::verify_receipt_file(text, {}, verifier);
    // Without signatures nothing is ever verified.
    if (!believe) require(!(proof.ok() && proof->ok()) && !(receipt.ok() && receipt->ok()));
    for (const auto* result : {&proof, &receipt}) {
      if (!result->ok()) continue;
      require(!(*result)->checks.empty());
      require((*result)->ok() == ((*result)->first_failure() == nullptr));
    }
  }
  (void)zkp::dataset_of_file(text).ok();
  return 0;
}
