/// Reports of a ledger folder.
#include <filesystem>

#include "base_os/ed25519.h"
#include "base_os/system_files.h"
#include "base_os/system_random.h"
#include "ledger/directory.h"
#include "report/support.h"

namespace zkp {
namespace {

using namespace report_test;

class NullLogger final : public Logger {
 public:
  void log(LogLevel, std::string_view, std::initializer_list<LogField>) override {}
};

class FolderReport : public testing::Test {
 protected:
  FolderReport() : folder(std::filesystem::temp_directory_path() / ("zkp-report-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(folder);
    EXPECT_TRUE(LedgerDirectory::init(folder.string(), {"lab", "blake3", "rocksdb", true}, env).ok());
    directory = LedgerDirectory::open(folder.string(), LedgerAccess::kWrite, env).value();
  }
  ~FolderReport() override {
    directory.reset();
    std::filesystem::remove_all(folder);
  }

  std::filesystem::path folder;
  SystemFiles files;
  SimClock clock;
  SystemRandom random;
  OpenSslVerifier verifier;
  NullLogger logger;
  LedgerEnv env{files,  clock,   random,  verifier,
                logger, nullptr, nullptr, [](const std::string&) { return std::nullopt; },
                {},     SIZE_MAX};
  std::unique_ptr<LedgerDirectory> directory;
};

TEST_F(FolderReport, VerifiesOfflineUnderTheLedgersOwnKey) {
  NotarizeRecord record;
  record.name = "train";
  record.body.owner_key = directory->author_key();
  record.body.file_profile = "csv";
  record.body.rows = 3;
  record.body.columns = {{"x", {TypeCode::kInt, 16}, false, {}, G1Affine::generator()}};
  record.body_bytes = encode_entry_body(record.body);
  record.dataset = entry_body_digest(record.body_bytes);
  ASSERT_TRUE(directory->append({make_notarize(record)}).ok());

  TrustPolicy policy;
  policy.log_key = directory->log_key();
  for (ReportFormat format : kFormats) {
    const std::string report = make_report(*directory, {}, format, kStart_s, true).value();
    EXPECT_EQ(refusal(verify_any_file(report, policy, verifier)), "");
    EXPECT_NE(report.find("blake3"), std::string::npos);  // the digest algorithm that the genesis entry names
  }
  EXPECT_CODE(make_report(*directory, {}, ReportFormat::kJson, -1, true), GeneralError::kInvalidArgument);
}

}  // namespace
}  // namespace zkp
