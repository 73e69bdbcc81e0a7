/// Codes of texts in committed columns, and what tells tables apart whose codes must not be compared. Source:
/// dataset_proof specification 4.1 and errata E1. Pure, safe for concurrent use.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"

namespace zkp {

/// The first 31 bytes of SHA-256("zkp.ds.v1.str" || salt16 || u64 length || bytes), to be read as a big-endian integer.
ByteArray<31> str248_code(const ByteArray<16>& salt, std::string_view text);
/// The first 8 bytes of SHA-256("zkp.ds.v1.key" || salt16 || u64 length || bytes), shifted right by 2.
uint64_t key62_code(const ByteArray<16>& salt, std::string_view text);
/// SHA-256("zkp.ds.v1.link" || salt16): of STR248 and KEY62 columns.
Digest linkage_id(const ByteArray<16>& salt);
/// SHA-256("zkp.ds.v1.dict" || u32 count || count * (u32 length || bytes)), strings in index order: of CODE columns.
Digest dictionary_digest(const std::vector<std::string>& dictionary);

}  // namespace zkp
