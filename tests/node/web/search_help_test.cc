// What a search says of itself: reasons, suggestions, help where little is found, and how fair it was.
#include "node/http/message.h"
#include "node/web/place_text.h"
#include "node/web/search_ledger.h"
#include "schemas/formats/url.h"
#include "tests/node/web/markup.h"
#include "tests/node/web/site_ground.h"

namespace commonplace::web {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

http::Response ask(const Site& site, const std::string& target) {
  const auto handler = make_handler(site);
  return handler(shared_site().request("GET", target));
}

TEST(Srch36, AnExplainedHitNamesWordsFieldsAndFactorsThatMultiplyToItsScore) {
  const auto answer = shared_site().json("/api/v1/search?q=river&explain=1");

  ASSERT_FALSE(answer["hits"].empty());
  for (const auto& hit : answer["hits"]) {
    const auto& why = hit["why"];
    double sum = 0;
    for (const auto& word : why["words"]) {
      sum += word["part"].get<double>();
      EXPECT_NE(word["field"], "") << why;
    }
    const double product = sum * why["soft"]["factor"].get<double>() * why["near"].get<double>() * why["named"].get<double>() * why["teaching"].get<double>() * why["quality"].get<double>() * why["freshness"].get<double>() *
                           (why["curriculum"].is_null() ? 1.0 : why["curriculum"]["factor"].get<double>());
    EXPECT_NEAR(product, hit["score"].get<double>(), 0.01 + 0.003 * product) << why;
    EXPECT_TRUE(why["source"].contains("node") && why["fairness"].contains("moved")) << why;
  }
  EXPECT_TRUE(shared_site().json("/api/v1/search?q=river")["hits"][0]["why"].is_null());
}

TEST(Srch36, EachResultOnThePageSaysWhyInASentence) {
  const auto html = shared_site().get("/search?q=river").body;

  EXPECT_THAT(html, HasSubstr("Why this result?"));
  EXPECT_THAT(html, HasSubstr("“river” is in the title"));
}

TEST(Srch35, UnknownParametersOfTheFiguresAreRefusedWithTheNearestKnownOne) {
  const auto refused = shared_site().get_json("/api/v1/fairness?contributer=x");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("Did you mean contributor?"));
  EXPECT_EQ(shared_site().get_json("/api/v1/fairness?contributor=nobody-here").status, 400);
  EXPECT_EQ(shared_site().get_json("/api/v1/fairness?q=%ff").status, 400);
  EXPECT_EQ(shared_site().get_json("/api/v1/fairness").status, 200);
}

TEST(Srch33, WhereSomebodyTeachesIsAChoiceInTheAddress) {
  const auto html = shared_site().get("/search?q=river&teaching=Scotland").body;
  EXPECT_THAT(html, HasSubstr("<option value=\"scotland\" selected>"));
  EXPECT_THAT(shared_site().json("/api/v1/search?q=&per_page=1&teaching=northern%20ireland")["next"].get<std::string>(), HasSubstr("teaching=northern-ireland"));
  EXPECT_EQ(shared_site().get_json("/api/v1/search?q=river&teaching=Welsh").status, 200);
  EXPECT_EQ(shared_site().get_json("/api/v1/search?q=river&teaching=").status, 200);
  const auto refused = shared_site().get_json("/api/v1/search?q=river&teaching=atlantis-of-old");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("Give a country such as england"));
}

TEST(Srch25, APlaceInTheListIsCheckedWhenItComesBack) {
  const search::Place place{.rank = 0xFFFFFFFFFFFFFFFF, .tie = 7, .key = -3, .title = std::string(24, '\xFE')};
  EXPECT_EQ(read_place(text_of_place(place)), place);
  EXPECT_EQ(read_place(text_of_place({.rank = 5, .tie = 6, .key = 7, .title = {}})), (search::Place{.rank = 5, .tie = 6, .key = 7, .title = {}}));
  for (const auto* text : {"", ".", "1.2", "1.2.3.4", "g.2.3", "1.2.3.", "1..3", "-1.2.3", "11111111111111111.2.3", "1.2.3.4.5"})
    EXPECT_FALSE(read_place(text)) << text;
  EXPECT_FALSE(read_place(std::string(100'000, '1')));
  EXPECT_EQ(shared_site().get_json("/api/v1/search?q=river&after=x").status, 400);
  EXPECT_EQ(shared_site().get_json("/api/v1/search?q=river&after=0.0.0").status, 200);
  EXPECT_THAT(shared_site().json("/api/v1/search?q=river&after=0.0.0")["hits"], IsEmpty());
}

TEST(Srch40, SuggestionsAreLinesOfKindsThatLeadSomewhere) {
  const auto answer = shared_site().json("/api/v1/suggest?q=ri");

  ASSERT_FALSE(answer["lines"].empty());
  EXPECT_LE(answer["lines"].size(), 8U);
  for (const auto& line : answer["lines"]) {
    const auto target = line["url"].get<std::string>().substr(site_url.size());
    EXPECT_GE(shared_site().json("/api/v1" + target)["total"].get<int>(), 1) << line;
  }
}

TEST(Srch40, BrowsersGetTheirOwnShape) {
  const auto response = shared_site().get_json("/api/v1/suggest?q=ri&format=browser");

  EXPECT_THAT(response.content_type, HasSubstr("application/x-suggestions+json"));
  const auto answer = json::parse(response.body);
  ASSERT_TRUE(answer && answer->is_array() && answer->size() == 4);
  EXPECT_EQ((*answer)[0], "ri");
  EXPECT_EQ((*answer)[1].size(), (*answer)[3].size());
  EXPECT_THAT(shared_site().get("/opensearch.xml").body, HasSubstr("application/x-suggestions+json"));
}

TEST(Srch40, StrangeRequestsAreToldWhatToDo) {
  for (const auto* target : {"/api/v1/suggest?q=ri&limit=9", "/api/v1/suggest?q=%ff", "/api/v1/suggest?q=ri&format=xml"})
    EXPECT_EQ(shared_site().get_json(target).status, 400) << target;
  for (const auto* target : {"/api/v1/suggest", "/api/v1/suggest?q=", "/api/v1/suggest?q=r", "/api/v1/suggest?q=%22-*%20"})
    EXPECT_THAT(shared_site().json(target)["lines"], IsEmpty()) << target;
  EXPECT_EQ(shared_site().get_json("/api/v1/suggest?q=" + std::string(5000, 'a')).status, 200);
}

TEST(Srch40, EveryPageHasTheSearchBoxWithAndWithoutScripts) {
  for (const auto* target : {"/", "/search?q=river"}) {
    const auto html = shared_site().get(target).body;
    EXPECT_THAT(html, HasSubstr("action=\"/search\" method=\"get\"")) << target;
    const auto begin = html.find("/assets/suggest.");
    ASSERT_NE(begin, std::string::npos) << target;
    const auto script = shared_site().get(html.substr(begin, html.find('"', begin) - begin));
    EXPECT_EQ(script.status, 200);
    EXPECT_THAT(script.content_type, HasSubstr("text/javascript"));
  }
}

TEST(Srch1, AnOrganisationInTheWordsIsAChip) {
  const auto contributors = shared_site().json("/api/v1/contributors")["contributors"];
  ASSERT_FALSE(contributors.empty());
  const auto slug = contributors[0]["slug"].get<std::string>();

  const auto answer = shared_site().json("/api/v1/search?q=from:" + slug);

  ASSERT_EQ(answer["query"]["understood"].size(), 1U);
  EXPECT_EQ(answer["query"]["understood"][0]["as"], "contributor");
  EXPECT_EQ(answer["query"]["understood"][0]["value"], slug);
  EXPECT_EQ(answer["query"]["understood"][0]["soft"], false);
  for (const auto& hit : answer["hits"]) EXPECT_EQ(hit["contributor"]["slug"], slug);
}

TEST(Srch41, WhereNothingIsFoundOneWordLessIsOfferedWithItsCount) {
  const auto answer = shared_site().json("/api/v1/search?q=%2Briver%20%22zzqxv%22");

  EXPECT_EQ(answer["total"], 0);
  EXPECT_TRUE(answer["help"].contains("fewer_words"));
  EXPECT_TRUE(answer["help"].contains("broader"));
}

// Each count that help gives is what its own address finds.
TEST(Srch41, EachCountOfHelpIsWhatItsAddressFinds) {
  const auto total_at = [](const json::Value& url) { return shared_site().json(url.get<std::string>().substr(site_url.size()))["total"]; };
  int narrower = 0, words = 0;
  for (const auto* query : {"q=river+title:zzqxv", "q=title:river+title:zzqxv", "q=castles&subject=art-and-design&type=video",
                            "q=river&type=video&language=cy", "q=title:castles+title:river&subject=music", "q=river&time_max=1&may=sell",
                            "q=-river+title:zzqxv+painting"}) {
    const auto answer = shared_site().json(std::string("/api/v1/search?") + query);
    if (answer["total"] >= 3) continue;
    for (const auto* part : {"broader", "fewer_words"}) {
      const auto& help = answer["help"][part];
      if (help.is_null()) continue;
      EXPECT_EQ(total_at(help["url"]), help["count"]) << query << " " << part;
      EXPECT_GT(help["count"], answer["total"]) << "nothing is offered that finds no more";
      ++words;
    }
    for (const auto& row : answer["help"]["without"]) {
      std::string others = "/api/v1/search?";
      const auto arguments = http::parse_form(query).value();
      for (const auto& argument : arguments)
        if (argument.name != row["filter"] || argument.value != row["value"]) others += argument.name + "=" + formats::percent_encode(argument.value) + "&";
      EXPECT_EQ(shared_site().json(others + "facets=0")["total"], row["count"]) << query << " " << row;
      ++narrower;
    }
  }
  EXPECT_GT(narrower, 2);
  EXPECT_GT(words, 0);
}

TEST(Srch42, SimilarResourcesSayWhatTheyShare) {
  int told = 0;
  for (const auto& id : shared_site().ids()) {
    const auto html = shared_site().get("/r/" + id).body;
    for (const auto* reason : {"Same curriculum statement", "Part of the same unit", "About the same things"})
      told += html.find(reason) != std::string::npos ? 1 : 0;
  }
  EXPECT_GT(told, 0);
}

TEST(Srch35, SearchesAreCountedByContributorAndWordsAreNot) {
  auto site = shared_site().site();
  site.ledger = std::make_shared<SearchLedger>();
  ask(site, "/search?q=river");
  ask(site, "/api/v1/search?q=river%20secretword");

  const auto shares = site.ledger->shares();

  ASSERT_FALSE(shares.empty());
  double exposure = 0, relevance = 0;
  for (const auto& share : shares) {
    exposure += share.exposure;
    relevance += share.relevance;
  }
  EXPECT_NEAR(exposure, 2.0, 0.001) << "the shares of a search add up to one";
  EXPECT_NEAR(relevance, 2.0, 0.001);
  EXPECT_THAT(site.ledger->written(), Not(HasSubstr("secretword")));

  const auto page = ask(site, "/fairness");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Seen for fitting"));
  const auto answer = json::parse(ask(site, "/api/v1/fairness").body);
  ASSERT_TRUE(answer);
  EXPECT_EQ((*answer)["contributors"].size(), shares.size());
}

TEST(Srch35, AChosenOrganisationOrAnotherOrderIsNotCounted) {
  auto site = shared_site().site();
  site.ledger = std::make_shared<SearchLedger>();
  const auto slug = shared_site().json("/api/v1/contributors")["contributors"][0]["slug"].get<std::string>();
  ask(site, "/search?q=river&contributor=" + slug);
  ask(site, "/search?q=river&sort=newest");
  ask(site, "/search?q=river&page=2");
  ask(site, "/search?q=");

  EXPECT_THAT(site.ledger->shares(), IsEmpty());
}

TEST(Srch35, WithoutAnySearchThePageSaysSo) {
  EXPECT_THAT(shared_site().get("/fairness").body, HasSubstr("Nobody has searched here"));
  EXPECT_EQ(shared_site().json("/fairness")["contributors"].size(), 0U);
}

TEST(Srch41, MissingWordsAreShownOnceTwoDaysAskedForThem) {
  SearchLedger ledger;
  const model::Datestamp monday{1'795'161'600};
  const model::Datestamp tuesday{monday.seconds + 86'400};
  for (int i = 0; i < 5; ++i) ledger.note_missing("Zoetropes  for KS2", monday);
  ledger.note_missing("", monday);
  ledger.note_missing(std::string(500, 'x'), monday);
  EXPECT_THAT(ledger.missing(), IsEmpty()) << "one day is one person";

  ledger.note_missing("zoetropes for ks2", tuesday);

  ASSERT_EQ(ledger.missing().size(), 1U);
  EXPECT_EQ(ledger.missing()[0].words, "zoetropes for ks2");
  EXPECT_EQ(ledger.missing()[0].days, 2);
}

TEST(Srch41, TheLedgerIsBoundedAndSurvivesItsFile) {
  SearchLedger ledger;
  const model::Datestamp day{1'795'161'600};
  ledger.note({{.contributor = 4, .exposure = 0.25, .relevance = 0.5}});
  for (int i = 0; i < 6000; ++i) ledger.note_missing("word" + std::to_string(i), day);
  SearchLedger again;
  again.read("nonsense\nshare\tx\nmissing\t\n" + ledger.written());

  EXPECT_EQ(again.written(), ledger.written());
  ASSERT_EQ(again.shares().size(), 1U);
  EXPECT_NEAR(again.shares()[0].ratio(), 0.5, 1e-6);
  const auto written = ledger.written();
  EXPECT_LE(std::count(written.begin(), written.end(), '\n'), 5001);
}

TEST(Srch41, AReaderCanSayThatSomethingIsMissing) {
  auto site = shared_site().site();
  site.ledger = std::make_shared<SearchLedger>();
  const auto handler = make_handler(site);
  EXPECT_THAT(handler(shared_site().request("GET", "/search?q=zzqxvw")).body, HasSubstr("action=\"/missing\" method=\"post\""));
  for (const std::int64_t later : {0, 86'400}) {
    auto request = shared_site().request("POST", "/missing");
    request.now.seconds += later;
    request.body = "q=zzqxvw";
    EXPECT_THAT(handler(request).body, HasSubstr("Thank you"));
  }

  ASSERT_EQ(site.ledger->missing().size(), 1U);
  EXPECT_EQ(site.ledger->missing()[0].words, "zzqxvw");
}

TEST(Srch44, WordsOfTheQueryNeverBecomeMarkup) {
  for (const auto* words : {"%3Cscript%3Ealert(1)%3C/script%3E", "%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E", "river%20%3Cb%3E",
                            "%26lt;script%26gt;", "';alert(1)//", "%E2%80%AEriver", "javascript:alert(1)"}) {
    const auto html = shared_site().get(std::string("/search?q=") + words).body;
    EXPECT_THAT(html, Not(HasSubstr("<script>alert"))) << words;
    EXPECT_THAT(html, Not(HasSubstr("<img src=x"))) << words;
    EXPECT_THAT(html, Not(HasSubstr("<b>\n"))) << words;
    EXPECT_THAT(html, Not(HasSubstr("href=\"javascript:"))) << words;
  }
}

}  // namespace
}  // namespace commonplace::web
