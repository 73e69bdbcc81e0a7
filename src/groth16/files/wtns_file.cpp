#include "groth16/files/wtns_file.h"

#include "groth16/files/binfile.h"

namespace zkp {
namespace {

constexpr std::string_view kMagic = "wtns";
constexpr uint32_t kVersion = 2;
constexpr uint32_t kHeader = 1, kValues = 2;

}  // namespace

Result<WitnessValues> parse_wtns_file(ByteView bytes) {
  ZKP_TRY(BinFile file, BinFile::parse(bytes, kMagic, kVersion, "wtns file"));
  ZKP_TRY_VOID(file.expect_sections_up_to(kValues));
  ZKP_TRY(LittleEndianReader header, file.section(kHeader));
  ZKP_TRY_VOID(read_scalar_prime(header));
  ZKP_TRY(uint32_t count, header.u32());
  ZKP_TRY_VOID(file.end_of_section(header, kHeader));
  ZKP_TRY(LittleEndianReader in, file.section(kValues));
  if (count == 0 || in.left() != uint64_t{count} * Fr::kBytes)
    return file.error("another number of values than its header says");
  std::vector<Fr> values(count);
  for (Fr& value : values) {
    Result<Fr> read = in.fr();
    if (!read.ok()) {
      wipe(values.data(), values.size() * sizeof(Fr));
      return read.error();
    }
    value = *read;
  }
  WitnessValues out(std::move(values));
  if (!out.values()[0].is_one()) return file.error("the first value is not one");
  return out;
}

SecretBytes encode_wtns_file(std::span<const Fr> values) {
  ZKP_CHECK(!values.empty() && values[0].is_one() && values.size() <= UINT32_MAX);
  LittleEndianWriter header;
  write_scalar_prime(header);
  header.u32(static_cast<uint32_t>(values.size()));
  // One buffer of the final size: values are secret, and what a growing buffer leaves behind is not wiped.
  LittleEndianWriter out;
  out.reserve(64 + header.bytes().size() + values.size() * Fr::kBytes);
  out.raw(as_bytes(kMagic)).u32(kVersion).u32(2);
  out.u32(kHeader).u64(header.bytes().size()).raw(header.bytes());
  out.u32(kValues).u64(values.size() * Fr::kBytes);
  for (const Fr& value : values) out.fr(value);
  return SecretBytes(std::move(out).bytes());
}

}  // namespace zkp
