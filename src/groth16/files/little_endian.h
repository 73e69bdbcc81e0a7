/// Little-endian integers, field elements and points as iden3's binary files hold them (docs/formats/
/// foreign-groth16-files.md). An element is 32 or 48 bytes, less than the modulus; a point is x, y in Montgomery form
/// (value times 2^384 mod q), an Fp2 coordinate c0 then c1, all zeros for the identity.
///
/// Readers check what is left, that elements are below the modulus and that points lie on the curve. Not constant-time.
#pragma once

#include "base/bytes.h"
#include "curve/g1.h"
#include "curve/g2.h"

namespace zkp {

inline constexpr size_t kLemG1Bytes = 96;
inline constexpr size_t kLemG2Bytes = 192;

/// The view must outlive it. Errors: GeneralError::kParse, CryptoError::kNonCanonical, kNotOnCurve.
class LittleEndianReader {
 public:
  explicit LittleEndianReader(ByteView in) : in_(in) {}

  Result<uint32_t> u32();
  Result<uint64_t> u64();
  Result<ByteView> raw(size_t size_bytes);
  Result<Fr> fr();
  /// An element whose Montgomery form (value times 2^256) was multiplied by 2^256 once more.
  Result<Fr> fr_twice_montgomery();
  Result<G1Affine> g1();
  Result<G2Affine> g2();

  size_t left() const { return in_.size(); }
  /// Error GeneralError::kParse when bytes are left over.
  Result<void> end() const;

 private:
  ByteView in_;
};

/// Appends what LittleEndianReader reads.
class LittleEndianWriter {
 public:
  LittleEndianWriter& u32(uint32_t v);
  LittleEndianWriter& u64(uint64_t v);
  LittleEndianWriter& raw(ByteView v);
  LittleEndianWriter& fr(const Fr& v);
  LittleEndianWriter& fr_twice_montgomery(const Fr& v);
  LittleEndianWriter& g1(const G1Affine& v);
  LittleEndianWriter& g2(const G2Affine& v);

  void reserve(size_t size_bytes) { out_.reserve(size_bytes); }
  const Bytes& bytes() const& { return out_; }
  Bytes bytes() && { return std::move(out_); }

 private:
  template <size_t N>
  void limbs(const LimbArray<N>& v);

  Bytes out_;
};

}  // namespace zkp
