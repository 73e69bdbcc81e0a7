// plan_statements: bin packing of claims into COMPOSITE statements (specification 11.20), whose limits are vectors.
#include <algorithm>
#include <functional>
#include <map>
#include <optional>

#include "statement/claim_packing.h"
#include "statement/types/composite.h"
#include "statement/words/describe.h"

namespace zkp {
namespace {

using Kind = CompositeStatement::Kind;
constexpr int kLimbBits = kClassS.limb_bits;

/// A claim that somebody wishes, and the text that makes it alone.
struct Wish {
  Kind kind;
  ColumnRef column;
  Interval bounds;  ///< kRange
  std::string alone;
  size_t place = 0;  ///< of the text that it was in

  bool same_claim(const Wish& other) const {
    return kind == other.kind && column.name() == other.column.name() &&
           (kind != Kind::kRange || bounds == other.bounds);
  }
};

std::string text_for(std::string name, const std::string& column) {
  return format_statement_text({std::move(name), {column}, {}});
}

std::optional<ColumnRef> find_column(const DatasetView& dataset, const std::string& name, TypeGroup group,
                                     bool nullable) {
  const EntryBody* entries[] = {dataset.entry};
  const Result<ColumnRef> out =
      StatementReader({}, entries)
          .find(0, name, group, nullable ? StatementReader::Nulls::kAllowed : StatementReader::Nulls::kRefused);
  return out.ok() ? std::optional(*out) : std::nullopt;
}

std::optional<Wish> type_wish(const DatasetView& dataset, const std::string& name) {
  const std::optional<ColumnRef> column = find_column(dataset, name, TypeGroup::kAny, true);
  if (!column) return std::nullopt;
  return Wish{Kind::kType, *column, {}, text_for("well-typed", name)};
}

std::optional<Wish> sum_wish(const DatasetView& dataset, const std::string& name, std::string alone) {
  const std::optional<ColumnRef> column = find_column(dataset, name, TypeGroup::kArith, false);
  if (!column) return std::nullopt;
  return Wish{Kind::kSum, *column, {}, std::move(alone)};
}

std::optional<Wish> range_wish(const DatasetView& dataset, const std::string& name, const Interval& bounds) {
  const std::optional<ColumnRef> column = find_column(dataset, name, TypeGroup::kOrd, true);
  if (!column || !check_constant(bounds.lo).ok() || !check_constant(bounds.hi).ok()) return std::nullopt;
  const DatasetViews datasets(&dataset, 1);
  const StatementText alone{
      "range",
      {name},
      {{"min", value_text(*column, datasets, bounds.lo)}, {"max", value_text(*column, datasets, bounds.hi)}}};
  return Wish{Kind::kRange, *column, bounds, format_statement_text(alone)};
}

std::optional<Wish> range_wish(const DatasetView& dataset, const StatementText& text) {
  const std::optional<ColumnRef> column = find_column(dataset, text.columns[0], TypeGroup::kOrd, true);
  if (!column) return std::nullopt;
  const Result<Interval> bounds = parse_range_bounds(*column, {&dataset, 1}, text);
  return bounds.ok() ? range_wish(dataset, text.columns[0], *bounds) : std::nullopt;
}

std::optional<Wish> claim_wish(const DatasetView& dataset, const std::string& name, std::string_view claim) {
  if (claim == "type") return type_wish(dataset, name);
  if (claim == "sum") return sum_wish(dataset, name, text_for("sum", name));
  const std::optional<ColumnRef> column = find_column(dataset, name, TypeGroup::kOrd, true);
  if (!column) return std::nullopt;
  const Result<Interval> bounds = parse_interval_text(*column, {&dataset, 1}, claim);
  return bounds.ok() ? range_wish(dataset, name, *bounds) : std::nullopt;
}

// The claims that a text makes; nothing when it has none that can share a proof, or is not true to the table.
std::vector<Wish> wishes_of(const std::string& text, const StatementText& parsed, const DatasetView& dataset) {
  std::vector<std::optional<Wish>> found;
  if (parsed.name == "range") {
    found.push_back(range_wish(dataset, parsed));
  } else if (parsed.name == "well-typed") {
    for (const std::string& name : parsed.columns) found.push_back(type_wish(dataset, name));
  } else if (parsed.name == "sum" || parsed.name == "mean") {
    found.push_back(sum_wish(dataset, parsed.columns[0], text));
  } else if (parsed.name == "composite" && parsed.param("claims") != nullptr) {
    const std::vector<std::string_view> claims = split_quoted(*parsed.param("claims"), ",");
    if (claims.size() != parsed.columns.size()) return {};
    for (size_t i = 0; i < claims.size(); ++i) found.push_back(claim_wish(dataset, parsed.columns[i], claims[i]));
  }
  std::vector<Wish> out;
  for (std::optional<Wish>& each : found) {
    if (!each || !claim_cost(each->kind == Kind::kRange ? plan_range(each->bounds.lo, each->bounds.hi, kLimbBits)
                                                        : plan_type(each->column.type(), kLimbBits),
                             each->kind)
                      .ok()) {
      return {};
    }
    out.push_back(std::move(*each));
  }
  return out;
}

PackedClaim packed(const Wish& wish) {
  const Result<TypePlan> plan = wish.kind == Kind::kRange ? plan_range(wish.bounds.lo, wish.bounds.hi, kLimbBits)
                                                          : plan_type(wish.column.type(), kLimbBits);
  return {wish.kind, wish.column.name(), wish.column.nullable(), claim_cost(plan, wish.kind).value()};
}

std::string composite_text(const std::vector<const Wish*>& wishes, const DatasetView& dataset) {
  StatementText out{"well-typed", {}, {}};
  std::string claims;
  for (const Wish* wish : wishes) {
    out.columns.push_back(wish->column.name());
    claims += claims.empty() ? "" : ",";
    claims += wish->kind == Kind::kType  ? "type"
              : wish->kind == Kind::kSum ? "sum"
                                         : interval_text(wish->column, {&dataset, 1}, wish->bounds);
    if (wish->kind != Kind::kType) out.name = "composite";
  }
  if (out.name == "composite") out.params.emplace_back("claims", claims);
  return format_statement_text(out);
}

// Builds the program of the claims, with 0 for the sums, which only the owner knows.
bool is_provable(const std::vector<const Wish*>& wishes, const DatasetView& dataset) {
  ByteWriter bytes = start_statement(StatementType::kComposite);
  bytes.u8(static_cast<uint8_t>(wishes.size()));
  for (const Wish* wish : wishes) {
    bytes.u8(static_cast<uint8_t>(wish->kind)).str(wish->column.name());
    if (wish->kind == Kind::kRange) bytes.raw(encode_i128(wish->bounds.lo)).raw(encode_i128(wish->bounds.hi));
    if (wish->kind == Kind::kSum) bytes.raw(Int256().to_bytes());
  }
  const EntryBody* entries[] = {dataset.entry};
  const Result<ClassedStatement> read = read_classed_statement(bytes.bytes(), entries);
  return read.ok() && make_program(*read->statement, *read->size_class, Fr::from_u64(3), Fr::from_u64(5)).ok();
}

// Texts for one proof, or for one each should the program refuse what was packed.
std::vector<std::string> texts_of(const std::vector<const Wish*>& wishes, const DatasetView& dataset) {
  if (wishes.size() > 1 && is_provable(wishes, dataset)) return {composite_text(wishes, dataset)};
  std::vector<std::string> out;
  for (const Wish* each : wishes) out.push_back(each->alone);
  return out;
}

/// Texts by the place that they have in the plan.
using PlacedTexts = std::multimap<size_t, std::string>;

void add_packed(PlacedTexts& out, const std::vector<Wish>& wishes, const DatasetView& dataset) {
  std::vector<PackedClaim> claims;
  for (const Wish& each : wishes) claims.push_back(packed(each));
  for (const std::vector<size_t>& bin : pack_claims(claims)) {
    std::vector<const Wish*> of_bin;
    for (const size_t i : bin) of_bin.push_back(&wishes[i]);
    for (std::string& text : texts_of(of_bin, dataset)) out.emplace(of_bin[0]->place, std::move(text));
  }
}

// KNOWLEDGE holds 64 committed columns, null flags included.
void add_knowledge(std::vector<std::string>& out, const std::vector<const EntryColumn*>& columns) {
  StatementText text{"knowledge", {}, {}};
  size_t used = 0;
  for (const EntryColumn* column : columns) {
    const size_t more = column->nullable ? 2 : 1;
    if (used + more > Program::kMaxNotarised) {
      out.push_back(format_statement_text(text));
      text.columns.clear();
      used = 0;
    }
    text.columns.push_back(column->name);
    used += more;
  }
  if (used > 0) out.push_back(format_statement_text(text));
}

}  // namespace

Result<std::vector<std::string>> plan_statements(std::span<const std::string> texts, const DatasetView& dataset) {
  PlacedTexts placed;
  std::vector<Wish> wishes;
  for (size_t i = 0; i < texts.size(); ++i) {
    ZKP_TRY(const StatementRequest request, parse_request(texts[i]));
    std::vector<Wish> found = wishes_of(texts[i], request.text, dataset);
    if (found.empty()) placed.emplace(i, texts[i]);
    if (found.size() == 1) found[0].alone = texts[i];
    for (Wish& wish : found) {
      wish.place = i;
      if (std::ranges::none_of(wishes, [&](const Wish& other) { return other.same_claim(wish); })) {
        wishes.push_back(std::move(wish));
      }
    }
  }
  add_packed(placed, wishes, dataset);
  std::vector<std::string> out;
  for (auto& [place, text] : placed) out.push_back(text);
  return out;
}

std::vector<std::string> default_statements(const DatasetView& dataset) {
  std::vector<Wish> wishes;
  std::vector<const EntryColumn*> texts;
  for (const EntryColumn& column : dataset.entry->columns) {
    if (column.name.ends_with(kNullSuffix)) continue;
    if (is_salted(column.type)) {
      texts.push_back(&column);
    } else {
      wishes.push_back(*type_wish(dataset, column.name));
      wishes.back().place = wishes.size();
    }
  }
  // Texts cost a TYPE claim nothing but a place: where the numbers need no further proof for them, they go along.
  const auto count_bins = [](const std::vector<Wish>& all) {
    std::vector<PackedClaim> claims;
    for (const Wish& each : all) claims.push_back(packed(each));
    return pack_claims(claims).size();
  };
  const bool has_keys =
      std::ranges::any_of(texts, [](const EntryColumn* c) { return c->type.code == TypeCode::kKey62; });
  if (!texts.empty() && !has_keys && !wishes.empty() && texts.size() <= 8 * wishes.size()) {
    std::vector<Wish> with_texts = wishes;
    for (const EntryColumn* column : texts) {
      with_texts.push_back(*type_wish(dataset, column->name));
      with_texts.back().place = with_texts.size();
    }
    if (count_bins(with_texts) == count_bins(wishes)) {
      wishes = std::move(with_texts);
      texts.clear();
    }
  }
  PlacedTexts placed;
  add_packed(placed, wishes, dataset);
  std::vector<std::string> out;
  for (auto& [place, text] : placed) out.push_back(text);
  add_knowledge(out, texts);
  return out;
}

}  // namespace zkp
