// The pages beside the search: each resource, organisation and statement says who it is by and what to do with it.
#include <algorithm>
#include <fmt/format.h>

#include "schemas/formats/unicode.h"
#include "tests/node/web/markup.h"
#include "tests/node/web/site_ground.h"

namespace commonplace::web {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(ResourcePage, CarriesJsonLdThatParsesAndNamesTheResource) {
  auto& site = shared_site();
  for (const auto& id : site.ids()) {
    const auto html = site.get("/r/" + id).body;
    const auto begin = html.find('>', html.find("application/ld+json")) + 1;
    const auto text = html.substr(begin, html.find("</script>", begin) - begin);
    const auto json_ld = nlohmann::json::parse(text, nullptr, false);
    ASSERT_TRUE(json_ld.is_object()) << text;
    EXPECT_EQ(text.find('<'), std::string::npos) << id;
    const auto title = site.json("/api/v1/search?per_page=1&q=")["hits"][0]["title"];
    EXPECT_TRUE(json_ld.contains("name")) << id;
  }
}

TEST(ResourcePage, NamesTheContributorWithLinkAndColours) {
  auto& site = shared_site();
  const auto html = site.get("/r/" + site.ids()[1]).body;

  EXPECT_THAT(html, HasSubstr("Amgueddfa Glan&apos;r Afon &lt;River&gt;"));
  EXPECT_THAT(html, HasSubstr("href=\"/by/glanafon\""));
  EXPECT_THAT(html, HasSubstr("href=\"/by/glanafon/brand.css\""));
  EXPECT_THAT(html, HasSubstr("/media/"));
}

TEST(ResourcePage, CreditsTitleOrganisationLinkAndLicence) {
  auto& site = shared_site();
  const auto html = unescaped(site.get("/r/" + site.ids()[6]).body);

  EXPECT_THAT(html, HasSubstr("“Victorian street cries no. 6”, Oriel Ŵy & Merched, "
                              "https://glanafon.example/learn/6?a=1&b='2', licensed under CC BY 4.0."));
}

TEST(ResourcePage, SaysWhereAHarvestedOneCameFrom) {
  auto& site = shared_site();
  const auto html = site.get("/r/" + site.ids()[38]).body;

  EXPECT_THAT(html, HasSubstr("https://quill.example/oai"));
  EXPECT_THAT(html, HasSubstr("from quill"));
}

TEST(ResourcePage, CutsLongTextsBetweenCharacters) {
  SiteGround site;
  for (const auto* letter : {"ŵ", "نور", "漢字", "🚤"}) {
    std::string words;
    while (words.size() < 1200) words += letter;
    for (int shift = 0; shift < 4; ++shift) {
      auto long_one = invented(5);
      long_one.description = {{"en", std::string(static_cast<std::size_t>(shift), 'x') + words}};
      const auto id = site.publish(long_one, fmt::format("long {} {}", letter, shift));
      EXPECT_TRUE(formats::is_utf8(site.get("/r/" + id).body)) << letter << shift;
      EXPECT_TRUE(formats::is_utf8(site.get("/search?q=loom&sort=newest").body)) << letter << shift;
    }
  }
}

TEST(ResourcePage, IsA410ThatNamesWhatWasThereOnceWithdrawn) {
  SiteGround site;
  site.withdraw(site.ids()[4]);

  const auto response = site.get("/r/" + site.ids()[4]);

  EXPECT_EQ(response.status, 410);
  EXPECT_THAT(response.body, AllOf(HasSubstr("Paper boats 🚤 and &lt;b&gt;bold"), HasSubstr("noindex"),
                                   Not(HasSubstr("glanafon.example/learn/4"))));
  EXPECT_EQ(site.get_json("/r/" + site.ids()[4]).status, 410);
  EXPECT_EQ(site.json("/api/v1/search?q=")["total"], 39);
  EXPECT_THAT(site.get("/feed.atom").body, Not(HasSubstr(site.ids()[4])));
}

TEST(NotFound, IsAPageForPeopleAndJsonForPrograms) {
  for (const auto* path : {"/r/zzzzzzzzzzzzzzzz", "/r/%3Cb%3E", "/nowhere", "/curriculum/none", "/by/nobody",
                           "/curriculum/river-learning/RV.99"}) {
    const auto for_people = shared_site().get(path);
    const auto for_programs = shared_site().get_json(path);
    EXPECT_EQ(for_people.status, 404) << path;
    EXPECT_THAT(for_people.body, HasSubstr("<h1")) << path;
    EXPECT_EQ(for_programs.status, 404) << path;
    EXPECT_TRUE(nlohmann::json::parse(for_programs.body, nullptr, false).contains("error"))
        << path << for_programs.body;
  }
  for (const auto* path :
       {"/by/nobody", "/by/nobody/brand.css", "/curriculum/river-learning/RV.99", "/assets/none.css"})
    EXPECT_EQ(shared_site().get(path).status, 404) << path;
}

TEST(OrganisationPage, ShowsItsOwnResourcesOnly) {
  const auto html = shared_site().get("/by/oriel-wy").body;

  EXPECT_THAT(html, AllOf(HasSubstr("Oriel Ŵy &amp; Merched"), HasSubstr("https://oriel-wy.example/"),
                          HasSubstr("/by/oriel-wy/brand.css")));
  EXPECT_THAT(html, Not(HasSubstr("no. 1<")));
}

TEST(OrganisationPage, TurnsItsPagesAndIgnoresBadNumbers) {
  EXPECT_THAT(shared_site().get("/by/glanafon").body, Not(HasSubstr("?page=0")));
  for (const auto* page : {"1", "0", "-1", "x", "999999", "%3Cb%3E"}) {
    const auto response = shared_site().get(std::string("/by/glanafon?page=") + page);
    EXPECT_EQ(response.status, 200) << page;
    EXPECT_EQ(tags_named(response.body, "h1").size(), 1u) << page;
  }
}

TEST(OrganisationsPage, NamesAllFourWithTheirCounts) {
  const auto html = shared_site().get("/organisations").body;

  for (const auto* name : {"Amgueddfa Glan&apos;r Afon &lt;River&gt;", "Oriel Ŵy &amp; Merched", "متحف النور",
                           "Quill 🖋️ &amp; Ink Archive"})
    EXPECT_THAT(html, HasSubstr(name));
}

TEST(CurriculumPages, LeadFromTheListToTheResourcesOfAStatement) {
  auto& site = shared_site();
  EXPECT_THAT(site.get("/curriculum").body,
              AllOf(HasSubstr("/curriculum/river-learning"), HasSubstr("River Learning &lt;Framework&gt;")));
  EXPECT_THAT(site.get("/curriculum/river-learning").body, HasSubstr("/curriculum/river-learning/RV.1"));

  const auto statement = site.get("/curriculum/river-learning/RV.1").body;

  const auto count = site.json("/api/v1/search?statement=RV.1")["total"].get<std::int64_t>();
  EXPECT_GT(count, 0);
  EXPECT_EQ(static_cast<std::int64_t>(tags_named(statement, "article").size()), std::min<std::int64_t>(count, 20))
      << statement;
}

TEST(AllPages, HaveOneHeadingOneMainATitleAndALanguage) {
  auto& site = shared_site();
  for (const auto& path : {std::string("/"), std::string("/search?q=river"), std::string("/search?q=qqqqqq"),
                           "/r/" + site.ids()[0], std::string("/organisations"), std::string("/by/glanafon"),
                           std::string("/curriculum"), std::string("/curriculum/river-learning"),
                           std::string("/curriculum/river-learning/RV.2"), std::string("/nowhere")}) {
    const auto html = site.get(path).body;
    EXPECT_EQ(tags_named(html, "h1").size(), 1u) << path;
    EXPECT_EQ(tags_named(html, "main").size(), 1u) << path;
    EXPECT_FALSE(inside(html, "title").empty()) << path;
    ASSERT_EQ(tags_named(html, "html").size(), 1u) << path;
    EXPECT_EQ(attribute(tags_named(html, "html").front(), "lang").substr(0, 2), "en") << path;
    EXPECT_TRUE(formats::is_utf8(html)) << path;
  }
}

TEST(AllPages, LinkOnlyToWhatIsThere) {
  auto& site = shared_site();
  std::set<std::string> seen;
  std::vector<std::string> waiting = {"/"};
  while (!waiting.empty() && seen.size() < 250) {
    const auto path = waiting.back();
    waiting.pop_back();
    if (!seen.insert(path).second) continue;
    const auto response = site.get(path);
    EXPECT_LT(response.status, 400) << path;
    if (!response.content_type.starts_with("text/html")) continue;
    for (const auto& tag : start_tags(response.body))
      for (const auto* name : {"href", "src"}) {
        auto target = attribute(tag, name);
        target = target.substr(0, target.find('#'));
        if (target.starts_with('/') && !target.starts_with("//")) waiting.push_back(target);
      }
  }
  EXPECT_GT(seen.size(), 60u);
}

}  // namespace
}  // namespace commonplace::web
