#include "groth16/files/little_endian.h"

namespace zkp {
namespace {

template <size_t N>
LimbArray<N> read_limbs(const uint8_t* in) {
  LimbArray<N> out{};
  for (size_t i = 0; i < 8 * N; ++i) out[i / 8] |= uint64_t{in[i]} << (8 * (i % 8));
  return out;
}

Error not_canonical() { return Error(CryptoError::kNonCanonical, "a field element is not below the modulus"); }

Result<void> read_montgomery(const uint8_t* in, Fp& out) {
  const LimbArray<6> limbs = read_limbs<6>(in);
  if (!limbs::less(limbs, Fp::kModulus)) return not_canonical();
  out = Fp::from_montgomery_limbs(limbs);
  return {};
}

Result<void> read_montgomery(const uint8_t* in, Fp2& out) {
  ZKP_TRY_VOID(read_montgomery(in, out.c0));
  return read_montgomery(in + Fp::kBytes, out.c1);
}

template <class Affine>
Result<Affine> read_point(ByteView bytes) {
  typename Affine::Field x, y;
  ZKP_TRY_VOID(read_montgomery(bytes.data(), x));
  ZKP_TRY_VOID(read_montgomery(bytes.data() + bytes.size() / 2, y));
  const Affine out = Affine::from_xy_unchecked(x, y);
  if (!out.is_on_curve())
    return Error(CryptoError::kNotOnCurve, std::string(Affine::CurveType::kName) + " point: not on the curve");
  return out;
}

// The element whose Montgomery form is the integer R = 2^256 mod r: R itself.
const Fr& montgomery_factor() {
  static const Fr factor = Fr::from_limbs_reduce(Fr::one().montgomery_limbs());
  return factor;
}

}  // namespace

Result<uint32_t> LittleEndianReader::u32() {
  ZKP_TRY(ByteView bytes, raw(4));
  return static_cast<uint32_t>(bytes[0] | bytes[1] << 8 | bytes[2] << 16 | uint32_t{bytes[3]} << 24);
}

Result<uint64_t> LittleEndianReader::u64() {
  ZKP_TRY(ByteView bytes, raw(8));
  return read_limbs<1>(bytes.data())[0];
}

Result<ByteView> LittleEndianReader::raw(size_t size_bytes) {
  if (size_bytes > in_.size()) return Error(GeneralError::kParse, "the file ends too early");
  const ByteView out = in_.first(size_bytes);
  in_ = in_.subspan(size_bytes);
  return out;
}

Result<Fr> LittleEndianReader::fr() {
  ZKP_TRY(ByteView bytes, raw(Fr::kBytes));
  const LimbArray<4> limbs = read_limbs<4>(bytes.data());
  if (!limbs::less(limbs, Fr::kModulus)) return not_canonical();
  return Fr::from_limbs_reduce(limbs);
}

// The integer v stands for v / R^2. As a Montgomery form it stands for v / R, and the integer v / R, again read as a
// Montgomery form, for v / R^2.
Result<Fr> LittleEndianReader::fr_twice_montgomery() {
  ZKP_TRY(ByteView bytes, raw(Fr::kBytes));
  const LimbArray<4> limbs = read_limbs<4>(bytes.data());
  if (!limbs::less(limbs, Fr::kModulus)) return not_canonical();
  return Fr::from_montgomery_limbs(Fr::from_montgomery_limbs(limbs).to_limbs());
}

Result<G1Affine> LittleEndianReader::g1() {
  ZKP_TRY(ByteView bytes, raw(kLemG1Bytes));
  return read_point<G1Affine>(bytes);
}

Result<G2Affine> LittleEndianReader::g2() {
  ZKP_TRY(ByteView bytes, raw(kLemG2Bytes));
  return read_point<G2Affine>(bytes);
}

Result<void> LittleEndianReader::end() const {
  if (!in_.empty()) return Error(GeneralError::kParse, std::to_string(in_.size()) + " bytes are left over");
  return {};
}

template <size_t N>
void LittleEndianWriter::limbs(const LimbArray<N>& v) {
  for (uint64_t limb : v) u64(limb);
}

LittleEndianWriter& LittleEndianWriter::u32(uint32_t v) {
  for (int i = 0; i < 4; ++i) out_.push_back(static_cast<uint8_t>(v >> (8 * i)));
  return *this;
}

LittleEndianWriter& LittleEndianWriter::u64(uint64_t v) {
  for (int i = 0; i < 8; ++i) out_.push_back(static_cast<uint8_t>(v >> (8 * i)));
  return *this;
}

LittleEndianWriter& LittleEndianWriter::raw(ByteView v) {
  append(out_, v);
  return *this;
}

LittleEndianWriter& LittleEndianWriter::fr(const Fr& v) {
  limbs(v.to_limbs());
  return *this;
}

LittleEndianWriter& LittleEndianWriter::fr_twice_montgomery(const Fr& v) {
  limbs((v * montgomery_factor()).montgomery_limbs());
  return *this;
}

LittleEndianWriter& LittleEndianWriter::g1(const G1Affine& v) {
  limbs(v.x().montgomery_limbs());
  limbs(v.y().montgomery_limbs());
  return *this;
}

LittleEndianWriter& LittleEndianWriter::g2(const G2Affine& v) {
  for (const Fp2* coordinate : {&v.x(), &v.y()}) {
    limbs(coordinate->c0.montgomery_limbs());
    limbs(coordinate->c1.montgomery_limbs());
  }
  return *this;
}

}  // namespace zkp
