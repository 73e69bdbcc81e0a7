#include "exchange/core/state_transition.h"

#include <algorithm>

#include "exchange/core/consistency.h"
#include "exchange/core/trie_state.h"

namespace zkp::exchange {
namespace {

ChangeSet genesis_leaves() {
  ChangeSet out(2);
  const Global global = {0, 0, 0, 1, 1, 1};
  out[0].key = global_key();
  out[0].size = Global::kSize;
  std::memcpy(out[0].value, &global, Global::kSize);
  out[1].key = trader_key(0);
  out[1].size = Trader::kSize;
  std::memset(out[1].value, 0, sizeof out[1].value);
  return out;
}

}  // namespace

StateTransition::StateTransition(const Options& options)
    : options_(options), state_(options.capacity), tree_(options.capacity), engine_(state_, events_) {
  to_genesis();
}

void StateTransition::to_genesis() {
  const ChangeSet genesis = genesis_leaves();
  tree_.clear();
  tree_.commit(genesis, nullptr);
  tree_.root();
  ZKP_CHECK(state_.load(genesis));
  chain_ = genesis_chain(options_.log_id);
  block_no_ = 0;
  retained_.clear();
}

ApplyError StateTransition::apply(std::span<const Block> blocks, Applied& out, bool with_witness) {
  if (const ApplyError error = check_batch(state_.global(), blocks); error != ApplyError::kOk) return error;
  uint64_t number = block_no_;
  Demand demand;
  for (const Block& block : blocks) {
    if (block.number != number++) return ApplyError::kBadBlock;
    for (const CommandRecord& record : block.records) demand.add(record);
  }
  if (!state_.has_room(demand)) return ApplyError::kOutOfMemory;

  Retained before{tree_.root(), chain_, block_no_, {}};
  out.witness = with_witness ? record_witness(blocks) : std::vector<uint8_t>();
  out.journal = {};
  PublicJournal& journal = out.journal;
  journal.magic = PublicJournal::kMagic;
  journal.version = 1;
  journal.program_id = options_.program_id;
  journal.root_before = before.root;
  journal.chain_before = chain_;
  events_.clear();
  ZKP_CHECK(run_batch(engine_, blocks, detail::sha256_compress(), journal) == ApplyError::kOk);

  changes_.clear();
  state_.drain(changes_);
  tree_.commit(changes_, &before.undo);
  out.root = journal.root_after = tree_.root();
  ArrivalTree event_tree;
  for (EventRecord& e : events_.events()) {
    seal(e);
    event_tree.append(event_leaf(e, detail::sha256_compress()));
    journal.trades += e.type == EventType::kTrade;
    journal.rejects += e.type == EventType::kRejected;
  }
  out.events = events_.events();
  journal.event_root = event_tree.root();
  journal.events = static_cast<uint32_t>(events_.size());
  journal.first_event = events_.size() == 0 ? 0 : events_.events()[0].seq;
  journal.status = PublicJournal::kOk;

  chain_ = journal.chain_after;
  block_no_ = number;
  retained_.push_back(std::move(before));
  if (retained_.size() > options_.retained_roots) retained_.pop_front();
  return ApplyError::kOk;
}

std::vector<uint8_t> StateTransition::record_witness(std::span<const Block> blocks) {
  return tree_.witness([&](Trie& trie) {
    TrieState state(trie);
    EventFolder folder(detail::sha256_compress());
    Engine<TrieState, EventFolder> engine(state, folder);
    PublicJournal scratch{};
    ZKP_CHECK(run_batch(engine, blocks, detail::sha256_compress(), scratch) == ApplyError::kOk);
  });
}

bool StateTransition::rollback_to(const Digest& root) {
  if (tree_.root() == root) return true;
  const auto target =
      std::find_if(retained_.rbegin(), retained_.rend(), [&](const Retained& r) { return r.root == root; });
  if (target == retained_.rend()) return false;
  for (auto it = retained_.rbegin(); it <= target; ++it) tree_.commit(it->undo, nullptr);
  ZKP_CHECK(tree_.root() == root);
  chain_ = target->chain;
  block_no_ = target->block_no;
  retained_.erase(std::prev(target.base()), retained_.end());
  ZKP_CHECK(state_.load(leaves()));
  return true;
}

std::vector<std::string_view> StateTransition::verify_state_consistency() {
  const ChangeSet all = leaves();
  std::vector<std::string_view> bad = violated_invariants(all);
  StateTree fresh(options_.capacity);
  fresh.commit(all, nullptr);
  if (fresh.root() != tree_.root()) bad.push_back("I01 root of the leaves");
  return bad;
}

bool StateTransition::load(const ChangeSet& leaves, const Digest& chain, uint64_t next_block) {
  if (!violated_invariants(leaves).empty() || !state_.load(leaves)) {
    to_genesis();
    return false;
  }
  tree_.clear();
  tree_.commit(leaves, nullptr);
  tree_.root();
  chain_ = chain;
  block_no_ = next_block;
  retained_.clear();
  return true;
}

}  // namespace zkp::exchange
