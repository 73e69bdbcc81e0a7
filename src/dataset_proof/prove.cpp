#include "dataset_proof/prove.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "commit/commit.h"
#include "dataset_proof/final_claim.h"
#include "dataset_proof/form_tables.h"
#include "dataset_proof/proving_memory.h"
#include "dataset_proof/verify.h"
#include "groth16/prove.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

constexpr std::string_view kPhases[] = {"witness", "commit", "fractions", "rows", "opening", "wrap"};

/// How much of a proof's time lies before each phase: from what was measured on two threads (docs/performance.md), in
/// nanoseconds. It only serves to say how much is left.
class PhaseShares {
 public:
  explicit PhaseShares(const Program& program) {
    double fresh = 0, slots = 0;
    const auto rows = static_cast<double>(std::ranges::max(program.rows()));
    for (const ProgramColumn& column : program.columns()) {
      if (column.kind == ColumnKind::kFresh) fresh += static_cast<double>(column.length);
    }
    for (const FractionSlot& slot : program.fractions()) {
      if (!slot.den.is_constant()) slots += rows;
    }
    const double costs[] = {10 * fresh, 1e8 + 55 * fresh, 80 * slots, 50 * rows, 730 * rows, 7e8};
    double sum = 0;
    for (size_t i = 0; i < before_.size(); ++i) {
      before_[i] = sum;
      sum += costs[i];
    }
    for (double& each : before_) each /= sum;
  }
  double before(int phase) const { return before_[static_cast<size_t>(phase)]; }

 private:
  std::array<double, std::size(kPhases)> before_;
};

Result<void> report(const DatasetProveOptions& options, int done, double share) {
  if (!options.progress) return {};
  if (options.progress({kPhases[done], done, static_cast<int>(std::size(kPhases)), share})) return {};
  return Error(GeneralError::kCancelled, "the proof was cancelled");
}

/// What may be kept of the fraction tree.
Result<size_t> tree_bytes(const FormTables& tables, const DatasetProveOptions& options) {
  if (options.max_bytes == 0) return options.max_tree_bytes;
  const ProvingMemory memory = ProvingMemory::of(tables);
  if (options.max_bytes < memory.least()) {
    const auto mebibytes = [](size_t bytes) { return std::to_string((bytes + (size_t{1} << 20) - 1) >> 20) + " MiB"; };
    return Error(GeneralError::kLimit, "a proof of this statement takes at least " + mebibytes(memory.least()) +
                                           " beside its tables, and may take " + mebibytes(options.max_bytes));
  }
  return std::min(options.max_tree_bytes, memory.tree(options.max_bytes));
}

/// The mask: 2 b' random coefficients from 0 and from b (specification 7.4).
Result<PrivateColumn> make_mask(const SizeClass& size, const ElementSource& random) {
  std::vector<Fr> rows(size.block() + 2 * size.inner_block());
  for (size_t j = 0; j < 2; ++j) {
    for (size_t i = 0; i < 2 * size.inner_block(); ++i) { ZKP_TRY(rows[i + j * size.block()], random()); }
  }
  return PrivateColumn(std::move(rows));
}

/// Counts small integers as they are: for a look at a fresh limb on all rows of a table. False for one that is too
/// large.
bool count_integers(const PrivateColumn& column, size_t begin, size_t end, std::vector<uint32_t>& counts) {
  return std::visit(
      [&](const auto& values) {
        using T = typename std::decay_t<decltype(values)>::value_type;
        if constexpr (std::is_same_v<T, Fr>) {
          return false;
        } else {
          bool fits = true;
          for (size_t i = begin; i < end; ++i) {
            if (std::cmp_less(values[i], 0) || std::cmp_greater_equal(values[i], counts.size())) {
              fits = false;
            } else {
              ++counts[static_cast<size_t>(values[i])];
            }
          }
          return fits;
        }
      },
      column.values());
}

/// The look's gates open on all rows of a table and on no others: their number.
std::optional<uint64_t> plain_gate(const Program& program, const Program::Look& look) {
  if (look.gate2 != AffineForm::one()) return {};
  for (int table = 1; table <= static_cast<int>(kTableCount); ++table) {
    if (look.gate == AffineForm(row_gate(table))) return program.rows_of(table);
  }
  return {};
}

/// The column that the look's value is, if it is one as it is.
std::optional<size_t> plain_column(const FormTables& tables, const Program::Look& look) {
  const auto terms = look.value.terms();
  if (terms.size() != 1 || terms[0].is_virtual() || !terms[0].coefficient.is_one()) return {};
  if (!tables.column(terms[0].column()).has_integers()) return {};
  return terms[0].column();
}

/// m[t] is how often t is looked up: the sum of gate * gate2 over the rows with this value. Gates are 0 or 1.
Result<std::vector<uint32_t>> count_looks(const FormTables& tables, bool stops_when_false, TaskPool* pool) {
  const Program& program = tables.program();
  const uint64_t table_rows = program.size_class().table_rows();
  uint64_t rows = 0;
  for (const uint64_t n : program.rows()) rows = std::max(rows, n);
  constexpr size_t kRows = FormTables::Block::kRows;
  const size_t threads = pool == nullptr ? 1 : static_cast<size_t>(pool->threads());
  const size_t parts = std::min<size_t>((rows + kRows - 1) / kRows, 2 * threads);
  std::vector<std::vector<uint32_t>> counts(parts, std::vector<uint32_t>(table_rows));
  std::vector<uint8_t> is_wrong(parts);
  std::vector<const Program::Look*> others;
  struct Plain {
    const PrivateColumn* column;
    uint64_t rows;
  };
  std::vector<Plain> plain;
  for (const Program::Look& look : program.looks()) {
    const std::optional<uint64_t> gated = plain_gate(program, look);
    const std::optional<size_t> column = plain_column(tables, look);
    if (gated && column && *gated <= tables.column(*column).rows()) {
      plain.push_back({&tables.column(*column), *gated});
    } else {
      others.push_back(&look);
    }
  }
  parallel_for(pool, parts, 1, [&](size_t begin, size_t end) {
    FormTables::Block block(tables);
    std::vector<Fr> gate(kRows), gate2(kRows), value(kRows);
    for (size_t part = begin; part < end; ++part) {
      const size_t last = rows * (part + 1) / parts;
      for (const Plain& each : plain) {
        const size_t from = rows * part / parts, to = std::min<size_t>(last, each.rows);
        if (from < to && !count_integers(*each.column, from, to, counts[part])) is_wrong[part] = 1;
      }
      for (size_t first = rows * part / parts; first < last; first += kRows) {
        const size_t count = std::min(kRows, last - first);
        block.move_to(first, count);
        for (const Program::Look* look : others) {
          block.evaluate(look->gate, gate.data());
          block.evaluate(look->gate2, gate2.data());
          block.evaluate(look->value, value.data());
          for (size_t i = 0; i < count; ++i) {
            if (gate[i].is_zero() || gate2[i].is_zero()) continue;
            const LimbArray<4> v = value[i].to_limbs();
            if (!gate[i].is_one() || !gate2[i].is_one() || v[0] >= table_rows || (v[1] | v[2] | v[3]) != 0) {
              is_wrong[part] = 1;
            } else {
              ++counts[part][v[0]];
            }
          }
        }
      }
    }
  });
  if (stops_when_false && std::ranges::count(is_wrong, 1) > 0) {
    return Error(StatementError::kFalse, "the statement is not true of the data: a value is out of its range");
  }
  std::vector<uint32_t> out(table_rows);
  for (const std::vector<uint32_t>& part : counts) {
    for (size_t t = 0; t < out.size(); ++t) out[t] += part[t];
  }
  return out;
}

/// The columns of a program on the prover's side.
class ProverColumns {
 public:
  const std::vector<const PrivateColumn*>& all() const { return all_; }
  const std::vector<G1Affine>& commitments() const { return commitments_; }

  /// Borrowed from the tables, or made: public values, fresh columns and the mask.
  Result<void> make(const Program& shape, InnerInputs& inputs, const BlindingSource& blinding,
                    const ElementSource& random, TaskPool* pool) {
    for (size_t i = 0; i < shape.columns().size(); ++i) {
      const ProgramColumn& column = shape.columns()[i];
      switch (column.kind) {
        case ColumnKind::kNotarised: {
          const PrivateTable& table = inputs.tables[column.entry];
          const auto at = table.columns.find(column.entry_column);
          ZKP_CHECK(at != table.columns.end());
          if (at->second->length() != column.length) {
            return Error(GeneralError::kInvalidArgument, "the column does not have the rows of its entry")
                .with_column(column.entry_column);
          }
          all_.push_back(at->second);
          break;
        }
        case ColumnKind::kPublic:
          own(PrivateColumn(column.values));
          break;
        case ColumnKind::kFresh: {
          PrivateColumn::Values values;
          if (column.name == "m" && !inputs.fresh.contains("m")) {
            ZKP_TRY(values, looks_of(shape, inputs, pool));
          } else {
            const auto at = inputs.fresh.find(column.name);
            ZKP_CHECK(at != inputs.fresh.end());
            values = std::move(at->second);
          }
          PrivateColumn made(std::move(values));
          ZKP_CHECK(made.rows() + kBlindingRows == column.length);
          ZKP_TRY(const BlindingRows rows, blinding(i, column.name, made));
          made.append_blinding(rows);
          own(std::move(made));
          break;
        }
        case ColumnKind::kMask: {
          ZKP_TRY(PrivateColumn mask, make_mask(shape.size_class(), random));
          own(std::move(mask));
          break;
        }
      }
    }
    return {};
  }

  Result<void> commit(const Program& shape, const InnerInputs& inputs, TaskPool* pool) {
    std::vector<const PrivateColumn*> made;
    for (size_t i = 0; i < all_.size(); ++i) {
      if (shape.columns()[i].kind != ColumnKind::kNotarised) made.push_back(all_[i]);
    }
    ZKP_TRY(const std::vector<G1Affine> points, commit_columns(inputs.srs->powers(), made, pool));
    size_t next = 0;
    for (const ProgramColumn& column : shape.columns()) {
      if (column.kind == ColumnKind::kNotarised) {
        commitments_.push_back(inputs.tables[column.entry].entry->find(column.entry_column)->commitment);
      } else {
        commitments_.push_back(points[next++]);
      }
    }
    return {};
  }

 private:
  void own(PrivateColumn column) {
    owned_.push_back(std::make_unique<PrivateColumn>(std::move(column)));
    all_.push_back(owned_.back().get());
  }
  // "m" is the last fresh column and no look reads it: the tables of what comes before it are enough.
  Result<PrivateColumn::Values> looks_of(const Program& shape, const InnerInputs& inputs, TaskPool* pool) {
    const FormTables tables(shape, all_);
    ZKP_TRY(std::vector<uint32_t> counts, count_looks(tables, inputs.stops_when_false, pool));
    return PrivateColumn::Values(std::move(counts));
  }

  std::vector<std::unique_ptr<PrivateColumn>> owned_;
  std::vector<const PrivateColumn*> all_;
  std::vector<G1Affine> commitments_;
};

/// Randomness of one proof: a hash of fresh bytes and of everything that its transcript begins with, so that a weak
/// generator that repeats itself repeats a whole proof and never a mask in another one. The key names the class, the
/// entries in the context the reference string. Wiped.
class HedgedSource final : public Random {
 public:
  static Result<std::unique_ptr<HedgedSource>> make(Random& random, const ProofSubject& subject,
                                                    std::span<const PrivateTable> tables) {
    std::unique_ptr<HedgedSource> made(new HedgedSource());
    HedgedSource& out = *made;
    ByteArray<64> fresh;
    ZKP_TRY_VOID(random.fill(fresh));
    Sha512 hash;
    hash.update(as_bytes("zkp.ds.v1.hedge")).update(fresh).update(subject.verifying_key);
    hash.update(subject.context).update(subject.statement);
    for (const PrivateTable& table : tables) {
      for (const auto& [name, column] : table.columns) {
        // The last blinding row: a secret that belongs to the data.
        if (column->length() > 0) hash.update(column->at(column->length() - 1).to_bytes());
      }
    }
    out.seed_ = hash.finish();
    wipe(fresh);
    return made;
  }
  HedgedSource(const HedgedSource&) = delete;
  HedgedSource& operator=(const HedgedSource&) = delete;
  ~HedgedSource() override { wipe(seed_); }

  Fr next() {
    ByteArray<64> wide = block();
    const Fr out = Fr::from_bytes_reduce(wide);
    wipe(wide);
    return out;
  }
  Result<void> fill(std::span<uint8_t> out) override {
    while (!out.empty()) {
      ByteArray<64> bytes = block();
      const size_t count = std::min(out.size(), bytes.size());
      std::copy_n(bytes.begin(), count, out.begin());
      out = out.subspan(count);
      wipe(bytes);
    }
    return {};
  }

 private:
  HedgedSource() = default;

  ByteArray<64> block() {
    ByteWriter number;
    number.u64(counter_++);
    return sha512({seed_, number.bytes()});
  }

  ByteArray<64> seed_{};
  uint64_t counter_ = 0;
};

}  // namespace

InnerProof::~InnerProof() {
  InnerMessages<Fr>::for_each(messages, [](Fr& v) { wipe(&v, sizeof v); });
}

Result<InnerProof> prove_inner(InnerInputs inputs, const BlindingSource& blinding, const ElementSource& random,
                               const DatasetProveOptions& options) {
  const SizeClass& size = *inputs.subject.size_class;
  TaskPool* const pool = options.pool;
  const Statement& statement = *inputs.statement;
  ZKP_TRY(const Program shape, make_program(statement, size, Fr::one(), Fr::one()));
  const PhaseShares shares(shape);
  ProverColumns columns;
  ZKP_TRY_VOID(columns.make(shape, inputs, blinding, random, pool));
  ZKP_TRY(const size_t max_tree_bytes, tree_bytes(FormTables(shape, columns.all()), options));
  ZKP_TRY_VOID(report(options, 1, shares.before(1)));
  ZKP_TRY_VOID(columns.commit(shape, inputs, pool));
  inputs.srs->forget();
  OuterProtocol outer(inputs.subject, shape, columns.commitments());
  ZKP_TRY(const Program program, make_program(statement, size, outer.beta(), outer.gamma()));
  const FormTables tables(program, columns.all());

  InnerProof out;
  out.mu = program.mu();
  out.share = shares.before(5);
  out.pub.s0 = outer.s0();
  InnerMessages<Fr>& messages = out.messages;
  ZKP_TRY_VOID(report(options, 2, shares.before(2)));
  PoseidonSponge a(kTagA);
  a.absorb2(outer.s0(), Fr::zero());
  FractionProof fractions = prove_fractions(SlotLeaves(tables), a, pool, max_tree_bytes);
  if (inputs.stops_when_false && (!fractions.root_p.is_zero() || fractions.root_q.is_zero())) {
    return Error(StatementError::kFalse, "the statement is not true of the data");
  }
  for (FractionLayer& layer : fractions.layers) messages.layers.push_back({std::move(layer.rounds), layer.ends});
  messages.root_inverse = fractions.root_q.inverse_var();

  ZKP_TRY_VOID(report(options, 3, shares.before(3)));
  messages.sums = slot_sums(tables, pool);
  Fr carry;
  for (size_t k = 0; k < kSumSlotCount; ++k) {
    const SumSlot& slot = program.sums()[k];
    const Fr sum = messages.sums[k] + carry, slack = sum - slot.target;
    const LimbArray<4> limbs = slack.to_limbs();
    const bool fits = (limbs[1] | limbs[2] | limbs[3]) == 0;
    if (inputs.stops_when_false &&
        ((slot.mode == SumMode::kExact && !slack.is_zero()) || (slot.mode == SumMode::kAtLeast && !fits))) {
      return Error(StatementError::kFalse, "the statement is not true of the data: a sum is not what it says");
    }
    messages.slacks[k] = slot.mode == SumMode::kAtLeast ? slack : Fr::zero();
    carry = slot.mode == SumMode::kCarry ? sum : Fr::zero();
  }
  FinalClaim claim = prove_final_claim(tables, fractions, messages.sums, a, pool);
  if (inputs.stops_when_false && !claim.holds) {
    return Error(StatementError::kFalse,
                 "the statement is not true of the data: an equation between columns is violated");
  }
  messages.final_rounds = std::move(claim.rounds);
  messages.values = std::move(claim.values);
  ZKP_TRY(messages.salt1, random());
  std::vector<Fr> absorbed = messages.values;
  absorbed.push_back(messages.salt1);
  a.absorb_list(absorbed);
  out.opening.h_v = out.pub.h_v = a.s1();

  ZKP_TRY_VOID(report(options, 4, shares.before(4)));
  out.pub.rho = outer.after_values(out.pub.h_v);
  const FormWeights weights = program.weights(out.pub.rho);
  set_program_values(program, weights, out.pub);
  LargeVector<Fr> f = combine_columns(tables, weights.columns, pool);
  ZKP_TRY(OpeningMessages opening,
          prove_opening(size, inputs.srs->powers(), std::move(f), claim.r, outer, random, out.pub, out.opening, pool));
  inputs.srs->forget();
  messages.block_rounds = std::move(opening.block_rounds);
  messages.partial_g = std::move(opening.partial_g);
  messages.partial_h = std::move(opening.partial_h);
  messages.salt2 = opening.salt2;
  messages.remainder = std::move(opening.remainder);
  messages.salt3 = opening.salt3;
  for (size_t i = 0; i < shape.columns().size(); ++i) {
    const ColumnKind kind = shape.columns()[i].kind;
    if (kind == ColumnKind::kFresh || kind == ColumnKind::kMask) out.opening.fresh.push_back(columns.commitments()[i]);
  }
  out.messages = padded_messages(size, std::move(messages));
  out.public_input = wrap_public_input(out.pub);
  return out;
}

Result<Bytes> prove_dataset(const DatasetProverKey& key, ByteView statement, ByteView context,
                            std::span<const PrivateTable> tables, Random& random, const DatasetProveOptions& options) {
  std::vector<const EntryBody*> entries;
  for (const PrivateTable& table : tables) entries.push_back(table.entry);
  const SizeClass& size = *key.size_class;
  ZKP_TRY(const std::unique_ptr<Statement> read, read_statement(size, statement, entries));
  ZKP_TRY_VOID(report(options, 0, 0));
  ZKP_TRY(FreshColumns fresh, make_witness(*read, size, tables));
  const ProofSubject subject{&size, key.verifying_key_id, key.srs->key().id, context, statement};
  for (const EntryBody* entry : entries) {
    if (entry->srs_id != subject.srs) {
      return Error(CryptoError::kBadKey, "a table is committed to under another reference string");
    }
  }
  if (is_production_class(size)) {
    const SizeClass* smallest = smallest_class(read->rows());
    if (smallest == nullptr || !(*smallest == size)) {
      return Error(GeneralError::kInvalidArgument, "the key is not of the smallest class that holds the tables");
    }
  }
  ZKP_TRY(const std::unique_ptr<HedgedSource> source, HedgedSource::make(random, subject, tables));
  const ElementSource elements = [&]() -> Result<Fr> { return source->next(); };
  const BlindingSource blinding = [&](size_t, const std::string&, const PrivateColumn&) -> Result<BlindingRows> {
    BlindingRows out;
    for (Fr& row : out) row = source->next();
    return out;
  };
  InnerInputs inputs{read.get(), subject, key.srs, tables, std::move(fresh)};
  ZKP_TRY(const InnerProof inner, prove_inner(std::move(inputs), blinding, elements, options));
  // What the verifier sees of it: a column that is not what its entry's commitment says shows here.
  ZKP_TRY(const OpenedProof opened, open_outer(subject, key.srs->key(), entries, inner.opening));
  if (opened.public_input != inner.public_input || !check_opening(size, key.srs->key(), opened, inner.opening)) {
    return Error(CryptoError::kBadProof,
                 "the proof does not verify: a column is not what its entry says, or the keys do not belong together");
  }

  ZKP_TRY_VOID(report(options, 5, inner.share));
  ConstraintSystem witness(Synthesis::kWitness, [&](ConstraintSystem& cs) {
    make_wrap(cs, size, inner.public_input, inner.pub, inner.messages);
  });
  ZKP_TRY(const Groth16Proof groth16, groth16_prove(key.wrap, witness, *source, options.pool));
  return encode_envelope({{size.id, read->type(), short_key_id(key.verifying_key_id)}, groth16, inner.opening});
}

}  // namespace zkp
