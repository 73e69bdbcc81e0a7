/// A record of noise bits that dies at every file operation in turn: afterwards the log either holds it, with the
/// opening that its answer needs, or does not, and the bits can be drawn again.
#include "ledger/dying_files.h"
#include "ledger/folder.h"
#include "ledger/owned.h"
#include "ledger/workflow.h"

namespace zkp {
namespace {

using namespace ledger_test;

class NoiseCrash : public ::testing::TestWithParam<Fault> {
 protected:
  void SetUp() override {
    SKIP_WITHOUT_ROCKSDB();
    write_bytes(file_, as_bytes("age\n31\n44\n29\n"));
    around_.variables["ZKP_SETUP_DIR"] = owned::desk().folder.path();
    ASSERT_OK(LedgerDirectory::init(base_, {.allow_insecure_dev = true}, around_.env()));
    auto directory = LedgerDirectory::open(base_, LedgerAccess::kWrite, around_.env()).value();
    NotarizeRequest request;
    request.file = file_;
    request.name = "survey";
    ASSERT_OK(notarize(*directory, {request}, {}, silent));
    before_ = directory->ledger().size();
  }

  static NoiseRequest request() {
    NoiseRequest out;
    out.index = 1;
    out.column = "age";
    out.lo = "0";
    out.hi = "100";
    out.bits = 64;
    return out;
  }
  static void silent(const Progress&) {}

  TempFolder folder_;
  Surroundings around_;
  const std::string base_ = folder_ / "base", path_ = folder_ / "ledger", file_ = folder_ / "survey.csv";
  uint64_t before_ = 0;
};

TEST_P(NoiseCrash, TheRecordIsThereWithItsOpeningOrNotAtAll) {
  bool finished = false, was_there = false, was_not = false;
  for (uint64_t n = 0; !finished; ++n) {
    ASSERT_LT(n, 200u);
    replace_folder(base_, path_);
    {
      DyingFiles files(n, GetParam());
      auto directory = LedgerDirectory::open(path_, LedgerAccess::kWrite, around_.env(&files));
      const bool done = directory.ok() && record_noise(**directory, request(), silent).ok();
      finished = !files.dead();
      ASSERT_EQ(done, finished) << n;
    }
    auto opened = LedgerDirectory::open(path_, LedgerAccess::kWrite, around_.env());
    ASSERT_TRUE(opened.ok()) << "after operation " << n << ": " << opened.error().describe();
    LedgerDirectory& directory = **opened;
    const NotarizeRecord data = directory.ledger().dataset(1).value();
    const std::vector<uint64_t> records = directory.ledger().noise_records(data.dataset).value();
    ASSERT_EQ(directory.ledger().size(), before_ + records.size()) << n;
    EXPECT_TRUE(!finished || records.size() == 1);
    (records.empty() ? was_not : was_there) = true;

    const auto once_more = record_noise(directory, request(), silent);
    if (records.empty()) {
      ASSERT_TRUE(once_more.ok()) << "after operation " << n << ": " << once_more.error().describe();
      continue;
    }
    EXPECT_CODE(once_more, LedgerError::kDuplicate);
    const NotarizeRecord record = directory.ledger().dataset(records[0]).value();
    const Result<Opening> opening = directory.load_opening(record.dataset);
    ASSERT_TRUE(opening.ok()) << "after operation " << n << ": " << opening.error().describe();
    EXPECT_EQ(opening->bits.size(), 64u);
    EXPECT_TRUE(directory.receipt(records[0]).ok());
  }
  EXPECT_TRUE(was_there);
  EXPECT_TRUE(was_not);
}

INSTANTIATE_TEST_SUITE_P(Faults, NoiseCrash, ::testing::Values(Fault::kBefore, Fault::kAfter), name_of_fault);

}  // namespace
}  // namespace zkp
