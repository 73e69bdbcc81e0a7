/// The container that iden3's programs share (.r1cs, .wtns, .zkey): a magic of four letters, a version, and numbered
/// sections with their sizes, everything little-endian.
///
///   magic(4) || u32 version || u32 sections || sections * (u32 number || u64 size || content)
///
/// Stricter than snarkjs: every section at most once, nothing behind the last one. Pure.
/// Source: github.com/iden3/r1csfile, doc/r1cs_bin_format.md.
#pragma once

#include <map>

#include "groth16/files/little_endian.h"

namespace zkp {

class BinFile {
 public:
  /// `bytes` must outlive it. `what` names the file in errors ("r1cs file"). Errors: GeneralError::kParse for another
  /// magic, another version, a section that is there twice or longer than the file, and bytes behind the last one.
  static Result<BinFile> parse(ByteView bytes, std::string_view magic, uint32_t version, std::string_view what);

  bool has(uint32_t number) const { return sections_.contains(number); }
  /// Error GeneralError::kParse when it is not there.
  Result<LittleEndianReader> section(uint32_t number) const;
  /// Error GeneralError::kParse naming a section whose number is above `highest`, or 0.
  Result<void> expect_sections_up_to(uint32_t highest) const;
  Error error(std::string sentence) const;
  /// As LittleEndianReader::end, saying which section it is.
  Result<void> end_of_section(const LittleEndianReader& in, uint32_t number) const;

 private:
  std::string what_;
  std::map<uint32_t, ByteView> sections_;
};

/// Writes the container. REQUIRES: as many calls of section() as announced.
class BinFileWriter {
 public:
  BinFileWriter(std::string_view magic, uint32_t version, uint32_t sections);
  void section(uint32_t number, ByteView content);
  Bytes bytes() && { return std::move(out_).bytes(); }

 private:
  LittleEndianWriter out_;
};

/// "u32 size || modulus" as the headers of all three files have it, for r of BLS12-381. Error: GeneralError::kParse
/// with a sentence that names the curve whose prime it is, where that is known.
Result<void> read_scalar_prime(LittleEndianReader& in);
/// The same for q.
Result<void> read_base_prime(LittleEndianReader& in);
void write_scalar_prime(LittleEndianWriter& out);
void write_base_prime(LittleEndianWriter& out);

}  // namespace zkp
