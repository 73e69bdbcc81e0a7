#include "table/cell.h"

#include <algorithm>
#include <cstring>

namespace zkp {
namespace {

constexpr size_t kCellsPerBatch = 64 << 10;  // 1 MiB of cells
constexpr size_t kMaxRows = 8192;
constexpr size_t kMinRows = 16;

}  // namespace

void CellBatch::reset(uint64_t first_row, size_t columns) {
  const size_t max_rows = std::clamp(kCellsPerBatch / std::max<size_t>(columns, 1), kMinRows, kMaxRows);
  if (columns != columns_ || max_rows != max_rows_) {
    columns_ = columns;
    max_rows_ = max_rows;
    // Not a multiple of a page: else the cells of one row would all fall into the same cache set.
    stride_ = max_rows_ + 4;
  }
  cells_.assign(columns_ * stride_, Cell{});
  rows_ = 0;
  first_row_ = first_row;
}

void CellBatch::add_column() {
  ++columns_;
  cells_.resize(columns_ * stride_);
}

char* TextArena::allocate(size_t size_bytes) {
  if (blocks_.empty() || blocks_.back().size_bytes - at_ < size_bytes) {
    const size_t block_bytes = std::max(size_bytes, kBlockBytes);
    blocks_.push_back({std::unique_ptr<char[]>(new char[block_bytes]), block_bytes});
    at_ = 0;
  }
  char* out = blocks_.back().bytes.get() + at_;
  at_ += size_bytes;
  used_bytes_ += size_bytes;
  return out;
}

std::string_view TextArena::copy(std::string_view text) {
  char* out = allocate(text.size());
  if (!text.empty()) std::memcpy(out, text.data(), text.size());
  return {out, text.size()};
}

void TextArena::clear() {
  if (blocks_.size() > 1) blocks_.resize(1);
  if (!blocks_.empty() && blocks_[0].size_bytes > kBlockBytes) blocks_.clear();
  at_ = 0;
  used_bytes_ = 0;
}

}  // namespace zkp
