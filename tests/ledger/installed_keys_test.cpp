/// A ledger that refuses insecure-dev keys, from keys labelled as a ceremony's to a proof that somebody else verifies.
#include "ledger/installed_keys.h"

#include "base_os/pool.h"
#include "groth16/setup.h"
#include "ledger/folder.h"
#include "ledger/proving_keys.h"
#include "ledger/workflow.h"
#include "statement/direct/circuit.h"
#include "statement/direct/keys.h"

namespace zkp {
namespace {

using namespace ledger_test;

void silent(const Progress&) {}

TaskPool* pool() {
  static const std::unique_ptr<TaskPool> out = make_task_pool(0);
  return out.get();
}

// As a ceremony makes them: gamma = 1. That they come from one is shown by tests/e2e/test_ceremony.py.
const ProvingKey& key_of_a_ceremony() {
  static const ProvingKey key = [] {
    SimRandom random(3);
    Trapdoor trapdoor = random_trapdoor(random).value();
    trapdoor.gamma = Fr::one();
    return groth16_setup(direct_r1cs(kDirectSmallCapacity), trapdoor,
                         SetupLabel::ceremony(sha256(as_bytes("transcript"))), pool())
        .value();
  }();
  return key;
}

struct House {
  Surroundings around;
  TempFolder folder;
  std::string keys = folder.path() + "/keys", ledger = folder.path() + "/lab", table = folder.path() + "/t.csv";

  House() {
    around.variables["ZKP_SETUP_DIR"] = keys;
    write_bytes(table, as_bytes("age\n20\n30\n41\n"));
  }
  LedgerEnv env() {
    LedgerEnv out = around.env();
    out.pool = out.proving_pool = pool();
    return out;
  }
  std::unique_ptr<LedgerDirectory> open() {
    if (!std::filesystem::exists(ledger)) { EXPECT_TRUE(LedgerDirectory::init(ledger, {}, env()).ok()); }
    return LedgerDirectory::open(ledger, LedgerAccess::kWrite, env()).value();
  }
  NotarizeRequest request(std::vector<std::string> statements = {}) {
    NotarizeRequest out;
    out.file = table;
    out.name = "people";
    out.statements = std::move(statements);
    return out;
  }
};

TEST(InstalledKeys, ALedgerWithoutDevelopmentKeysProvesAndOthersVerifyWithTheVk) {
  SKIP_WITHOUT_ROCKSDB();
  House house;
  const std::string vk_file = install_ceremony_key(key_of_a_ceremony(), house.keys, house.around.system_files).value();
  const std::string label = key_of_a_ceremony().label.text();
  auto directory = house.open();
  const auto noted = notarize(*directory, {house.request()}, {}, silent);
  ASSERT_TRUE(noted.ok()) << noted.error().describe();
  ASSERT_EQ(noted->at(0).proofs.size(), 1u);
  EXPECT_EQ(noted->at(0).proofs[0].label, label);
  const auto proved =
      prove(*directory, {noted->at(0).index, "sum:age", {}, "", house.folder.path() + "/sum.zkproof"}, silent);
  ASSERT_TRUE(proved.ok()) << proved.error().describe();
  EXPECT_EQ(proved->outputs.at("sum"), "91");

  const Bytes file = read_bytes(proved->file);
  TrustPolicy policy;
  const auto unknown = verify_proof_file(as_text(file), policy, house.around.verifier);
  ASSERT_TRUE(unknown.ok());
  EXPECT_FALSE(unknown->ok());
  EXPECT_EQ(unknown->first_failure()->name, "verification-key");
  policy.verification_key = decode_verifying_key_file(read_bytes(vk_file)).value();
  const auto known = verify_proof_file(as_text(file), policy, house.around.verifier);
  ASSERT_TRUE(known.ok());
  EXPECT_TRUE(known->ok());
  EXPECT_EQ(known->label, label);
}

TEST(InstalledKeys, WithoutThemSuchALedgerProvesNothing) {
  SKIP_WITHOUT_ROCKSDB();
  House house;
  auto directory = house.open();
  EXPECT_CODE(notarize(*directory, {house.request({"sum:age"})}, {}, silent), LedgerError::kNotAllowed);
  const auto noted = notarize(*directory, {house.request()}, {}, silent);
  ASSERT_TRUE(noted.ok()) << noted.error().describe();
  EXPECT_TRUE(noted->at(0).proofs.empty());
  EXPECT_FALSE(noted->at(0).warnings.empty());
  EXPECT_CODE(prove(*directory, {noted->at(0).index, "sum:age", {}, "", ""}, silent), LedgerError::kNotAllowed);
}

TEST(InstalledKeys, OnlyKeysOfACeremonyForOurCircuitsAreInstalled) {
  House house;
  ProvingKey local = key_of_a_ceremony();
  local.label = SetupLabel::local();
  EXPECT_CODE(install_ceremony_key(local, house.keys, house.around.system_files), CryptoError::kBadKey);
  ProvingKey foreign = key_of_a_ceremony();
  foreign.circuit_id[0] ^= 1;
  EXPECT_CODE(install_ceremony_key(foreign, house.keys, house.around.system_files), CryptoError::kBadKey);
  EXPECT_FALSE(std::filesystem::exists(house.keys));
}

// Without HOME and its like the set-up folder is one in the current folder, which may come from a stranger.
TEST(InstalledKeys, ARelativeFolderIsTrustedForNothing) {
  const std::string here = std::filesystem::current_path().string();
  House house;
  ASSERT_FALSE(setup_folder([](const std::string&) { return std::optional<std::string>(); }).starts_with('/'));
  const ProvingKey& key = key_of_a_ceremony();
  Files& files = house.around.system_files;
  const std::string vk_file = install_ceremony_key(key, house.keys, files).value();
  const std::string relative = std::filesystem::relative(house.keys, here).string();
  ASSERT_TRUE(files.exists(relative + vk_file.substr(house.keys.size())).value());
  const Digest id = verifying_key_id(key.vk);
  EXPECT_TRUE(installed_verifying_key(id, house.keys, files).value().has_value());
  EXPECT_FALSE(installed_verifying_key(id, relative, files).value().has_value());
  EXPECT_FALSE(installed_verifying_key(id, "", files).value().has_value());
  EXPECT_CODE(install_ceremony_key(key, relative, files), GeneralError::kInvalidArgument);
}

// Whoever puts a file into the folder by hand gains nothing by its name or label.
TEST(InstalledKeys, FilesThatAreNotWhatTheirNameSaysAreRefused) {
  House house;
  const ProvingKey& key = key_of_a_ceremony();
  const std::string vk_file = install_ceremony_key(key, house.keys, house.around.system_files).value();
  const Digest id = verifying_key_id(key.vk);
  Files& files = house.around.system_files;
  EXPECT_EQ(installed_verifying_key(id, house.keys, files).value()->key.key, key.vk);
  EXPECT_EQ(installed_verifying_key(id, house.keys, files).value()->file, vk_file);
  EXPECT_FALSE(installed_verifying_key(sha256(as_bytes("other")), house.keys, files).value().has_value());

  const std::string other = house.keys + "/" + hex_encode(sha256(as_bytes("other"))) + ".vk";
  write_bytes(other, read_bytes(vk_file));
  EXPECT_CODE(installed_verifying_key(sha256(as_bytes("other")), house.keys, files), CryptoError::kBadKey);
  write_bytes(vk_file, encode_verifying_key_file({SetupLabel::local(), key.circuit_id, key.vk}));
  EXPECT_CODE(installed_verifying_key(id, house.keys, files), CryptoError::kBadKey);

  // A local proving key under the name of a ceremony's, and the reverse.
  ProvingKey local = key;
  local.label = SetupLabel::local();
  Bytes content;
  ASSERT_OK(write_proving_key(local, [&](ByteView piece) -> Result<void> {
    append(content, piece);
    return {};
  }));
  ProvingKeys ceremony(house.keys, files, nullptr, ProvingKeys::Source::kCeremony);
  ASSERT_TRUE(ceremony.has(kDirectSmallCapacity).value());
  write_bytes(ceremony.file_of(kDirectSmallCapacity), content);
  EXPECT_CODE(ceremony.load(kDirectSmallCapacity), StatementError::kNoKeys);
  ProvingKeys development(house.keys, files, nullptr, ProvingKeys::Source::kInsecureDev);
  write_bytes(development.file_of(kDirectSmallCapacity), content);
  EXPECT_CODE(development.load(kDirectSmallCapacity), StatementError::kNoKeys);
}

}  // namespace
}  // namespace zkp
