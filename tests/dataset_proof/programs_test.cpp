/// Statements to programs, against the reference model: 47 statements of all types, every form.
#include "dataset_proof/toy.h"

namespace zkp {
namespace {

using toy::Json;

std::map<std::string, Fr> terms_of(const AffineForm& form) {
  std::map<std::string, Fr> out;
  for (const AffineForm::Term& term : form.terms()) {
    const std::string name = term.is_virtual() ? "virt" + std::to_string(static_cast<int>(term.virtual_column()))
                                               : "col" + std::to_string(term.column());
    out[name] = term.coefficient;
  }
  return out;
}

std::string kind_name(ColumnKind kind) {
  constexpr const char* kNames[] = {"notarised", "public", "fresh", "mask"};
  return kNames[static_cast<size_t>(kind)];
}

TEST(Programs, AreThoseOfTheModel) {
  const Json all = toy::vectors("programs.json");
  size_t compared = 0;
  for (const Json& expected : all["programs"]) {
    SCOPED_TRACE(expected["label"].get<std::string>());
    std::vector<EntryBody> bodies;
    for (const Json& body : expected["entries"]) {
      const Bytes bytes = hex_decode(body.get<std::string>()).value();
      bodies.push_back(decode_entry_body(bytes).value());
      EXPECT_EQ(encode_entry_body(bodies.back()), bytes);
    }
    std::vector<const EntryBody*> entries;
    for (const EntryBody& body : bodies) entries.push_back(&body);
    const Bytes bytes = hex_decode(expected["statement"].get<std::string>()).value();
    const auto statement = read_statement(kClassS, bytes, entries);
    ASSERT_TRUE(statement.ok()) << statement.error().describe();
    const auto program = make_program(**statement, kClassS, Fr::from_u64(3), Fr::from_u64(5));
    ASSERT_TRUE(program.ok()) << program.error().describe();
    EXPECT_EQ(smallest_class((*statement)->rows())->id, kClassS.id);

    EXPECT_EQ(Json(program->rows()), expected["n"]);
    EXPECT_EQ(program->mu(), expected["mu"].get<int>());
    EXPECT_EQ(program->used_fractions(), expected["fraction_slots"].get<size_t>());
    EXPECT_EQ(program->mode_word(), expected["modes"].get<uint64_t>());
    const auto targets = program->targets();
    for (size_t k = 0; k < targets.size(); ++k) EXPECT_EQ(targets[k], toy::element(expected["targets"][k]));
    ASSERT_EQ(program->columns().size(), expected["columns"].size());
    for (size_t i = 0; i < program->columns().size(); ++i) {
      const ProgramColumn& column = program->columns()[i];
      EXPECT_EQ(column.name, expected["columns"][i][0].get<std::string>());
      EXPECT_EQ(kind_name(column.kind), expected["columns"][i][1].get<std::string>());
      if (column.kind == ColumnKind::kPublic) {
        EXPECT_EQ(column.values, toy::elements(expected["public_values"][std::to_string(i)]));
      }
    }
    for (size_t j = 0; j < kFormCount; ++j) {
      std::map<std::string, Fr> wanted;
      if (expected["forms"].contains(std::to_string(j))) {
        for (const auto& [name, value] : expected["forms"][std::to_string(j)].items())
          wanted[name] = toy::element(value);
      }
      EXPECT_EQ(terms_of(program->forms()[j]), wanted) << "form " << j;
    }
    ++compared;

    // One byte string for each meaning: nothing may be missing or left over.
    for (size_t cut = 0; cut < bytes.size(); ++cut) {
      EXPECT_FALSE(read_statement(kClassS, ByteView(bytes).first(cut), entries).ok()) << cut;
    }
    Bytes longer = bytes;
    longer.push_back(0);
    EXPECT_FALSE(read_statement(kClassS, longer, entries).ok());
  }
  EXPECT_EQ(compared, 47u);
}

}  // namespace
}  // namespace zkp
