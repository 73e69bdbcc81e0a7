#include "old_enough.h"

#include <charconv>
#include <chrono>

namespace old_enough {
namespace {

Fr node(const Fr& left, const Fr& right) { return zkp::gadgets::merkle_root(left, 0, std::array{right}); }

std::optional<std::chrono::year_month_day> parse(std::string_view date) {
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return std::nullopt;
  auto number = [&](size_t at, size_t length) {
    unsigned value = 0;
    const char* const end = date.data() + at + length;
    return std::from_chars(date.data() + at, end, value).ptr == end ? value : 0;
  };
  const std::chrono::year_month_day out{std::chrono::year(static_cast<int>(number(0, 4))),
                                        std::chrono::month(number(5, 2)), std::chrono::day(number(8, 2))};
  if (!out.ok() || out.year() < std::chrono::year(1900) || out.year() > std::chrono::year(2199)) return std::nullopt;
  return out;
}

uint32_t days(std::chrono::sys_days day) {
  using namespace std::chrono;
  return static_cast<uint32_t>((day - sys_days(year(1900) / 1 / 1)).count());
}

}  // namespace

IssuerList::IssuerList(const std::vector<Record>& records) {
  ZKP_CHECK(records.size() <= size_t{1} << kDepth);
  for (size_t height = 0; height < kDepth; ++height) empty_[height + 1] = node(empty_[height], empty_[height]);
  levels_.emplace_back();
  for (const Record& record : records) levels_[0].push_back(record.leaf());
  for (size_t height = 0; height < kDepth; ++height) {
    std::vector<Fr> above;
    for (size_t i = 0; i < levels_[height].size(); i += 2) {
      const bool alone = i + 1 == levels_[height].size();
      above.push_back(node(levels_[height][i], alone ? empty_[height] : levels_[height][i + 1]));
    }
    levels_.push_back(std::move(above));
  }
  if (levels_.back().empty()) levels_.back().push_back(empty_.back());
}

std::array<Fr, kDepth> IssuerList::siblings(size_t position) const {
  ZKP_CHECK(position < size_t{1} << kDepth);
  std::array<Fr, kDepth> out;
  for (size_t height = 0; height < kDepth; ++height) {
    const size_t sibling = (position >> height) ^ 1;
    out[height] = sibling < levels_[height].size() ? levels_[height][sibling] : empty_[height];
  }
  return out;
}

OldEnough claim(const IssuerList& list, const Record& record, size_t position, uint32_t born_by, const Fr& service) {
  std::array<bool, kDepth> bits;
  for (size_t i = 0; i < kDepth; ++i) bits[i] = (position >> i & 1) != 0;
  return {.list_root = list.root(),
          .born_by = born_by,
          .service = service,
          .nullifier = zkp::poseidon_hash_list(kNameTag, std::array{record.secret, service}),
          .birth_day = record.birth_day,
          .secret = record.secret,
          .position = bits,
          .siblings = list.siblings(position)};
}

std::optional<uint32_t> day_of(std::string_view date) {
  const auto day = parse(date);
  if (!day) return std::nullopt;
  return days(std::chrono::sys_days(*day));
}

std::optional<uint32_t> born_by(std::string_view date, int years) {
  auto day = parse(date);
  if (!day) return std::nullopt;
  *day -= std::chrono::years(years);
  if (!day->ok()) *day = day->year() / std::chrono::February / 28;  // 29 February of a year that has none
  if (day->year() < std::chrono::year(1900)) return std::nullopt;
  return days(std::chrono::sys_days(*day));
}

}  // namespace old_enough
