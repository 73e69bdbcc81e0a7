#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "made_table.h"
#include "statement/claim_packing.h"

namespace zkp {
namespace {

using Kind = CompositeStatement::Kind;
using Texts = std::vector<std::string>;

Texts plan(const MadeTable& table, const Texts& wishes) { return plan_statements(wishes, table.view()).value(); }

// The columns that the statements read, and that all of them can be made.
std::set<std::string> read_by(const MadeTable& table, const Texts& texts) {
  std::set<std::string> out;
  for (const std::string& text : texts) {
    for (const ColumnOf& each : made({text, {&table}}).columns) out.insert(each.column);
  }
  return out;
}

std::set<std::string> all_of(const MadeTable& table) {
  std::set<std::string> out;
  for (const EntryColumn& each : table.entry().columns) out.insert(each.name);
  return out;
}

MadeTable::Cells zeros(size_t rows) { return MadeTable::Cells(rows, 0); }

TEST(PlanStatements, FiveColumnsOf32BitsFitInOneProof) {
  MadeTable table("t");
  Texts wishes;
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    table.add(name, kInt32, {-5, 5, 7});
    wishes.push_back(std::string("well-typed:") + name);
  }
  EXPECT_EQ(plan(table, wishes), Texts{"well-typed:a,b,c,d,e"});
  EXPECT_EQ(default_statements(table.view()), Texts{"well-typed:a,b,c,d,e"});
  wishes = {"range:a;min=-5"};
  EXPECT_EQ(plan(table, wishes), wishes);
  wishes = {"range:a;min=-5;max=7", "sum:b", "mean:a", "well-typed:b"};
  const Texts planned = plan(table, wishes);
  EXPECT_EQ(planned, Texts{"composite:a,b,a,b;claims=-5..7,sum,sum,type"});
  EXPECT_EQ(read_by(table, planned), (std::set<std::string>{"a", "b"}));
}

TEST(PlanStatements, WhatCannotShareAProofStaysInItsPlace) {
  MadeTable table("t");
  table.add("a", kInt32, {1, 2, 3}).add("b", kDouble, {1, 2, 3}).add("n", kInt32, {1, 2, 3}, {0, 1, 0});
  EXPECT_EQ(plan(table, {"median:a", "well-typed:a", "histogram:a", "range:a;min=0;max=9", "variance:a"}),
            (Texts{"median:a", "composite:a,a;claims=type,0..9", "histogram:a", "variance:a"}));
  EXPECT_EQ(plan(table, {"sum:n"}), Texts{"sum:n"});
  EXPECT_EQ(plan(table, {"sum:a"}), Texts{"sum:a"});
  EXPECT_EQ(plan(table, {"well-typed:a", "well-typed:a"}), Texts{"well-typed:a"});
  EXPECT_EQ(plan(table, {"range:a;min=0;max=9", "range:a;min=1;max=8"}),
            (Texts{"range:a;min=0;max=9", "range:a;min=1;max=8"}));
  EXPECT_EQ(plan(table, {"well-typed:gone", "range:a;min=x"}), (Texts{"well-typed:gone", "range:a;min=x"}));
  EXPECT_EQ(plan(table, {}), Texts{});
  const Texts unknown = {"nonsense"};
  EXPECT_FALSE(plan_statements(unknown, table.view()).ok());
}

TEST(DefaultStatements, ReadEveryCommittedColumn) {
  MadeTable table("t");
  int number = 0;
  for (const ColumnType type : {kInt16, kInt32, kInt64, kUint64, kMoney, kTrueFalse, kTimestamp, kDay, kDouble}) {
    const std::string name = "c" + std::to_string(number++);
    table.add(name, type, zeros(3)).add("n" + name, type, zeros(3), {0, 1, 0});
  }
  table.add_categories("label", {"x", "y"}, zeros(3)).add_texts("text", {"a", "b", "c"}, a_salt());
  const Texts texts = default_statements(table.view());
  EXPECT_EQ(read_by(table, texts), all_of(table));
  MadeTable one("one");
  one.add_texts("text", {"a"}, a_salt());
  EXPECT_EQ(default_statements(one.view()), Texts{"knowledge:text,text_key"});
}

TEST(DefaultStatements, TextsGoAlongWhereThereIsRoom) {
  MadeTable table("t");
  table.add("a", kInt32, zeros(2)).add_texts("text", {"a", "b"}, a_salt());
  EntryBody entry = table.entry();
  entry.columns.pop_back();  // the short codes
  const DatasetView view{"t", &entry, nullptr};
  EXPECT_EQ(default_statements(view), Texts{"well-typed:a,text"});
}

TEST(DefaultStatements, AreTheFewestForATableOfThousandsOfColumns) {
  EntryBody entry;
  entry.rows = 100;
  for (size_t i = 0; i < 4096; ++i) {
    const bool is_text = i % 4 == 3;
    Digest linkage{};
    if (is_text) linkage.fill(1);
    entry.columns.push_back({"column " + std::to_string(i),
                             is_text      ? ColumnType{TypeCode::kStr248, 0}
                             : i % 4 == 0 ? kInt64
                                          : kInt32,
                             false, linkage, G1Affine::generator()});
  }
  const DatasetView view{"wide", &entry, nullptr};
  const Texts texts = default_statements(view);
  // 1,024 columns of 3 limbs and 2,048 of 1 limb at 7 limbs a proof, texts 64 a proof or along.
  EXPECT_LE(texts.size(), (1024u * 3 + 2048u + 6) / 7 + 16);
  for (const std::string& text : texts) EXPECT_LE(text.size(), 65536u);
}

// The fewest statements by trying every partition: least[set] from the sets that fit in one.
size_t fewest(const std::vector<PackedClaim>& claims) {
  const size_t all = size_t{1} << claims.size();
  std::vector<bool> fits(all);
  for (size_t set = 1; set < all; ++set) {
    std::vector<size_t> chosen;
    for (size_t i = 0; i < claims.size(); ++i) {
      if ((set >> i & 1) != 0) chosen.push_back(i);
    }
    fits[set] = fit_together(claims, chosen);
  }
  std::vector<size_t> least(all, claims.size());
  least[0] = 0;
  for (size_t set = 1; set < all; ++set) {
    for (size_t part = set; part != 0; part = (part - 1) & set) {
      if (fits[part]) least[set] = std::min(least[set], least[set ^ part] + 1);
    }
  }
  return least[all - 1];
}

// The search for fewer stops at a bound, or at its limit of steps.
TEST(PackClaims, TakesLittleTime) {
  std::mt19937_64 random(3);
  const ColumnType types[] = {kInt16, kInt32, kInt64, kTrueFalse, kDouble, {TypeCode::kInt, 20}};
  for (int round = 0; round < 5; ++round) {
    std::vector<PackedClaim> claims;
    for (size_t i = 0; i < 64; ++i) {
      const Result<TypePlan> plan = plan_type(round == 0 ? kInt64 : types[random() % std::size(types)], 16);
      claims.push_back({Kind::kType, std::to_string(i), i % 5 == 0, claim_cost(plan, Kind::kType).value()});
    }
    const auto start = std::chrono::steady_clock::now();
    EXPECT_GT(pack_claims(claims).size(), 1u);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
  }
}

TEST(PackClaims, GivesTheFewestStatements) {
  std::mt19937_64 random(7);
  const ColumnType types[] = {kInt16, kInt32, kInt64, kMoney, kTrueFalse, kDouble, kDay, {TypeCode::kInt, 20}};
  for (int round = 0; round < 150; ++round) {
    std::vector<PackedClaim> claims;
    const size_t count = 1 + random() % 10;
    for (size_t i = 0; i < count; ++i) {
      const ColumnType type = types[random() % std::size(types)];
      const std::string column = "c" + std::to_string(random() % 6);
      const auto kind = static_cast<Kind>(1 + random() % 3);
      const Result<TypePlan> plan = kind == Kind::kRange
                                        ? plan_range(0, (static_cast<__int128>(1) << (1 + random() % 60)) - 1, 16)
                                        : plan_type(type, 16);
      claims.push_back({kind, column, kind != Kind::kSum && column < "c2", claim_cost(plan, kind).value()});
    }
    const std::vector<std::vector<size_t>> packed = pack_claims(claims);
    EXPECT_EQ(packed.size(), fewest(claims));
    std::vector<size_t> seen;
    for (const std::vector<size_t>& bin : packed) {
      EXPECT_TRUE(fit_together(claims, bin));
      seen.insert(seen.end(), bin.begin(), bin.end());
    }
    std::ranges::sort(seen);
    for (size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], i);
    EXPECT_EQ(seen.size(), claims.size());
  }
}

// The model of costs is that of the program: a plan that fits builds, and one claim more does not.
TEST(PackClaims, CountsAsTheProgramDoes) {
  MadeTable table("t");
  Texts names;
  for (int i = 0; i < 9; ++i) {
    const ColumnType type = std::array{kInt64, kTrueFalse, kInt32, kDouble}[static_cast<size_t>(i) % 4];
    table.add("c" + std::to_string(i), type, zeros(2), i % 3 == 0 ? MadeTable::Nulls{0, 1} : MadeTable::Nulls{});
    names.push_back("c" + std::to_string(i));
  }
  for (size_t set = 3; set < 512; ++set) {
    std::vector<PackedClaim> claims;
    std::vector<size_t> chosen;
    std::string text = "well-typed:";
    for (size_t i = 0; i < names.size(); ++i) {
      if ((set >> i & 1) == 0) continue;
      const EntryColumn& column = *table.entry().find(names[i]);
      chosen.push_back(claims.size());
      text += (claims.empty() ? "" : ",") + names[i];
      claims.push_back(
          {Kind::kType, names[i], column.nullable, claim_cost(plan_type(column.type, 16), Kind::kType).value()});
    }
    if (claims.size() < 2 || claims.size() > 8) continue;
    EXPECT_EQ((Asked{text, {&table}}).make().ok(), fit_together(claims, chosen)) << text;
  }
}

}  // namespace
}  // namespace zkp
