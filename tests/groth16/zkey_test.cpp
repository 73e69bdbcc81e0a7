#include "groth16/files/zkey.h"

#include <gtest/gtest.h>

#include "groth16/files/little_endian.h"
#include "groth16/files/snarkjs_json.h"
#include "groth16/foreign_files.h"
#include "groth16/toy.h"

namespace zkp {
namespace {

using testing::find_section;
using testing::flipped;
using testing::read_vector;

constexpr uint32_t kHeaderSection = 2, kIcSection = 3, kCoefficientSection = 4, kASection = 5,
                   kContributionSection = 10;
constexpr KeyForm kForSnarkjs{RowOrder::kSnarkjs, HBasis::kOddCoset};

Bytes foreign_key() { return read_vector("groth16_snarkjs/key.zkey"); }

Result<Zkey> parse(ByteView bytes) { return parse_zkey(bytes, SubgroupCheck::kCheck); }

Zkey toy_zkey() {
  const R1cs system = testing::toy_r1cs();
  ProvingKey key =
      groth16_setup(system, insecure_dev_trapdoor(circuit_id(system)), SetupLabel::insecure_dev(), nullptr, kForSnarkjs)
          .value();
  return make_zkey(std::move(key), system).value();
}

std::vector<Fr> vector_inputs() {
  const WitnessValues witness = testing::vector_witness();
  return {witness.values().begin() + 1, witness.values().begin() + 4};
}

Groth16Proof prove(const Zkey& zkey, std::span<const Fr> values) {
  SimRandom random(5);
  return groth16_prove_without_c(zkey.key, zkey.a, zkey.b, values, random).value();
}

TEST(Zkey, ForeignKeyIsReadAndWrittenWithTheSameBytes) {
  const Zkey zkey = parse(foreign_key()).value();
  EXPECT_EQ(zkey.key.label, SetupLabel::local());
  EXPECT_EQ(zkey.a.rows(), 4u);
  ASSERT_EQ(zkey.contributions.size(), 2u);
  EXPECT_EQ(zkey.contributions[0].name(), "first person");
  EXPECT_EQ(zkey.contributions[1].type, 1u);
  EXPECT_EQ(encode_zkey(zkey).value(), foreign_key());
}

// The matrices, the basis of h and the order of rows all have to be right for this.
TEST(Zkey, ProofUnderTheForeignKeyVerifiesUnderItsExportedVerificationKey) {
  const Zkey zkey = parse(foreign_key()).value();
  const Bytes text = read_vector("groth16_snarkjs/verification_key.json");
  const VerifyingKey vk = parse_snarkjs_verifying_key(as_text(text)).value();
  EXPECT_EQ(zkey.key.vk, vk);
  const auto verifier = PreparedVerifyingKey::make(vk).value();
  const WitnessValues witness = testing::vector_witness();
  EXPECT_TRUE(verifier.verify(vector_inputs(), prove(zkey, witness.values())).ok());
  const WitnessValues broken = parse_wtns_file(read_vector("groth16_snarkjs/broken.wtns")).value();
  SimRandom random(4);
  EXPECT_EQ(groth16_prove_without_c(zkey.key, zkey.a, zkey.b, broken.values(), random).error().code(),
            CryptoError::kUnsatisfied);
}

TEST(Zkey, ForeignProofVerifiesAndOnlyForItsInputs) {
  const auto vk_text = read_vector("groth16_snarkjs/verification_key.json");
  const auto proof_text = read_vector("groth16_snarkjs/proof.json");
  const auto inputs_text = read_vector("groth16_snarkjs/public.json");
  const auto verifier = PreparedVerifyingKey::make(parse_snarkjs_verifying_key(as_text(vk_text)).value()).value();
  const Groth16Proof proof = parse_snarkjs_proof(as_text(proof_text)).value();
  std::vector<Fr> inputs = parse_snarkjs_public_inputs(as_text(inputs_text)).value();
  EXPECT_EQ(inputs, vector_inputs());
  EXPECT_TRUE(verifier.verify(inputs, proof).ok());
  for (Fr& input : inputs) {
    input += Fr::one();
    EXPECT_FALSE(verifier.verify(inputs, proof).ok());
    input -= Fr::one();
  }
}

TEST(Zkey, OurKeyComesBackWithItsLabelAndProves) {
  const Zkey zkey = toy_zkey();
  const Bytes bytes = encode_zkey(zkey).value();
  Zkey again = parse(bytes).value();
  EXPECT_EQ(again.key.label, SetupLabel::insecure_dev());
  ASSERT_TRUE(attach_circuit(again, testing::toy_r1cs()).ok());
  EXPECT_EQ(again.key, zkey.key);
  EXPECT_EQ(encode_zkey(again).value(), bytes);
  const auto verifier = PreparedVerifyingKey::make(again.key.vk).value();
  SimRandom random(3);
  const Groth16Proof proof = testing::toy_proof(again.key, 3, 35, 99, random).value();
  EXPECT_TRUE(verifier.verify(testing::toy_inputs(35, 99), proof).ok());
}

TEST(Zkey, KeysOfAnotherFormOrCircuitAreNotWritten) {
  const R1cs system = testing::toy_r1cs();
  EXPECT_EQ(encode_zkey(make_zkey(testing::toy_key(), system).value()).error().code(), GeneralError::kUnsupported);
  EXPECT_FALSE(make_zkey(testing::toy_key(), testing::vector_circuit()).ok());
  Zkey zkey = parse(foreign_key()).value();
  EXPECT_EQ(attach_circuit(zkey, system).error().code(), CryptoError::kBadKey);
  EXPECT_TRUE(attach_circuit(zkey, testing::vector_circuit()).ok());
}

// A key of one row order proves nothing with the other: the reason why .zkey files become no keys of arkworks.
TEST(Zkey, OrderOfRowsMatters) {
  const R1cs system = testing::vector_circuit();
  const WitnessValues values = testing::vector_witness();
  SimRandom random(5);
  const Trapdoor trapdoor = insecure_dev_trapdoor(circuit_id(system));
  for (HBasis basis : {HBasis::kMonomial, HBasis::kOddCoset}) {
    for (RowOrder order : {RowOrder::kStandard, RowOrder::kSnarkjs}) {
      ProvingKey key =
          groth16_setup(system, trapdoor, SetupLabel::insecure_dev(), nullptr, KeyForm{order, basis}).value();
      const auto verifier = PreparedVerifyingKey::make(key.vk).value();
      EXPECT_TRUE(verifier.verify(vector_inputs(), groth16_prove(key, system, values.values(), random).value()).ok());
      key.row_order = order == RowOrder::kStandard ? RowOrder::kSnarkjs : RowOrder::kStandard;
      if (basis == HBasis::kOddCoset) {
        EXPECT_EQ(groth16_prove(key, system, values.values(), random).error().code(), CryptoError::kBadKey);
      }
    }
  }
}

TEST(Zkey, StrideIsTheLogarithmOfTheirRootToTheBaseOfOurs) {
  // 5 is the smallest non-square, from which snarkjs makes its roots of unity.
  for (uint64_t small : {2, 3}) EXPECT_EQ(Fr::from_u64(small).legendre(), 1);
  EXPECT_EQ(Fr::from_u64(5).legendre(), -1);
  Fr::Limbs exponent{};
  limbs::sub(exponent, Fr::kModulus, Fr::Limbs{1});
  const Fr theirs = Fr::from_u64(5).pow(limbs::shift_right(exponent, 32));
  const std::array<uint64_t, 1> stride = {row_stride(RowOrder::kSnarkjs)};
  EXPECT_EQ(Fr::root_of_unity(32).pow(stride), theirs);
  // The value that ffjavascript prints for its Fr.w[32].
  EXPECT_EQ(theirs, Fr::from_hex("0x0212d79e5b416b6f0fd56dc8d168d6c0c4024ff270b3e0941b788f500b912f1f"));
}

TEST(Zkey, WitnessOfAnotherLengthIsRefused) {
  const Zkey zkey = parse(foreign_key()).value();
  const WitnessValues values = testing::vector_witness();
  SimRandom random(5);
  for (size_t length : {1, 7})
    EXPECT_EQ(groth16_prove_without_c(zkey.key, zkey.a, zkey.b, values.values().first(length), random).error().code(),
              GeneralError::kInvalidArgument);
}

TEST(Zkey, FormSurvivesOurOwnFile) {
  const Zkey zkey = parse(foreign_key()).value();
  Bytes bytes;
  ASSERT_TRUE(write_proving_key(zkey.key, [&](ByteView piece) -> Result<void> {
                append(bytes, piece);
                return {};
              }).ok());
  EXPECT_EQ(parse_proving_key(bytes).value(), zkey.key);
}

TEST(Zkey, PrefixesAndExtensionsAreRefused) {
  const Bytes bytes = foreign_key();
  for (size_t size = 0; size < bytes.size(); size += size < 1500 ? 1 : 97)
    ASSERT_FALSE(parse_zkey(ByteView(bytes).first(size), SubgroupCheck::kTrusted).ok()) << size;
  Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(parse(longer).ok());
}

TEST(Zkey, SectionsHaveToBeThereOnce) {
  const Bytes bytes = foreign_key();
  for (uint32_t number = 1; number <= 10; ++number) {
    EXPECT_FALSE(parse(testing::with_section_twice(bytes, number)).ok()) << number;
    EXPECT_FALSE(parse(testing::without_section(bytes, number)).ok()) << number;
  }
}

TEST(Zkey, OtherProtocolsAndFieldsAreNamed) {
  const Bytes bytes = foreign_key();
  const size_t protocol = find_section(bytes, 1).begin;
  EXPECT_NE(parse(flipped(bytes, protocol, 3)).error().message().find("PLONK"), std::string::npos);
  EXPECT_EQ(parse(flipped(bytes, protocol, 3)).error().code(), GeneralError::kUnsupported);
  EXPECT_EQ(parse(flipped(bytes, protocol, 6)).error().code(), GeneralError::kParse);
  EXPECT_NE(parse(testing::over_bn128(bytes)).error().message().find("bn128"), std::string::npos);
}

TEST(Zkey, KeyWithoutASecondPhaseIsRefused) {
  EXPECT_EQ(parse(read_vector("groth16_snarkjs/initial.zkey")).error().code(), CryptoError::kBadKey);
}

TEST(Zkey, EveryChangedByteOfTheVerificationKeyAndOfThePointsIsRefused) {
  const Bytes bytes = foreign_key();
  const auto header = find_section(bytes, kHeaderSection);
  for (size_t at = 0; at < header.size_bytes; at += 5)
    ASSERT_FALSE(parse(flipped(bytes, header.begin + at, 0x10)).ok()) << at;
  const auto ic = find_section(bytes, kIcSection);
  for (size_t at = 0; at < ic.size_bytes; at += 11) ASSERT_FALSE(parse(flipped(bytes, ic.begin + at)).ok()) << at;
  for (uint32_t number = kASection; number <= 9; ++number) {
    const auto section = find_section(bytes, number);
    for (size_t at = 0; at < section.size_bytes; at += 61)
      ASSERT_FALSE(parse(flipped(bytes, section.begin + at)).ok()) << number << " " << at;
  }
}

// (0, 2) is on E and has order 3.
TEST(Zkey, PointsOutsideTheSubgroupAreRefusedWhereThatIsAskedFor) {
  Bytes bytes = foreign_key();
  LittleEndianWriter point;
  point.g1(G1Affine::from_xy_unchecked(Fp::zero(), Fp::from_u64(2)));
  std::ranges::copy(point.bytes(), bytes.begin() + static_cast<std::ptrdiff_t>(find_section(bytes, kASection).begin));
  EXPECT_EQ(parse_zkey(bytes, SubgroupCheck::kCheck).error().code(), CryptoError::kNotInSubgroup);
  EXPECT_TRUE(parse_zkey(bytes, SubgroupCheck::kTrusted).ok());
  std::ranges::copy(point.bytes(), bytes.begin() + static_cast<std::ptrdiff_t>(find_section(bytes, kIcSection).begin));
  EXPECT_EQ(parse_zkey(bytes, SubgroupCheck::kTrusted).error().code(), CryptoError::kNotInSubgroup);
}

TEST(Zkey, CoefficientsThatDoNotFitAreRefused) {
  const Bytes bytes = foreign_key();
  const auto section = find_section(bytes, kCoefficientSection);
  const size_t first = section.begin + 4, last = section.begin + section.size_bytes - 44;
  EXPECT_FALSE(parse(flipped(bytes, section.begin)).ok());     // the number of entries
  EXPECT_FALSE(parse(flipped(bytes, first, 2)).ok());          // matrix C
  EXPECT_FALSE(parse(flipped(bytes, first + 4, 0x80)).ok());   // a row outside the domain
  EXPECT_FALSE(parse(flipped(bytes, first + 8, 0x80)).ok());   // a variable that does not exist
  EXPECT_FALSE(parse(flipped(bytes, first + 43, 0xff)).ok());  // not canonical
  EXPECT_FALSE(parse(flipped(bytes, last + 8, 1)).ok());       // the row of the last public input
  EXPECT_FALSE(parse(flipped(bytes, last + 12, 1)).ok());      // with another coefficient
  Bytes twice = bytes;                                         // one entry twice
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(first), 12,
              twice.begin() + static_cast<std::ptrdiff_t>(first + 44));
  EXPECT_FALSE(parse(twice).ok());
}

TEST(Zkey, ContributionsThatDoNotFitAreRefused) {
  const Bytes bytes = foreign_key();
  const size_t begin = find_section(bytes, kContributionSection).begin;
  EXPECT_FALSE(parse(flipped(bytes, begin + 64)).ok());        // their number
  EXPECT_FALSE(parse(flipped(bytes, begin + 67, 0x80)).ok());  // gigabytes of them
  EXPECT_FALSE(parse(flipped(bytes, begin + 68)).ok());        // a point
  const size_t type = begin + 68 + 3 * 96 + 192 + 64;
  EXPECT_FALSE(parse(flipped(bytes, type, 4)).ok());      // an unknown kind
  EXPECT_FALSE(parse(flipped(bytes, type + 4, 1)).ok());  // the length of the parameters
  EXPECT_FALSE(parse(flipped(bytes, type + 8, 8)).ok());  // an unknown parameter
  EXPECT_TRUE(parse(flipped(bytes, begin)).ok());         // a hash that nobody checks here
}

}  // namespace
}  // namespace zkp
