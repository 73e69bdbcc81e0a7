/// The circuit of docs/guides/circuits.md: "my record is on the issuer's list, it says that I was born by that day, and
/// this is my one name for this service". Neither the record nor its place on the list is shown.
///
///   record    = Poseidon("old-enough.record", birth_day, secret)       a leaf of the issuer's Merkle tree
///   nullifier = Poseidon("old-enough.name", secret, service)           the same for the same person and service
#pragma once

#include <array>
#include <vector>

#include "r1cs/circuit.h"
#include "r1cs/gadgets/merkle.h"
#include "r1cs/gadgets/poseidon.h"
#include "transcript/poseidon.h"

namespace old_enough {

using zkp::Fr;

inline constexpr size_t kDepth = 16;  ///< up to 65,536 records
inline constexpr std::string_view kRecordTag = "old-enough.record";
inline constexpr std::string_view kNameTag = "old-enough.name";

/// What the issuer gives to a person. Days are counted from 1900-01-01.
struct Record {
  uint32_t birth_day = 0;
  Fr secret;

  Fr leaf() const { return zkp::poseidon_hash_list(kRecordTag, std::array{Fr::from_u64(birth_day), secret}); }
};

struct OldEnough {
  zkp::PublicInput<Fr> list_root;
  zkp::PublicInput<uint32_t> born_by;
  zkp::PublicInput<Fr> service;
  zkp::PublicInput<Fr> nullifier;
  zkp::PrivateInput<uint32_t> birth_day;
  zkp::PrivateInput<Fr> secret;
  zkp::PrivateInput<std::array<bool, kDepth>> position;
  zkp::PrivateInput<std::array<Fr, kDepth>> siblings;

  void inputs(auto&& declare) {
    declare("list_root", list_root);
    declare("born_by", born_by);
    declare("service", service);
    declare("nullifier", nullifier);
    declare("birth_day", birth_day);
    declare("secret", secret);
    declare("position", position);
    declare("siblings", siblings);
  }

  void synthesize(zkp::ConstraintSystem& cs) const {
    using namespace zkp::gadgets;
    const auto leaf =
        poseidon_hash_list(cs, kRecordTag, std::array<zkp::LinearCombination, 2>{birth_day->lc(), *secret}, "record");
    cs.enforce_zero(merkle_root(cs, leaf, *position, *siblings, "list") - *list_root, "on_the_list");
    enforce_less_equal(cs, *birth_day, *born_by, "old_enough");
    const auto name =
        poseidon_hash_list(cs, kNameTag, std::array<zkp::LinearCombination, 2>{*secret, *service}, "name");
    cs.enforce_zero(name - *nullifier, "one_name");
  }
};

/// The issuer's list: a Merkle tree over records, empty places hold zero.
class IssuerList {
 public:
  /// REQUIRES: at most 2^kDepth records.
  explicit IssuerList(const std::vector<Record>& records);

  Fr root() const { return levels_.back()[0]; }
  /// REQUIRES: position < 2^kDepth.
  std::array<Fr, kDepth> siblings(size_t position) const;

 private:
  std::vector<std::vector<Fr>> levels_;  ///< leaves first; what lies beyond the end of a level is an empty subtree
  std::array<Fr, kDepth + 1> empty_;
};

/// Everything that one proof needs. REQUIRES: position < 2^kDepth.
OldEnough claim(const IssuerList& list, const Record& record, size_t position, uint32_t born_by, const Fr& service);

/// "2008-02-29" as a day; nothing for text that is no date from 1900 to 2199.
std::optional<uint32_t> day_of(std::string_view date);
/// The last birth day of those who are `years` old on that date.
std::optional<uint32_t> born_by(std::string_view date, int years);

}  // namespace old_enough
