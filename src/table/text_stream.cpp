#include "table/text_stream.h"

#include <emmintrin.h>

#include <algorithm>
#include <cstring>

#include "base/utf8.h"

namespace zkp {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// Length that the first byte of a sequence announces; 1 for what can be no first byte.
size_t announced_length(unsigned char lead) { return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1; }

bool all_continuation(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; });
}

// Bytes at the front that are ASCII and not NUL, in steps of 16.
size_t plain_prefix(const char* text, size_t size_bytes) {
  size_t at = 0;
  const __m128i zero = _mm_setzero_si128();
  for (; at + 16 <= size_bytes; at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + at));
    if ((_mm_movemask_epi8(block) | _mm_movemask_epi8(_mm_cmpeq_epi8(block, zero))) != 0) break;
  }
  return at;
}

}  // namespace

size_t find_bad_byte(std::string_view text, bool more, bool* cut) {
  *cut = false;
  size_t at = 0;
  while (at < text.size()) {
    at += plain_prefix(text.data() + at, text.size() - at);
    // At most 16 characters the slow way, then the fast way again.
    for (int step = 0; step < 16 && at < text.size(); ++step) {
      const auto lead = static_cast<unsigned char>(text[at]);
      if (lead == 0) return at;
      if (lead < 0x80) {
        ++at;
        continue;
      }
      const size_t length = announced_length(lead);
      const std::string_view sequence = text.substr(at, length);
      if (sequence.size() < length && more && all_continuation(sequence.substr(1))) {
        *cut = true;
        return at;
      }
      if (!is_valid_utf8(sequence)) return at;
      at += length;
    }
  }
  return at;
}

Result<void> TextStream::refill(const char* keep_from) {
  ZKP_CHECK(!at_end_ && keep_from >= begin_ && keep_from <= end_);
  hash_pending();
  const bool first = buffer_ == nullptr;
  const auto kept_bytes = static_cast<size_t>(end_ - keep_from);
  const bool bad_is_kept = bad_byte_ != nullptr && bad_byte_ >= keep_from;
  const size_t bad_offset = bad_is_kept ? static_cast<size_t>(bad_byte_ - keep_from) : 0;
  const size_t unchecked_bytes = static_cast<size_t>(end_ - (unchecked_ == nullptr ? end_ : unchecked_));
  // At least as much again as is kept: a record of n bytes is moved O(n) bytes in all. One byte for the last newline.
  const size_t wanted_bytes = std::max({block_bytes_, kept_bytes, kByteOrderMark.size()});
  const size_t needed_bytes = kept_bytes + wanted_bytes + 1 + kTextPaddingBytes;
  if (needed_bytes > capacity_bytes_) {
    auto bigger = std::unique_ptr<char[]>(new char[needed_bytes]);
    if (kept_bytes != 0) std::memcpy(bigger.get(), keep_from, kept_bytes);
    buffer_ = std::move(bigger);
    capacity_bytes_ = needed_bytes;
  } else if (kept_bytes != 0) {
    std::memmove(buffer_.get(), keep_from, kept_bytes);
  }
  char* const fresh = buffer_.get() + kept_bytes;
  ZKP_TRY(const size_t count, source_.read({fresh, wanted_bytes}));
  pending_ = {fresh, count};
  bytes_read_ += count;
  begin_ = buffer_.get();
  end_ = fresh + count;
  at_end_ = count < wanted_bytes;
  if (at_end_) {
    *(fresh + count) = '\n';
    ++end_;
  }
  std::memset(const_cast<char*>(end_), 0, kTextPaddingBytes);
  if (first && std::string_view(begin_, count).starts_with(kByteOrderMark)) begin_ += kByteOrderMark.size();
  if (bad_is_kept) {
    bad_byte_ = buffer_.get() + bad_offset;
  } else {
    check_text(std::max(begin_, static_cast<const char*>(fresh) - unchecked_bytes));
  }
  return {};
}

void TextStream::check_text(const char* from) {
  bad_byte_ = nullptr;
  unchecked_ = nullptr;
  bool cut = false;
  const size_t at = find_bad_byte({from, static_cast<size_t>(end_ - from)}, !at_end_, &cut);
  if (from + at == end_) return;
  (cut ? unchecked_ : bad_byte_) = from + at;
}

void TextStream::hash_pending() {
  hash_.update(as_bytes(pending_));
  pending_ = {};
}

Digest TextStream::digest() {
  ZKP_CHECK(at_end_);
  hash_pending();
  return hash_.finish();
}

}  // namespace zkp
