/// Reference strings and wrap keys in the set-up folder: which file is used, and what is not one.
#include "ledger/dataset_keys.h"

#include "base_os/pool.h"
#include "commit/commit.h"
#include "dataset_proof/dev_setup.h"
#include "ledger/folder.h"
#include "ledger/workflow.h"

namespace zkp {
namespace {

using namespace ledger_test;
using Source = DatasetKeys::Source;

void silent(const Progress&) {}

TaskPool* pool() {
  static const std::unique_ptr<TaskPool> out = make_task_pool(0);
  return out.get();
}

void write_string(Files& files, const std::string& path, const Fr& tau, size_t powers, const SetupLabel& label) {
  ASSERT_OK(files.replace_in_pieces(
      path, [&](const auto& sink) { return write_srs_from_tau(tau, powers, label.text(), sink, pool()); }));
}

const Fr& other_tau() {
  static const Fr kTau = Fr::from_u64(0xfeedface12345);
  return kTau;
}
const SetupLabel& ceremony() {
  static const SetupLabel kLabel = SetupLabel::ceremony(sha256(as_bytes("transcript")));
  return kLabel;
}
Digest id_of(const Fr& tau) { return srs_key_from_tau(tau, kSrsLogBlocks).id; }

class Strings : public testing::Test {
 protected:
  DatasetKeys keys(Source source = Source::kInsecureDev) { return DatasetKeys(folder_.path(), files_, pool(), source); }
  void add(int log, const Fr& tau = insecure_dev_tau(), SetupLabel label = SetupLabel::insecure_dev()) {
    write_string(files_, folder_ / ("insecure-dev-" + std::to_string(log) + ".srs"), tau, size_t{1} << log, label);
  }
  std::string add_ceremony(const Fr& tau, size_t powers, const SetupLabel& label = ceremony()) {
    const std::string path = DatasetKeys::ceremony_srs_file(folder_.path(), id_of(tau));
    write_string(files_, path, tau, powers, label);
    return path;
  }

  TempFolder folder_;
  SystemFiles files_;
};

TEST(DatasetKeys, TheRangeTableIsCommittedToWhateverTheRows) {
  EXPECT_EQ(srs_powers_for(uint64_t{1}), 65540u);
  EXPECT_EQ(srs_powers_for(uint64_t{65536}), 65540u);
  EXPECT_EQ(srs_powers_for(uint64_t{65537}), 65541u);
  EXPECT_EQ(srs_powers_for(kClassS.max_rows() - kBlindingRows), kClassS.max_rows());
  EXPECT_EQ(srs_powers_for(RowCounts{100, 70000, 0, 170000}), 170004u);
}

TEST(DatasetKeys, FilesAreNamedByWhatTheyHold) {
  EXPECT_EQ(circuit_name(kClassS), "dataset-s");
  EXPECT_EQ(circuit_name(kClassL), "dataset-l");
  EXPECT_EQ(DatasetKeys::dev_srs_file("d", size_t{1} << 20), "d/insecure-dev-20.srs");
  EXPECT_EQ(DatasetKeys::dev_srs_file("d", (size_t{1} << 20) + 1), "d/insecure-dev-21.srs");
}

TEST_F(Strings, TheSmallestFileThatSufficesIsOpenedOnce) {
  add(14);
  add(15);
  write_bytes(folder_ / "insecure-dev-16.srs.old", as_bytes("not one"));
  DatasetKeys some = keys();
  const Srs* small = some.srs(1000).value();
  EXPECT_EQ(small->powers().size(), size_t{1} << 14);
  EXPECT_EQ(some.srs(size_t{1} << 14).value(), small);
  const Srs* large = some.srs((size_t{1} << 14) + 1).value();
  EXPECT_EQ(large->powers().size(), size_t{1} << 15);
  EXPECT_EQ(some.srs(2).value(), small);
  EXPECT_EQ(large->key().id, insecure_dev_srs_key().key.id);
  const auto none = some.srs((size_t{1} << 15) + 1);
  EXPECT_CODE(none, StatementError::kNoKeys);
  EXPECT_NE(none.error().hint().find("setup --insecure-dev --rows 32765"), std::string::npos) << none.error().hint();
}

TEST_F(Strings, AMissingFolderIsAnEmptyOne) {
  DatasetKeys none(folder_ / "none", files_, nullptr, Source::kInsecureDev);
  EXPECT_CODE(none.srs(10), StatementError::kNoKeys);
  EXPECT_CODE(none.load(kClassS, 10), StatementError::kNoKeys);
  EXPECT_FALSE(none.has(kClassS).value());
}

TEST_F(Strings, AFileThatIsNotTheStringOfItsNameIsRefused) {
  add(14, other_tau());
  EXPECT_CODE(keys().srs(10), StatementError::kNoKeys);
  add(14, insecure_dev_tau(), ceremony());
  EXPECT_CODE(keys().srs(10), StatementError::kNoKeys);
  write_string(files_, folder_ / "insecure-dev-14.srs", insecure_dev_tau(), 1 << 13, SetupLabel::insecure_dev());
  EXPECT_CODE(keys().srs(10), StatementError::kNoKeys);
  add(14);
  EXPECT_TRUE(keys().srs(10).ok());
  Bytes damaged = read_bytes(folder_ / "insecure-dev-14.srs");
  damaged[damaged.size() / 2] ^= 1;
  write_bytes(folder_ / "insecure-dev-14.srs", damaged);
  const auto refused = keys().srs(10);
  EXPECT_CODE(refused, GeneralError::kParse);
  EXPECT_EQ(refused.error().where().file, folder_ / "insecure-dev-14.srs");
}

TEST_F(Strings, OfCeremoniesOnlyOneIsProvedWith) {
  const std::string path = add_ceremony(other_tau(), 9000);
  EXPECT_CODE(keys().srs(10), StatementError::kNoKeys);
  EXPECT_EQ(keys(Source::kCeremony).srs(9000).value()->key().id, id_of(other_tau()));
  EXPECT_CODE(keys(Source::kCeremony).srs(9001), StatementError::kNoKeys);
  add_ceremony(Fr::from_u64(7), 9000);
  EXPECT_CODE(keys(Source::kCeremony).srs(10), StatementError::kNoKeys);
}

TEST_F(Strings, OfDevelopmentUnderTheNameOfACeremonysAreRefused) {
  const std::string path = add_ceremony(insecure_dev_tau(), 9000);
  EXPECT_CODE(keys(Source::kCeremony).srs(10), StatementError::kNoKeys);
  ASSERT_OK(files_.remove(path));
  add_ceremony(other_tau(), 9000, SetupLabel::local());
  EXPECT_CODE(keys(Source::kCeremony).srs(10), StatementError::kNoKeys);
}

TEST_F(Strings, AreInstalledOncePerFolderAndKeepTheirPowers) {
  Surroundings around;
  LedgerEnv env = around.env();
  env.pool = pool();
  const Srs srs = Srs::from_tau(other_tau(), 9000, kSrsLogBlocks, pool());
  const PowerSource powers = [&](size_t first, size_t count) -> Result<std::span<const G1Affine>> {
    return srs.powers().subspan(first, count);
  };
  const std::string folder = folder_ / "setup";
  auto install = [&](const Srs& which, const SetupLabel& label, size_t count, const std::string& where) {
    return install_srs(where, which.key(), label, count, powers, env);
  };
  const auto made = install(srs, ceremony(), 9000, folder);
  ASSERT_OK(made);
  EXPECT_EQ(made->file, DatasetKeys::ceremony_srs_file(folder, srs.key().id));
  EXPECT_EQ(made->file_bytes, fs::file_size(made->file));
  EXPECT_FALSE(made->existed);
  DatasetKeys installed(folder, files_, pool(), Source::kCeremony);
  EXPECT_EQ(installed.srs(9000).value()->powers().size(), 9000u);
  const auto fewer = install(srs, ceremony(), 8500, folder);
  ASSERT_OK(fewer);
  EXPECT_TRUE(fewer->existed);
  EXPECT_EQ(fewer->powers, 9000u);

  EXPECT_CODE(install(Srs::from_tau(Fr::from_u64(7), 9000, kSrsLogBlocks, pool()), ceremony(), 9000, folder),
              GeneralError::kInvalidArgument);
  EXPECT_CODE(install(srs, SetupLabel::local(), 9000, folder), CryptoError::kBadKey);
  EXPECT_CODE(install(insecure_dev_srs(9000, pool()), ceremony(), 9000, folder), CryptoError::kBadKey);
  EXPECT_CODE(install(srs, ceremony(), 9000, "relative"), GeneralError::kInvalidArgument);
  EXPECT_FALSE(fs::exists("relative"));
}

/// Keys of class S and a string of 2^17 powers, made once.
class DevSetup : public testing::Test {
 protected:
  static const std::string& folder() {
    static const TempFolder kFolder;
    static const std::string kPath = [] {
      const std::string path = kFolder / "setup";
      made() = setup_insecure_dev(path, {{}, 1000, false}, env(), silent).value();
      return path;
    }();
    return kPath;
  }
  static std::vector<SetupOutcome>& made() {
    static std::vector<SetupOutcome> out;
    return out;
  }
  static LedgerEnv env() {
    static Surroundings around;
    LedgerEnv out = around.env();
    out.pool = out.proving_pool = pool();
    return out;
  }
  SystemFiles files_;
};

TEST_F(DevSetup, MakesWhatTablesOfSoManyRowsNeed) {
  DatasetKeys keys(folder(), files_, pool(), Source::kInsecureDev);
  ASSERT_EQ(made().size(), 2u);
  EXPECT_EQ(made()[0].name, "reference-string");
  EXPECT_EQ(made()[0].powers, size_t{1} << 17);
  EXPECT_EQ(made()[0].file, DatasetKeys::dev_srs_file(folder(), size_t{1} << 17));
  EXPECT_EQ(made()[1].name, "dataset-s");
  for (const SetupOutcome& each : made()) EXPECT_EQ(each.file_bytes, fs::file_size(each.file)) << each.name;
  EXPECT_TRUE(keys.has(kClassS).value());
  EXPECT_FALSE(keys.has(kClassL).value());
  const auto loaded = keys.load(kClassS, srs_powers_for(1000));
  ASSERT_OK(loaded);
  EXPECT_EQ(loaded->label, SetupLabel::insecure_dev());
  EXPECT_EQ(loaded->key.verifying_key_id, insecure_dev_key_id(kClassS));
  EXPECT_EQ(loaded->key.srs->powers().size(), size_t{1} << 17);
  EXPECT_EQ(*loaded->key.size_class, kClassS);
  const auto again = setup_insecure_dev(folder(), {{"dataset-s"}, 1000, false}, env(), silent);
  ASSERT_OK(again);
  for (const SetupOutcome& each : *again) EXPECT_TRUE(each.existed) << each.name;
  EXPECT_CODE(keys.load(kClassL, 10), StatementError::kNoKeys);
}

TEST_F(DevSetup, AProofMadeWithItsFilesConvincesTheCompiledInVerifier) {
  DatasetKeys keys(folder(), files_, pool(), Source::kInsecureDev);
  const auto loaded = keys.load(kClassS, srs_powers_for(50));
  ASSERT_OK(loaded);
  std::vector<int64_t> ages;
  for (int64_t i = 0; i < 50; ++i) ages.push_back(20 + i);
  PrivateColumn column(std::move(ages));
  column.append_blinding(blinding_rows(blinding_seed(Digest{1}, 0, "age", column)));
  const PrivateColumn* columns[] = {&column};
  EntryBody entry;
  entry.srs_id = loaded->key.srs->key().id;
  entry.rows = 50;
  entry.columns.push_back({"age", {TypeCode::kInt, 64}, false, {}, {}});
  entry.columns[0].commitment = commit_columns(loaded->key.srs->powers(), columns, pool()).value()[0];
  ByteWriter statement = start_statement(StatementType::kRange), context;
  statement.str("age").raw(encode_i128(20)).raw(encode_i128(69));
  context.raw(Digest{}).u8(1).raw(entry_body_digest(encode_entry_body(entry))).raw(Digest{});
  const PrivateTable table{&entry, {{"age", &column}}};
  SimRandom random(5);
  const auto proof = prove_dataset(loaded->key, statement.bytes(), context.bytes(), {&table, 1}, random, {pool()});
  ASSERT_OK(proof);
  const LabelledVerifier* known = known_dataset_verifier(loaded->key.verifying_key_id);
  ASSERT_NE(known, nullptr);
  const EntryBody* entries[] = {&entry};
  EXPECT_TRUE(verify_dataset_proof(known->verifier, *proof, statement.bytes(), context.bytes(), entries).ok());
  entry.columns[0].commitment = G1Affine::generator();
  EXPECT_FALSE(verify_dataset_proof(known->verifier, *proof, statement.bytes(), context.bytes(), entries).ok());
}

TEST_F(DevSetup, AKeyOfAnotherSourceOrCircuitIsRefused) {
  TempFolder other;
  DatasetKeys here(other.path(), files_, pool(), Source::kInsecureDev);
  fs::copy_file(DatasetKeys(folder(), files_, pool(), Source::kInsecureDev).key_file(kClassS), here.key_file(kClassL));
  EXPECT_CODE(here.wrap_key(kClassL), StatementError::kNoKeys);
  DatasetKeys ceremony_keys(other.path(), files_, pool(), Source::kCeremony);
  fs::rename(here.key_file(kClassL), ceremony_keys.key_file(kClassS));
  EXPECT_CODE(ceremony_keys.wrap_key(kClassS), StatementError::kNoKeys);
  fs::resize_file(ceremony_keys.key_file(kClassS), 1000);
  EXPECT_CODE(ceremony_keys.wrap_key(kClassS), GeneralError::kParse);
}

TEST_F(DevSetup, WrongRequestsAreRefusedBeforeAnythingIsMade) {
  TempFolder other;
  const std::string path = other / "setup";
  EXPECT_CODE(setup_insecure_dev(path, {{"direct-64"}, {}, false}, env(), silent), GeneralError::kInvalidArgument);
  EXPECT_CODE(setup_insecure_dev(path, {{}, kClassL.max_rows(), false}, env(), silent), GeneralError::kInvalidArgument);
  EXPECT_FALSE(fs::exists(path));
  write_bytes(path, as_bytes("a file"));
  EXPECT_CODE(setup_insecure_dev(path, {{}, 10, false}, env(), silent), StorageError::kIo);
}

TEST_F(DevSetup, AnInterruptedOneLeavesNoFileUnderARightName) {
  SimFiles files;
  LedgerEnv around = env();
  LedgerEnv simulated{files,  around.clock, around.random,      around.verifier,  around.logger,
                      pool(), pool(),       around.environment, around.passphrase};
  // make_directories, exists is none, create, then pieces of the string: the second piece fails.
  for (const uint64_t n : {1, 2, 4}) {
    files.stop_at_operation(n);
    EXPECT_FALSE(setup_insecure_dev("d", {{}, 10, false}, simulated, silent).ok()) << n;
    EXPECT_TRUE(files.stopped());
    files.restart();
    EXPECT_EQ(files.list("d").value(), std::vector<std::string>{}) << n;
  }
}

}  // namespace
}  // namespace zkp
