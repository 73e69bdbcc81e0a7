/// Byte strings, fixed digests, and checked readers and writers of the project's big-endian formats.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zkp {

using Bytes = std::vector<uint8_t>;
using ByteView = std::span<const uint8_t>;
template <size_t N>
using ByteArray = std::array<uint8_t, N>;
using Digest = ByteArray<32>;

inline ByteView as_bytes(std::string_view text) { return {reinterpret_cast<const uint8_t*>(text.data()), text.size()}; }
inline std::string_view as_text(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
inline Bytes to_bytes(std::string_view text) { return Bytes(text.begin(), text.end()); }
inline void append(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

/// Equality whose time depends on the length only.
bool equal_constant_time(ByteView a, ByteView b);

/// Overwrites memory that held a secret; the compiler may not remove it.
void wipe(void* data, size_t size_bytes);
inline void wipe(std::span<uint8_t> bytes) { wipe(bytes.data(), bytes.size()); }

/// Bytes that are wiped when they go out of scope. Move-only.
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(Bytes bytes) : bytes_(std::move(bytes)) {}
  SecretBytes(SecretBytes&& other) noexcept : bytes_(std::move(other.bytes_)) { other.bytes_.clear(); }
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    if (this != &other) {
      wipe(bytes_);
      bytes_ = std::move(other.bytes_);
      other.bytes_.clear();
    }
    return *this;
  }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes() { wipe(bytes_); }

  ByteView view() const { return bytes_; }
  std::span<uint8_t> span() { return bytes_; }
  size_t size() const { return bytes_.size(); }

 private:
  Bytes bytes_;
};

/// Appends big-endian fields.
class ByteWriter {
 public:
  ByteWriter& u8(uint8_t v) {
    out_.push_back(v);
    return *this;
  }
  ByteWriter& u16(uint16_t v) { return be(v, 2); }
  ByteWriter& u32(uint32_t v) { return be(v, 4); }
  ByteWriter& u64(uint64_t v) { return be(v, 8); }
  ByteWriter& raw(ByteView v) {
    append(out_, v);
    return *this;
  }
  ByteWriter& raw(std::string_view v) { return raw(as_bytes(v)); }
  /// u16 byte length, then the bytes. REQUIRES: text.size() <= 65,535.
  ByteWriter& str(std::string_view text) {
    ZKP_CHECK(text.size() <= 0xffff);
    return u16(static_cast<uint16_t>(text.size())).raw(text);
  }
  const Bytes& bytes() const& { return out_; }
  Bytes bytes() && { return std::move(out_); }

 private:
  ByteWriter& be(uint64_t v, int size_bytes) {
    uint8_t bytes[8];
    for (int i = 0; i < size_bytes; ++i) bytes[i] = static_cast<uint8_t>(v >> (8 * (size_bytes - 1 - i)));
    append(out_, {bytes, static_cast<size_t>(size_bytes)});
    return *this;
  }
  Bytes out_;
};

/// Reads big-endian fields; every read checks what is left and fails with GeneralError::kParse. The view must outlive
/// it.
class ByteReader {
 public:
  explicit ByteReader(ByteView in) : in_(in) {}

  Result<uint8_t> u8() { return be<uint8_t>(1); }
  Result<uint16_t> u16() { return be<uint16_t>(2); }
  Result<uint32_t> u32() { return be<uint32_t>(4); }
  Result<uint64_t> u64() { return be<uint64_t>(8); }
  Result<ByteView> raw(size_t size_bytes) {
    if (size_bytes > in_.size()) return truncated();
    ByteView out = in_.first(size_bytes);
    in_ = in_.subspan(size_bytes);
    return out;
  }
  template <size_t N>
  Result<ByteArray<N>> array() {
    if (N > in_.size()) return truncated();
    ByteArray<N> out;
    std::memcpy(out.data(), in_.data(), N);
    in_ = in_.subspan(N);
    return out;
  }
  Result<std::string> str();

  size_t left() const { return in_.size(); }
  /// Fails when bytes are left over.
  Result<void> end() const;

 private:
  template <class T>
  Result<T> be(size_t size_bytes) {
    if (size_bytes > in_.size()) return truncated();
    uint64_t v = 0;
    for (size_t i = 0; i < size_bytes; ++i) v = v << 8 | in_[i];
    in_ = in_.subspan(size_bytes);
    return static_cast<T>(v);
  }
  static Error truncated();

  ByteView in_;
};

}  // namespace zkp
