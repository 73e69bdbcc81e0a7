#include "r1cs/circuit_file.h"

#include <gtest/gtest.h>

#include "hash/sha2.h"
#include "r1cs/constraint_system.h"

namespace zkp {
namespace {

R1cs example() {
  ConstraintSystem cs(Synthesis::kShape);
  const Variable y = cs.alloc_public(Fr::zero());
  const Variable x = cs.alloc(Fr::zero());
  const Variable square = cs.mul(x, LinearCombination(x) * Fr::from_u64(7) + Fr::one(), "square");
  cs.enforce_zero(LinearCombination(square) - y, "sum");
  return std::move(cs).take_r1cs();
}

Bytes file_of(const R1cs& system) {
  Bytes out;
  EXPECT_TRUE(write_circuit_file(system, [&](ByteView piece) -> Result<void> {
                append(out, piece);
                return {};
              }).ok());
  return out;
}

TEST(CircuitFile, RoundTripIsExactAndTheDigestIsTheIdentity) {
  const Bytes file = file_of(example());
  EXPECT_EQ(sha256(file), circuit_id(example()));
  const R1cs back = parse_circuit_file(file).value();
  EXPECT_EQ(circuit_id(back), circuit_id(example()));
  EXPECT_EQ(back.public_count, 1u);
  EXPECT_EQ(file_of(back), file);
}

TEST(CircuitFile, WhatIsAcceptedIsWhatWouldBeWritten) {
  const Bytes file = file_of(example());
  for (size_t i = 0; i < file.size(); ++i) {
    EXPECT_FALSE(parse_circuit_file(ByteView(file).first(i)).ok()) << i;
    for (int bit = 0; bit < 8; ++bit) {
      Bytes changed = file;
      changed[i] ^= static_cast<uint8_t>(1 << bit);
      auto back = parse_circuit_file(changed);
      if (back.ok()) { EXPECT_EQ(file_of(*back), changed) << i; }
    }
  }
  Bytes longer = file;
  longer.push_back(0);
  EXPECT_FALSE(parse_circuit_file(longer).ok());
}

TEST(CircuitFile, CountsThatTheFileCannotHoldAreRefused) {
  const Bytes file = file_of(example());
  const size_t magic = 11;
  for (size_t at : {magic, magic + 8, magic + 12}) {  // public inputs, constraints, terms of the first row
    Bytes changed = file;
    for (size_t i = 0; i < 4; ++i) changed[at + i] = 0xff;
    EXPECT_EQ(parse_circuit_file(changed).error().code(), GeneralError::kParse) << at;
  }
}

TEST(CircuitFile, MoreVariablesThanAnyProgramHasAreRefused) {
  auto head = [](uint32_t variables) { return ByteWriter().raw("zkp.r1cs.v1").u32(0).u32(variables).u32(0).bytes(); };
  EXPECT_TRUE(parse_circuit_file(head(kMaxCircuitVariables)).ok());
  for (uint32_t variables : {kMaxCircuitVariables + 1, uint32_t{0xffffffff}})
    EXPECT_EQ(parse_circuit_file(head(variables)).error().code(), GeneralError::kLimit) << variables;
}

TEST(CircuitFile, ErrorOfTheSinkIsPassedOn) {
  for (int calls : {0, 1, 2}) {
    int left = calls;
    auto result = write_circuit_file(example(), [&](ByteView) -> Result<void> {
      if (left-- == 0) return Error(StorageError::kFull, "full");
      return {};
    });
    EXPECT_EQ(result.error().code(), StorageError::kFull);
  }
}

}  // namespace
}  // namespace zkp
