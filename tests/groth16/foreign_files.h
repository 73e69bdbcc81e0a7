/// Files that other programs made (tests/vectors), and ways to damage files.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "groth16/files/circom_r1cs.h"
#include "groth16/files/wtns_file.h"

namespace zkp::testing {

inline Bytes read_vector(const std::string& name) {
  std::ifstream in(std::string(ZKP_SOURCE_DIR "/tests/vectors/") + name, std::ios::binary);
  Bytes out((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  EXPECT_FALSE(out.empty()) << name;
  return out;
}

inline R1cs vector_circuit() { return parse_circom_r1cs(read_vector("groth16_snarkjs/circuit.r1cs")).value().system; }
inline WitnessValues vector_witness() { return parse_wtns_file(read_vector("groth16_snarkjs/witness.wtns")).value(); }

/// Where the content of a section of an iden3 file begins, and its length.
struct Section {
  size_t begin = 0;
  size_t size_bytes = 0;
};
inline Section find_section(ByteView file, uint32_t wanted) {
  auto number = [&](size_t at, size_t bytes) {
    uint64_t out = 0;
    for (size_t i = 0; i < bytes; ++i) out |= uint64_t{file[at + i]} << (8 * i);
    return out;
  };
  for (size_t at = 12; at < file.size();) {
    const Section section{at + 12, number(at + 4, 8)};
    if (number(at, 4) == wanted) return section;
    at = section.begin + section.size_bytes;
  }
  ADD_FAILURE() << "no section " << wanted;
  return {};
}

/// The file with one byte changed.
inline Bytes flipped(Bytes file, size_t at, uint8_t bits = 1) {
  file.at(at) ^= bits;
  return file;
}

/// The file with section `number` twice.
inline Bytes with_section_twice(Bytes file, uint32_t number) {
  const Section section = find_section(file, number);
  const Bytes copy(file.begin() + static_cast<std::ptrdiff_t>(section.begin) - 12,
                   file.begin() + static_cast<std::ptrdiff_t>(section.begin + section.size_bytes));
  append(file, copy);
  ++file[8];
  return file;
}

/// The file without section `number`.
inline Bytes without_section(Bytes file, uint32_t number) {
  const Section section = find_section(file, number);
  file.erase(file.begin() + static_cast<std::ptrdiff_t>(section.begin) - 12,
             file.begin() + static_cast<std::ptrdiff_t>(section.begin + section.size_bytes));
  --file[8];
  return file;
}

/// r of bn128, little-endian, in the place of ours.
inline Bytes over_bn128(Bytes file) {
  const Fr::Limbs bn128 = limbs::from_hex<4>("0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001");
  auto bytes = [](const Fr::Limbs& limbs) {
    Bytes out;
    for (uint64_t limb : limbs)
      for (int i = 0; i < 8; ++i) out.push_back(static_cast<uint8_t>(limb >> (8 * i)));
    return out;
  };
  const Bytes ours = bytes(Fr::kModulus), theirs = bytes(bn128);
  const auto at = std::search(file.begin(), file.end(), ours.begin(), ours.end());
  EXPECT_NE(at, file.end());
  std::copy(theirs.begin(), theirs.end(), at);
  return file;
}

}  // namespace zkp::testing
