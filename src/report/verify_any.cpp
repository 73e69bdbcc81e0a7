/// Which of the three kinds of file this is: a receipt, a proof file or a report.
#include "base/json.h"
#include "report/report.h"

namespace zkp {

Result<Verification> verify_any_file(std::string_view text, const TrustPolicy& policy,
                                     const SignatureVerifier& verifier) {
  if (text.starts_with("c2sp.org/tlog-proof@v1")) return verify_receipt_file(text, policy, verifier);
  const Error unknown(GeneralError::kParse, "neither a receipt, a proof file nor a report");
  if (!text.starts_with('{')) return unknown;
  Result<json::Value> value = json::parse(text);
  if (!value.ok()) return Error(unknown).in(value.error().message());
  const json::Value* format = value->find("format");
  if (format != nullptr && *format == json::Value(kProofFileFormat)) return verify_proof_file(text, policy, verifier);
  return unknown;
}

}  // namespace zkp
