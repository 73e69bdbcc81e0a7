/// A ledger as a folder: making, opening, and what start-up finds when store and checkpoint disagree.
#include "ledger/directory.h"

#include "ledger/folder.h"
#include "ledger/verify.h"

namespace zkp {
namespace {

using namespace ledger_test;

class Directory : public ::testing::Test {
 protected:
  void SetUp() override {
    SKIP_WITHOUT_ROCKSDB();
    ASSERT_OK(LedgerDirectory::init(path_, {.name = "test", .allow_insecure_dev = true}, around_.env()));
  }
  Result<std::unique_ptr<LedgerDirectory>> open(LedgerAccess access = LedgerAccess::kWrite) {
    return LedgerDirectory::open(path_, access, around_.env());
  }
  // Appends datasets with these numbers, one batch each.
  void append(std::initializer_list<uint64_t> numbers) {
    auto directory = open().value();
    for (uint64_t n : numbers)
      ASSERT_OK(directory->append({make_notarize(dataset_of(*directory, "d" + std::to_string(n), n))}));
  }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

  TempFolder folder_;
  std::string path_ = folder_ / "ledger";
  Surroundings around_;
};

TEST_F(Directory, InitMakesALedgerOfOneEntry) {
  auto directory = open(LedgerAccess::kRead).value();
  EXPECT_EQ(directory->ledger().size(), 1u);
  EXPECT_EQ(directory->ledger().genesis().name, "test");
  EXPECT_TRUE(directory->ledger().genesis().insecure_dev);
  EXPECT_EQ(directory->config().name, "test");
  EXPECT_EQ(directory->checkpoint().checkpoint.size, 1u);
  EXPECT_EQ(directory->checkpoint().checkpoint.root, directory->ledger().root());
  EXPECT_EQ(directory->log_key().name(), directory->ledger().origin());
  EXPECT_EQ(directory->read_only_reason(), "");
  for (const char* secret : {"keys/log.pem", "keys/author.pem", "keys/seal.key"})
    EXPECT_EQ(around_.system_files.mode(file(secret)).value(), 0600) << secret;
  for (const char* secret : {"keys", "private"})
    EXPECT_EQ(around_.system_files.mode(file(secret)).value(), 0700) << secret;
  EXPECT_TRUE(
      verify_entry_signature(directory->ledger().entry(0).value().entry, directory->author_key(), around_.verifier));
}

TEST_F(Directory, InitRefusesAFolderThatHoldsSomething) {
  EXPECT_CODE(LedgerDirectory::init(path_, {}, around_.env()), LedgerError::kExists);
  const std::string other = folder_ / "other";
  fs::create_directories(other);
  write_bytes(other + "/notes.txt", as_bytes("x"));
  EXPECT_CODE(LedgerDirectory::init(other, {}, around_.env()), LedgerError::kExists);
  fs::remove(other + "/notes.txt");
  ASSERT_OK(LedgerDirectory::init(other, {}, around_.env()));
}

TEST_F(Directory, InitRefusesWhatItCannotMakeBeforeItMakesAnything) {
  const std::string other = folder_ / "other";
  EXPECT_CODE(LedgerDirectory::init(other, {.name = "a/b"}, around_.env()), LedgerError::kBadName);
  EXPECT_CODE(LedgerDirectory::init(other, {.storage_backend = "postgres"}, around_.env()), GeneralError::kUnsupported);
  EXPECT_CODE(LedgerDirectory::init(other, {.hash_algorithm = "md5"}, around_.env()), GeneralError::kInvalidArgument);
  EXPECT_FALSE(fs::exists(other));
}

TEST_F(Directory, AppendSignsACheckpointAndGivesReceipts) {
  auto directory = open().value();
  const NotarizeRecord record = dataset_of(*directory, "train", 1);
  const Appended appended = directory->append({make_notarize(record)}).value();
  EXPECT_EQ(appended.entries[0].index, 1u);
  EXPECT_EQ(appended.checkpoint.size, 2u);
  EXPECT_EQ(appended.checkpoint.root, directory->ledger().root());
  for (uint64_t index : {0, 1}) {
    const std::string receipt = directory->receipt(index).value();
    TrustPolicy policy;
    policy.log_key = directory->log_key();
    policy.require_pinned = true;
    EXPECT_TRUE(verify_receipt_file(receipt, policy, around_.verifier).value().ok());
  }
  EXPECT_CODE(directory->receipt(2), LedgerError::kUnknownEntry);
  directory.reset();
  auto reader = open(LedgerAccess::kRead).value();
  EXPECT_EQ(reader->ledger().size(), 2u);
  EXPECT_EQ(reader->checkpoint().checkpoint, appended.checkpoint);
  EXPECT_CODE(reader->append({make_notarize(dataset_of(*reader, "no", 2))}), StorageError::kReadOnly);
}

TEST_F(Directory, OneWriterAndManyReaders) {
  auto writer = open().value();
  EXPECT_CODE(open(), StorageError::kLocked);
  auto first = open(LedgerAccess::kRead).value(), second = open(LedgerAccess::kRead).value();
  ASSERT_OK(writer->append({make_notarize(dataset_of(*writer, "a", 1))}));
  EXPECT_EQ(open(LedgerAccess::kRead).value()->ledger().size(), 2u);
  EXPECT_EQ(first->ledger().size(), 1u);
  writer.reset();
  ASSERT_OK(open());
}

TEST_F(Directory, AStoreLongerThanTheCheckpointIsCaughtUpByAWriterOnly) {
  append({1});
  const Bytes old = read_bytes(file("checkpoint"));
  append({2, 3});
  write_bytes(file("checkpoint"), old);
  {
    auto reader = open(LedgerAccess::kRead).value();
    EXPECT_EQ(reader->ledger().size(), 4u);
    EXPECT_EQ(reader->checkpoint().checkpoint.size, 2u);
    ASSERT_OK(reader->receipt(1));
    EXPECT_CODE(reader->receipt(2), LedgerError::kUnknownEntry);  // nobody signed for it yet
    EXPECT_EQ(read_bytes(file("checkpoint")), old);
  }
  auto writer = open().value();
  EXPECT_EQ(writer->checkpoint().checkpoint.size, 4u);
  EXPECT_EQ(writer->checkpoint().checkpoint.root, writer->ledger().root());
  EXPECT_TRUE(around_.logger.mentions("checkpoint.caught_up"));
  ASSERT_OK(writer->receipt(3));
  writer.reset();
  EXPECT_EQ(open(LedgerAccess::kRead).value()->checkpoint().checkpoint.size, 4u);
}

TEST_F(Directory, AnOldBackupOfTheStoreOpensReadOnlyAndNamesWhatIsMissing) {
  append({1});
  replace_folder(file("store"), folder_ / "backup");
  append({2, 3});
  const Bytes checkpoint = read_bytes(file("checkpoint"));
  replace_folder(folder_ / "backup", file("store"));
  for (LedgerAccess access : {LedgerAccess::kRead, LedgerAccess::kWrite}) {
    auto directory = open(access).value();
    EXPECT_NE(directory->read_only_reason().find("entries 2 to 3 are missing"), std::string::npos)
        << directory->read_only_reason();
    EXPECT_EQ(directory->ledger().size(), 2u);
    ASSERT_OK(directory->ledger().entry(1));
    EXPECT_CODE(directory->append({make_notarize(dataset_of(*directory, "x", 9))}), StorageError::kReadOnly);
    EXPECT_FALSE(directory->receipt(1).ok());
  }
  EXPECT_EQ(read_bytes(file("checkpoint")), checkpoint);
}

TEST_F(Directory, ALogThatTheCheckpointDoesNotSignIsCorrupt) {
  append({1});
  replace_folder(path_, folder_ / "twin");
  append({2});
  {
    auto twin = LedgerDirectory::open(folder_ / "twin", LedgerAccess::kWrite, around_.env()).value();
    ASSERT_OK(twin->append({make_notarize(dataset_of(*twin, "other", 5))}));
  }
  const Bytes checkpoint = read_bytes(file("checkpoint"));
  // The store of the twin with our checkpoint: same keys, same size, another history.
  replace_folder(folder_ / "twin/store", file("store"));
  EXPECT_CODE(open(LedgerAccess::kWrite), StorageError::kCorrupt);
  EXPECT_CODE(open(LedgerAccess::kRead), StorageError::kCorrupt);
  EXPECT_EQ(read_bytes(file("checkpoint")), checkpoint);
  // Also when the other history is longer.
  {
    auto twin = LedgerDirectory::open(folder_ / "twin", LedgerAccess::kWrite, around_.env()).value();
    ASSERT_OK(twin->append({make_notarize(dataset_of(*twin, "more", 6))}));
  }
  replace_folder(folder_ / "twin/store", file("store"));
  EXPECT_CODE(open(LedgerAccess::kWrite), StorageError::kCorrupt);
  EXPECT_EQ(read_bytes(file("checkpoint")), checkpoint);
}

TEST_F(Directory, WithoutACheckpointNothingIsWritten) {
  append({1});
  fs::remove(file("checkpoint"));
  for (LedgerAccess access : {LedgerAccess::kRead, LedgerAccess::kWrite}) {
    auto directory = open(access).value();
    EXPECT_NE(directory->read_only_reason().find("checkpoint is missing"), std::string::npos);
    EXPECT_FALSE(directory->has_checkpoint());
    EXPECT_EQ(directory->ledger().size(), 2u);
    EXPECT_CODE(directory->append({make_notarize(dataset_of(*directory, "x", 9))}), StorageError::kReadOnly);
    EXPECT_CODE(directory->receipt(1), LedgerError::kBadCheckpoint);
    ASSERT_OK(directory->record_verified());
    EXPECT_FALSE(fs::exists(file("checkpoint")));
    EXPECT_FALSE(fs::exists(file("verified")));
  }
}

TEST_F(Directory, ADamagedCheckpointIsRefused) {
  append({1});
  const Bytes good = read_bytes(file("checkpoint"));
  for (size_t at = 0; at < good.size(); at += 7) {
    Bytes changed = good;
    changed[at] ^= 1;
    write_bytes(file("checkpoint"), changed);
    EXPECT_FALSE(open(LedgerAccess::kWrite).ok()) << "byte " << at;
  }
  write_bytes(file("checkpoint"), {});
  EXPECT_CODE(open(LedgerAccess::kRead), LedgerError::kBadCheckpoint);
  write_bytes(file("checkpoint"), good);
  ASSERT_OK(open());
}

TEST_F(Directory, KeysOfAnotherLedgerAreRefused) {
  append({1});
  const std::string other = folder_ / "other";
  ASSERT_OK(LedgerDirectory::init(other, {.name = "test"}, around_.env()));
  const Bytes own_vkey = read_bytes(file("log.vkey")), own_log = read_bytes(file("keys/log.pem")),
              own_author = read_bytes(file("keys/author.pem"));
  write_bytes(file("log.vkey"), read_bytes(other + "/log.vkey"));
  EXPECT_CODE(open(LedgerAccess::kRead), LedgerError::kBadCheckpoint);
  const Bytes own_checkpoint = read_bytes(file("checkpoint"));
  write_bytes(file("checkpoint"), read_bytes(other + "/checkpoint"));
  EXPECT_CODE(open(LedgerAccess::kRead), StorageError::kCorrupt);
  fs::remove(file("checkpoint"));
  EXPECT_CODE(open(LedgerAccess::kRead), StorageError::kCorrupt);
  write_bytes(file("checkpoint"), own_checkpoint);
  write_bytes(file("log.vkey"), own_vkey);
  write_bytes(file("log.vkey"), as_bytes("nonsense"));
  EXPECT_CODE(open(LedgerAccess::kRead), CryptoError::kBadKey);
  write_bytes(file("log.vkey"), own_vkey);

  write_bytes(file("keys/log.pem"), read_bytes(other + "/keys/log.pem"));
  EXPECT_CODE(open(), CryptoError::kBadKey);
  ASSERT_OK(open(LedgerAccess::kRead));
  write_bytes(file("keys/log.pem"), own_log);
  write_bytes(file("keys/author.pem"), read_bytes(other + "/keys/author.pem"));
  EXPECT_CODE(open(), CryptoError::kBadKey);
  write_bytes(file("keys/author.pem"), own_author);
  ASSERT_OK(open());
}

TEST_F(Directory, KeysThatOthersCanReadAreNotUsed) {
  for (const char* key : {"keys/log.pem", "keys/author.pem"}) {
    fs::permissions(file(key), fs::perms::others_read, fs::perm_options::add);
    const auto opened = open();
    EXPECT_CODE(opened, CryptoError::kBadKey);
    EXPECT_NE(opened.error().hint().find("chmod 600"), std::string::npos);
    ASSERT_OK(open(LedgerAccess::kRead));
    fs::permissions(file(key), fs::perms::others_read, fs::perm_options::remove);
  }
  fs::permissions(file("keys/seal.key"), fs::perms::others_read, fs::perm_options::add);
  auto directory = open().value();
  EXPECT_CODE(directory->save_opening(opening_of(dataset_of(*directory, "a", 1))), CryptoError::kBadKey);
}

TEST_F(Directory, APassphraseProtectsTheKeyFiles) {
  const std::string sealed = folder_ / "sealed";
  around_.passphrase = "correct horse";
  ASSERT_OK(LedgerDirectory::init(sealed, {}, around_.env()));
  ASSERT_OK(LedgerDirectory::open(sealed, LedgerAccess::kWrite, around_.env()));
  around_.passphrase = "wrong";
  EXPECT_CODE(LedgerDirectory::open(sealed, LedgerAccess::kWrite, around_.env()), CryptoError::kDecrypt);
  around_.passphrase = "";
  EXPECT_CODE(LedgerDirectory::open(sealed, LedgerAccess::kWrite, around_.env()), CryptoError::kBadKey);
  ASSERT_OK(LedgerDirectory::open(sealed, LedgerAccess::kRead, around_.env()));
  EXPECT_FALSE(around_.logger.mentions("correct horse"));
}

TEST_F(Directory, FolderWithoutLedgerOrWithAWrongConfiguration) {
  EXPECT_CODE(LedgerDirectory::open(folder_ / "absent", LedgerAccess::kRead, around_.env()), LedgerError::kNoLedger);
  around_.variables["ZKP_STORAGE_BACKEND"] = "memory";
  EXPECT_CODE(open(), GeneralError::kUnsupported);
  around_.variables["ZKP_STORAGE_BACKEND"] = "floppy";
  EXPECT_CODE(open(), GeneralError::kParse);
  around_.variables.clear();
  write_bytes(file("zkp-ledger.toml"), as_bytes("[ledger]\nnme = \"x\"\n"));
  EXPECT_CODE(open(), GeneralError::kParse);
}

TEST_F(Directory, IsFoundUpwards) {
  const std::string deep = file("out/a/b");
  fs::create_directories(deep);
  for (const std::string& start : {path_, file("out"), deep, deep + "/", deep + "/."})
    EXPECT_EQ(fs::canonical(LedgerDirectory::find(start, around_.system_files).value()), fs::canonical(path_)) << start;
  EXPECT_CODE(LedgerDirectory::find(folder_.path(), around_.system_files), LedgerError::kNoLedger);
}

TEST_F(Directory, OpeningsAreSealedAndBoundToTheirPlace) {
  auto directory = open().value();
  const NotarizeRecord a = dataset_of(*directory, "a", 1), b = dataset_of(*directory, "b", 2);
  ASSERT_OK(directory->save_opening(opening_of(a)));
  ASSERT_OK(directory->save_opening(opening_of(b)));
  const Opening read = directory->load_opening(a.dataset).value();
  EXPECT_EQ(as_text(encode_opening(read).view()), as_text(encode_opening(opening_of(a)).view()));
  EXPECT_CODE(directory->load_opening(Digest{}), LedgerError::kNoOpening);
  const std::string at_a = file("private/" + hex_encode(a.dataset) + ".opening"),
                    at_b = file("private/" + hex_encode(b.dataset) + ".opening");
  const Bytes sealed_a = read_bytes(at_a);
  EXPECT_EQ(around_.system_files.mode(at_a).value(), 0600);
  EXPECT_EQ(as_text(sealed_a).find("c0"), std::string::npos);
  EXPECT_EQ(as_text(sealed_a).find("csv"), std::string::npos);
  write_bytes(at_b, sealed_a);  // one dataset's opening in another's place
  EXPECT_CODE(directory->load_opening(b.dataset), CryptoError::kDecrypt);
  for (size_t i = 0; i < sealed_a.size(); i += 11) {
    Bytes changed = sealed_a;
    changed[i] ^= 0x10;
    write_bytes(at_a, changed);
    EXPECT_CODE(directory->load_opening(a.dataset), CryptoError::kDecrypt);
  }
}

TEST_F(Directory, TheSameFileIsRecognisedOnlyOnceItsEntryIsThere) {
  auto directory = open().value();
  const NotarizeRecord record = dataset_of(*directory, "a", 1);
  const Opening opening = opening_of(record);
  const Digest schema = schema_digest(opening.schema);
  auto find = [&] { return directory->find_same_file(opening.file_sha256, opening.profile, schema).value(); };
  EXPECT_FALSE(find());
  ASSERT_OK(directory->save_opening(opening));
  ASSERT_OK(directory->remember_file(opening));
  EXPECT_FALSE(find()) << "a crash may come before the entry";
  ASSERT_OK(directory->append({make_notarize(record)}));
  EXPECT_EQ(find(), record.dataset);
  EXPECT_FALSE(directory->find_same_file(Digest{}, opening.profile, schema).value());
  EXPECT_FALSE(directory->find_same_file(opening.file_sha256, "json", schema).value());
  EXPECT_FALSE(directory->find_same_file(opening.file_sha256, opening.profile, Digest{}).value());
}

TEST_F(Directory, RemembersUpToWhereItWasVerified) {
  append({1});
  auto directory = open().value();
  EXPECT_FALSE(directory->verified_checkpoint().value());
  ASSERT_OK(directory->record_verified());
  ASSERT_OK(directory->append({make_notarize(dataset_of(*directory, "b", 2))}));
  const auto verified = directory->verified_checkpoint().value();
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->size, 2u);
  ChainOptions options;
  options.trusted = verified;
  options.from = verified->size;
  options.signed_checkpoint = directory->checkpoint().checkpoint;
  EXPECT_TRUE(verify_chain(directory->ledger(), options, around_.verifier, believe_good, nullptr).value().ok());
  Bytes changed = read_bytes(file("verified"));
  changed[changed.size() / 2] ^= 1;
  write_bytes(file("verified"), changed);
  EXPECT_CODE(directory->verified_checkpoint(), LedgerError::kBadCheckpoint);
}

TEST_F(Directory, TheProductionCheckerRefusesProofsThatAreNone) {
  auto directory = open().value();
  const NotarizeRecord record = dataset_of(*directory, "a", 1);
  ASSERT_OK(directory->append({make_notarize(record)}));
  ProofRecord proof = make_proof_record(record, directory->ledger().id());
  EXPECT_CODE(directory->append({make_proof(proof)}), CryptoError::kBadKey);
  EXPECT_EQ(directory->ledger().size(), 2u);
  // A refusal does not end the writer.
  ASSERT_OK(directory->append({make_notarize(dataset_of(*directory, "b", 2))}));
}

}  // namespace
}  // namespace zkp
