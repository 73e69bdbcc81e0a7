/// Receipts out of a World, signed by its log and, if asked, by witnesses.
#pragma once

#include "ledger/support.h"
#include "ledger/verify.h"
#include "log/receipt.h"

namespace zkp::ledger_test {

/// The receipt of an entry against the present checkpoint; `edit` may change it before it is printed.
inline std::string receipt_of(const World& world, uint64_t index, const std::function<void(Receipt&)>& edit = nullptr) {
  Receipt out;
  out.extra = world.store->entry(index).value();
  out.index = index;
  out.proof = world.ledger->prove_inclusion(index, world.ledger->size()).value();
  out.checkpoint = sign_checkpoint(world.checkpoint(), world.log).value();
  if (edit) edit(out);
  return format_receipt(out).value();
}

/// A log of one entry that need not follow any rule: how a hostile owner of all keys would make a receipt.
inline std::string lone_receipt(const EntryPayload& payload, const Signer& author, const Signer& log,
                                const std::string& checkpoint_origin) {
  const SignedEntry entry = sign_entry(payload, author).value();
  Receipt out;
  out.extra = entry.leaf;
  out.checkpoint =
      sign_note(format_checkpoint({checkpoint_origin, 1, entry.leaf_hash, {}}), checkpoint_origin, log).value();
  return format_receipt(out).value();
}

inline VerifierKey log_key_of(const World& world) {
  return VerifierKey::make(world.ledger->origin(), world.log.public_key()).value();
}

inline const Check* find_check(const std::vector<Check>& checks, std::string_view name) {
  for (const Check& check : checks)
    if (check.name == name) return &check;
  return nullptr;
}
inline std::string print_checks(const std::vector<Check>& checks) {
  std::string out;
  for (const Check& check : checks) out += (check.ok ? "ok   " : "FAIL ") + check.name + ": " + check.detail + "\n";
  return out;
}

/// The verification failed, and the first failed check is this one.
#define EXPECT_FAILS(verification, failing)                                                                          \
  do {                                                                                                               \
    const auto& verified_to_fail = (verification);                                                                   \
    ASSERT_TRUE(verified_to_fail.ok()) << verified_to_fail.error().describe();                                       \
    EXPECT_FALSE(verified_to_fail->ok()) << print_checks(verified_to_fail->checks);                                  \
    const Check* first_failed = verified_to_fail->first_failure();                                                   \
    EXPECT_EQ(first_failed == nullptr ? "" : first_failed->name, failing) << print_checks(verified_to_fail->checks); \
  } while (false)

}  // namespace zkp::ledger_test
