// Public records: MEMBER, NON_MEMBER.
#include "base/encoding.h"
#include "base/utf8.h"
#include "statement/types/member.h"
#include "statement/types/non_member.h"
#include "statement/words/describe.h"

namespace zkp {
namespace {

/// The records as people read them, and as a text has them.
struct RecordTexts {
  std::vector<std::string> shown;
  std::string list;
  bool can_be_typed = true;
  std::optional<ByteArray<16>> salt;
};

struct CellText {
  std::string shown, text;
};

Result<CellText> read_cell(ByteReader& in, const ColumnRef& column, DatasetViews datasets, bool& can_be_typed) {
  if (column.nullable()) {
    ZKP_TRY(const uint8_t is_null, in.u8());
    if (is_null != 0) return CellText{"NULL", "NULL"};
  }
  if (!is_salted(column.type())) {
    ZKP_TRY(const __int128 value, read_i128(in));
    return CellText{shown(column, datasets, value), value_text(column, datasets, value)};
  }
  ZKP_TRY(const uint32_t length, in.u32());
  ZKP_TRY(const ByteView bytes, in.raw(length));
  const std::string_view text = as_text(bytes);
  can_be_typed &= is_valid_utf8(text);
  if (!is_valid_utf8(text)) return CellText{"the bytes " + hex_encode(bytes), ""};
  const std::string quote = quote_if_needed(text);
  return CellText{quoted(text), quote};
}

// The fields were read before, by read_records(): what follows is only about how they look.
Result<RecordTexts> read_texts(ByteView fields, std::span<const ColumnRef> columns, DatasetViews datasets) {
  ByteReader in(fields);
  RecordTexts out;
  ZKP_TRY(const uint16_t names, in.u16());
  for (size_t i = 0; i < names; ++i) { ZKP_TRY(const std::string skipped, in.str()); }
  for (const ColumnRef& column : columns) {
    if (is_salted(column.type())) { ZKP_TRY(out.salt, in.array<16>()); }
  }
  ZKP_TRY(const uint32_t count, in.u32());
  for (uint32_t i = 0; i < count; ++i) {
    std::vector<std::string> cells;
    for (size_t c = 0; c < columns.size(); ++c) {
      ZKP_TRY(CellText cell, read_cell(in, columns[c], datasets, out.can_be_typed));
      cells.push_back(std::move(cell.shown));
      out.list += (c > 0 ? "," : i > 0 ? "|" : "") + cell.text;
    }
    std::string record;
    for (const std::string& cell : cells) record += (record.empty() ? "" : ", ") + cell;
    out.shown.push_back("(" + record + ")");
  }
  return out;
}

RecordTexts describe_records(const DescribeInput& in, const PublicRecords& listed, std::string name, Description& out) {
  RecordTexts texts = read_texts(in.fields, listed.columns, in.datasets).value();
  if (texts.can_be_typed) {
    out.text = StatementText{
        std::move(name), columns_text(names_of(listed.columns), *listed.columns[0].body), {{"records", texts.list}}};
  }
  out.view.outputs["records"] = std::to_string(listed.records.size());
  out.view.figures.push_back({{0, ""}, "records", texts.list});
  if (texts.salt) disclose(out, {0, ""}, "salt of the texts", hex_encode(*texts.salt));
  return texts;
}

constexpr size_t kListed = 20;

std::string listed_words(std::vector<std::string> records) {
  if (records.size() > kListed + 1) {
    const size_t more = records.size() - kListed;
    records.resize(kListed);
    records.push_back(std::to_string(more) + " more");
  }
  return list_words(records);
}

}  // namespace

void describe_member(const DescribeInput& in, Description& out) {
  const auto& s = in.as<MemberStatement>();
  const RecordTexts texts = describe_records(in, s.listed, "member", out);
  out.view.words = "each of these records occurs in " + columns_words(s.listed.columns) + " of " +
                   dataset_words(in.datasets, 0) + " at least once: " + listed_words(texts.shown);
  out.view.not_shown.emplace_back("how often a record occurs, and what else the table holds");
  add_row_warnings(out, s.listed.columns);
}

void describe_non_member(const DescribeInput& in, Description& out) {
  const auto& s = in.as<NonMemberStatement>();
  const RecordTexts texts = describe_records(in, s.listed, "non-member", out);
  out.view.words = "none of these records occurs in " + columns_words(s.listed.columns) + " of " +
                   dataset_words(in.datasets, 0) + ": " + listed_words(texts.shown);
  for (const ColumnRef& each : s.listed.columns) {
    if (each.nullable()) out.view.typed.push_back({each.entry, each.name() + std::string(kNullSuffix)});
  }
  add_encoder_warning(out);
  add_text_warning(out, s.listed.columns);
}

}  // namespace zkp
