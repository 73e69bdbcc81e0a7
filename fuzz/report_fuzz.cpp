// links: base hash log statement_verify dataset_verify ledger_verify report_verify
// Reports: whatever the bytes, reading, modelling and rendering never abort; what is rendered from any evidence that
// opens is a report whose evidence is the same, and it verifies as far as signatures go that are always right.
#include <cstdlib>

#include "report/report.h"

namespace {

class AnyVerifier final : public zkp::SignatureVerifier {
 public:
  bool verify_ed25519(const zkp::ByteArray<32>&, zkp::ByteView, const zkp::ByteArray<64>&) const override {
    return true;
  }
};

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = zkp::as_text({data, size});
  const AnyVerifier verifier;
  const auto verification = zkp::verify_any_file(text, {}, verifier);
  if (verification.ok()) require(!verification->checks.empty());

  const auto extracted = zkp::extract_evidence(text);
  if (!extracted.ok()) return 0;
  for (zkp::ReportFormat format : {zkp::ReportFormat::kJsonLd, zkp::ReportFormat::kJson, zkp::ReportFormat::kHtml}) {
    const auto report = zkp::render_report(extracted->evidence, format);
    if (!report.ok()) return 0;
    const auto again = zkp::extract_evidence(*report);
    require(again.ok() && again->format == format && again->evidence == extracted->evidence);
  }
  return 0;
}
