#include "ledger/config.h"

// toml++ 3.3.0 asserts in places what it checks a line later and reports as an error, for example in the document "[#".
// Text from outside may not end the program, and with NDEBUG the assertions would even become assumptions.
#undef NDEBUG
#define TOML_ASSERT(condition) static_assert(true)
#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <variant>

namespace zkp {
namespace {

// One promised key. `built` says which values this version can honour; the rest are answered with "not built yet".
struct Text {
  std::vector<std::string_view> promised;  // empty: any text
  std::vector<std::string_view> built;     // empty: all promised
};
struct Integer {
  int64_t min, max;
  std::optional<int64_t> built = {};  // the only value that is built, if not all
};
struct Flag {
  std::optional<bool> built;  // the only value that is built, if not both
};
struct TextList {
  std::vector<std::string_view> promised;
  std::vector<std::string_view> built;
};
struct Number {
  double min, max;
};
using Shape = std::variant<Text, Integer, Flag, TextList, Number>;

const std::map<std::string, Shape, std::less<>>& known_keys() {
  static const auto* keys = new std::map<std::string, Shape, std::less<>>{
      {"ledger.name", Text{}},
      {"ledger.hash_algorithm", Text{{"sha3-256", "blake3"}, {}}},
      {"ledger.proof_system", Text{{"groth16"}, {}}},
      {"ledger.compression", Text{{"none", "lz4"}, {"lz4"}}},
      {"storage.backend", Text{{"rocksdb", "memory", "postgres"}, {"rocksdb", "memory"}}},
      {"storage.path", Text{}},
      {"storage.max_size_gb", Integer{0, 1 << 20}},
      {"proof.curve", Text{{"bls12-381"}, {}}},
      {"proof.security_level", Integer{128, 128}},
      {"proof.parallel_prove", Flag{}},
      {"proof.cache_size_mb", Integer{1, 1 << 20}},
      {"export.formats", TextList{{"json-ld", "json", "html", "pdf"}, {"json-ld", "json", "html"}}},
      {"export.include_visualizations", Flag{}},
      {"crypto.parallel_proving", Flag{}},
      {"crypto.max_proving_threads", Integer{0, 4096}},
      {"crypto.proof_compression", Flag{true}},
      {"performance.max_worker_threads", Integer{0, 4096}},
      {"performance.max_memory_usage_mb", Integer{0, 1 << 24}},
      {"disclosure.max_figures", Integer{0, 1 << 30}},
      {"disclosure.max_epsilon", Number{0, 1e6}},
      {"beacon.trusted", TextList{}},
      {"log.level", Text{{"debug", "info", "warn", "error"}, {}}},
      {"log.witness_keys", TextList{}},
      {"log.witness_quorum", Integer{0, 100}},
  };
  return *keys;
}

// Sections whose capabilities belong to later work: named here so that the answer is "not built yet", not "unknown".
constexpr std::string_view kLaterSections[] = {"server", "cluster", "database", "security", "backup", "monitoring"};

using Scalar = std::variant<std::string, int64_t, bool, std::vector<std::string>, double>;

Error at(ErrorCode code, const std::string& file, uint64_t line, std::string message) {
  Error error(code, std::move(message));
  if (line == 0) return std::move(error).with_file(file);
  return std::move(error).with_file(file + ":" + std::to_string(line));
}

std::string join(const std::vector<std::string_view>& words) {
  std::string out;
  for (std::string_view word : words) out += (out.empty() ? "\"" : ", \"") + std::string(word) + "\"";
  return out;
}

Result<void> check_word(const std::string& key, const std::string& value, const std::vector<std::string_view>& promised,
                        const std::vector<std::string_view>& built) {
  auto has = [&](const auto& list) { return std::find(list.begin(), list.end(), value) != list.end(); };
  if (!promised.empty() && !has(promised))
    return Error(GeneralError::kParse, key + " is \"" + value + "\"; it is one of " + join(promised));
  if (!built.empty() && !has(built))
    return Error(GeneralError::kUnsupported, key + " = \"" + value + "\" is not built yet; built: " + join(built));
  return {};
}

Result<void> check_value(const std::string& key, const Shape& shape, const Scalar& value) {
  auto wrong = [&](std::string_view expected) {
    return Error(GeneralError::kParse, key + " has the wrong type; expected " + std::string(expected));
  };
  if (const auto* text = std::get_if<Text>(&shape)) {
    const auto* v = std::get_if<std::string>(&value);
    if (v == nullptr) return wrong("a string");
    return check_word(key, *v, text->promised, text->built);
  }
  if (const auto* integer = std::get_if<Integer>(&shape)) {
    const auto* v = std::get_if<int64_t>(&value);
    if (v == nullptr) return wrong("an integer");
    if (*v < integer->min || *v > integer->max)
      return Error(GeneralError::kParse, key + " is " + std::to_string(*v) + "; it lies in " +
                                             std::to_string(integer->min) + ".." + std::to_string(integer->max));
    if (integer->built && *v != *integer->built)
      return Error(GeneralError::kUnsupported,
                   key + " = " + std::to_string(*v) + " is not built yet; built: " + std::to_string(*integer->built));
    return {};
  }
  if (const auto* flag = std::get_if<Flag>(&shape)) {
    const auto* v = std::get_if<bool>(&value);
    if (v == nullptr) return wrong("true or false");
    if (flag->built && *v != *flag->built)
      return Error(GeneralError::kUnsupported, key + " = " + (*v ? "true" : "false") + " is not built yet");
    return {};
  }
  if (const auto* number = std::get_if<Number>(&shape)) {
    const auto* v = std::get_if<double>(&value);
    const auto* whole = std::get_if<int64_t>(&value);
    if (v == nullptr && whole == nullptr) return wrong("a number");
    const double found = v != nullptr ? *v : static_cast<double>(*whole);
    // Not a number is in no interval either.
    if (!(found >= number->min && found <= number->max))
      return Error(GeneralError::kParse,
                   key + " is not between " + std::to_string(number->min) + " and " + std::to_string(number->max));
    return {};
  }
  const auto& list = std::get<TextList>(shape);
  const auto* v = std::get_if<std::vector<std::string>>(&value);
  if (v == nullptr) return wrong("a list of strings");
  for (const std::string& word : *v) ZKP_TRY_VOID(check_word(key, word, list.promised, list.built));
  return {};
}

Result<Scalar> scalar_of(const toml::node& node, const std::string& key) {
  if (auto v = node.as_string()) return Scalar(v->get());
  if (auto v = node.as_integer()) return Scalar(v->get());
  if (auto v = node.as_floating_point()) return Scalar(v->get());
  if (auto v = node.as_boolean()) return Scalar(v->get());
  if (auto v = node.as_array()) {
    std::vector<std::string> out;
    for (const toml::node& item : *v) {
      auto text = item.as_string();
      if (text == nullptr) return Error(GeneralError::kParse, key + " has the wrong type; expected a list of strings");
      out.push_back(text->get());
    }
    return Scalar(std::move(out));
  }
  return Error(GeneralError::kParse,
               key + " has the wrong type; expected a string, a number, true, false or a list of strings");
}

// ZKP_STORAGE_BACKEND=memory; lists are separated by commas.
Result<Scalar> scalar_from_environment(const Shape& shape, const std::string& variable, const std::string& text) {
  if (std::holds_alternative<Integer>(shape)) {
    int64_t v = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
    if (error != std::errc() || end != text.data() + text.size())
      return Error(GeneralError::kParse, variable + " is not an integer: " + text);
    return Scalar(v);
  }
  if (std::holds_alternative<Number>(shape)) {
    double v = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
    if (error != std::errc() || end != text.data() + text.size())
      return Error(GeneralError::kParse, variable + " is not a number: " + text);
    return Scalar(v);
  }
  if (std::holds_alternative<Flag>(shape)) {
    if (text == "true" || text == "1") return Scalar(true);
    if (text == "false" || text == "0") return Scalar(false);
    return Error(GeneralError::kParse, variable + " is not true or false: " + text);
  }
  if (std::holds_alternative<TextList>(shape)) {
    std::vector<std::string> out;
    for (size_t from = 0; from <= text.size() && !text.empty();) {
      const size_t to = std::min(text.find(',', from), text.size());
      out.push_back(text.substr(from, to - from));
      from = to + 1;
    }
    return Scalar(std::move(out));
  }
  return Scalar(text);
}

std::string variable_name(std::string_view key) {
  std::string out = "ZKP_";
  for (char c : key) out += c == '.' ? '_' : (c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  return out;
}

void store(LedgerConfig& config, std::string_view key, const Scalar& value) {
  auto text = [&](std::string& to) { to = std::get<std::string>(value); };
  auto integer = [&](int64_t& to) { to = std::get<int64_t>(value); };
  if (key == "ledger.name") text(config.name);
  if (key == "ledger.hash_algorithm") text(config.hash_algorithm);
  if (key == "storage.backend") text(config.storage_backend);
  if (key == "storage.path") text(config.storage_path);
  if (key == "storage.max_size_gb") integer(config.storage_max_size_gb);
  if (key == "proof.parallel_prove" || key == "crypto.parallel_proving") config.parallel_prove = std::get<bool>(value);
  if (key == "proof.cache_size_mb") integer(config.cache_size_mb);
  if (key == "export.formats") config.export_formats = std::get<std::vector<std::string>>(value);
  if (key == "export.include_visualizations") config.include_visualizations = std::get<bool>(value);
  if (key == "crypto.max_proving_threads") integer(config.max_proving_threads);
  if (key == "performance.max_worker_threads") integer(config.max_worker_threads);
  if (key == "performance.max_memory_usage_mb") integer(config.max_memory_usage_mb);
  if (key == "disclosure.max_figures") integer(config.max_figures);
  if (key == "disclosure.max_epsilon") {
    const auto* whole = std::get_if<int64_t>(&value);
    config.max_epsilon = whole != nullptr ? static_cast<double>(*whole) : std::get<double>(value);
  }
  if (key == "beacon.trusted") config.trusted_beacons = std::get<std::vector<std::string>>(value);
  if (key == "log.level") text(config.log_level);
  if (key == "log.witness_keys") config.witnesses.keys = std::get<std::vector<std::string>>(value);
  if (key == "log.witness_quorum") config.witnesses.quorum = static_cast<int>(std::get<int64_t>(value));
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// key = "one-line string", and perhaps a comment.
bool is_key_and_string(std::string_view line) {
  const auto skip = [&](auto wanted) {
    line.remove_prefix(static_cast<size_t>(std::find_if_not(line.begin(), line.end(), wanted) - line.begin()));
  };
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  skip(is_blank);
  skip([](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  skip(is_blank);
  if (!line.starts_with('=')) return false;
  line.remove_prefix(1);
  skip(is_blank);
  const char quote = line.empty() ? '\0' : line[0];
  if (quote != '"' && quote != '\'') return false;
  size_t end = 1;
  while (end < line.size() && line[end] != quote) end += quote == '"' && line[end] == '\\' ? 2 : 1;
  if (end >= line.size()) return false;
  line.remove_prefix(end + 1);
  skip(is_blank);
  return line.empty() || line[0] == '#';
}

// toml++ 3.3.0 has undefined behaviour where it asks whether a character such as U+00DB is white space: its table of
// Unicode spaces ends in an unreachable statement. It does not ask inside comments and one-line strings, so only there
// a character may be other than ASCII. Returns the number of the first line where one stands elsewhere, 0 for none.
uint64_t line_of_foreign_character(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  const bool has_long_strings = text.find("\"\"\"") != text.npos || text.find("'''") != text.npos;
  for (uint64_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (is_ascii(line)) continue;
    const std::string_view before_comment = line.substr(0, line.find('#'));
    const bool only_comment = is_ascii(before_comment) && before_comment.find_first_of("\"'") == before_comment.npos;
    if (has_long_strings || !(only_comment || is_key_and_string(line))) return number;
  }
  return 0;
}

}  // namespace

Result<LedgerConfig> parse_config(std::string_view text, const std::string& file, const Environment& environment) {
  constexpr size_t kMaxBytes = 1 << 20;
  if (text.size() > kMaxBytes) return Error(GeneralError::kLimit, "a configuration has at most 1 MiB").with_file(file);
  if (const uint64_t line = line_of_foreign_character(text); line != 0)
    return at(GeneralError::kParse, file, line,
              "a character that is not ASCII stands outside a one-line string or a comment");
  toml::parse_result parsed = toml::parse(text, file);
  if (!parsed)
    return at(GeneralError::kParse, file, parsed.error().source().begin.line,
              std::string(parsed.error().description()));

  LedgerConfig config;
  for (auto&& [section, node] : parsed.table()) {
    const uint64_t section_line = node.source().begin.line;
    const std::string section_name(section.str());
    if (std::find(std::begin(kLaterSections), std::end(kLaterSections), section_name) != std::end(kLaterSections))
      return at(GeneralError::kUnsupported, file, section_line, "section [" + section_name + "] is not built yet");
    const toml::table* table = node.as_table();
    if (table == nullptr)
      return at(GeneralError::kParse, file, section_line, "\"" + section_name + "\" is not in a section");
    for (auto&& [name, value] : *table) {
      const uint64_t line = value.source().begin.line;
      const std::string key = section_name + "." + std::string(name.str());
      auto shape = known_keys().find(key);
      if (shape == known_keys().end()) return at(GeneralError::kParse, file, line, "unknown key " + key);
      Result<Scalar> scalar = scalar_of(value, key);
      if (!scalar.ok()) return at(scalar.error().code(), file, line, scalar.error().message());
      if (Result<void> fits = check_value(key, shape->second, *scalar); !fits.ok())
        return at(fits.error().code(), file, line, fits.error().message());
      store(config, key, *scalar);
    }
  }
  for (const auto& [key, shape] : known_keys()) {
    const std::string variable = variable_name(key);
    std::optional<std::string> override_text = environment(variable);
    if (!override_text) continue;
    Result<Scalar> scalar = scalar_from_environment(shape, variable, *override_text);
    if (!scalar.ok()) return std::move(scalar).error();
    if (Result<void> fits = check_value(key, shape, *scalar); !fits.ok()) return std::move(fits).error().in(variable);
    store(config, key, *scalar);
  }
  if (static_cast<size_t>(config.witnesses.quorum) > config.witnesses.keys.size())
    return at(GeneralError::kParse, file, 0, "log.witness_quorum is larger than the number of log.witness_keys");
  return config;
}

std::string default_config_text(const LedgerConfig& config) {
  return "# Configuration of one zkp-ledger. docs/formats/config.md lists every key; ZKP_<SECTION>_<KEY> in the\n"
         "# environment wins over this file.\n"
         "\n"
         "[ledger]\n"
         "name = \"" +
         config.name +
         "\"\n"
         "hash_algorithm = \"" +
         config.hash_algorithm +
         "\"   # sha3-256 | blake3: plain digests of public data\n"
         "proof_system = \"groth16\"\n"
         "\n"
         "[storage]\n"
         "backend = \"" +
         config.storage_backend +
         "\"\n"
         "path = \"" +
         config.storage_path +
         "\"\n"
         "\n"
         "[export]\n"
         "formats = [\"json-ld\", \"html\"]\n"
         "include_visualizations = true\n"
         "\n"
         "[log]\n"
         "level = \"warn\"\n"
         "# witness_keys = [\"<vkey>\"]   # C2SP cosignatures that checkpoints must carry before they are handed out\n"
         "# witness_quorum = 0\n";
}

}  // namespace zkp
