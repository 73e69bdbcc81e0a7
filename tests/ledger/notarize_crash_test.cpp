/// `notarize --again` that dies at every file operation in turn: afterwards the file leads to a dataset that is in the
/// log, with its opening, and notarising it once more says so.
#include "ledger/dying_files.h"
#include "ledger/folder.h"
#include "ledger/owned.h"
#include "ledger/workflow.h"

namespace zkp {
namespace {

using namespace ledger_test;

class NotarizeCrash : public ::testing::TestWithParam<Fault> {
 protected:
  void SetUp() override {
    SKIP_WITHOUT_ROCKSDB();
    write_bytes(file_, as_bytes("age,income\n31,5200\n44,6100\n29,4000\n"));
    around_.variables["ZKP_SETUP_DIR"] = owned::desk().folder.path();
    ASSERT_OK(LedgerDirectory::init(base_, {.allow_insecure_dev = true}, around_.env()));
    auto directory = LedgerDirectory::open(base_, LedgerAccess::kWrite, around_.env()).value();
    const auto outcome = notarize(*directory, {request("survey", false)}, {}, silent);
    ASSERT_OK(outcome);
    first_ = outcome.value().front();
    ASSERT_FALSE(first_.existed);
  }

  NotarizeRequest request(const std::string& name, bool again) const {
    NotarizeRequest out;
    out.file = file_;
    out.name = name;
    out.prove = false;
    out.again = again;
    return out;
  }

  static void silent(const Progress&) {}

  TempFolder folder_;
  Surroundings around_;
  const std::string base_ = folder_ / "base", path_ = folder_ / "ledger", file_ = folder_ / "survey.csv";
  NotarizeOutcome first_;
};

TEST_P(NotarizeCrash, TheFileAlwaysLeadsToADatasetOfTheLog) {
  bool finished = false, tag_was_behind = false, tag_was_new = false;
  for (uint64_t n = 0; !finished; ++n) {
    ASSERT_LT(n, 200u);
    replace_folder(base_, path_);
    {
      DyingFiles files(n, GetParam());
      auto directory = LedgerDirectory::open(path_, LedgerAccess::kWrite, around_.env(&files));
      const bool done = directory.ok() && notarize(**directory, {request("survey-2", true)}, {}, silent).ok();
      finished = !files.dead();
      ASSERT_EQ(done, finished) << n;
    }
    auto opened = LedgerDirectory::open(path_, LedgerAccess::kWrite, around_.env());
    ASSERT_TRUE(opened.ok()) << "after operation " << n << ": " << opened.error().describe();
    LedgerDirectory& directory = **opened;
    const uint64_t entries = directory.ledger().size();
    ASSERT_TRUE(entries == 2 || entries == 3) << n;
    EXPECT_TRUE(entries == 3 || !finished);

    const auto once_more = notarize(directory, {request("survey-3", false)}, {}, silent);
    ASSERT_TRUE(once_more.ok()) << "after operation " << n << ": " << once_more.error().describe();
    const NotarizeOutcome& found = once_more.value().front();
    EXPECT_TRUE(found.existed) << n;
    EXPECT_EQ(directory.ledger().size(), entries) << "operation " << n << " hid an entry";
    EXPECT_EQ(directory.ledger().find_dataset(found.dataset).value(), found.index);
    EXPECT_TRUE(directory.load_opening(found.dataset).ok()) << n;
    if (entries == 2) { EXPECT_EQ(found.dataset, first_.dataset) << n; }
    (found.dataset == first_.dataset ? tag_was_behind : tag_was_new) |= entries == 3;
  }
  EXPECT_TRUE(tag_was_new);
  // The crash between the new entry and the file's tag was among them: the tag still named the older dataset.
  EXPECT_TRUE(tag_was_behind);
}

INSTANTIATE_TEST_SUITE_P(Faults, NotarizeCrash, ::testing::Values(Fault::kBefore, Fault::kAfter), name_of_fault);

}  // namespace
}  // namespace zkp
