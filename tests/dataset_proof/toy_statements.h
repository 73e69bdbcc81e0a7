/// The bytes of statements of all types, field by field as specification 11 lists them: written here by hand, so that
/// tests can write what no honest program would.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/int256.h"
#include "statement/statement.h"

namespace zkp::toy {

using Names = std::vector<std::string>;

class Fields {
 public:
  explicit Fields(StatementType type) : out_(start_statement(type)) {}
  Fields() = default;

  Fields& u8(uint64_t v) {
    out_.u8(static_cast<uint8_t>(v));
    return *this;
  }
  Fields& u32(uint64_t v) {
    out_.u32(static_cast<uint32_t>(v));
    return *this;
  }
  Fields& u64(uint64_t v) {
    out_.u64(v);
    return *this;
  }
  Fields& i128(__int128 v) {
    out_.raw(encode_i128(v));
    return *this;
  }
  Fields& i256(const Int256& v) {
    out_.raw(v.to_bytes());
    return *this;
  }
  Fields& str(std::string_view v) {
    out_.str(v);
    return *this;
  }
  Fields& strs(const Names& v) {
    out_.u16(static_cast<uint16_t>(v.size()));
    for (const std::string& each : v) out_.str(each);
    return *this;
  }
  Fields& raw(ByteView v) {
    out_.raw(v);
    return *this;
  }
  Bytes bytes() const { return out_.bytes(); }

 private:
  ByteWriter out_;
};

inline Bytes sums(std::string_view column, const Int256& s1, const Int256& s2, uint64_t count) {
  return Fields(StatementType::kSums).str(column).i256(s1).i256(s2).u64(count).bytes();
}
inline Bytes range(std::string_view column, __int128 lo, __int128 hi) {
  return Fields(StatementType::kRange).str(column).i128(lo).i128(hi).bytes();
}

struct Compare {
  int op = 1;  ///< 1 at most c1, 2 at least c1, 3 between c1 and c2
  __int128 c1 = 0, c2 = 0;
  int mode = 0;  ///< 0 exactly, 1 at least, 2 at most
  uint64_t target = 0;
  int limbs = 2;
};
inline Bytes count_compare(std::string_view column, const Compare& of) {
  Fields out(StatementType::kCountCompare);
  return out.str(column).u8(of.op).i128(of.c1).i128(of.c2).u8(of.mode).u64(of.target).u8(of.limbs).bytes();
}

using Bins = std::vector<std::pair<__int128, uint64_t>>;
inline Bytes histogram(std::string_view column, uint64_t null_count, const Bins& bins) {
  Fields out(StatementType::kHistogram);
  out.str(column).u64(null_count).u32(bins.size());
  for (const auto& [bin, count] : bins) out.i128(bin).u64(count);
  return out.bytes();
}
inline Bytes split(const Names& columns, std::string_view key) {
  return Fields(StatementType::kSplit).strs(columns).str(key).bytes();
}

struct TypedColumn {
  std::string name;
  int publishes = 0;
  uint64_t nulls = 0;
};
inline Bytes well_typed(const std::vector<TypedColumn>& columns) {
  Fields out(StatementType::kWellTyped);
  out.u8(columns.size());
  for (const TypedColumn& each : columns) out.str(each.name);
  for (const TypedColumn& each : columns) out.u8(each.publishes).u64(each.nulls);
  return out.bytes();
}
inline Bytes affine(std::string_view in, std::string_view out, __int128 a, __int128 c, __int128 d) {
  return Fields(StatementType::kAffine).str(in).str(out).i128(a).i128(c).i128(d).bytes();
}
inline Bytes filter(const Names& columns, std::string_view column, int op, __int128 c, int limbs) {
  return Fields(StatementType::kFilter).strs(columns).str(column).u8(op).i128(c).u8(limbs).bytes();
}
inline Bytes sort(const Names& columns, std::string_view key, int limbs) {
  return Fields(StatementType::kSort).strs(columns).str(key).u8(limbs).bytes();
}
inline Bytes unique_key(std::string_view key) { return Fields(StatementType::kUniqueKey).str(key).bytes(); }
inline Bytes dedupe(const Names& columns, std::string_view key) {
  return Fields(StatementType::kDedupe).strs(columns).str(key).bytes();
}
inline Bytes join(const Names& keys, const Names& left, const Names& right) {
  return Fields(StatementType::kJoin).strs(keys).strs(left).strs(right).bytes();
}

/// One value of a record, in bytes.
struct Cell {
  static Bytes number(__int128 v) { return Fields().i128(v).bytes(); }
  static Bytes text(std::string_view v) { return Fields().u32(v.size()).raw(as_bytes(v)).bytes(); }
  static Bytes null() { return {1}; }
  /// Of a nullable column.
  static Bytes live(const Bytes& v) { return Fields().u8(0).raw(v).bytes(); }
};
using Record = std::vector<Bytes>;
/// MEMBER or NON_MEMBER; one salt for each column of texts.
inline Bytes records(StatementType type, const Names& columns, const std::vector<ByteArray<16>>& salts,
                     const std::vector<Record>& listed) {
  Fields out(type);
  out.strs(columns);
  for (const ByteArray<16>& salt : salts) out.raw(salt);
  out.u32(listed.size());
  for (const Record& record : listed) {
    for (const Bytes& cell : record) out.raw(cell);
  }
  return out.bytes();
}

struct GroupOf {
  __int128 group;
  Int256 sum;
  uint64_t count;
};
inline Bytes group_sums(std::string_view value, std::string_view group, const std::vector<GroupOf>& groups) {
  Fields out(StatementType::kGroupSums);
  out.str(value).str(group).u32(groups.size());
  for (const GroupOf& each : groups) out.i128(each.group).i256(each.sum).u64(each.count);
  return out.bytes();
}
inline Bytes noisy_sum(const Digest& round_value, const Int256& twice) {
  return Fields(StatementType::kNoisySum).raw(round_value).i256(twice).bytes();
}

struct CountOf {
  int mode;
  uint64_t target;
};
inline Bytes count_equal(std::string_view column, int joint, const std::vector<__int128>& classes,
                         const std::vector<CountOf>& counts) {
  Fields out(StatementType::kCountEqual);
  out.str(column).u8(joint).u8(classes.size());
  for (const __int128 each : classes) out.i128(each);
  for (const CountOf& each : counts) out.u8(each.mode).u64(each.target);
  return out.bytes();
}
inline Bytes min_max(std::string_view column, int is_max, __int128 value, int limbs) {
  return Fields(StatementType::kMinMax).str(column).u8(is_max).i128(value).u8(limbs).bytes();
}
inline Bytes quantile(std::string_view column, uint64_t rank, __int128 value, int limbs) {
  return Fields(StatementType::kQuantile).str(column).u64(rank).i128(value).u8(limbs).bytes();
}
inline Bytes shuffle(const Names& columns) { return Fields(StatementType::kShuffle).strs(columns).bytes(); }
inline Bytes knowledge(const Names& columns) { return Fields(StatementType::kKnowledge).strs(columns).bytes(); }
inline Bytes mean_floor(std::string_view column, int digits, __int128 q) {
  return Fields(StatementType::kMeanFloor).str(column).u8(digits).i128(q).bytes();
}
inline Bytes covariance(std::string_view x, std::string_view y, const Int256& sx, const Int256& sy, const Int256& sxy) {
  return Fields(StatementType::kCovariance).str(x).str(y).i256(sx).i256(sy).i256(sxy).bytes();
}
inline Bytes disjoint(std::string_view first, std::string_view second) {
  return Fields(StatementType::kDisjoint).str(first).str(second).bytes();
}

inline Bytes range_claim(std::string_view column, __int128 lo, __int128 hi) {
  return Fields().u8(1).str(column).i128(lo).i128(hi).bytes();
}
inline Bytes type_claim(std::string_view column) { return Fields().u8(2).str(column).bytes(); }
inline Bytes sum_claim(std::string_view column, const Int256& sum) {
  return Fields().u8(3).str(column).i256(sum).bytes();
}
inline Bytes composite(const std::vector<Bytes>& claims) {
  Fields out(StatementType::kComposite);
  out.u8(claims.size());
  for (const Bytes& claim : claims) out.raw(claim);
  return out.bytes();
}

}  // namespace zkp::toy
