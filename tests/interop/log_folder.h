// The folder that the two halves of the log interoperability test exchange; tests/interop/go/layout.go describes it.
#pragma once

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "log/receipt.h"

namespace zkp::interop {

inline constexpr uint64_t kSizes[] = {1, 2, 3, 7, 8, 255, 256, 257, 300, 1000, 66000};
inline constexpr uint64_t kTotal = 66000;

/// Ends the program: the test itself is broken, not the code under test.
[[noreturn]] inline void give_up(const std::string& why) {
  std::cerr << "log_interop: " << why << "\n";
  std::exit(2);
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) give_up("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_file(const std::filesystem::path& path, std::string_view content) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  if (!out.flush()) give_up("cannot write " + path.string());
}

template <class T>
T need(Result<T> result) {
  if (!result.ok()) give_up(result.error().describe());
  return std::move(result).value();
}

/// Tiles as files, at the widths that the log of kTotal entries has.
class FolderTiles final : public TileSource {
 public:
  explicit FolderTiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
  Result<Bytes> tile(int level, uint64_t index, int width) override {
    const TileId stored{level, index, tile_width(level, index, kTotal)};
    const std::string content = read_file(folder_ / tile_path(stored));
    if (content.size() < 32 * static_cast<size_t>(width)) return Error(StorageError::kCorrupt, tile_path(stored));
    return to_bytes(content.substr(0, 32 * static_cast<size_t>(width)));
  }

 private:
  std::filesystem::path folder_;
};

void write_log(const std::filesystem::path& folder);
/// Exit status.
int check_log(const std::filesystem::path& folder);

}  // namespace zkp::interop
