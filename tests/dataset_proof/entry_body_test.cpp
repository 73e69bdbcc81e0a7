/// The decoder of entry bodies: every rule of specification 4.3, and one byte string for each body (attacks 20 and 39).
#include "statement/entry_body.h"

#include <set>

#include "dataset_proof/toy_cases.h"

namespace zkp {
namespace {

using toy::Fields;

constexpr ColumnType kInt = {TypeCode::kInt, 64}, kBool = {TypeCode::kBool, 0}, kText = {TypeCode::kStr248, 0};

/// A column as its bytes say, whatever the rules.
struct RawColumn {
  std::string name = "v";
  int type = 1;
  uint32_t param = 64;
  int nullable = 0;
  bool linked = false;
  Bytes commitment = to_vector(compress(G1Affine::generator()));

  static Bytes to_vector(const ByteArray<48>& point) { return {point.begin(), point.end()}; }
};
struct RawBody {
  std::string magic = "ZDSE";
  uint32_t version = 1;
  int encoding = 1;
  std::string profile = "csv";
  int kind = 0;
  std::string query_column = "v";
  __int128 lo = 0, hi = 5;
  uint64_t rows = 7;
  std::optional<uint32_t> count;
  std::vector<RawColumn> columns = {RawColumn{}};
  Bytes after;

  Bytes bytes() const {
    Fields out;
    const Digest some = sha256({as_bytes("some")});
    out.raw(as_bytes(magic)).u8(version >> 8).u8(version).u8(encoding).raw(some).raw(some).raw(some).str(profile);
    out.raw(some).u8(kind);
    if (kind == 1) out.raw(some).str(query_column).i128(lo).i128(hi).raw(some).u64(9);
    const uint32_t k = count.value_or(static_cast<uint32_t>(columns.size()));
    out.u64(rows).u8(k >> 8).u8(k);
    for (const RawColumn& c : columns) {
      out.str(c.name).u8(c.type).u32(c.param).u8(c.nullable).raw(c.linked ? some : Digest{}).raw(c.commitment);
    }
    return out.raw(after).bytes();
  }
};

bool accepted(const RawBody& body) {
  const Bytes bytes = body.bytes();
  const auto decoded = decode_entry_body(bytes);
  if (!decoded.ok()) {
    EXPECT_EQ(decoded.error().code(), LedgerError::kBadEntry) << decoded.error().describe();
    return false;
  }
  EXPECT_TRUE(check_entry_body(*decoded).ok());
  EXPECT_EQ(encode_entry_body(*decoded), bytes);
  return true;
}
bool accepts_columns(std::vector<RawColumn> columns) {
  RawBody body;
  body.columns = std::move(columns);
  return accepted(body);
}
/// After a change of the smallest good body.
template <class Change>
bool accepted_with(Change change) {
  RawBody body;
  change(body);
  return accepted(body);
}

TEST(EntryBodies, TheSmallestIsAccepted) {
  EXPECT_TRUE(accepted(RawBody{}));
  EXPECT_TRUE(accepted_with([](RawBody& b) { b.rows = UINT64_MAX; }));
  EXPECT_TRUE(accepted_with([](RawBody& b) { b.profile = ""; }));
}

TEST(EntryBodies, HeadersAreStrict) {
  EXPECT_FALSE(accepted_with([](RawBody& b) { b.magic = "ZDSF"; }));
  EXPECT_FALSE(accepted_with([](RawBody& b) { b.version = 0; }));
  EXPECT_FALSE(accepted_with([](RawBody& b) { b.version = 2; }));
  EXPECT_FALSE(accepted_with([](RawBody& b) { b.encoding = 2; }));
  EXPECT_FALSE(accepted_with([](RawBody& b) { b.kind = 2; }));
  EXPECT_FALSE(accepted_with([](RawBody& b) { b.profile = "\xff"; }));
  EXPECT_FALSE(accepted_with([](RawBody& b) { b.after = {0}; }));
}

TEST(EntryBodies, HaveRowsAndColumns) {
  EXPECT_FALSE(accepted_with([](RawBody& b) { b.rows = 0; }));
  EXPECT_FALSE(accepted_with([](RawBody& b) { b.columns.clear(); }));
  EXPECT_FALSE(accepted_with([](RawBody& b) { b.count = 2; }));
  EXPECT_FALSE(accepted_with([](RawBody& b) { b.count = 0; }));
  EXPECT_FALSE(accepted_with([](RawBody& b) { b.count = 65'535; }));
}

TEST(EntryBodies, HaveALimitOfColumns) {
  EntryBody body;
  body.rows = 1;
  for (size_t i = 0; i < kMaxEntryColumns; ++i) {
    body.columns.push_back({"c" + std::to_string(i), kInt, false, {}, G1Affine::generator()});
  }
  EXPECT_TRUE(check_entry_body(body).ok());
  body.columns.push_back({"c", kInt, false, {}, G1Affine::generator()});
  EXPECT_FALSE(check_entry_body(body).ok());
}

TEST(EntryBodies, TypesAreThoseOfTheList) {
  struct Rule {
    int type;
    uint32_t param;
    bool linked, good;
  };
  for (const auto& [type, param, linked, good] : {
           Rule{0, 0, false, false},
           {11, 0, false, false},
           {255, 0, false, false},
           {1, 0, false, false},
           {1, 1, false, true},
           {1, 64, false, true},
           {1, 65, false, false},
           {2, 0, false, true},
           {2, 1, false, false},
           {3, 0, false, true},
           {3, 18, false, true},
           {3, 19, false, false},
           {4, 0, false, true},
           {4, 1, false, false},
           {5, 0, false, true},
           {5, 1, false, false},
           {6, 0, false, true},
           {6, 1, false, false},
           {7, 0, false, true},
           {7, 1, false, false},
           {8, 0, true, true},
           {8, 1, true, false},
           {9, 0, true, true},
           {9, 1, true, false},
           {10, 0, true, false},
           {10, 1, true, true},
           {10, UINT32_MAX, true, true},
           // H6 and errata E1: linkage ids of texts and codes, and of nothing else.
           {8, 0, false, false},
           {9, 0, false, false},
           {10, 5, false, false},
           {1, 64, true, false},
           {2, 0, true, false},
           {3, 2, true, false},
           {4, 0, true, false},
           {5, 0, true, false},
           {6, 0, true, false},
           {7, 0, true, false},
       }) {
    RawColumn column;
    column.type = type;
    column.param = param;
    column.linked = linked;
    EXPECT_EQ(accepts_columns({column}), good)
        << "type " << type << ", parameter " << param << (linked ? ", linked" : "");
  }
}

// L2: names are not ambiguous.
TEST(EntryBodies, NamesAreDifferentTexts) {
  const RawColumn v;
  RawColumn w = v, empty = v, bad = v, zero = v, longest = v, too_long = v;
  w.name = "w";
  empty.name = "";
  bad.name = "\xc3\x28";
  zero.name = std::string("v\0", 2);
  longest.name = std::string(kMaxEntryColumnNameBytes, 'v');
  too_long.name = longest.name + "v";
  EXPECT_TRUE(accepts_columns({v, w}));
  EXPECT_TRUE(accepts_columns({v, longest}));
  EXPECT_FALSE(accepts_columns({v, too_long}));
  EXPECT_FALSE(accepts_columns({v, zero}));
  EXPECT_FALSE(accepts_columns({v, v}));
  EXPECT_FALSE(accepts_columns({v, w, v}));
  EXPECT_FALSE(accepts_columns({empty}));
  EXPECT_FALSE(accepts_columns({v, bad}));
}

TEST(EntryBodies, NullableColumnsHaveTheirFlags) {
  RawColumn v;
  v.nullable = 1;
  const RawColumn flags{"v.null", 4, 0}, plain;
  EXPECT_TRUE(accepts_columns({v, flags}));
  EXPECT_TRUE(accepts_columns({flags, v}));
  EXPECT_FALSE(accepts_columns({v}));
  EXPECT_FALSE(accepts_columns({flags}));
  EXPECT_FALSE(accepts_columns({plain, flags}));
  EXPECT_FALSE(accepts_columns({v, {"w.null", 4, 0}}));
  EXPECT_FALSE(accepts_columns({v, flags, {"w.null", 4, 0}}));
  EXPECT_FALSE(accepts_columns({v, {"v.null", 1, 64}}));
  EXPECT_FALSE(accepts_columns({v, {"v.null", 1, 1}}));
  EXPECT_FALSE(accepts_columns({v, {"v.null", 4, 0, 1}}));
  EXPECT_FALSE(accepts_columns({v, {"v.null", 4, 0, 1}, {"v.null.null", 4, 0}}));
  EXPECT_FALSE(accepts_columns({{".null", 4, 0}}));
  EXPECT_FALSE(accepts_columns({{"v", 1, 64, 2}, flags}));
  EXPECT_TRUE(accepts_columns({plain, {"null", 4, 0}, {"v.nul", 4, 0}}));
}

TEST(EntryBodies, CommitmentsAreCanonicalPointsOfTheGroup) {
  auto with = [](const Bytes& point) {
    RawColumn column;
    column.commitment = point;
    return accepts_columns({column});
  };
  const Bytes generator = RawColumn{}.commitment;
  EXPECT_TRUE(with(generator));
  Bytes infinity(48);
  infinity[0] = 0xc0;
  EXPECT_FALSE(with(infinity));
  infinity[47] = 1;
  EXPECT_FALSE(with(infinity));
  Bytes uncompressed = generator;
  uncompressed[0] &= 0x7f;
  EXPECT_FALSE(with(uncompressed));
  Bytes too_large(48, 0xff);
  too_large[0] = 0x9f;
  EXPECT_FALSE(with(too_large));
  // Small x: some are on no point of the curve, others on points outside the subgroup.
  std::set<std::string> reasons;
  for (uint8_t x = 0; x < 16; ++x) {
    Bytes small(48);
    small[0] = 0x80;
    small[47] = x;
    EXPECT_FALSE(with(small)) << int{x};
    reasons.insert(std::string(decompress_g1(ByteView(small).first<48>()).error().code().name()));
  }
  EXPECT_EQ(reasons.size(), 2u);
}

TEST(EntryBodies, RecordsOfNoiseHaveOneColumnOfBits) {
  auto record = [](auto change) {
    RawBody body;
    body.kind = 1;
    body.columns = {{"bits", 4, 0}};
    change(body);
    return accepted(body);
  };
  EXPECT_TRUE(record([](RawBody&) {}));
  EXPECT_TRUE(record([](RawBody& b) { b.rows = 4096; }));
  EXPECT_FALSE(record([](RawBody& b) { b.rows = 4097; }));
  EXPECT_FALSE(record([](RawBody& b) { b.lo = b.hi = 5; }));
  EXPECT_FALSE(record([](RawBody& b) { b.lo = 6; }));
  EXPECT_FALSE(record([](RawBody& b) { b.columns[0].name = "bit"; }));
  EXPECT_FALSE(record([](RawBody& b) { b.columns[0] = {"bits", 1, 1}; }));
  EXPECT_FALSE(record([](RawBody& b) { b.columns.push_back({"v", 1, 64}); }));
  EXPECT_FALSE(record([](RawBody& b) { b.columns = {{"bits", 4, 0, 1}, {"bits.null", 4, 0}}; }));
  EXPECT_FALSE(record([](RawBody& b) { b.query_column = "\xff"; }));
}

/// A body with every kind of field.
EntryBody full_body(bool record) {
  EntryBody out;
  out.srs_id = toy::srs_id();
  out.owner_key = sha256({as_bytes("owner")});
  out.file_profile = "csv, ümlaut";
  out.rows = 300;
  const G1Affine point = G1Affine::generator();
  if (record) {
    out.query = NoiseQuery{sha256({as_bytes("data")}), "age", -3, 99, sha256({as_bytes("beacon")}), 17};
    out.columns = {{"bits", kBool, false, {}, point}};
  } else {
    out.columns = {{"v", kInt, true, {}, point},
                   {"v.null", kBool, false, {}, -point},
                   {"text", kText, false, linkage_id(toy::toy_salt()), point}};
  }
  return out;
}

TEST(EntryBodies, EveryPrefixIsRefused) {
  for (const bool record : {false, true}) {
    const Bytes bytes = encode_entry_body(full_body(record));
    ASSERT_EQ(decode_entry_body(bytes).value(), full_body(record));
    for (size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_FALSE(decode_entry_body(ByteView(bytes).first(size)).ok()) << size;
    }
  }
}

TEST(EntryBodies, AChangedByteIsAnotherBodyOrNone) {
  for (const bool record : {false, true}) {
    const Bytes good = encode_entry_body(full_body(record));
    size_t others = 0;
    for (size_t i = 0; i < good.size(); ++i) {
      for (const uint8_t flip : {0x01, 0x40, 0x80}) {
        Bytes changed = good;
        changed[i] ^= flip;
        const auto decoded = decode_entry_body(changed);
        if (!decoded.ok()) continue;
        EXPECT_EQ(encode_entry_body(*decoded), changed) << i;
        EXPECT_NE(*decoded, full_body(record)) << i;
        EXPECT_NE(entry_body_digest(changed), entry_body_digest(good));
        ++others;
      }
    }
    EXPECT_GT(others, 100u);
  }
}

}  // namespace
}  // namespace zkp
