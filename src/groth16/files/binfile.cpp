#include "groth16/files/binfile.h"

#include <algorithm>

#include "base/encoding.h"

namespace zkp {
namespace {

// Moduli of other curves, for the sentence that refuses them. Big-endian, without leading zeros.
struct KnownPrime {
  std::string_view hex;
  std::string_view curve;
};
constexpr KnownPrime kKnownPrimes[] = {
    {"30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001", "bn128 (alt_bn128, BN254)"},
    {"30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47", "bn128 (alt_bn128, BN254)"},
    {"12ab655e9a2ca55660b44d1e5c37b00159aa76fed00000010a11800000000001", "BLS12-377"},
    {"ffffffff00000001", "Goldilocks (no pairing curve)"},
};

template <size_t N>
Bytes little_endian(const LimbArray<N>& limbs) {
  LittleEndianWriter out;
  for (uint64_t limb : limbs) out.u64(limb);
  return std::move(out).bytes();
}

std::string big_endian_hex(ByteView little_endian_bytes) {
  Bytes bytes(little_endian_bytes.rbegin(), little_endian_bytes.rend());
  const auto first = std::ranges::find_if(bytes, [](uint8_t byte) { return byte != 0; });
  return hex_encode(Bytes(first, bytes.end()));
}

template <size_t N>
Result<void> read_prime(LittleEndianReader& in, const LimbArray<N>& expected) {
  ZKP_TRY(uint32_t size_bytes, in.u32());
  if (size_bytes > 256) return Error(GeneralError::kParse, "a modulus of " + std::to_string(size_bytes) + " bytes");
  ZKP_TRY(ByteView prime, in.raw(size_bytes));
  if (std::ranges::equal(prime, little_endian(expected))) return {};
  const std::string found = big_endian_hex(prime);
  for (const KnownPrime& known : kKnownPrimes)
    if (known.hex == found)
      return Error(GeneralError::kParse,
                   "the file is for the curve " + std::string(known.curve) + "; this program works over BLS12-381 only")
          .with_hint("compile the circuit again: circom CIRCUIT.circom --prime bls12381");
  return Error(GeneralError::kParse, "the file is for another field (modulus 0x" + found + "), not for BLS12-381");
}

template <size_t N>
void write_prime(LittleEndianWriter& out, const LimbArray<N>& prime) {
  out.u32(8 * N).raw(little_endian(prime));
}

}  // namespace

Result<BinFile> BinFile::parse(ByteView bytes, std::string_view magic, uint32_t version, std::string_view what) {
  BinFile out;
  out.what_ = what;
  LittleEndianReader in(bytes);
  Result<ByteView> found = in.raw(magic.size());
  if (!found.ok() || as_text(*found) != magic) return out.error("wrong magic, this is not such a file");
  ZKP_TRY(uint32_t found_version, in.u32());
  if (found_version != version)
    return out.error("version " + std::to_string(found_version) + ", this program reads version " +
                     std::to_string(version));
  ZKP_TRY(uint32_t count, in.u32());
  for (uint32_t i = 0; i < count; ++i) {
    Result<uint32_t> number = in.u32();
    Result<uint64_t> size_bytes = number.ok() ? in.u64() : Result<uint64_t>(Error(number.error()));
    if (!size_bytes.ok() || *size_bytes > in.left()) return out.error("a section is longer than the file");
    ZKP_TRY(ByteView content, in.raw(static_cast<size_t>(*size_bytes)));
    if (!out.sections_.emplace(*number, content).second)
      return out.error("section " + std::to_string(*number) + " is there twice");
  }
  if (in.left() != 0) return out.error("there are bytes behind the last section");
  return out;
}

Result<LittleEndianReader> BinFile::section(uint32_t number) const {
  const auto found = sections_.find(number);
  if (found == sections_.end()) return error("section " + std::to_string(number) + " is missing");
  return LittleEndianReader(found->second);
}

Result<void> BinFile::expect_sections_up_to(uint32_t highest) const {
  for (const auto& [number, content] : sections_)
    if (number == 0 || number > highest) return error("unknown section " + std::to_string(number));
  return {};
}

Error BinFile::error(std::string sentence) const { return Error(GeneralError::kParse, what_ + ": " + sentence); }

Result<void> BinFile::end_of_section(const LittleEndianReader& in, uint32_t number) const {
  if (in.left() != 0)
    return error("section " + std::to_string(number) + " is " + std::to_string(in.left()) + " bytes too long");
  return {};
}

BinFileWriter::BinFileWriter(std::string_view magic, uint32_t version, uint32_t sections) {
  out_.raw(as_bytes(magic)).u32(version).u32(sections);
}

void BinFileWriter::section(uint32_t number, ByteView content) { out_.u32(number).u64(content.size()).raw(content); }

Result<void> read_scalar_prime(LittleEndianReader& in) { return read_prime(in, Fr::kModulus); }
Result<void> read_base_prime(LittleEndianReader& in) { return read_prime(in, Fp::kModulus); }
void write_scalar_prime(LittleEndianWriter& out) { write_prime(out, Fr::kModulus); }
void write_base_prime(LittleEndianWriter& out) { write_prime(out, Fp::kModulus); }

}  // namespace zkp
