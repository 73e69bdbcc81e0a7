/// The file operation at which the process dies or the disk fails, one after another: nothing acknowledged is lost,
/// nothing is half there, and the order opening, entry, checkpoint holds.
#include "ledger/directory.h"

#include "ledger/dying_files.h"
#include "ledger/folder.h"

namespace zkp {
namespace {

using namespace ledger_test;

class DirectoryCrash : public ::testing::TestWithParam<Fault> {
 protected:
  void SetUp() override { SKIP_WITHOUT_ROCKSDB(); }
  TempFolder folder_;
  Surroundings around_;
};

TEST_P(DirectoryCrash, AnAppendIsThereOrNotAndWhatWasAcknowledgedIs) {
  const std::string base = folder_ / "base", path = folder_ / "ledger";
  ASSERT_OK(LedgerDirectory::init(base, {.allow_insecure_dev = true}, around_.env()));
  NotarizeRecord first, second;
  {
    auto directory = LedgerDirectory::open(base, LedgerAccess::kWrite, around_.env()).value();
    first = dataset_of(*directory, "first", 1);
    second = dataset_of(*directory, "second", 2);
    ASSERT_OK(directory->save_opening(opening_of(first)));
    ASSERT_OK(directory->append({make_notarize(first)}));
  }
  bool finished = false, caught_up = false;
  for (uint64_t n = 0; !finished; ++n) {
    ASSERT_LT(n, 200u);
    replace_folder(base, path);
    bool saved = false, acknowledged = false;
    {
      DyingFiles files(n, GetParam());
      auto directory = LedgerDirectory::open(path, LedgerAccess::kWrite, around_.env(&files));
      if (directory.ok()) {
        saved = (*directory)->save_opening(opening_of(second)).ok();
        if (saved) acknowledged = (*directory)->append({make_notarize(second)}).ok();
      }
      finished = !files.dead();
    }
    EXPECT_EQ(finished, acknowledged);

    around_.logger.clear();
    auto directory = LedgerDirectory::open(path, LedgerAccess::kWrite, around_.env());
    ASSERT_TRUE(directory.ok()) << "after operation " << n << ": " << directory.error().describe();
    const Ledger& ledger = (*directory)->ledger();
    EXPECT_EQ((*directory)->read_only_reason(), "");
    EXPECT_EQ(ledger.find_dataset(first.dataset).value(), 1u);
    const bool there = ledger.find_dataset(second.dataset).value().has_value();
    EXPECT_TRUE(there || !acknowledged) << "operation " << n << " lost an acknowledged entry";
    EXPECT_EQ(ledger.size(), there ? 3u : 2u);
    // Whatever entry is there, its opening is, and the newest checkpoint covers it.
    EXPECT_TRUE(!there || (*directory)->load_opening(second.dataset).ok()) << n;
    EXPECT_EQ((*directory)->checkpoint().checkpoint.size, ledger.size());
    caught_up = caught_up || around_.logger.mentions("checkpoint.caught_up");
    ChainOptions options;
    options.store_checksums = true;
    options.signed_checkpoint = (*directory)->checkpoint().checkpoint;
    EXPECT_TRUE(verify_chain(ledger, options, around_.verifier, believe_good, nullptr).value().ok());
    ASSERT_OK((*directory)->append({make_notarize(dataset_of(**directory, "third", 3))}));
  }
  // The crash between entry and checkpoint was among them.
  EXPECT_TRUE(caught_up || GetParam() == Fault::kAfter);
}

TEST_P(DirectoryCrash, AfterAFailedCheckpointTheWriterSignsNothingMore) {
  const std::string path = folder_ / "ledger";
  ASSERT_OK(LedgerDirectory::init(path, {}, around_.env()));
  // Only the checkpoint is replaced by an append, so it is the first operation after the opening that fails.
  uint64_t opening_operations = 0;
  for (;; ++opening_operations) {
    DyingFiles files(opening_operations, GetParam());
    if (LedgerDirectory::open(path, LedgerAccess::kWrite, around_.env(&files)).ok()) break;
  }
  DyingFiles files(opening_operations, GetParam());
  auto directory = LedgerDirectory::open(path, LedgerAccess::kWrite, around_.env(&files)).value();
  EXPECT_CODE(directory->append({make_notarize(dataset_of(*directory, "a", 1))}), StorageError::kIo);
  EXPECT_CODE(directory->append({make_notarize(dataset_of(*directory, "b", 2))}), StorageError::kIo);
  // Nothing was promised for the entry that was written.
  EXPECT_EQ(directory->checkpoint().checkpoint.size, 1u);
  EXPECT_CODE(directory->receipt(1), LedgerError::kUnknownEntry);
  directory.reset();
  auto again = LedgerDirectory::open(path, LedgerAccess::kWrite, around_.env()).value();
  EXPECT_EQ(again->ledger().size(), 2u);
  ASSERT_OK(again->receipt(1));
}

TEST_P(DirectoryCrash, AnInterruptedInitLeavesNoLedgerOrAWholeOne) {
  bool finished = false;
  for (uint64_t n = 0; !finished; ++n) {
    ASSERT_LT(n, 100u);
    const std::string path = folder_ / ("new" + std::to_string(n));
    DyingFiles files(n, GetParam());
    finished = LedgerDirectory::init(path, {}, around_.env(&files)).ok();
    EXPECT_EQ(finished, !files.dead());
    auto opened = LedgerDirectory::open(path, LedgerAccess::kWrite, around_.env());
    if (!opened.ok()) {
      EXPECT_FALSE(finished);
      EXPECT_EQ(opened.error().code(), ErrorCode(LedgerError::kNoLedger)) << n;
    } else {
      EXPECT_EQ((*opened)->ledger().size(), 1u);
      ASSERT_OK((*opened)->append({make_notarize(dataset_of(**opened, "a", 1))}));
    }
    fs::remove_all(path);
  }
}

INSTANTIATE_TEST_SUITE_P(Faults, DirectoryCrash, ::testing::Values(Fault::kBefore, Fault::kAfter), name_of_fault);

}  // namespace
}  // namespace zkp
