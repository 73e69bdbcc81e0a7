/// The C interface: the same answers, and what a C caller can do wrong.
#include "zkp/c_api.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "api/toy_files.h"
#include "report/support.h"

namespace zkp {
namespace {

using testing::toy_files;

struct KeyDeleter {
  void operator()(zkp_groth16_key* key) const { zkp_groth16_key_free(key); }
};
using Key = std::unique_ptr<zkp_groth16_key, KeyDeleter>;

Key toy_key_handle() {
  zkp_groth16_key* key = nullptr;
  EXPECT_EQ(zkp_groth16_key_from_file(toy_files().key_file.data(), toy_files().key_file.size(), &key, nullptr, 0),
            ZKP_OK);
  return Key(key);
}

int32_t verify(const Key& key, const Bytes& proof, const Bytes& inputs) {
  char error[200];
  const int32_t code =
      zkp_groth16_verify(key.get(), proof.data(), proof.size(), inputs.data(), inputs.size(), error, sizeof error);
  EXPECT_EQ(code == ZKP_OK, error[0] == '\0') << error;
  return code;
}

TEST(CApi, HasTheVersionOfItsHeader) { EXPECT_EQ(zkp_abi_version(), uint32_t{ZKP_ABI_VERSION}); }

TEST(CApi, VerifiesWhatHoldsAndNothingElse) {
  const Key key = toy_key_handle();
  EXPECT_EQ(verify(key, toy_files().proof, toy_files().inputs), ZKP_OK);
  EXPECT_EQ(verify(key, toy_files().proof, toy_files().other_inputs), ZKP_REFUSED);
  EXPECT_EQ(verify(key, toy_files().proof, Bytes(32)), ZKP_REFUSED);
  EXPECT_EQ(verify(key, toy_files().proof, Bytes(33)), ZKP_BAD_INPUT);
  EXPECT_EQ(verify(key, toy_files().proof, Bytes(64, 0xff)), ZKP_BAD_INPUT);
  EXPECT_EQ(verify(key, Bytes(191), toy_files().inputs), ZKP_BAD_INPUT);
  EXPECT_EQ(verify(key, Bytes(192), toy_files().inputs), ZKP_BAD_INPUT);
}

TEST(CApi, SaysWhatAKeyIs) {
  const Key key = toy_key_handle();
  EXPECT_EQ(zkp_groth16_key_public_inputs(key.get()), 2u);
  EXPECT_STREQ(zkp_groth16_key_label(key.get()), "insecure-dev");
  Digest id{}, circuit{};
  EXPECT_EQ(zkp_groth16_key_id(key.get(), id.data()), ZKP_OK);
  EXPECT_EQ(id, verifying_key_id(decode_verifying_key(toy_files().key).value()));
  EXPECT_EQ(zkp_groth16_key_circuit_id(key.get(), circuit.data()), ZKP_OK);
  EXPECT_EQ(circuit, circuit_id(testing::toy_r1cs()));
  zkp_groth16_key* raw = nullptr;
  EXPECT_EQ(zkp_groth16_key_from_bytes(toy_files().key.data(), toy_files().key.size(), &raw, nullptr, 0), ZKP_OK);
  const Key owned(raw);
  EXPECT_STREQ(zkp_groth16_key_label(raw), "");
}

TEST(CApi, NothingIsReadThroughNullOrImpossibleSizes) {
  const Key key = toy_key_handle();
  const uint8_t byte = 0;
  zkp_groth16_key* out = key.get();
  char error[8];
  for (const size_t size : {SIZE_MAX, SIZE_MAX / 2 + 1, SIZE_MAX - 191}) {
    EXPECT_EQ(zkp_groth16_key_from_bytes(&byte, size, &out, error, sizeof error), ZKP_BAD_ARGUMENT);
    EXPECT_EQ(out, nullptr);
    EXPECT_EQ(zkp_groth16_key_from_file(&byte, size, &out, error, sizeof error), ZKP_BAD_ARGUMENT);
    EXPECT_EQ(zkp_groth16_verify(key.get(), &byte, size, nullptr, 0, error, sizeof error), ZKP_BAD_ARGUMENT);
    EXPECT_EQ(zkp_groth16_verify(key.get(), nullptr, 0, &byte, size, error, sizeof error), ZKP_BAD_ARGUMENT);
    EXPECT_EQ(zkp_groth16_verify_batch(key.get(), size, nullptr, 0, nullptr, 0, nullptr, nullptr, nullptr, error,
                                       sizeof error),
              ZKP_BAD_ARGUMENT);
    EXPECT_EQ(
        zkp_groth16_verify_batch(key.get(), 1, &byte, size, nullptr, 0, nullptr, nullptr, nullptr, error, sizeof error),
        ZKP_BAD_ARGUMENT);
  }
  // Sizes that a buffer could have, but no proof, inputs or key of ours: refused by the size alone.
  EXPECT_EQ(zkp_groth16_verify(key.get(), &byte, size_t{1} << 40, toy_files().inputs.data(), 64, nullptr, 0),
            ZKP_BAD_INPUT);
  EXPECT_EQ(zkp_groth16_verify(key.get(), &byte, 192, &byte, size_t{1} << 40, nullptr, 0), ZKP_REFUSED);
  EXPECT_EQ(zkp_groth16_key_from_bytes(&byte, size_t{1} << 40, &out, nullptr, 0), ZKP_BAD_INPUT);

  EXPECT_EQ(zkp_groth16_key_from_bytes(nullptr, 5, &out, nullptr, 0), ZKP_BAD_ARGUMENT);
  EXPECT_EQ(zkp_groth16_key_from_bytes(&byte, 1, nullptr, nullptr, 0), ZKP_BAD_ARGUMENT);
  EXPECT_EQ(zkp_groth16_key_from_bytes(nullptr, 0, &out, nullptr, 0), ZKP_BAD_INPUT);
  EXPECT_EQ(zkp_groth16_verify(nullptr, &byte, 1, &byte, 1, nullptr, 0), ZKP_BAD_ARGUMENT);
  EXPECT_EQ(zkp_groth16_verify(key.get(), nullptr, 192, nullptr, 64, nullptr, 0), ZKP_BAD_ARGUMENT);
  EXPECT_EQ(zkp_groth16_key_id(nullptr, nullptr), ZKP_BAD_ARGUMENT);
  EXPECT_EQ(zkp_groth16_key_id(key.get(), nullptr), ZKP_BAD_ARGUMENT);
  EXPECT_EQ(zkp_groth16_key_public_inputs(nullptr), 0u);
  EXPECT_STREQ(zkp_groth16_key_label(nullptr), "");
  zkp_groth16_key_free(nullptr);
}

TEST(CApi, ErrorsAreCutToFitTheBuffer) {
  const uint8_t byte = 7;
  zkp_groth16_key* out = nullptr;
  char whole[200], cut[5] = {'x', 'x', 'x', 'x', 'x'}, none[1] = {'x'};
  EXPECT_EQ(zkp_groth16_key_from_bytes(&byte, 1, &out, whole, sizeof whole), ZKP_BAD_INPUT);
  EXPECT_EQ(zkp_groth16_key_from_bytes(&byte, 1, &out, cut, sizeof cut - 1), ZKP_BAD_INPUT);
  EXPECT_EQ(std::string(cut), std::string(whole).substr(0, 3));
  EXPECT_EQ(cut[4], 'x');
  EXPECT_EQ(zkp_groth16_key_from_bytes(&byte, 1, &out, none, 1), ZKP_BAD_INPUT);
  EXPECT_EQ(none[0], '\0');
  EXPECT_EQ(zkp_groth16_key_from_bytes(&byte, 1, &out, nullptr, 100), ZKP_BAD_INPUT);
}

struct Batch {
  Bytes proofs, inputs;
  size_t count = 0;
  void add(const Bytes& proof, const Bytes& x) {
    append(proofs, proof);
    append(inputs, x);
    ++count;
  }
};

TEST(CApi, ABatchGivesEachProofItsVerdict) {
  const Key key = toy_key_handle();
  Batch batch;
  batch.add(toy_files().proof, toy_files().inputs);
  batch.add(toy_files().other_proof, toy_files().other_inputs);
  const auto run = [&](zkp_random random, uint8_t* verdicts, char* error, size_t error_size) {
    return zkp_groth16_verify_batch(key.get(), batch.count, batch.proofs.data(), batch.proofs.size(),
                                    batch.inputs.data(), batch.inputs.size(), random, nullptr, verdicts, error,
                                    error_size);
  };
  uint8_t verdicts[4] = {9, 9, 9, 9};
  const auto sevens = [](void*, uint8_t* out, size_t size) -> int32_t {
    std::fill_n(out, size, uint8_t{7});
    return 1;
  };
  EXPECT_EQ(run(sevens, verdicts, nullptr, 0), ZKP_OK);
  EXPECT_EQ(run(nullptr, nullptr, nullptr, 0), ZKP_OK);
  batch.add(toy_files().proof, toy_files().other_inputs);
  batch.add(Bytes(192, 0xff), toy_files().inputs);
  char error[200];
  EXPECT_EQ(run(nullptr, verdicts, error, sizeof error), ZKP_REFUSED);
  EXPECT_TRUE(std::string(error).starts_with("proof 2: ")) << error;
  EXPECT_EQ(Bytes(verdicts, verdicts + 4), (Bytes{ZKP_OK, ZKP_OK, ZKP_REFUSED, ZKP_REFUSED}));
  std::fill_n(verdicts, 4, uint8_t{9});
  EXPECT_EQ(run([](void*, uint8_t*, size_t) -> int32_t { return 0; }, verdicts, error, sizeof error), ZKP_FAILED);
  EXPECT_EQ(verdicts[0], 9);
  batch.inputs.pop_back();
  EXPECT_EQ(run(nullptr, verdicts, error, sizeof error), ZKP_BAD_ARGUMENT);
  EXPECT_EQ(zkp_groth16_verify_batch(key.get(), 0, nullptr, 0, nullptr, 0, nullptr, nullptr, nullptr, nullptr, 0),
            ZKP_OK);
}

// ---- files of a ledger

int32_t check_signature(void* calls, const uint8_t key[32], const uint8_t* message, size_t size,
                        const uint8_t signature[64]) {
  ++*static_cast<int*>(calls);
  ByteArray<32> key_bytes;
  ByteArray<64> signature_bytes;
  std::copy_n(key, 32, key_bytes.begin());
  std::copy_n(signature, 64, signature_bytes.begin());
  return report_test::HashVerifier().verify_ed25519(key_bytes, ByteView(message, size), signature_bytes) ? 1 : 0;
}

TEST(CApi, VerifiesTheFilesOfALedger) {
  const report_test::World& world = report_test::proved_world();
  const std::string file = render_report(world.evidence(), ReportFormat::kJson).value();
  const std::string log_key = world.pinned().log_key->vkey();
  int calls = 0;
  zkp_verify_options options;
  zkp_verify_options_init(&options, sizeof options);
  options.log_key = log_key.c_str();
  options.ed25519 = check_signature;
  options.ed25519_context = &calls;
  const auto* content = reinterpret_cast<const uint8_t*>(file.data());
  zkp_verification* verification = nullptr;
  char error[300];
  ASSERT_EQ(zkp_verify_file(content, file.size(), &options, &verification, error, sizeof error), ZKP_OK) << error;
  EXPECT_GT(calls, 0);
  const Verification expected = verify_any_file(file, world.pinned(), world.verifier).value();
  EXPECT_EQ(zkp_verification_claim(verification), expected.words);
  EXPECT_EQ(zkp_verification_label(verification), expected.label);
  EXPECT_EQ(zkp_verification_statement(verification), expected.statement);
  ASSERT_EQ(zkp_verification_check_count(verification), expected.checks.size());
  for (size_t i = 0; i < expected.checks.size(); ++i) {
    EXPECT_EQ(zkp_verification_check_name(verification, i), expected.checks[i].name);
    EXPECT_EQ(zkp_verification_check_detail(verification, i), expected.checks[i].detail);
    EXPECT_EQ(zkp_verification_check_holds(verification, i), 1);
  }
  EXPECT_EQ(zkp_verification_output_count(verification), expected.outputs.size());
  EXPECT_EQ(zkp_verification_not_shown_count(verification), expected.not_shown.size());
  EXPECT_STREQ(zkp_verification_check_name(verification, expected.checks.size()), "");
  EXPECT_STREQ(zkp_verification_output_value(verification, SIZE_MAX), "");
  zkp_verification_free(verification);

  options.ed25519 = nullptr;
  ASSERT_EQ(zkp_verify_file(content, file.size(), &options, &verification, error, sizeof error), ZKP_REFUSED);
  EXPECT_NE(error[0], '\0');
  ASSERT_NE(verification, nullptr);
  zkp_verification_free(verification);
}

// A program that was compiled with a shorter structure, or with a longer one: nothing beyond it is touched.
TEST(CApi, OptionsAreAsLongAsTheCallerSays) {
  const uint8_t content[] = {'{', '}'};
  for (size_t size : {size_t{0}, size_t{4}, size_t{8}, size_t{40}, sizeof(zkp_verify_options) - 8,
                      sizeof(zkp_verify_options), sizeof(zkp_verify_options) + 16}) {
    alignas(zkp_verify_options) std::array<uint8_t, sizeof(zkp_verify_options) + 64> memory;
    memory.fill(0xaa);
    auto* options = reinterpret_cast<zkp_verify_options*>(memory.data());
    zkp_verify_options_init(options, size);
    const size_t written = size < sizeof(size_t) ? 0 : size;
    EXPECT_TRUE(std::all_of(memory.begin() + static_cast<ptrdiff_t>(written), memory.end(), [](uint8_t byte) {
      return byte == 0xaa;
    })) << size;
    if (written == 0) continue;
    size_t said = 0;
    std::memcpy(&said, memory.data(), sizeof said);
    EXPECT_EQ(said, size);
    EXPECT_TRUE(std::all_of(memory.begin() + sizeof(size_t), memory.begin() + static_cast<ptrdiff_t>(size),
                            [](uint8_t byte) { return byte == 0; }))
        << size;
    EXPECT_EQ(zkp_verify_file(content, sizeof content, options, nullptr, nullptr, 0),
              size == sizeof(zkp_verify_options) ? ZKP_BAD_INPUT : ZKP_BAD_ARGUMENT)
        << size;
  }
}

TEST(CApi, RefusesOptionsThatMakeNoSense) {
  zkp_verify_options options;
  zkp_verify_options_init(&options, sizeof options);
  const uint8_t content[] = {'{', '}'};
  char error[200];
  const auto code = [&](auto change) {
    zkp_verify_options changed = options;
    change(changed);
    zkp_verification* out = nullptr;
    const int32_t result = zkp_verify_file(content, sizeof content, &changed, &out, error, sizeof error);
    EXPECT_EQ(out, nullptr);
    return result;
  };
  EXPECT_EQ(code([](auto&) {}), ZKP_BAD_INPUT);
  EXPECT_EQ(code([](auto& o) { o.struct_size = 0; }), ZKP_BAD_ARGUMENT);
  EXPECT_EQ(code([](auto& o) { o.struct_size += 8; }), ZKP_BAD_ARGUMENT);
  EXPECT_EQ(code([](auto& o) { o.log_key = "no key"; }), ZKP_BAD_ARGUMENT);
  EXPECT_EQ(code([](auto& o) { o.witness_count = 1; }), ZKP_BAD_ARGUMENT);
  EXPECT_EQ(code([](auto& o) { o.witness_count = SIZE_MAX; }), ZKP_BAD_ARGUMENT);
  EXPECT_EQ(code([](auto& o) { o.quorum = 3; }), ZKP_BAD_ARGUMENT);
  EXPECT_EQ(code([](auto& o) { o.verification_key_size = 10; }), ZKP_BAD_ARGUMENT);
  static const char* const null_witness[] = {nullptr};
  EXPECT_EQ(code([](auto& o) {
              o.witnesses = null_witness;
              o.witness_count = 1;
            }),
            ZKP_BAD_ARGUMENT);
  EXPECT_EQ(zkp_verify_file(content, 2, nullptr, nullptr, nullptr, 0), ZKP_BAD_ARGUMENT);
  EXPECT_EQ(zkp_verify_file(nullptr, 2, &options, nullptr, nullptr, 0), ZKP_BAD_ARGUMENT);
  EXPECT_EQ(zkp_verify_file(content, SIZE_MAX, &options, nullptr, nullptr, 0), ZKP_BAD_ARGUMENT);
  EXPECT_EQ(zkp_verify_file(nullptr, 0, &options, nullptr, nullptr, 0), ZKP_BAD_INPUT);
  zkp_verify_options_init(nullptr, sizeof options);
  zkp_verification_free(nullptr);
}

}  // namespace
}  // namespace zkp
