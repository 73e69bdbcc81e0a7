/// Keys and reference strings labelled as a ceremony's, installed, found by id, and what is refused.
#include "ledger/installed_keys.h"

#include "base_os/pool.h"
#include "dataset_proof/wrap_circuit.h"
#include "groth16/setup.h"
#include "ledger/dataset_keys.h"
#include "ledger/folder.h"
#include "ledger/workflow.h"

namespace zkp {
namespace {

using namespace ledger_test;

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
    return groth16_setup(wrap_r1cs(kClassS), trapdoor, SetupLabel::ceremony(sha256(as_bytes("transcript"))), pool())
        .value();
  }();
  return key;
}

const Srs& string_of_a_ceremony() {
  static const Srs srs = Srs::from_tau(Fr::from_u64(0xfeedface12345), 9000, kSrsLogBlocks, pool());
  return srs;
}

struct House {
  Surroundings around;
  TempFolder folder;
  std::string keys = folder.path() + "/keys";
  Files& files = around.system_files;

  std::string install() { return install_ceremony_key(key_of_a_ceremony(), keys, files, pool()).value(); }
  std::string install_string(const SetupLabel& label = SetupLabel::ceremony(sha256(as_bytes("powers")))) {
    const PowerSource powers = [](size_t first, size_t count) -> Result<std::span<const G1Affine>> {
      return string_of_a_ceremony().powers().subspan(first, count);
    };
    return install_srs(keys, string_of_a_ceremony().key(), label, 9000, powers, around.env()).value().file;
  }
};

TEST(InstalledKeys, TheKeyAndTheStringGiveAProverAndAVerifier) {
  House house;
  house.install();
  const Digest vk = verifying_key_id(key_of_a_ceremony().vk), srs = string_of_a_ceremony().key().id;
  EXPECT_FALSE(installed_dataset_verifier(vk, srs, house.keys, house.files).value().has_value());
  house.install_string();

  DatasetKeys keys(house.keys, house.files, pool(), DatasetKeys::Source::kCeremony);
  ASSERT_TRUE(keys.has(kClassS).value());
  const auto loaded = keys.load(kClassS, 9000);
  ASSERT_OK(loaded);
  EXPECT_EQ(loaded->label, key_of_a_ceremony().label);
  EXPECT_EQ(loaded->key.verifying_key_id, vk);
  EXPECT_EQ(loaded->key.srs->key().id, srs);

  const auto found = installed_dataset_verifier(vk, srs, house.keys, house.files).value();
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->label, key_of_a_ceremony().label);
  EXPECT_EQ(found->verifier.key_id(), vk);
  EXPECT_EQ(found->verifier.srs_id(), srs);
  EXPECT_EQ(found->verifier.size_class(), kClassS);
  EXPECT_EQ(found->verifier.srs().powers, string_of_a_ceremony().key().powers);
  EXPECT_FALSE(installed_dataset_verifier(Digest{}, srs, house.keys, house.files).value().has_value());
  EXPECT_FALSE(installed_dataset_verifier(vk, Digest{}, house.keys, house.files).value().has_value());
}

TEST(InstalledKeys, OnlyKeysOfACeremonyForOurCircuitsAreInstalled) {
  House house;
  ProvingKey local = key_of_a_ceremony();
  local.label = SetupLabel::local();
  EXPECT_CODE(install_ceremony_key(local, house.keys, house.files), CryptoError::kBadKey);
  ProvingKey foreign = key_of_a_ceremony();
  foreign.circuit_id[0] ^= 1;
  EXPECT_CODE(install_ceremony_key(foreign, house.keys, house.files), CryptoError::kBadKey);
  ProvingKey development = key_of_a_ceremony();
  development.vk = insecure_dev_verifier(kClassS).verifier.key().key();
  EXPECT_CODE(install_ceremony_key(development, house.keys, house.files), CryptoError::kBadKey);
  EXPECT_FALSE(std::filesystem::exists(house.keys));
}

// Without HOME and its like the set-up folder is one in the current folder, which may come from a stranger.
TEST(InstalledKeys, ARelativeFolderIsTrustedForNothing) {
  const std::string here = std::filesystem::current_path().string();
  House house;
  ASSERT_FALSE(setup_folder([](const std::string&) { return std::optional<std::string>(); }).starts_with('/'));
  const std::string vk_file = house.install();
  house.install_string();
  const std::string relative = std::filesystem::relative(house.keys, here).string();
  ASSERT_TRUE(house.files.exists(relative + vk_file.substr(house.keys.size())).value());
  const Digest id = verifying_key_id(key_of_a_ceremony().vk), srs = string_of_a_ceremony().key().id;
  EXPECT_TRUE(installed_verifying_key(id, house.keys, house.files).value().has_value());
  EXPECT_TRUE(installed_srs_key(srs, house.keys, house.files).value().has_value());
  for (const std::string& folder : {relative, std::string()}) {
    EXPECT_FALSE(installed_verifying_key(id, folder, house.files).value().has_value());
    EXPECT_FALSE(installed_srs_key(srs, folder, house.files).value().has_value());
    EXPECT_FALSE(installed_dataset_verifier(id, srs, folder, house.files).value().has_value());
  }
  EXPECT_CODE(install_ceremony_key(key_of_a_ceremony(), relative, house.files), GeneralError::kInvalidArgument);
}

// Whoever puts a file into the folder by hand gains nothing by its name or label.
TEST(InstalledKeys, FilesThatAreNotWhatTheirNameSaysAreRefused) {
  House house;
  const ProvingKey& key = key_of_a_ceremony();
  const std::string vk_file = house.install();
  const Digest id = verifying_key_id(key.vk);
  Files& files = house.files;
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
  for (const auto source : {DatasetKeys::Source::kCeremony, DatasetKeys::Source::kInsecureDev}) {
    DatasetKeys keys(house.keys, files, nullptr, source);
    ASSERT_OK(files.replace_in_pieces(keys.key_file(kClassS),
                                      [&](const auto& sink) { return write_proving_key(local, sink); }));
    EXPECT_CODE(keys.wrap_key(kClassS), StatementError::kNoKeys);
  }
}

TEST(InstalledKeys, StringsThatAreNotWhatTheirNameSaysAreRefused) {
  House house;
  const std::string file = house.install_string();
  const Digest id = string_of_a_ceremony().key().id;
  EXPECT_EQ(installed_srs_key(id, house.keys, house.files).value()->file, file);
  EXPECT_FALSE(installed_srs_key(Digest{}, house.keys, house.files).value().has_value());
  const Bytes good = read_bytes(file);
  write_bytes(DatasetKeys::ceremony_srs_file(house.keys, Digest{}), good);
  EXPECT_CODE(installed_srs_key(Digest{}, house.keys, house.files), CryptoError::kBadKey);
  Bytes cut = good;
  cut.pop_back();
  write_bytes(file, cut);
  EXPECT_CODE(installed_srs_key(id, house.keys, house.files), GeneralError::kParse);
  Bytes off_curve = good;
  off_curve[2000] ^= 1;  // of a power
  write_bytes(file, off_curve);
  EXPECT_CODE(installed_srs_key(id, house.keys, house.files), GeneralError::kParse);
  ASSERT_OK(house.files.replace_in_pieces(
      file, [&](const auto& sink) { return write_srs(string_of_a_ceremony(), "local", sink, nullptr); }));
  EXPECT_CODE(installed_srs_key(id, house.keys, house.files), CryptoError::kBadKey);
}

}  // namespace
}  // namespace zkp
