#include "report/charts.h"

#include <algorithm>

#include "report/html_text.h"
#include "report/svg.h"
#include "statement/units.h"

namespace zkp {
namespace {

constexpr int kWidth = 520;
constexpr int kRowHeight = 24;
constexpr size_t kMaxBars = 20;
constexpr size_t kMaxBuckets = 24;

// From a minute to ten years; the shortest that needs at most kMaxBuckets bars.
constexpr int64_t kBuckets_s[] = {60,        600,        3600,       6 * 3600,    86400,       2 * 86400,
                                  7 * 86400, 30 * 86400, 91 * 86400, 365 * 86400, 3650 * 86400};

int64_t bucket_size(int64_t first_s, int64_t last_s) {
  for (int64_t size : kBuckets_s)
    if (last_s / size - first_s / size < static_cast<int64_t>(kMaxBuckets)) return size;
  return (last_s - first_s) / static_cast<int64_t>(kMaxBuckets) + 1;
}

std::string bucket_words(int64_t size_s) {
  const auto times = [](int64_t n, const char* unit) {
    return n == 1 ? std::string(unit) : std::to_string(n) + " " + unit + "s";
  };
  if (size_s % 86400 == 0) return times(size_s / 86400, "day");
  if (size_s % 3600 == 0) return times(size_s / 3600, "hour");
  if (size_s % 60 == 0) return times(size_s / 60, "minute");
  return times(size_s, "second");
}

// Axis labels: the day, or the minute where one day holds everything.
std::string time_label(int64_t time_s, int64_t bucket_s) {
  const std::string text = format_time(time_s);
  return bucket_s >= 86400 ? text.substr(0, 10) : text.substr(0, 10) + " " + text.substr(11, 5);
}

// Numbers on a scale that shows ages and salaries side by side: linear up to 1, then logarithmic (a straight line
// between powers of two, so that integers suffice). Dates and times are linear. 2^16 units are one doubling.
__int128 on_scale(const ReportRange& range, __int128 value) {
  if (range.axis != ReportRange::Axis::kNumber) return value;
  constexpr int64_t kUnit = int64_t{1} << 16;
  unsigned __int128 size = static_cast<unsigned __int128>(value < 0 ? -value : value),
                    power = 1'000'000'000'000'000'000;
  __int128 out = 0;
  if (size < power) {
    out = scaled(size, power, kUnit);
  } else {
    for (out = kUnit; size - power >= power; power *= 2) out += kUnit;
    out += scaled(size - power, power, kUnit);
  }
  return value < 0 ? -out : out;
}

}  // namespace

std::string entries_over_time_svg(const ReportModel& model) {
  const int64_t first = model.entries.front().time_s, last = model.entries.back().time_s;
  const int64_t size = bucket_size(first, last);
  struct Bar {
    uint64_t datasets = 0, proofs = 0, others = 0;
    uint64_t all() const { return datasets + proofs + others; }
  };
  const int64_t start = first / size;
  std::vector<Bar> bars(static_cast<size_t>(last / size - start) + 1);
  for (const ReportEntry& entry : model.entries) {
    Bar& bar = bars[static_cast<size_t>(entry.time_s / size - start)];
    ++(entry.type == EntryType::kNotarize ? bar.datasets : entry.type == EntryType::kProof ? bar.proofs : bar.others);
  }
  uint64_t most = 1;
  for (const Bar& bar : bars) most = std::max(most, bar.all());

  constexpr int kLeft = 40, kTop = 10, kHeight = 120;
  Svg svg(kWidth, kTop + kHeight + 28, "chart-time", "Entries over time",
          "Number of entries of this report for every " + bucket_words(size) + ", from " + format_time(first) + " to " +
              format_time(last) + "; at most " + format_count(most));
  svg.line(kLeft, kTop + kHeight, kWidth, kTop + kHeight, "grid");
  svg.line(kLeft, kTop, kWidth, kTop, "grid");
  svg.text(kLeft - 8, kTop + 4, "t2 end", format_count(most));
  svg.text(kLeft - 8, kTop + kHeight + 4, "t2 end", "0");
  const int step = std::min<int>(64, (kWidth - kLeft) / static_cast<int>(bars.size()));
  const int width = std::max(4, step - std::max(3, step / 4));
  for (size_t i = 0; i < bars.size(); ++i) {
    int bottom = kTop + kHeight;
    const int x = kLeft + static_cast<int>(i) * step + (step - width) / 2;
    const auto stack = [&](uint64_t count, std::string_view css, std::string_view what) {
      if (count == 0) return;
      const int height = std::max(1, static_cast<int>(count * kHeight / most));
      bottom -= height;
      svg.bar(x, bottom, width, height, css,
              format_count(count) + " " + std::string(what) + " at " +
                  time_label((start + static_cast<int64_t>(i)) * size, size));
    };
    stack(bars[i].others, "other", "other");
    stack(bars[i].datasets, "data", bars[i].datasets == 1 ? "dataset" : "datasets");
    stack(bars[i].proofs, "proof", bars[i].proofs == 1 ? "proof" : "proofs");
  }
  svg.text(kLeft, kTop + kHeight + 18, "t2", time_label(start * size, size));
  if (bars.size() > 2)
    svg.text(kLeft + static_cast<int>(bars.size()) * step, kTop + kHeight + 18, "t2 end",
             time_label((start + static_cast<int64_t>(bars.size()) - 1) * size, size));
  return std::move(svg).str();
}

std::string rows_svg(const ReportModel& model) {
  if (model.datasets.empty()) return "";
  const size_t begin = model.datasets.size() > kMaxBars ? model.datasets.size() - kMaxBars : 0;
  uint64_t most = 1;
  for (size_t i = begin; i < model.datasets.size(); ++i) most = std::max(most, model.datasets[i].rows);
  constexpr int kLeft = 170, kRight = 90;
  const int count = static_cast<int>(model.datasets.size() - begin);
  Svg svg(
      kWidth, count * kRowHeight + 4, "chart-rows", "Rows of each dataset",
      std::string(begin > 0 ? "The newest " : "All ") + std::to_string(count) + " datasets in the order of the log");
  for (int i = 0; i < count; ++i) {
    const ReportDataset& dataset = model.datasets[begin + static_cast<size_t>(i)];
    const int y = i * kRowHeight;
    const int width = std::max(2, static_cast<int>(scaled(dataset.rows, most, kWidth - kLeft - kRight)));
    svg.text(kLeft - 10, y + 16, "end", shortened(dataset.name, 24));
    svg.bar(kLeft, y + 5, width, 14, "data",
            dataset.name + ": " + format_count(dataset.rows) + " rows, entry " + std::to_string(dataset.entry));
    svg.text(kLeft + width + 8, y + 16, "t2", format_count(dataset.rows));
  }
  return std::move(svg).str();
}

std::string ranges_svg(const ReportDataset& dataset, size_t number) {
  if (dataset.ranges.empty()) return "";
  // The newest first, if there are too many; grouped by axis, each with its own scale.
  std::vector<const ReportRange*> ranges;
  for (const ReportRange& range : dataset.ranges) ranges.push_back(&range);
  if (ranges.size() > kMaxBars) ranges.erase(ranges.begin(), ranges.end() - static_cast<ptrdiff_t>(kMaxBars));
  std::ranges::stable_sort(ranges, {}, [](const ReportRange* r) { return r->axis; });
  constexpr int kLeft = 170, kRight = 20, kHeight = 40;
  const int inner = kWidth - kLeft - kRight;
  Svg svg(kWidth, static_cast<int>(ranges.size()) * kHeight + 4, "chart-ranges-" + std::to_string(number),
          "Proved ranges of " + dataset.name,
          "For each column the interval that a proof shows all values to lie in; numbers on one scale, "
          "linear up to 1 and logarithmic beyond; dates on another, as are times");
  for (size_t i = 0; i < ranges.size(); ++i) {
    const ReportRange& range = *ranges[i];
    // The scale of an axis spans zero (numbers only) and every bound that somebody asked for.
    std::optional<__int128> low, high;
    const auto widen = [&](__int128 value) {
      low = low ? std::min(*low, value) : value;
      high = high ? std::max(*high, value) : value;
    };
    for (const ReportRange* other : ranges) {
      if (other->axis != range.axis) continue;
      if (!other->open_low) widen(on_scale(*other, other->low));
      if (!other->open_high) widen(on_scale(*other, other->high));
    }
    if (range.axis == ReportRange::Axis::kNumber || !low) widen(0);
    const unsigned __int128 span = static_cast<unsigned __int128>(*high) - static_cast<unsigned __int128>(*low);
    const auto place = [&](__int128 value) {
      const __int128 inside = std::clamp(value, *low, *high);
      return span == 0
                 ? 0
                 : static_cast<int>(scaled(
                       static_cast<unsigned __int128>(inside) - static_cast<unsigned __int128>(*low), span, inner));
    };
    const int y = static_cast<int>(i) * kHeight;
    const int from = range.open_low ? 0 : place(on_scale(range, range.low)),
              to = range.open_high ? inner : place(on_scale(range, range.high));
    const std::string low_text = range.open_low ? "no lower bound" : range.low_text,
                      high_text = range.open_high ? "no upper bound" : range.high_text;
    svg.text(kLeft - 10, y + 15, "end", shortened(range.column, 22));
    svg.text(kLeft - 10, y + 29, "t2 end", "entry " + std::to_string(range.entry));
    svg.bar(kLeft, y + 6, inner, 10, "track", "");
    svg.bar(kLeft + from, y + 6, std::max(3, to - from), 10, "proof",
            range.column + ": " + low_text + " to " + high_text);
    svg.text(kLeft, y + 31, "t2", shortened(low_text, 26) + " \u2026 " + shortened(high_text, 26));
  }
  return std::move(svg).str();
}

}  // namespace zkp
