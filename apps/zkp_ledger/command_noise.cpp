/// noise: the record of secret bits for one differentially private sum.
#include "base/encoding.h"
#include "base/utf8.h"
#include "statement/noise_accountant.h"
#include "zkp_ledger/commands.h"

namespace zkp {
namespace {

// "quicknet", or at least 8 digits of the id of one that the configuration names.
Result<Digest> beacon_id_of(const Beacons& beacons, const std::string& text) {
  if (text.empty() || text == quicknet().name) return quicknet().id;
  std::vector<Digest> found;
  const auto consider = [&](const RandomBeacon& beacon) {
    const bool is_named = beacon.name == text || (text.size() >= 8 && hex_encode(beacon.id).starts_with(text));
    if (is_named) found.push_back(beacon.id);
  };
  consider(quicknet());
  for (const RandomBeacon& beacon : beacons.others()) consider(beacon);
  if (found.size() == 1) return found.front();
  return Error(GeneralError::kInvalidArgument,
               std::string(found.empty() ? "no" : "more than one") + " trusted beacon is \"" + printable(text) + "\"")
      .with_hint("beacon.trusted in zkp-ledger.toml names beacons besides quicknet");
}

}  // namespace

int run_noise(Session& session, const NoiseArguments& arguments) {
  Console& console = session.console();
  NoiseRequest request;
  request.column = arguments.column;
  request.lo = arguments.lo;
  request.hi = arguments.hi;
  request.bits = arguments.bits;
  request.epsilon = arguments.epsilon;
  request.delta = arguments.delta;
  request.round = arguments.round;
  request.name = arguments.name;
  request.data_file = arguments.data;
  auto directory = session.open(LedgerAccess::kWrite);
  if (!directory.ok()) return console.fail(directory.error());
  const Ledger& ledger = (*directory)->ledger();
  Result<uint64_t> index = ledger.resolve(arguments.entry);
  if (!index.ok()) return console.fail(index.error());
  request.index = *index;
  Result<Digest> beacon = beacon_id_of(ledger.beacons(), arguments.beacon);
  if (!beacon.ok()) return console.fail(beacon.error());
  request.beacon_id = *beacon;

  Result<NoiseOutcome> noise = record_noise(**directory, request, console.progress());
  if (!noise.ok()) return console.fail(noise.error());
  console.end_progress();
  char delta[32];
  std::snprintf(delta, sizeof delta, "%g", noise->delta);
  console.line("entry " + std::to_string(noise->index) + "    " + console.bold(noise->name) + "  " +
               thousands(noise->bits) + " secret bits for the sum of column \"" + printable(arguments.column) +
               "\", every value between " + arguments.lo + " and " + arguments.hi);
  console.line("privacy    epsilon " + epsilon_text(noise->epsilon) + " at delta " + delta +
               ", for one row that is replaced");
  console.line("beacon     round " + std::to_string(noise->round) + " of " + printable(noise->beacon_name) +
               ", drawn " + format_time(noise->round_time_s));
  console.line("receipt    " + noise->receipt_file +
               "  hand it out before the round: it shows when the bits were fixed");
  console.line("then       zkp-ledger prove " + arguments.entry + " \"dp-sum:" + printable(arguments.column) +
               ";bits=" + std::to_string(noise->index) + "\" --beacon FILE");
  if (!noise->epsilon) console.warn("the noise is too small for an epsilon at this delta: it protects nobody");
  console.object({{"index", noise->index},
                  {"name", noise->name},
                  {"dataset", hex_encode(noise->dataset)},
                  {"bits", noise->bits},
                  {"epsilon", epsilon_text(noise->epsilon)},
                  {"delta", delta},
                  {"beacon", hex_encode(noise->beacon_id)},
                  {"round", std::to_string(noise->round)},
                  {"time", format_time(noise->time_s)},
                  {"round_time", format_time(noise->round_time_s)},
                  {"receipt", noise->receipt_file}});
  return kExitYes;
}

}  // namespace zkp
