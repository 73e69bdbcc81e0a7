/// How the ledger's RocksDB is set up, and how its statuses become our errors. Internal to storage/: knows RocksDB by
/// forward declarations only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "storage/rocksdb_store.h"

namespace rocksdb {
class Status;
struct ColumnFamilyDescriptor;
struct DBOptions;
}  // namespace rocksdb

namespace zkp {

/// Order of the column families in descriptors and handles.
enum Family : size_t { kRecords, kEntries, kBlobs, kFamilies };
inline Family family_of(Space space) { return space == Space::kBlob ? kBlobs : kRecords; }

void configure(rocksdb::DBOptions& db, StoreMode mode, const RocksDbOptions& options);
std::vector<rocksdb::ColumnFamilyDescriptor> make_families(const RocksDbOptions& options);

/// REQUIRES: !status.ok(). `path` becomes Where.file.
Error storage_error(const rocksdb::Status& status, const std::string& path);

}  // namespace zkp
