/// The window through which a scanner looks at a text file: a part of the file in memory, hashed exactly once and
/// checked for bytes that are not text.
///
/// The scanner consumes whole records of the window and asks for more with refill(), keeping the record that is cut
/// off. A UTF-8 byte order mark at the start is hashed but not shown; at the end of the file a newline is shown that is
/// not in the file, so that the last record ends like all others. 16 bytes beyond end() may be read (their value means
/// nothing).
///
/// hash_pending() may run at the same time as the scanner reads the window, but not during refill().
#pragma once

#include <memory>
#include <optional>

#include "hash/sha2.h"
#include "table/byte_stream.h"

namespace zkp {

inline constexpr size_t kTextPaddingBytes = 16;

class TextStream {
 public:
  /// `source` must outlive the stream.
  TextStream(ByteStream& source, size_t block_bytes) : source_(source), block_bytes_(block_bytes) {}

  const char* begin() const { return begin_; }
  const char* end() const { return end_; }
  /// The window ends where the file ends.
  bool at_end() const { return at_end_; }

  /// Moves [keep_from, end()) to the front of the window and appends at least one block, or what is left of the file.
  /// REQUIRES: keep_from lies in [begin(), end()]. Error: GeneralError::kIo.
  Result<void> refill(const char* keep_from);

  /// The first byte of the window that is NUL or does not continue valid UTF-8; nullptr when there is none.
  const char* bad_byte() const { return bad_byte_; }

  void hash_pending();
  /// SHA-256 of the file. REQUIRES: at_end().
  Digest digest();
  uint64_t bytes_read() const { return bytes_read_; }

 private:
  void check_text(const char* from);

  ByteStream& source_;
  size_t block_bytes_;
  std::unique_ptr<char[]> buffer_;
  size_t capacity_bytes_ = 0;
  const char* begin_ = nullptr;
  const char* end_ = nullptr;
  const char* bad_byte_ = nullptr;
  const char* unchecked_ = nullptr;  // text from here on waits for the rest of a UTF-8 sequence
  bool at_end_ = false;

  Sha256 hash_;
  std::string_view pending_;  // read but not hashed
  uint64_t bytes_read_ = 0;
};

/// The first byte of `text` that is NUL or does not belong to valid UTF-8, or text.size(). With `more` a sequence that
/// is cut off at the end is good so far: the result is then the position of its first byte, and *cut is set.
size_t find_bad_byte(std::string_view text, bool more, bool* cut);

}  // namespace zkp
