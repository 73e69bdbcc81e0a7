/// Text from outside stays text.
#include <nlohmann/json.hpp>

#include "report/html_text.h"
#include "report/support.h"
#include "report/svg.h"

namespace zkp {
namespace {

using namespace report_test;

TEST(HtmlText, EscapesMarkup) {
  EXPECT_EQ(html_text("<a href=\"x\">'&'</a>"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
}

TEST(HtmlText, KeepsOrdinaryText) {
  const std::string text = "gr\u00fc\u00df \u4f60\u597d \U0001f980 e\u0301";
  EXPECT_EQ(html_text(text), text);
}

TEST(HtmlText, ShowsWhatHidesOrReorders) {
  EXPECT_EQ(html_text(std::string_view("a\0b\n", 4)), "a\\u{0000}b\\u{000A}");
  EXPECT_EQ(html_text("safe\u202egpj.exe"), "safe\\u{202E}gpj.exe");
  EXPECT_EQ(html_text("a\u200bb\ufeff"), "a\\u{200B}b\\u{FEFF}");
  EXPECT_EQ(html_text("\u0085\u2066\U000e0041"), "\\u{0085}\\u{2066}\\u{E0041}");
}

TEST(HtmlText, IsCutAtCharacters) {
  EXPECT_EQ(shortened("\u4f60\u597d\u5417", 3), "\u4f60\u597d\u5417");
  EXPECT_EQ(shortened("\u4f60\u597d\u5417x", 3), "\u4f60\u597d\u2026");
  EXPECT_EQ(shortened("", 3), "");
}

TEST(Svg, ScalesWithoutOverflow) {
  const unsigned __int128 huge = static_cast<unsigned __int128>(-1);
  EXPECT_EQ(scaled(huge, huge, 1000), 1000);
  EXPECT_EQ(scaled(huge / 2, huge, 1000), 499);
  EXPECT_EQ(scaled(1, 3, 300), 100);
}

class HostileNames : public testing::Test {
 protected:
  static constexpr const char* kScript = "</script><script>alert(1)</script>";
  static constexpr const char* kQuote = "\" onmouseover=\"alert(1)\" x='";

  HostileNames() {
    const TestTable table =
        world.table("t", {{kScript, {TypeCode::kInt, 16}, {1, 2}},
                          {kQuote, {TypeCode::kInt, 16}, {3, 4}},
                          {"&amp;<!--", {TypeCode::kInt, 16}, {5, 6}},
                          {"\u202ereversed", {TypeCode::kCode, 2}, {}, {"<img src=x onerror=alert(1)>", "\"'&\n"}}});
    world.notarize(table);
    world.record_proof(table, "range:\"</script><script>alert(1)</script>\";min=0;max=9");
    world.record_proof(table, "sums:\"\"\" onmouseover=\"\"alert(1)\"\" x='\"");
  }
  World world;
};

TEST_F(HostileNames, NeverBecomeMarkup) {
  const std::string html = render_report(world.evidence(), ReportFormat::kHtml).value();
  for (const char* raw : {"<script>alert", "<img", "\" onmouseover", "&amp;<!--", "\u202e", "x='\""})
    EXPECT_EQ(html.find(raw), std::string::npos) << raw;
  EXPECT_NE(html.find("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;"), std::string::npos);
  EXPECT_NE(html.find("&lt;img src=x onerror=alert(1)&gt;"), std::string::npos);
  EXPECT_EQ(html.find("<script"), html.rfind("<script"));
}

TEST_F(HostileNames, VerifyInEveryFormat) {
  for (ReportFormat format : kFormats) EXPECT_EQ(refusal(world.verify(*render_report(world.evidence(), format))), "");
}

TEST_F(HostileNames, AreReadBackByAnotherJsonReader) {
  const auto json = nlohmann::json::parse(*render_report(world.evidence(), ReportFormat::kJson));
  EXPECT_EQ(json["datasets"][0]["columns"][0]["name"], kScript);
  EXPECT_EQ(json["datasets"][0]["columns"][3]["categories"][1], "\"'&\n");
}

// Every element that opens closes: what a browser would repair silently is a mistake of ours.
TEST_F(HostileNames, HtmlIsWellNested) {
  const std::string html = render_report(world.evidence(), ReportFormat::kHtml).value();
  const std::set<std::string> empty = {"meta", "!DOCTYPE"};
  std::vector<std::string> open;
  for (size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const size_t end = html.find('>', at);
    ASSERT_NE(end, std::string::npos);
    const bool closes = html[at + 1] == '/';
    const size_t begin = at + 1 + (closes ? 1 : 0);
    const std::string name = html.substr(begin, html.find_first_of(" >/", begin) - begin);
    if (empty.contains(name) || html[end - 1] == '/') continue;
    if (!closes) {
      open.push_back(name);
      continue;
    }
    ASSERT_FALSE(open.empty());
    ASSERT_EQ(open.back(), name) << "byte " << at;
    open.pop_back();
  }
  EXPECT_TRUE(open.empty());
}

TEST(JsonLd, IsProvOfDatasetsProofsActivitiesAndAuthors) {
  const auto json = nlohmann::json::parse(*render_report(proved_world().evidence(), ReportFormat::kJsonLd));
  EXPECT_EQ(json["@context"]["prov"], "http://www.w3.org/ns/prov#");
  EXPECT_EQ(json["@context"]["generatedAtTime"]["@type"], "xsd:dateTime");
  std::map<std::string, nlohmann::json> by_id;
  for (const auto& node : json["@graph"]) by_id[node["@id"]] = node;
  size_t proofs = 0, datasets = 0, activities = 0, agents = 0;
  for (const auto& [id, node] : by_id) {
    const auto types = node["@type"].dump();
    agents += types.find("prov:Agent") != std::string::npos ? 1 : 0;
    activities += types.find("prov:Activity") != std::string::npos ? 1 : 0;
    datasets += types.find("zkp:Dataset") != std::string::npos ? 1 : 0;
    if (types.find("zkp:Proof") == std::string::npos) continue;
    ++proofs;
    EXPECT_NE(by_id.at(node["wasDerivedFrom"][0])["@type"].dump().find("zkp:Dataset"), std::string::npos);
    EXPECT_EQ(by_id.at(node["wasGeneratedBy"])["used"], node["wasDerivedFrom"]);
    EXPECT_EQ(by_id.at(node["wasAttributedTo"])["@type"], "prov:Agent");
  }
  EXPECT_EQ(proofs, 3u);
  EXPECT_EQ(datasets, 2u);
  EXPECT_EQ(activities, 6u);
  EXPECT_EQ(agents, 1u);
  // Every term that is used is one that the context defines.
  for (const auto& node : json["@graph"])
    for (const auto& [key, value] : node.items())
      EXPECT_TRUE(key.starts_with('@') || json["@context"].contains(key)) << key;
}

}  // namespace
}  // namespace zkp
