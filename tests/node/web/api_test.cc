// The JSON API keeps its shape (CONTRACT §4.1, §4.4): every member is there, null or empty where nothing is known.
#include <fmt/format.h>

#include "schemas/formats/url.h"
#include "tests/node/web/site_ground.h"

namespace commonplace::web {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAreArray;

std::vector<std::string> members(const json::Value& object) {
  std::vector<std::string> out;
  for (const auto& [name, ignored] : object.items()) out.push_back(name);
  return out;
}

void expect_members(const json::Value& object, const std::vector<std::string>& names) {
  EXPECT_THAT(members(object), UnorderedElementsAreArray(names));
}

std::int64_t total(const std::string& query) {
  return shared_site().json("/api/v1/search?" + query)["total"];
}

// The kind of a 400, and all its words.
json::Value refused(const std::string& query) {
  const auto response = shared_site().get_json("/api/v1/search?" + query);
  EXPECT_EQ(response.status, 400) << query;
  return nlohmann::json::parse(response.body);
}

TEST(ApiSearch, HasEveryMemberOfTheContract) {
  const auto answer = shared_site().json("/api/v1/search?q=");

  expect_members(answer, {"query", "total", "took_ms", "hits", "facets", "help", "partial", "next"});
  expect_members(answer["query"], {"text", "understood", "corrected"});
  expect_members(answer["help"], {"spelling", "without", "broader", "fewer_words", "any_word"});
  EXPECT_EQ(answer["total"], 40);
  EXPECT_EQ(answer["hits"].size(), 20u);
  for (const auto& hit : answer["hits"]) {
    expect_members(hit,
                   {"id", "identifier", "url", "link", "title", "description", "type", "levels", "age", "subjects",
                    "language", "minutes", "licence", "image", "contributor", "statements", "origin", "overlays", "score", "why"});
    expect_members(hit["licence"], {"uri", "label", "may", "credit"});
    expect_members(hit["licence"]["may"], {"print", "adapt", "share", "sell"});
    expect_members(hit["contributor"], {"slug", "name", "home", "logo", "colour"});
    expect_members(hit["origin"], {"host", "trust", "seen", "silent_since"});
    for (const auto& statement : hit["statements"]) expect_members(statement, {"uri", "code", "text", "how", "path", "general", "specificity"});
    EXPECT_TRUE(hit["image"].is_null());
    EXPECT_EQ(hit["url"], std::string(site_url) + "/r/" + hit["id"].get<std::string>());
  }
}

TEST(ApiSearch, GivesNullAndEmptyListsForWhatIsNotKnown) {
  SiteGround site;
  model::Resource bare;
  bare.name = {{"und", "zzbare"}};
  bare.url = "https://glanafon.example/bare";
  bare.license = "https://creativecommons.org/publicdomain/zero/1.0/";
  bare.description = {{"en", "A description that is long enough."}};
  bare.in_language = {"en"};
  bare.learning_resource_type = {"other"};
  site.publish(bare, "bare");

  const auto hits = site.json("/api/v1/search?q=zzbare")["hits"];

  ASSERT_EQ(hits.size(), 1u);
  for (const auto* name : {"age", "minutes", "image", "why"}) EXPECT_TRUE(hits[0].at(name).is_null()) << name;
  for (const auto* name : {"levels", "subjects", "statements"})
    EXPECT_EQ(hits[0].at(name), json::Value::array()) << name;
}

TEST(ApiSearch, NamesTheNearestOfAnUnknownParameter) {
  const auto problem = refused("subjct=history");

  EXPECT_EQ(problem["error"]["kind"], "unknown-parameter");
  EXPECT_THAT(problem["error"]["fix"].get<std::string>(), HasSubstr("subject"));
}

TEST(ApiSearch, SaysWhatIsAllowedForEachBadValue) {
  const std::vector<std::pair<std::string, std::string>> bad = {{"subject=witchcraftery", "History"},
                                                                {"level=zz", "england-ks2"},
                                                                {"age=old", "7-11"},
                                                                {"type=zz", "lesson-plan"},
                                                                {"may=steal", "adapt"},
                                                                {"licence=zz", "CC BY"},
                                                                {"contributor=zz", "/organisations"},
                                                                {"language=qqqqqqqqqq", "cy"},
                                                                {"framework=zz", "/curriculum"},
                                                                {"time_max=soon", "minutes"},
                                                                {"time_max=0", "minutes"},
                                                                {"time_max=-3", "minutes"},
                                                                {"origin=zz", "local"},
                                                                {"sort=rank", "best, newest"},
                                                                {"page=0", "from 1"},
                                                                {"page=-1", "from 1"},
                                                                {"page=1e3", "from 1"},
                                                                {"page=99999999999999999999", "from 1"},
                                                                {"page=", "from 1"},
                                                                {"per_page=0", "100"},
                                                                {"per_page=101", "100"},
                                                                {"per_page=all", "100"},
                                                                {"facets=yes", "1 or 0"},
                                                                {"explain=2", "1 or 0"},
                                                                {"parse=no", "1 or 0"}};
  for (const auto& [query, allowed] : bad) {
    const auto problem = refused(query);
    EXPECT_EQ(problem["error"]["kind"], "bad-value") << query;
    EXPECT_EQ(problem["error"]["where"], query.substr(0, query.find('='))) << query;
    EXPECT_THAT(problem["error"]["fix"].get<std::string>(), HasSubstr(allowed)) << query;
  }
}

TEST(ApiSearch, NamesEveryProblemAtOnce) {
  const auto problem = refused("sort=zz&level=zz&colour=red");

  EXPECT_EQ(problem["problems"].size(), 3u);
  EXPECT_EQ(problem["problems"][0], problem["error"]);
}

TEST(ApiSearch, RefusesABrokenPercentEscape) {
  EXPECT_EQ(refused("q=%zz")["error"]["kind"], "bad-encoding");
  EXPECT_EQ(refused("q=%ff%fe")["error"]["kind"], "bad-encoding");
}

TEST(ApiSearch, RefusesAnOverlongQueryAndKeepsWholeCharacters) {
  std::string words;
  for (int i = 0; i < 300; ++i) words += "%C5%B5";  // ŵ, 600 bytes

  EXPECT_EQ(refused("q=" + words)["error"]["kind"], "too-long");
}

TEST(ApiSearch, IsEmptyBeyondTheEnd) {
  for (const auto* query : {"page=3", "page=4711", "page=1000000&per_page=100"}) {
    const auto answer = shared_site().json(std::string("/api/v1/search?") + query);
    EXPECT_EQ(answer["hits"], json::Value::array()) << query;
    EXPECT_EQ(answer["total"], 40) << query;
    EXPECT_TRUE(answer["next"].is_null()) << query;
  }
}

TEST(ApiSearch, ReachesEveryHitOnceByFollowingNext) {
  std::set<std::string> seen;
  std::string at = "/api/v1/search?q=&per_page=7&sort=title&may=share";
  const auto expected = total("may=share");
  int pages = 0;
  while (!at.empty() && ++pages < 20) {
    const auto answer = shared_site().json(at);
    for (const auto& hit : answer["hits"]) EXPECT_TRUE(seen.insert(hit["id"]).second) << hit["id"];
    const auto next = answer["next"];
    if (!next.is_null()) {
      EXPECT_TRUE(next.get<std::string>().starts_with(site_url));
    }
    at = next.is_null() ? "" : next.get<std::string>().substr(site_url.size());
  }
  EXPECT_EQ(static_cast<std::int64_t>(seen.size()), expected);
}

TEST(ApiSearch, KeepsEveryParameterInNext) {
  const auto next = shared_site().json(
      "/api/v1/search?q=river&per_page=2&facets=0&explain=1&parse=0&sort=newest&subject=history")["next"];

  for (const auto* part :
       {"q=river", "per_page=2", "facets=0", "explain=1", "parse=0", "sort=newest", "subject=history", "page=2"})
    EXPECT_THAT(next.get<std::string>(), HasSubstr(part));
}

TEST(ApiSearch, LeavesFacetsOutWhenAsked) {
  EXPECT_EQ(shared_site().json("/api/v1/search?facets=0")["facets"], json::Value::object());
}

TEST(ApiSearch, TakesIdUriAndLabelInAnyCase) {
  const std::vector<std::vector<std::string>> same = {
      {"subject=art-and-design", "subject=Art%20and%20design", "subject=ART+AND+DESIGN", "subject=ART-AND-DESIGN"},
      {"level=england-ks2", "level=KS2", "level=key+stage+2", "level=KEY+STAGE+2", "level=ENGLAND-KS2"},
      {"type=lesson-plan", "type=Lesson+Plan", "type=LESSON-PLAN"},
      {"may=adapt", "may=ADAPT"},
      {"licence=https%3A%2F%2Fcreativecommons.org%2Flicenses%2Fby%2F4.0%2F", "licence=CC+BY+4.0", "licence=cc-by-4.0"},
      {"contributor=oriel-wy", "contributor=ORIEL-WY", "contributor=Oriel+%C5%B4y+%26+Merched",
       "contributor=oriel+%C5%B5y+%26+MERCHED", "contributor=did:web:learn.glanafon.example:by:oriel-wy"},
      {"language=cy", "language=CY", "language=Welsh", "language=Cymraeg"},
      {"statement=https%3A%2F%2Fframework.example%2Fs%2F2", "statement=RV.1", "statement=rv.1"},
      {"framework=river-learning", "framework=RIVER-LEARNING", "framework=https%3A%2F%2Fframework.example%2F",
       "framework=river+learning+%3CFRAMEWORK%3E"},
      {"origin=quill", "origin=QUILL", "origin=https%3A%2F%2Fquill.example%2Foai"},
      {"origin=local", "origin=Local", "origin=learn.glanafon.example"}};
  for (const auto& group : same) {
    const auto expected = total(group.front());
    EXPECT_GT(expected, 0) << group.front();
    EXPECT_LT(expected, 40) << group.front();
    for (const auto& query : group) EXPECT_EQ(total(query), expected) << query;
  }
}

TEST(ApiSearch, FindsWhatLiesBelowAStatement) {
  EXPECT_EQ(total("statement=https%3A%2F%2Fframework.example%2Fs%2F1"), 20);
  EXPECT_EQ(total("statement=RV"), 20);
}

TEST(ApiSearch, AddsValuesWithinAFilterAndNarrowsBetweenFilters) {
  const auto history = total("subject=history");
  const auto music = total("subject=music");

  EXPECT_EQ(total("subject=history&subject=music"), history + music);
  EXPECT_LT(total("subject=history&type=video"), history);
  EXPECT_EQ(total("subject=history&subject=history"), history);
}

TEST(ApiSearch, CountsWithoutEachFilterExactly) {
  const auto answer = shared_site().json("/api/v1/search?q=castles&subject=art-and-design&type=video");
  ASSERT_LT(answer["total"], 3);

  ASSERT_GT(answer["help"]["without"].size(), 0u);
  for (const auto& row : answer["help"]["without"]) {
    const bool is_subject = row["filter"] == "subject";
    EXPECT_EQ(row["count"], total(is_subject ? "q=castles&type=video" : "q=castles&subject=art-and-design"));
    expect_members(row, {"filter", "value", "label", "count"});
  }
}

TEST(ApiSearch, FacetCountsAreWhatTheFilterWouldFind) {
  const auto facets = shared_site().json("/api/v1/search?q=")["facets"];
  int rows = 0;
  for (const auto& [name, values] : facets.items())
    for (const auto& row : values) {
      ++rows;
      expect_members(row, {"value", "label", "count"});
      EXPECT_EQ(total(name + "=" + formats::percent_encode(row["value"].get<std::string>())), row["count"])
          << name << " " << row;
    }
  EXPECT_GT(rows, 20);
}

TEST(ApiSearch, SaysItIsBeingPreparedInJson) {
  SiteGround site;
  site.set_ready(false);

  const auto response = site.get_json("/api/v1/search?q=x");

  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(header(response, "Retry-After"), "2");
  EXPECT_TRUE(nlohmann::json::parse(response.body).contains("error"));
}

TEST(ApiResource, HasEveryMemberOfTheContract) {
  const auto& id = shared_site().ids()[0];

  const auto answer = shared_site().json("/api/v1/resources/" + id);

  expect_members(answer, {"id", "identifier", "url", "version", "modified", "deleted", "metadata", "contributor",
                          "statements", "origin", "overlays"});
  EXPECT_EQ(answer["id"], id);
  EXPECT_EQ(answer["version"], 1);
  EXPECT_EQ(answer["deleted"], false);
  EXPECT_EQ(answer["metadata"]["identifier"], answer["identifier"]);
  EXPECT_EQ(answer["contributor"]["slug"], "oriel-wy");
  EXPECT_EQ(answer["overlays"], json::Value::array());
}

TEST(ApiResource, IsGoneWithTheSameMembersOnceWithdrawn) {
  SiteGround site;
  const auto before = site.json("/api/v1/resources/" + site.ids()[3]);
  site.withdraw(site.ids()[3]);

  const auto response = site.get_json("/api/v1/resources/" + site.ids()[3]);
  const auto answer = nlohmann::json::parse(response.body);

  EXPECT_EQ(response.status, 410);
  EXPECT_EQ(members(answer), members(before));
  EXPECT_EQ(answer["deleted"], true);
  EXPECT_EQ(answer["metadata"], json::Value::object());
  EXPECT_EQ(answer["contributor"], before["contributor"]);
}

TEST(Md21, AResourceIsGivenInEachFormat) {
  const std::string path = "/api/v1/resources/" + shared_site().ids()[0] + "?format=";
  const auto content = [&](const char* format) {
    const auto response = shared_site().get_json(path + format);
    EXPECT_EQ(response.status, 200) << format;
    return response;
  };

  EXPECT_THAT(content("oai_dc").body, HasSubstr("<oai_dc:dc "));
  EXPECT_THAT(content("lom").body, HasSubstr("<lom xmlns="));
  EXPECT_THAT(content("mods").body, HasSubstr("<mods xmlns="));
  EXPECT_THAT(content("lrmi").body, HasSubstr("<rdf:RDF "));
  EXPECT_EQ(content("lrmi").content_type, "application/rdf+xml; charset=utf-8");
  EXPECT_EQ(nlohmann::json::parse(content("schema.org").body)["@context"], "https://schema.org/");
  EXPECT_EQ(shared_site().get_json(path + "cpl").status, 303);
  EXPECT_NE(content("lom").etag, content("mods").etag);
}

TEST(Md24, TheLossesOfAResourceAreTold) {
  const std::string path = "/api/v1/resources/" + shared_site().ids()[0];

  const auto dc = shared_site().json(path + "?format=oai_dc&loss=1");
  expect_members(dc, {"format", "lost", "narrowed"});
  EXPECT_EQ(dc["format"], "oai_dc");
  EXPECT_FALSE(dc["lost"].empty());
  for (const auto& one : dc["lost"]) expect_members(one, {"field", "why"});
  EXPECT_TRUE(shared_site().json(path + "?format=lrmi&loss=1")["lost"].empty());
}

TEST(Md24, AFormatThatIsNoneIsRefusedWithTheNamesOfAll) {
  const auto response = shared_site().get_json("/api/v1/resources/" + shared_site().ids()[0] + "?format=marc<x>");

  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(nlohmann::json::parse(response.body)["error"]["fix"].get<std::string>(), HasSubstr("oai_dc, lom, lrmi"));
  EXPECT_THAT(response.body, ::testing::Not(HasSubstr("marc<x>")));
}

TEST(ApiResource, HasATagThatChangesWithTheVersion) {
  SiteGround site;
  const auto path = "/api/v1/resources/" + site.ids()[1];
  const auto before = site.get_json(path).etag;
  auto changed = invented(1);
  changed.name = {{"en", "Changed"}};
  site.publish(changed, "REF 1/é");

  EXPECT_FALSE(before.empty());
  EXPECT_NE(site.get_json(path).etag, before);
  EXPECT_EQ(site.json(path)["version"], 2);
}

TEST(ApiResource, AnswersUnknownIdsInTheErrorShape) {
  for (const auto* id : {"zzzzzzzzzzzzzzzz", "x", "%3Cscript%3E", "..%2f..%2fetc%2fpasswd"}) {
    const auto response = shared_site().get("/api/v1/resources/" + std::string(id), "");
    EXPECT_EQ(response.status, 404) << id;
    expect_members(nlohmann::json::parse(response.body)["error"], {"kind", "where", "what", "fix"});
  }
}

TEST(ApiContributors, HasEveryMemberOfTheContract) {
  const auto answer = shared_site().json("/api/v1/contributors");

  expect_members(answer, {"contributors", "next"});
  ASSERT_EQ(answer["contributors"].size(), 4u);
  std::int64_t records = 0;
  for (const auto& one : answer["contributors"]) {
    expect_members(
        one, {"slug", "did", "set", "name", "home", "logo", "colour", "mark", "message", "links", "host", "records"});
    records += one["records"].get<std::int64_t>();
  }
  EXPECT_EQ(records, 40);
}

TEST(ApiFrameworks, ListsFrameworksAndTheirStatementsParentsFirst) {
  EXPECT_EQ(shared_site().json("/api/v1/frameworks")["frameworks"].size(), 1u);
  EXPECT_EQ(shared_site().json("/api/v1/frameworks/river-learning")["statements"], 4);

  const auto statements = shared_site().json("/api/v1/frameworks/river-learning/statements")["statements"];

  ASSERT_EQ(statements.size(), 4u);
  EXPECT_TRUE(statements[0]["parent"].is_null());
  EXPECT_EQ(statements[1]["parent"], statements[0]["uri"]);
  EXPECT_EQ(shared_site().get_json("/api/v1/frameworks/none").status, 404);
  EXPECT_EQ(shared_site().get_json("/api/v1/frameworks/none/statements").status, 404);
}

TEST(ApiStatus, CountsWhatIsThere) {
  const auto answer = shared_site().json("/api/v1/status");

  EXPECT_EQ(answer["records"], 40);
  EXPECT_EQ(answer["contributors"], 4);
  EXPECT_EQ(answer["seq"], answer["index_seq"]);
  EXPECT_EQ(answer["peers"].size(), 1u);
}

TEST(ApiPages, AnswerTheirTwinForAcceptJson) {
  for (const auto& [page, twin] : {std::pair<std::string, std::string>{"/r/" + shared_site().ids()[5],
                                                                       "/api/v1/resources/" + shared_site().ids()[5]},
                                   {"/organisations", "/api/v1/contributors"},
                                   {"/curriculum", "/api/v1/frameworks"},
                                   {"/curriculum/river-learning", "/api/v1/frameworks/river-learning"}}) {
    const auto response = shared_site().get_json(page);
    EXPECT_EQ(nlohmann::json::parse(response.body, nullptr, false), shared_site().json(twin)) << page;
    EXPECT_EQ(header(response, "Vary"), "Accept") << page;
    EXPECT_EQ(header(shared_site().get(page), "Vary"), "Accept") << page;
    EXPECT_EQ(shared_site().get(page, "text/html,application/json").content_type, "text/html; charset=utf-8") << page;
  }
}

TEST(ApiPages, OfAnOrganisationAndAStatementHaveTheirTwinUnderTheSameAddress) {
  const auto contributors = shared_site().json("/api/v1/contributors")["contributors"];
  for (const auto& contributor : contributors)
    EXPECT_EQ(shared_site().json("/by/" + contributor["slug"].get<std::string>()), contributor);

  const auto statement = shared_site().json("/curriculum/river-learning/RV.1");
  EXPECT_EQ(statement["framework"], "river-learning");
  const auto listed = shared_site().json("/api/v1/frameworks/river-learning/statements")["statements"][1];
  for (const auto& [name, value] : listed.items()) EXPECT_EQ(statement[name], value) << name;
}

// harvest.md §2.
TEST(ApiResource, SaysSinceWhenASourceIsSilentAfterSevenDaysWithoutAnAnswer) {
  SiteGround site;
  const auto origin_after = [&](store::PeerState state, int days) {
    auto peer = site.store().peers().at(0);
    peer.state = state;
    peer.last_good = {site_now.seconds - days * 86'400};
    site.store().update_peer(peer);
    return site.json("/api/v1/resources/" + site.ids().back())["origin"]["silent_since"];
  };

  EXPECT_TRUE(origin_after(store::PeerState::unreachable, 6).is_null());
  EXPECT_TRUE(origin_after(store::PeerState::paused, 8).is_null());
  EXPECT_EQ(origin_after(store::PeerState::unreachable, 8), "2026-11-12T08:00:00Z");
  EXPECT_THAT(site.get("/r/" + site.ids().back()).body, HasSubstr("Source not reached since"));
  EXPECT_TRUE(site.json("/api/v1/resources/" + site.ids().front())["origin"]["silent_since"].is_null()) << "published here";
  EXPECT_EQ(site.json("/api/v1/search?q=")["total"], 40) << "its records stay";
}

}  // namespace
}  // namespace commonplace::web
