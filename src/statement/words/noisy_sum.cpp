// DP_SUM, with the guarantee that its noise gives.
#include "statement/types/noisy_sum.h"

#include <charconv>
#include <cmath>

#include "base/encoding.h"
#include "statement/noise_accountant.h"
#include "statement/units.h"
#include "statement/words/describe.h"

namespace zkp {
namespace {

std::string short_number(double value) {
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof(text), value, std::chars_format::general, 4);
  return error == std::errc() ? std::string(text, end) : "";
}

}  // namespace

// The record counts the answer twice: 2 T = 2 sum v + 2 sum (bit xor beacon) - k, so that 10 T = 5 (2 T).
void describe_noisy_sum(const DescribeInput& in, Description& out) {
  const auto& s = in.as<NoisySumStatement>();
  const NoiseQuery& query = *s.bits.body->query;
  const uint64_t bits = s.bits.body->rows;
  const uint32_t scale = scale_of(s.value);
  const std::string answer = format_scaled(Int256(5) * s.twice_answer, scale + 1);
  const double deviation = std::sqrt(static_cast<double>(bits)) / 2 * std::pow(10.0, -static_cast<double>(scale));
  const std::optional<double> epsilon =
      noise_epsilon(bits, noise_sensitivity(query.lo, query.hi, kMaxNoiseBits), kNoiseDelta);

  out.text = StatementText{"dp-sum", {s.value.name()}, {{"bits", quote_if_needed(in.datasets[1].name)}}};
  disclose(out, column_of(s.value), "noisy sum", answer);
  disclose(out, column_of(s.value), "min", shown(s.value, in.datasets, query.lo));
  disclose(out, column_of(s.value), "max", shown(s.value, in.datasets, query.hi));
  out.view.outputs["noise bits"] = std::to_string(bits);
  out.view.outputs["standard deviation of the noise"] = short_number(deviation);
  out.view.outputs["beacon"] = hex_encode(query.beacon_id);
  out.view.outputs["beacon round"] = std::to_string(query.round);
  out.view.outputs["beacon value"] = hex_encode(s.round_value);
  out.view.outputs["delta"] = "0.000001";
  out.view.outputs["epsilon"] = epsilon_text(epsilon);
  out.view.ranges.push_back({column_of(s.value), {query.lo, query.hi}, false});
  const Interval allowed = *interval(s.value.type());
  if (allowed.contains(query.lo) && allowed.contains(query.hi)) mark_typed(out, s.value);
  mark_typed(out, s.bits);
  out.view.noisy = {column_of(s.value), s.bits.entry, query.beacon_id, query.round, s.round_value, bits, epsilon};
  out.view.words = "the values of " + column_words(s.value, in.datasets) + ", all " +
                   between_words(s.value, in.datasets, {query.lo, query.hi}) + ", have the sum " + answer +
                   unit_words(s.value.type()) + " with binomial noise of " + format_count(bits) +
                   " bits (standard deviation " + short_number(deviation) + ") from beacon round " +
                   std::to_string(query.round);
  out.view.words += epsilon ? "; replacing one row is (epsilon, delta)-indistinguishable for readers, epsilon = " +
                                  epsilon_text(*epsilon) + " at delta = 10^-6"
                            : "; the noise is too small for an epsilon at delta = 10^-6: it protects nobody";
  out.view.not_shown = {
      "that the record of the noise bits was there before the beacon's round, beyond what the owner's clock says: who "
      "had its receipt, or a checkpoint that covers it, before the round knows it",
      "that it is the owner's only draw for this column and no exact figure of it was published before: the ledger "
      "refuses both, and a check of the whole ledger or a report of everything about the dataset shows that it did",
      "privacy against the owner, who knows the noise",
      "privacy of a person with several rows: the guarantee is for one row, in a table whose number of rows is public",
      "privacy against several answers together: each further draw adds its epsilon and delta, and an exact sum of the "
      "same column cancels the protection"};
}

}  // namespace zkp
