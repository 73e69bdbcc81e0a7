/// The file system through which RocksDB reads a store: the ordinary one, but a table file whose properties block is
/// damaged cannot be opened (Corruption).
///
/// RocksDB checks the checksum of every block before it looks inside, except for this one: version 7.8 decodes the
/// properties first, and a flipped bit there runs into its assertions, which are compiled into Debian's library and end
/// the process. Source: the block-based table format, "Footer", "Meta Index" and "Block trailer" (RocksDB wiki); the
/// checksum is the masked CRC-32C of LevelDB's log_format.md.
#pragma once

namespace rocksdb {
class Env;
}

namespace zkp {

/// Lives as long as the process. Safe for concurrent use.
rocksdb::Env* checked_tables_env();

}  // namespace zkp
