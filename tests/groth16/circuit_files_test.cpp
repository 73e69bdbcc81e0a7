#include <gtest/gtest.h>

#include "groth16/files/little_endian.h"
#include "groth16/foreign_files.h"
#include "groth16/toy.h"

namespace zkp {
namespace {

using testing::flipped;
using testing::over_bn128;
using testing::read_vector;

Bytes toy_file() { return encode_circom_r1cs(CircomR1cs::of(testing::toy_r1cs())); }

// A file of one constraint over three wires, with the given rows of (wire, coefficient).
using Row = std::vector<std::pair<uint32_t, Fr>>;
Bytes one_constraint(const Row& a, const Row& b, const Row& c, uint32_t wires = 3) {
  ConstraintSystem cs(Synthesis::kShape);
  cs.alloc_public(Fr::zero());
  cs.alloc(Fr::zero());
  cs.enforce(Variable::one(), Variable::one(), Variable::one(), "one");
  const Bytes frame = encode_circom_r1cs(CircomR1cs::of(std::move(cs).take_r1cs()));
  LittleEndianWriter rows;
  for (const Row* row : {&a, &b, &c}) {
    rows.u32(static_cast<uint32_t>(row->size()));
    for (const auto& [wire, coefficient] : *row) rows.u32(wire).fr(coefficient);
  }
  LittleEndianWriter out;
  out.raw(as_bytes("r1cs")).u32(1).u32(3);
  for (uint32_t number : {1u, 2u, 3u}) {
    const auto section = testing::find_section(frame, number);
    const ByteView content =
        number == 2 ? ByteView(rows.bytes()) : ByteView(frame).subspan(section.begin, section.size_bytes);
    out.u32(number).u64(content.size()).raw(content);
  }
  Bytes file = std::move(out).bytes();
  file[testing::find_section(file, 1).begin + 36] = static_cast<uint8_t>(wires);
  return file;
}

TEST(CircomR1cs, RoundTripKeepsTheSystemAndItsIdentity) {
  const R1cs system = testing::toy_r1cs();
  const Bytes bytes = toy_file();
  const CircomR1cs again = parse_circom_r1cs(bytes).value();
  EXPECT_EQ(circuit_id(again.system), circuit_id(system));
  EXPECT_EQ(again.system.public_count, 2u);
  EXPECT_EQ(again.wire_labels.size(), system.variable_count);
  EXPECT_EQ(encode_circom_r1cs(again), bytes);
}

TEST(CircomR1cs, OutputsAndPublicInputsBecomeOurPublicInputsInTheirOrder) {
  const CircomR1cs file = parse_circom_r1cs(read_vector("groth16_snarkjs/circuit.r1cs")).value();
  EXPECT_EQ(file.outputs, 1u);
  EXPECT_EQ(file.private_inputs, 1u);
  EXPECT_EQ(file.system.public_count, 3u);
  EXPECT_EQ(file.system.variable_count, 8u);
  EXPECT_EQ(file.system.constraint_count(), 4u);
}

TEST(CircomR1cs, OrderOfTermsAndZeroCoefficientsDoNotChangeTheCircuit) {
  const Fr two = Fr::from_u64(2), three = Fr::from_u64(3);
  const auto sorted = parse_circom_r1cs(one_constraint({{0, two}, {2, three}}, {{1, two}}, {})).value();
  const auto shuffled =
      parse_circom_r1cs(one_constraint({{2, three}, {1, Fr::zero()}, {0, two}}, {{1, two}}, {})).value();
  EXPECT_EQ(circuit_id(sorted.system), circuit_id(shuffled.system));
  EXPECT_EQ(sorted.system.a.nonzeros(), 2u);
}

TEST(CircomR1cs, WhatTheFormatForbidsIsRefused) {
  const Fr one = Fr::one();
  ASSERT_TRUE(parse_circom_r1cs(one_constraint({{2, one}}, {}, {})).ok());
  EXPECT_FALSE(parse_circom_r1cs(one_constraint({{3, one}}, {}, {})).ok());                      // no such wire
  EXPECT_FALSE(parse_circom_r1cs(one_constraint({{2, one}, {2, one}}, {}, {})).ok());            // twice
  EXPECT_FALSE(parse_circom_r1cs(one_constraint({{2, one}, {0, one}, {2, one}}, {}, {})).ok());  // not side by side
  EXPECT_FALSE(parse_circom_r1cs(one_constraint({}, {}, {}, 1)).ok());  // fewer wires than inputs
}

TEST(CircomR1cs, EveryPrefixAndEveryExtensionIsRefused) {
  const Bytes bytes = toy_file();
  for (size_t size = 0; size < bytes.size(); ++size)
    ASSERT_FALSE(parse_circom_r1cs(ByteView(bytes).first(size)).ok()) << size;
  Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(parse_circom_r1cs(longer).ok());
}

TEST(CircomR1cs, SectionsHaveToBeThereOnceAndOnlyThose) {
  const Bytes bytes = toy_file();
  for (uint32_t number : {1u, 2u, 3u}) {
    EXPECT_FALSE(parse_circom_r1cs(testing::with_section_twice(bytes, number)).ok());
    EXPECT_FALSE(parse_circom_r1cs(testing::without_section(bytes, number)).ok());
  }
  LittleEndianWriter other;
  other.raw(bytes).u32(4).u64(4).u32(0);
  Bytes gates = std::move(other).bytes();
  ++gates[8];
  EXPECT_EQ(parse_circom_r1cs(gates).error().code(), GeneralError::kUnsupported);  // custom gates
  gates[bytes.size()] = 9;
  EXPECT_EQ(parse_circom_r1cs(gates).error().code(), GeneralError::kParse);
}

TEST(CircomR1cs, AnotherMagicVersionOrFieldIsNamed) {
  const Bytes bytes = toy_file();
  EXPECT_FALSE(parse_circom_r1cs(flipped(bytes, 0)).ok());
  EXPECT_NE(parse_circom_r1cs(flipped(bytes, 4, 3)).error().message().find("version 2"), std::string::npos);
  EXPECT_NE(parse_circom_r1cs(over_bn128(bytes)).error().message().find("bn128"), std::string::npos);
  const size_t header = testing::find_section(bytes, 1).begin;
  EXPECT_NE(parse_circom_r1cs(flipped(bytes, header + 4)).error().message().find("another field"), std::string::npos);
}

// Counts that would allocate gigabytes must fail on the size of the file first.
TEST(CircomR1cs, HugeCountsAreRefusedBeforeAnythingIsAllocated) {
  const Bytes bytes = toy_file();
  const size_t header = testing::find_section(bytes, 1).begin, rows = testing::find_section(bytes, 2).begin;
  for (size_t at : {header + 39, header + 63, rows + 3}) EXPECT_FALSE(parse_circom_r1cs(flipped(bytes, at, 0x7f)).ok());
}

TEST(CircomR1cs, CoefficientsHaveToBeCanonical) {
  const Bytes bytes = one_constraint({{2, Fr::one()}}, {}, {});
  const size_t coefficient = testing::find_section(bytes, 2).begin + 8;
  Bytes changed = bytes;
  const Fr::Limbs modulus = Fr::kModulus;  // r + 0 is another encoding of 0
  for (size_t i = 0; i < 32; ++i) changed[coefficient + i] = static_cast<uint8_t>(modulus[i / 8] >> (8 * (i % 8)));
  EXPECT_EQ(parse_circom_r1cs(changed).error().code(), CryptoError::kNonCanonical);
}

TEST(WtnsFile, RoundTripAndForeignFile) {
  const Bytes bytes = read_vector("groth16_snarkjs/witness.wtns");
  const WitnessValues witness = parse_wtns_file(bytes).value();
  EXPECT_EQ(witness.values().size(), 8u);
  EXPECT_EQ(witness.values()[2], Fr::from_u64(77));
  const SecretBytes again = encode_wtns_file(witness.values());
  EXPECT_TRUE(std::ranges::equal(again.view(), bytes));
}

TEST(WtnsFile, DamagedFilesAreRefused) {
  const Bytes bytes = read_vector("groth16_snarkjs/witness.wtns");
  for (size_t size = 0; size < bytes.size(); ++size)
    ASSERT_FALSE(parse_wtns_file(ByteView(bytes).first(size)).ok()) << size;
  for (uint32_t number : {1u, 2u}) {
    EXPECT_FALSE(parse_wtns_file(testing::with_section_twice(bytes, number)).ok());
    EXPECT_FALSE(parse_wtns_file(testing::without_section(bytes, number)).ok());
  }
  EXPECT_NE(parse_wtns_file(over_bn128(bytes)).error().message().find("bn128"), std::string::npos);
  const size_t header = testing::find_section(bytes, 1).begin, values = testing::find_section(bytes, 2).begin;
  EXPECT_FALSE(parse_wtns_file(flipped(bytes, header + 36)).ok());        // another count
  EXPECT_FALSE(parse_wtns_file(flipped(bytes, values)).ok());             // the first value is not one
  EXPECT_FALSE(parse_wtns_file(flipped(bytes, values + 63, 0x80)).ok());  // above the modulus
  EXPECT_TRUE(parse_wtns_file(flipped(bytes, values + 32)).ok());         // another value: not our business
}

TEST(WtnsFile, ForeignWitnessSatisfiesTheForeignCircuitAndTheBrokenOneDoesNot) {
  const R1cs system = testing::vector_circuit();
  const WitnessValues good = testing::vector_witness();
  const WitnessValues bad = parse_wtns_file(read_vector("groth16_snarkjs/broken.wtns")).value();
  auto violated = [&](std::span<const Fr> z) {
    size_t count = 0;
    for (size_t row = 0; row < system.constraint_count(); ++row)
      count += !(system.a.evaluate_row(row, z) * system.b.evaluate_row(row, z) == system.c.evaluate_row(row, z));
    return count;
  };
  EXPECT_EQ(violated(good.values()), 0u);
  EXPECT_EQ(violated(bad.values()), 1u);
}

}  // namespace
}  // namespace zkp
