/// Between our byte views and RocksDB's. Only for the .cpp files of the RocksDB back end.
#pragma once

#include <rocksdb/slice.h>

#include "base/bytes.h"

namespace zkp {

inline rocksdb::Slice slice(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
inline ByteView view(const rocksdb::Slice& s) { return {reinterpret_cast<const uint8_t*>(s.data()), s.size()}; }

}  // namespace zkp
