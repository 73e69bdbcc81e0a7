/// The authenticated state: a compressed binary trie over the ordered keys (leaves.h), whole or in part.
///
///   leaf = SHA-256(00 || key || value)
///   node = SHA-256(01 || depth || prefix || lcount || rcount || lsum || rsum || lhash || rhash)
///
/// count = leaves below, sum = shown lots of the book orders below, modulo 2^64. Every subtree of two leaves or more is
/// one node, so the root is a function of the set of leaves. The root of the empty set is zero.
///
/// A node keeps its message of two padded blocks; a child's hash and aggregates live there, so neither a changed path
/// nor a deletion reads a sibling. Of an *opaque* subtree nothing else is known: looking into it fails with
/// ApplyError::kWitnessInsufficient, unless the trie is a recording of another one, from which it then copies the node.
///
/// Freestanding: memory comes from the caller, failures stick (failure()) and every call on a failed trie is harmless.
/// One thread.
#pragma once

#include <span>

#include "exchange/core/leaves.h"
#include "exchange/core/tagged_hash.h"

namespace zkp::exchange {

/// How many leaves a subtree holds, and how many shown lots.
struct Aggregate {
  uint64_t count;
  uint64_t sum;
  friend bool operator==(const Aggregate&, const Aggregate&) = default;
};

class Trie {
 public:
  /// A child: nothing, a branch, a leaf or an opaque subtree.
  using Ref = uint32_t;

  struct Leaf {
    Key key;
    alignas(8) uint8_t value[kMaxLeafBytes + 4];
    uint32_t parent;  ///< branch; free leaves are linked by it
    uint32_t link;    ///< of an OrderList
    uint8_t size;

    template <class T>
    T read() const {
      T out{};
      std::memcpy(&out, value, T::kSize);
      return out;
    }
    template <class T>
    T& as() {
      return *reinterpret_cast<T*>(value);
    }
    uint64_t sum() const { return key.kind() == LeafKind::kBook ? read<Order>().visible : 0; }
  };

  struct alignas(64) Branch {  // a lookup reads the first line alone
    Ref child[2];
    uint32_t parent;
    uint8_t depth;
    uint8_t dirty;  ///< bit s: what the message says of child s is out of date
    Key prefix;
    uint8_t message[128];
  };

  /// What is known of a subtree from outside.
  struct Summary {
    uint32_t count;
    uint64_t sum;
    Digest hash;
  };

  struct Memory {
    Branch* branches;
    uint32_t branch_count;
    Leaf* leaves;
    uint32_t leaf_count;  ///< one more than there can be leaves
  };

  /// Which nodes of another trie were looked at, one bit each.
  struct Recording {
    const Trie* source;
    uint64_t* branches;
    uint64_t* leaves;
  };

  /// The empty set. REQUIRES: memory.leaf_count >= 1 and both counts below 2^29.
  explicit Trie(const Memory& memory, detail::Sha256Compress compress = detail::sha256_compress());
  /// The set of recording.source, opened as it is looked at. REQUIRES: source.root() was called since its last change.
  Trie(const Memory& memory, const Recording& recording, detail::Sha256Compress compress = detail::sha256_compress());

  bool failed() const { return failure_ != ApplyError::kOk; }
  ApplyError failure() const { return failure_; }
  void fail(ApplyError error) {
    if (!failed()) failure_ = error;
  }

  /// Leaves are numbers; 0 is none, and leaf(0) a place where nothing matters.
  Leaf& leaf(uint32_t i) { return memory_.leaves[i]; }
  const Leaf& leaf(uint32_t i) const { return memory_.leaves[i]; }
  uint32_t find(const Key& key);
  /// The leaf of this key, made if there was none (then its value is zero); it counts as changed.
  uint32_t put(const Key& key);
  /// False: there was none.
  bool erase(const Key& key);
  /// REQUIRES: leaf != 0.
  void erase_leaf(uint32_t leaf);
  /// The value of a leaf is about to change.
  void touch(uint32_t leaf);
  /// Smallest key in [low, high].
  uint32_t first(const Key& low, const Key& high);
  /// Over the keys that share the first `bits` bits. REQUIRES: root() was called since the last change.
  Aggregate aggregate(const Key& prefix, unsigned bits);

  /// Hashes what changed.
  Digest root();
  /// Hashes what changed in subtrees whose keys are all below `key`, ahead of root(). A hint: changes nothing that
  /// shows.
  void hash_before(const Key& key);
  /// Asks for the nodes on the ways to these keys. A hint, for whole tries.
  void prefetch(std::span<const Key> keys) const;
  uint64_t count() const { return root_ == 0 ? 0 : top_.count; }  ///< as of the last root()
  void clear();

  // ---- for readers and writers of witnesses ----
  static bool is_leaf(Ref r) { return r >> 30 == 2; }
  static bool is_branch(Ref r) { return r >> 30 == 1; }
  static bool is_opaque(Ref r) { return r >> 30 == 3; }
  static uint32_t index(Ref r) { return r & (~uint32_t{0} >> 2); }
  Ref top() const { return root_; }
  const Summary& top_summary() const { return top_; }
  const Branch& branch(uint32_t i) const { return memory_.branches[i]; }
  static Summary summary(const Branch& b, unsigned side);
  /// Makers of parts, parents first: the new node hangs at `side` of `parent`, or is the root if that is kNoParent.
  static constexpr uint32_t kNoParent = ~uint32_t{0};
  uint32_t add_branch(uint32_t parent, unsigned side, unsigned depth, const Key& prefix);
  uint32_t add_leaf(uint32_t parent, unsigned side, const Key& key);
  void add_opaque(uint32_t parent, unsigned side, const Summary& summary);

 private:
  static constexpr Ref kBranchTag = uint32_t{1} << 30;
  static constexpr Ref kLeafTag = uint32_t{2} << 30;
  static constexpr Ref kOpaqueTag = uint32_t{3} << 30;
  static constexpr Ref kUnknown = ~uint32_t{0};  // an opaque subtree that nothing is behind
  static constexpr uint32_t kFreeEnd = ~uint32_t{0};

  Branch& at(uint32_t i) { return memory_.branches[i]; }
  Ref& link(uint32_t parent, unsigned side) { return parent == kNoParent ? root_ : at(parent).child[side]; }
  static Ref opaque_of(Ref r) { return kOpaqueTag | index(r) << 1 | (is_leaf(r) ? 1 : 0); }
  Summary summary_at(uint32_t parent, unsigned side) const {
    return parent == kNoParent ? top_ : summary(branch(parent), side);
  }
  static void set_summary(Branch& b, unsigned side, const Summary& s);
  void set_summary_at(uint32_t parent, unsigned side, const Summary& s) {
    if (parent == kNoParent)
      top_ = s;
    else
      set_summary(at(parent), side, s);
  }
  bool stale(uint32_t parent, unsigned side) const {
    return parent == kNoParent ? top_dirty_ : (branch(parent).dirty >> side & 1) != 0;
  }
  void set_stale(uint32_t parent, unsigned side, bool stale);
  void set_parent(Ref r, uint32_t parent);
  uint32_t new_leaf();
  uint32_t new_branch();
  void init_branch(Branch& b, uint32_t parent, unsigned depth, const Key& prefix);
  /// What hangs at `side` of `parent`, opened; 0 if there is nothing or it cannot be.
  Ref open(uint32_t parent, unsigned side) {
    const Ref r = link(parent, side);
    return is_opaque(r) ? open_opaque(parent, side) : r;
  }
  Ref open_opaque(uint32_t parent, unsigned side);
  /// Everything above child `side` of `parent` has to be hashed again.
  void changed(uint32_t parent, unsigned side);
  uint32_t split(uint32_t parent, unsigned side, unsigned depth, const Key& key);
  uint32_t first_below(uint32_t parent, unsigned side, const Key& node_low, const Key& node_high, const Key& low,
                       const Key& high);
  Summary hash(Ref r);

  Memory memory_;
  detail::Sha256Compress compress_;
  Recording recording_{};
  Ref root_ = 0;
  Summary top_{};
  bool top_dirty_ = false;
  ApplyError failure_ = ApplyError::kOk;
  uint32_t used_branches_ = 0, used_leaves_ = 1;
  uint32_t free_branches_ = kFreeEnd, free_leaves_ = kFreeEnd;
};

}  // namespace zkp::exchange
