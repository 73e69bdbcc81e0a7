#include "ledger/config.h"

#include <map>

#include "ledger/support.h"

namespace zkp {
namespace {

using namespace ledger_test;

const Environment kNothing = [](const std::string&) { return std::optional<std::string>(); };

Environment variables(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const std::string& name) -> std::optional<std::string> {
    auto it = values.find(name);
    return it == values.end() ? std::nullopt : std::optional(it->second);
  };
}

Result<LedgerConfig> parse(std::string_view text) { return parse_config(text, "zkp-ledger.toml", kNothing); }

#define EXPECT_REFUSED(text, code, line, part)                                                        \
  do {                                                                                                \
    const auto refused = parse(text);                                                                 \
    EXPECT_CODE(refused, code);                                                                       \
    EXPECT_EQ(refused.error().where().file, "zkp-ledger.toml:" #line) << text;                        \
    EXPECT_NE(refused.error().message().find(part), std::string::npos) << refused.error().describe(); \
  } while (false)

TEST(Config, AnEmptyFileGivesTheDefaults) {
  const LedgerConfig config = parse("").value();
  EXPECT_EQ(config.name, "ledger");
  EXPECT_EQ(config.hash_algorithm, "sha3-256");
  EXPECT_EQ(config.storage_backend, "rocksdb");
  EXPECT_EQ(config.storage_path, "store");
  EXPECT_EQ(config.cache_size_mb, 64);
  EXPECT_EQ(config.export_formats, (std::vector<std::string>{"json-ld", "html"}));
  EXPECT_EQ(config.log_level, "warn");
  EXPECT_EQ(config.witnesses.quorum, 0);
}

TEST(Config, EveryKeyIsRead) {
  const LedgerConfig config = parse(R"(
[ledger]
name = "n"
hash_algorithm = "blake3"
proof_system = "groth16"
compression = "lz4"
[storage]
backend = "memory"
path = "/elsewhere"
max_size_gb = 7
[proof]
curve = "bls12-381"
security_level = 128
parallel_prove = false
cache_size_mb = 5
[export]
formats = ["json", "html"]
include_visualizations = false
[crypto]
parallel_proving = false
max_proving_threads = 3
proof_compression = true
[performance]
max_worker_threads = 4
max_memory_usage_mb = 512
[disclosure]
max_figures = 12
max_epsilon = 2.5
[beacon]
trusted = ["a.json", "/b.json"]
[log]
level = "debug"
witness_keys = ["w1", "w2", "w3"]
witness_quorum = 2
)")
                                  .value();
  EXPECT_EQ(config.name, "n");
  EXPECT_EQ(config.hash_algorithm, "blake3");
  EXPECT_EQ(config.storage_backend, "memory");
  EXPECT_EQ(config.storage_path, "/elsewhere");
  EXPECT_EQ(config.storage_max_size_gb, 7);
  EXPECT_FALSE(config.parallel_prove);
  EXPECT_EQ(config.cache_size_mb, 5);
  EXPECT_EQ(config.export_formats, (std::vector<std::string>{"json", "html"}));
  EXPECT_FALSE(config.include_visualizations);
  EXPECT_EQ(config.max_proving_threads, 3);
  EXPECT_EQ(config.max_worker_threads, 4);
  EXPECT_EQ(config.max_memory_usage_mb, 512);
  EXPECT_EQ(config.max_figures, 12);
  EXPECT_EQ(config.max_epsilon, 2.5);
  EXPECT_EQ(config.trusted_beacons, (std::vector<std::string>{"a.json", "/b.json"}));
  EXPECT_EQ(config.log_level, "debug");
  EXPECT_EQ(config.witnesses.keys, (std::vector<std::string>{"w1", "w2", "w3"}));
  EXPECT_EQ(config.witnesses.quorum, 2);
}

TEST(Config, TheFileThatInitWritesReadsBack) {
  LedgerConfig made;
  made.name = "lab-7";
  made.hash_algorithm = "blake3";
  const LedgerConfig read = parse(default_config_text(made)).value();
  EXPECT_EQ(read.name, "lab-7");
  EXPECT_EQ(read.hash_algorithm, "blake3");
  EXPECT_EQ(default_config_text(read), default_config_text(made));
}

TEST(Config, UnknownKeysAndSectionsAreNamedWithTheirLine) {
  EXPECT_REFUSED("[ledger]\n\nnme = \"x\"\n", GeneralError::kParse, 3, "ledger.nme");
  EXPECT_REFUSED("[legder]\nname = \"x\"\n", GeneralError::kParse, 2, "legder.name");
  EXPECT_REFUSED("\nname = \"x\"\n", GeneralError::kParse, 2, "not in a section");
  EXPECT_REFUSED("[ledger.name]\nx = 1\n", GeneralError::kParse, 1, "ledger.name");
  EXPECT_REFUSED("[[ledger]]\nname = \"x\"\n", GeneralError::kParse, 1, "not in a section");
}

TEST(Config, WrongTypesAreNamedWithTheirLine) {
  EXPECT_REFUSED("[ledger]\nname = 1\n", GeneralError::kParse, 2, "a string");
  EXPECT_REFUSED("[storage]\nmax_size_gb = \"1\"\n", GeneralError::kParse, 2, "an integer");
  EXPECT_REFUSED("[storage]\nmax_size_gb = 1.5\n", GeneralError::kParse, 2, "wrong type");
  EXPECT_REFUSED("[proof]\nparallel_prove = \"yes\"\n", GeneralError::kParse, 2, "true or false");
  EXPECT_REFUSED("[export]\nformats = \"html\"\n", GeneralError::kParse, 2, "a list");
  EXPECT_REFUSED("[export]\nformats = [1]\n", GeneralError::kParse, 2, "a list");
  EXPECT_REFUSED("[ledger]\nname = 2026-11-21\n", GeneralError::kParse, 2, "wrong type");
  EXPECT_REFUSED("[log]\nlevel = {a = 1}\n", GeneralError::kParse, 2, "wrong type");
}

TEST(Config, ValuesOutOfRangeAreNamedWithTheirLine) {
  EXPECT_REFUSED("[proof]\ncache_size_mb = 0\n", GeneralError::kParse, 2, "1..");
  EXPECT_EQ(parse("[disclosure]\nmax_epsilon = 3\n")->max_epsilon, 3);
  EXPECT_REFUSED("[disclosure]\nmax_epsilon = -0.5\n", GeneralError::kParse, 2, "between");
  EXPECT_REFUSED("[disclosure]\nmax_epsilon = nan\n", GeneralError::kParse, 2, "between");
  EXPECT_REFUSED("[disclosure]\nmax_epsilon = inf\n", GeneralError::kParse, 2, "between");
  EXPECT_REFUSED("[disclosure]\nmax_epsilon = \"1\"\n", GeneralError::kParse, 2, "a number");
  EXPECT_REFUSED("[disclosure]\nmax_figures = 1.5\n", GeneralError::kParse, 2, "an integer");
  EXPECT_REFUSED("[storage]\nmax_size_gb = -1\n", GeneralError::kParse, 2, "0..");
  EXPECT_REFUSED("[crypto]\nmax_proving_threads = 5000\n", GeneralError::kParse, 2, "4096");
  EXPECT_REFUSED("[proof]\nsecurity_level = 256\n", GeneralError::kParse, 2, "128");
  EXPECT_REFUSED("[ledger]\nhash_algorithm = \"md5\"\n", GeneralError::kParse, 2, "sha3-256");
  EXPECT_REFUSED("[log]\nlevel = \"loud\"\n", GeneralError::kParse, 2, "debug");
  EXPECT_REFUSED("[proof]\ncurve = \"bn254\"\n", GeneralError::kParse, 2, "bls12-381");
  EXPECT_CODE(parse("[log]\nwitness_keys = [\"w\"]\nwitness_quorum = 2\n"), GeneralError::kParse);
}

TEST(Config, WhatIsPromisedButNotBuiltSaysSo) {
  EXPECT_REFUSED("[storage]\nbackend = \"postgres\"\n", GeneralError::kUnsupported, 2, "not built yet");
  EXPECT_REFUSED("[ledger]\ncompression = \"none\"\n", GeneralError::kUnsupported, 2, "not built yet");
  EXPECT_REFUSED("[export]\nformats = [\"html\", \"pdf\"]\n", GeneralError::kUnsupported, 2, "pdf");
  EXPECT_REFUSED("[performance]\nmax_memory_usage_mb = -1\n", GeneralError::kParse, 2, "max_memory_usage_mb");
  EXPECT_REFUSED("[disclosure]\nmax_figures = -1\n", GeneralError::kParse, 2, "max_figures");
  EXPECT_REFUSED("[crypto]\nproof_compression = false\n", GeneralError::kUnsupported, 2, "not built yet");
  for (const char* section : {"server", "cluster", "database", "security", "backup", "monitoring"}) {
    const auto refused = parse("\n[" + std::string(section) + "]\nx = 1\n");
    EXPECT_CODE(refused, GeneralError::kUnsupported);
    EXPECT_EQ(refused.error().where().file, "zkp-ledger.toml:2");
  }
}

TEST(Config, BrokenTomlIsNamedWithItsLine) {
  EXPECT_EQ(parse("[ledger]\nname = \"x\n").error().where().file, "zkp-ledger.toml:2");
  EXPECT_CODE(parse("[ledger]\nname = \"x\"\nname = \"y\"\n"), GeneralError::kParse);
  EXPECT_CODE(parse("[ledger]\n[ledger]\n"), GeneralError::kParse);
  // Found by fuzzing: toml++ aborted.
  for (const char* text : {"[#", "[ledger]\n[# comment\n", "[[#x]]", "[=]", "[\n]", "["})
    EXPECT_CODE(parse(text), GeneralError::kParse);
  EXPECT_CODE(parse(std::string_view("\0", 1)), GeneralError::kParse);
  EXPECT_CODE(parse("a = " + std::string(10'000, '[')), GeneralError::kParse);
  EXPECT_CODE(parse(std::string((1 << 20) + 1, '\n')), GeneralError::kLimit);
}

TEST(Config, OtherAlphabetsBelongInStringsAndComments) {
  const LedgerConfig config =
      parse("\xef\xbb\xbf# gr\u00fc\u00df\n[storage]\npath = \"donn\u00e9es\" # \u00e9\n[ledger]\nname = '\u00db'\n")
          .value();
  EXPECT_EQ(config.storage_path, "donn\u00e9es");
  EXPECT_EQ(config.name, "\u00db");
  EXPECT_EQ(parse("[storage]\npath = \"\\\"\u00e9#\\\\\"\n")->storage_path, "\"\u00e9#\\");
  EXPECT_REFUSED("[log]\n\u00dblevel = \"warn\"\n", GeneralError::kParse, 2, "not ASCII");
  EXPECT_REFUSED("[log]\nlevel = \"warn\" \u00a0\n", GeneralError::kParse, 2, "not ASCII");
  EXPECT_REFUSED("[ledger]\nname = \"\"\"\\\n\u00db\"\"\"\n", GeneralError::kParse, 3, "not ASCII");
  EXPECT_REFUSED("[ledger]\nname = \"\"\"a\"\"\"\"\"\n\u00db = 1\n", GeneralError::kParse, 3, "not ASCII");
}

TEST(Config, TheEnvironmentWinsOverTheFile) {
  const Environment environment = variables({{"ZKP_STORAGE_PATH", "from-environment"},
                                             {"ZKP_STORAGE_MAX_SIZE_GB", "9"},
                                             {"ZKP_PROOF_PARALLEL_PROVE", "false"},
                                             {"ZKP_EXPORT_FORMATS", "json,html"},
                                             {"ZKP_LOG_WITNESS_KEYS", ""},
                                             {"ZKP_UNKNOWN_KEY", "x"}});
  const LedgerConfig config =
      parse_config("[storage]\npath = \"from-file\"\nmax_size_gb = 1\n[log]\nwitness_keys = [\"w\"]\n", "f",
                   environment)
          .value();
  EXPECT_EQ(config.storage_path, "from-environment");
  EXPECT_EQ(config.storage_max_size_gb, 9);
  EXPECT_FALSE(config.parallel_prove);
  EXPECT_EQ(config.export_formats, (std::vector<std::string>{"json", "html"}));
  EXPECT_TRUE(config.witnesses.keys.empty());
}

TEST(Config, AWrongVariableIsNamed) {
  auto refuse = [](const std::string& name, const std::string& value, ErrorCode code) {
    const auto refused = parse_config("", "f", variables({{name, value}}));
    ASSERT_FALSE(refused.ok()) << name;
    EXPECT_EQ(refused.error().code(), code) << name;
    EXPECT_NE(refused.error().message().find(name), std::string::npos) << refused.error().describe();
  };
  refuse("ZKP_STORAGE_MAX_SIZE_GB", "many", GeneralError::kParse);
  refuse("ZKP_STORAGE_MAX_SIZE_GB", "", GeneralError::kParse);
  refuse("ZKP_STORAGE_MAX_SIZE_GB", "99999999999999999999", GeneralError::kParse);
  refuse("ZKP_STORAGE_MAX_SIZE_GB", "-1", GeneralError::kParse);
  refuse("ZKP_PROOF_PARALLEL_PROVE", "yes", GeneralError::kParse);
  refuse("ZKP_STORAGE_BACKEND", "postgres", GeneralError::kUnsupported);
  refuse("ZKP_EXPORT_FORMATS", "html,", GeneralError::kParse);
}

}  // namespace
}  // namespace zkp
