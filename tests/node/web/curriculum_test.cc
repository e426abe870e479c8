// Browsing curricula and handing them on by CASE (CUR-2, CUR-3, CUR-21, CUR-70 to CUR-74, CUR-80).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "tests/node/web/site_ground.h"

namespace commonplace::web {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr const char* guid_of_two = "0e3a8a57-0000-4000-8000-000000000002";

model::Statement statement(const std::string& code, const std::string& text, const std::string& parent = "") {
  model::Statement made;
  made.id = made.code = code;
  made.uri = "https://leaves.example/s/" + code;
  made.text = {{"en", text}};
  if (!parent.empty()) made.parent = "https://leaves.example/s/" + parent;
  return made;
}

store::FrameworkImport leaves() {
  store::FrameworkImport import;
  auto& framework = import.framework;
  framework.id = "leaves";
  framework.uri = "https://leaves.example/";
  framework.title = {{"en", "Leaf & stem <arts>"}};
  framework.publisher = "Leaf council";
  framework.source_url = "https://leaves.example/curriculum.json";
  framework.licence = "https://creativecommons.org/licenses/by/4.0/";
  framework.jurisdiction = "us-dc";
  framework.languages = {"en"};
  framework.sha256 = std::string(64, 'b');
  framework.imported_at = framework.changed_at = "2026-11-19T08:00:00Z";
  framework.extra = R"({"CFDocument":{"subject":["Art"],"vendor":1}})";
  import.statements = {statement("1", "Strand"), statement("1.1", "Draw <lines>", "1"), statement("1.2", "Paint", "1"),
                       statement("1.3", "Etch", "1"), statement("2", "Alone")};
  import.statements[1].case_guid = guid_of_two;
  import.statements[1].same_as = {"https://other.example/draw"};
  import.statements[1].extra = R"({"CFItem":{"notes":"softly","vendor":true,"educationLevel":"KS2"}})";
  import.statements[3].is_retired = true;
  import.statements[3].replaced_by = {"https://leaves.example/s/1.2"};
  import.past = {{"https://leaves.example/s/1.1", "2026-06-01T00:00:00Z", "1.1", {{"en", "Draw things"}}, ""}};
  const auto link = [&](const std::string& from, model::Relation relation, const std::string& to) {
    model::StatementLink made;
    made.origin = "https://leaves.example/s/" + from;
    made.relation = relation;
    made.destination = to;
    made.asserted_by = "Leaf council";
    import.links.push_back(made);
  };
  link("1.1", model::Relation::precedes, "https://leaves.example/s/1.2");
  link("1.1", model::Relation::narrower, "https://framework.example/s/2");
  return import;
}

class CurriculumSite : public testing::Test {
 protected:
  CurriculumSite() {
    site_.store().put_framework(leaves());
    publish("Both", {"1.1", "1.2"});
    publish("Drawing", {"1.1"});
    publish("Old etching", {"1.3"});
    model::Resource other = resource("By another name");
    other.teaches.push_back(ref("https://other.example/draw"));
    site_.publish(other, "other");
  }

  static model::StatementRef ref(const std::string& uri) {
    model::StatementRef made;
    made.uri = uri;
    made.framework = "https://leaves.example/";
    return made;
  }

  static model::Resource resource(const std::string& title) {
    model::Resource made;
    made.name = {{"en", title}};
    made.description = {{"en", "About leaves"}};
    made.learning_resource_type = {"lesson-plan"};
    made.license = "https://creativecommons.org/licenses/by/4.0/";
    made.url = "https://leaves.example/r/" + std::to_string(title.size());
    made.in_language = {"en"};
    return made;
  }

  void publish(const std::string& title, const std::vector<std::string>& codes) {
    auto made = resource(title);
    for (const auto& code : codes) made.teaches.push_back(ref("https://leaves.example/s/" + code));
    site_.publish(made, title);
  }

  std::int64_t resources(const std::string& code) const {
    return site_.json("/curriculum/leaves/" + code)["resources"].get<std::int64_t>();
  }

  SiteGround site_;
};

using Cur1 = CurriculumSite;
using Cur2 = CurriculumSite;
using Cur3 = CurriculumSite;
using Cur21 = CurriculumSite;
using Cur70 = CurriculumSite;
using Cur71 = CurriculumSite;
using Cur72 = CurriculumSite;
using Cur73 = CurriculumSite;
using Cur74 = CurriculumSite;
using Cur80 = CurriculumSite;

TEST_F(Cur70, CountsAreDistinctAndIncludeWhatStandsBelow) {
  EXPECT_EQ(resources("1.1"), 3) << "also by its other address";
  EXPECT_EQ(resources("1.2"), 2) << "also those of the statement that it replaced";
  EXPECT_EQ(resources("1"), 4) << "what is aligned to both counts once";
  EXPECT_EQ(resources("2"), 0);
}

TEST_F(Cur70, CountsAreThoseOfASearchForTheStatement) {
  const auto found = [&](const std::string& code) {
    return site_.json("/api/v1/search?per_page=100&statement=https%3A%2F%2Fleaves.example%2Fs%2F" + code);
  };
  for (const char* code : {"1.2", "2"}) EXPECT_EQ(resources(code), found(code)["total"]) << code;
  for (const char* code : {"1", "1.1"}) {
    const auto answer = found(code);
    const auto& hits = answer["hits"];
    const auto is_direct = [](const auto& hit) {
      return std::any_of(hit["statements"].begin(), hit["statements"].end(), [](const auto& one) { return one["how"] != "crosswalk"; });
    };
    EXPECT_EQ(resources(code), std::count_if(hits.begin(), hits.end(), is_direct)) << code << ": a link leads the search further";
    EXPECT_LT(resources(code), answer["total"]) << code;
  }
}

TEST_F(Cur70, FiltersOfTheSearchApplyToTheCountsAndCanBeTakenAway) {
  const auto all = site_.get("/curriculum/leaves").body;
  const auto filtered = site_.get("/curriculum/leaves?type=video").body;

  EXPECT_THAT(all, HasSubstr("4 resources"));
  EXPECT_THAT(filtered, AllOf(HasSubstr("0 resources"), HasSubstr("href=\"/curriculum/leaves\"")));
  EXPECT_THAT(site_.get("/curriculum/leaves?type=lesson-plan").body, HasSubstr("4 resources"));
}

TEST_F(Cur70, FrameworksStandByJurisdictionAndTheTreeFoldsWithoutScripts) {
  const auto overview = site_.get("/curriculum").body;
  const auto tree = site_.get("/curriculum/leaves").body;

  EXPECT_THAT(overview, AllOf(HasSubstr("United States, DC"), HasSubstr("Leaf &amp; stem &lt;arts&gt;"), HasSubstr("4 statements")));
  EXPECT_THAT(tree, AllOf(HasSubstr("<details"), HasSubstr("Draw &lt;lines&gt;"), HasSubstr("/curriculum/leaves/1.1")));
  EXPECT_THAT(tree, Not(HasSubstr("Etch"))) << "retired statements are in no tree";
}

TEST_F(Cur71, AStatementShowsItsTextPlaceNamesSourceAndFeed) {
  const auto page = site_.get("/curriculum/leaves/1.1").body;

  EXPECT_THAT(page, AllOf(HasSubstr("Draw &lt;lines&gt;"), HasSubstr("Strand"), HasSubstr(guid_of_two), HasSubstr("https://other.example/draw"),
                          HasSubstr("/feed.atom?statement=https%3A%2F%2Fleaves.example%2Fs%2F1.1")));
  EXPECT_THAT(page, AllOf(HasSubstr("Draw things"), HasSubstr("2026-06-01"))) << "what it said before";
  EXPECT_THAT(site_.get("/curriculum/leaves/2").body, HasSubstr("Gaps are shown on purpose"));
}

TEST_F(Cur2, EveryPageAndAnswerSaysWhereTheTextIsFrom) {
  for (const char* path : {"/curriculum/leaves", "/curriculum/leaves/1.1"})
    EXPECT_THAT(site_.get(path).body, AllOf(HasSubstr("https://leaves.example/curriculum.json"), HasSubstr("Leaf council"), HasSubstr("CC BY 4.0"),
                                            HasSubstr("2026-11-19"), HasSubstr(std::string(64, 'b'))))
        << path;
  const auto source = site_.json("/curriculum/leaves/1.1")["source"];
  EXPECT_EQ(source["url"], "https://leaves.example/curriculum.json");
  EXPECT_EQ(source["publisher"], "Leaf council");
  EXPECT_EQ(source["sha256"], std::string(64, 'b'));
  EXPECT_EQ(source["known"], true);
}

TEST_F(Cur2, WhereNobodySaysWhoseItIsThePageSaysSoAndItIsNotHandedOn) {
  for (const char* path : {"/curriculum/river-learning", "/curriculum/river-learning/RV.1"})
    EXPECT_THAT(site_.get(path).body, HasSubstr("Source not known")) << path;
  EXPECT_EQ(site_.json("/api/v1/frameworks/river-learning")["shared"], false);
  EXPECT_THAT(site_.json("/ims/case/v1p0/CFDocuments")["CFDocuments"], SizeIs(1));
}

TEST_F(Cur3, ARetiredStatementStillAnswersAndNamesWhatTookItsPlace) {
  const auto page = site_.get("/curriculum/leaves/1.3");

  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, AllOf(HasSubstr("No longer in the curriculum"), HasSubstr("/curriculum/leaves/1.2"), HasSubstr("Old etching")));
  EXPECT_EQ(site_.json("/curriculum/leaves/1.3")["retired"], true);
  EXPECT_EQ(site_.json("/api/v1/search?statement=https%3A%2F%2Fleaves.example%2Fs%2F1.2")["total"], 2);
}

TEST_F(Cur1, EveryAddressOfAStatementAnswers) {
  for (const std::string& name : {std::string(guid_of_two), std::string("0E3A8A57-0000-4000-8000-000000000002"),
                                 std::string("https%3A%2F%2Fother.example%2Fdraw"), std::string("https%3A%2F%2Fleaves.example%2Fs%2F1.1")})
    EXPECT_EQ(site_.json("/api/v1/statements/" + name)["uri"], "https://leaves.example/s/1.1") << name;
  EXPECT_EQ(site_.get_json("/api/v1/statements/none").status, 404);
}

TEST_F(Cur72, TheTreeIsReadInBranches) {
  const auto ids = [&](const std::string& query) {
    std::vector<std::string> all;
    const auto answer = site_.json("/api/v1/frameworks/leaves/statements" + query);
    for (const auto& one : answer["statements"]) all.push_back(one["id"]);
    return all;
  };
  EXPECT_THAT(ids(""), ElementsAre("1", "1.1", "1.2", "2"));
  EXPECT_THAT(ids("?depth=1"), ElementsAre("1", "2"));
  EXPECT_THAT(ids("?parent=1"), ElementsAre("1.1", "1.2"));
  EXPECT_THAT(ids("?parent=https%3A%2F%2Fleaves.example%2Fs%2F1&depth=1"), ElementsAre("1.1", "1.2"));
  EXPECT_THAT(ids("?parent=2"), IsEmpty());
  EXPECT_EQ(site_.get_json("/api/v1/frameworks/leaves/statements?parent=zz").status, 404);
  for (const char* depth : {"0", "-1", "x", "99999999999999999999999"})
    EXPECT_EQ(site_.get_json(std::string("/api/v1/frameworks/leaves/statements?depth=") + depth).status, 400) << depth;
}

TEST_F(Cur74, LinksAreToldInWordsFromBothEnds) {
  EXPECT_THAT(site_.get("/curriculum/leaves/1.1").body, AllOf(HasSubstr("comes after this"), HasSubstr("a part of what is meant here")));
  EXPECT_THAT(site_.get("/curriculum/leaves/1.2").body, HasSubstr("comes before this"));
  EXPECT_THAT(site_.get("/curriculum/river-learning/RV.1").body, HasSubstr("means more than this"));
}

TEST_F(Cur73, ALargeFrameworkIsShownByBranchesThatWorkWithoutScripts) {
  store::FrameworkImport large;
  large.framework.id = "forest";
  large.framework.uri = "https://forest.example/";
  large.framework.title = {{"en", "Forest"}};
  for (int i = 0; i < 30; ++i) {
    large.statements.push_back(statement(fmt::format("F{}", i), "Tree"));
    for (int j = 0; j < 100; ++j) large.statements.push_back(statement(fmt::format("F{}.{}", i, j), "Leaf", fmt::format("F{}", i)));
  }
  site_.store().put_framework(large);

  const auto page = site_.get("/curriculum/forest").body;

  EXPECT_THAT(page, AllOf(HasSubstr("/curriculum/forest/F29\""), HasSubstr("more inside"), Not(HasSubstr("/curriculum/forest/F1.1\""))));
  EXPECT_THAT(site_.get("/curriculum/forest/F1").body, HasSubstr("/curriculum/forest/F1.99\""));
}

TEST_F(Cur80, TheNodeSaysWhoseTheTextsAre) {
  EXPECT_THAT(site_.get("/about/site").body, HasSubstr("Leaf &amp; stem &lt;arts&gt;: Leaf council, CC BY 4.0"));
}

TEST_F(Cur80, AFrameworkThatIsSwitchedOffIsShownNowhere) {
  site_.store().switch_framework("leaves", false);

  EXPECT_EQ(site_.get("/curriculum/leaves").status, 404);
  EXPECT_EQ(site_.get("/curriculum/leaves/1.1").status, 404);
  EXPECT_THAT(site_.get("/curriculum").body, Not(HasSubstr("Leaf &amp; stem")));
  EXPECT_THAT(site_.json("/ims/case/v1p0/CFDocuments")["CFDocuments"], IsEmpty());
  site_.store().switch_framework("leaves", true);
  EXPECT_EQ(site_.get("/curriculum/leaves").status, 200);
}

// ---- CASE

TEST_F(Cur21, DocumentsArePagedAndLeadToEverything) {
  const auto response = site_.get_json("/ims/case/v1p0/CFDocuments?limit=1&offset=0");
  const auto document = json::parse(response.body)->at("CFDocuments")[0];
  const std::string id = document["identifier"];

  EXPECT_EQ(document["title"], "Leaf & stem <arts>");
  EXPECT_EQ(document["subject"], json::Value::array({"Art"}));
  EXPECT_FALSE(document.contains("vendor")) << "CASE 1.0 has no place for it";
  EXPECT_EQ(site_.json("/ims/case/v1p0/CFDocuments/" + id), document);
  const auto package = site_.json("/ims/case/v1p0/CFPackages/" + id);
  EXPECT_THAT(package["CFItems"], SizeIs(4));
  EXPECT_THAT(package["CFAssociations"], SizeIs(6));
  for (const auto& association : package["CFAssociations"])
    EXPECT_EQ(site_.json("/ims/case/v1p0/CFAssociations/" + association["identifier"].get<std::string>()), association);
  const auto item = site_.json(std::string("/ims/case/v1p0/CFItems/") + guid_of_two);
  EXPECT_EQ(item["fullStatement"], "Draw <lines>");
  EXPECT_EQ(item["notes"], "softly");
  EXPECT_EQ(item["CFDocumentURI"]["identifier"], id);
}

TEST_F(Cur21, LocalResourcesGoOutAsExemplars) {
  const auto path = std::string("/ims/case/v1p0/CFItemAssociations/") + guid_of_two;
  const auto answer = site_.json(path);
  std::int64_t exemplars = 0;
  for (const auto& association : answer["CFAssociations"])
    if (association["associationType"] == "exemplar") ++exemplars;

  EXPECT_EQ(exemplars, 3);
  const auto first = site_.get_json(path + "?limit=2");
  EXPECT_THAT(json::parse(first.body)->at("CFAssociations"), SizeIs(2));
  std::map<std::string, std::string> headers;
  for (const auto& header : first.headers) headers[header.name] = header.value;
  EXPECT_EQ(headers["X-Total-Count"], "6");
  EXPECT_THAT(headers["Link"], HasSubstr("limit=2&offset=2>; rel=\"next\""));
}

TEST_F(Cur21, WrongIdentifiersAndPagesGetTheErrorsOfTheStandard) {
  const auto code = [&](const std::string& target, int status) {
    const auto response = site_.get_json("/ims/case/v1p0/" + target);
    EXPECT_EQ(response.status, status) << target;
    return json::parse(response.body)->at("imsx_codeMinor").at("imsx_codeMinorField")[0]["imsx_codeMinorFieldValue"].get<std::string>();
  };
  EXPECT_EQ(code("CFItems/nonsense", 400), "invaliduuid");
  for (const char* kind : {"CFDocuments/", "CFPackages/", "CFItems/", "CFItemAssociations/", "CFAssociations/"})
    EXPECT_EQ(code(std::string(kind) + "11111111-1111-4111-8111-111111111111", 404), "unknownobject") << kind;
  for (const char* query : {"?limit=0", "?limit=x", "?offset=-1", "?limit=99999999999999999999999"})
    EXPECT_EQ(code(std::string("CFDocuments") + query, 400), "invalid_selection_field") << query;
}

// The definitions of the official OpenAPI, as far as these answers need them.
class OpenApi {
 public:
  explicit OpenApi(json::Value whole) : whole_(std::move(whole)) {}

  // What is wrong, with its place; empty when all is well.
  std::string complaint(const json::Value& value, const std::string& type) const { return check(value, {{"$ref", "#/definitions/" + type}}, ""); }

 private:
  std::string check(const json::Value& value, const json::Value& schema, const std::string& where) const {
    const auto merged = resolve(schema);
    if (const auto kind = merged.value("type", ""); !kind.empty() && !is_kind(value, kind)) return where + " is no " + kind;
    if (merged.contains("pattern") && !std::regex_match(value.get<std::string>(), std::regex(merged["pattern"].get<std::string>()))) return where + " is no UUID: " + value.dump();
    if (merged.value("format", "") == "uri" && value.get<std::string>().find(':') == std::string::npos) return where + " is no address";
    if (merged.value("format", "") == "date-time" && value.get<std::string>().size() < 20) return where + " is no time: " + value.dump();
    if (merged.contains("enum") && std::find(merged["enum"].begin(), merged["enum"].end(), value) == merged["enum"].end()) return where + " is not allowed: " + value.dump();
    if (value.is_array()) return check_items(value, merged, where);
    return value.is_object() ? check_members(value, merged, where) : "";
  }

  std::string check_items(const json::Value& value, const json::Value& schema, const std::string& where) const {
    if (value.size() < schema.value("minItems", 0u)) return where + " has too few";
    for (std::size_t i = 0; i < value.size(); ++i)
      if (auto wrong = check(value[i], schema.at("items"), where + "/" + std::to_string(i)); !wrong.empty()) return wrong;
    return "";
  }

  std::string check_members(const json::Value& value, const json::Value& schema, const std::string& where) const {
    for (const auto& name : schema.value("required", json::Value::array()))
      if (!value.contains(name.get<std::string>())) return where + " lacks " + name.get<std::string>();
    for (const auto& [name, member] : value.items()) {
      if (!schema["properties"].contains(name)) return where + " has " + name;
      if (auto wrong = check(member, schema["properties"][name], where + "/" + name); !wrong.empty()) return wrong;
    }
    return "";
  }

  // References followed, allOf put together.
  json::Value resolve(json::Value schema) const {
    while (schema.contains("$ref")) schema = whole_["definitions"][schema["$ref"].get<std::string>().substr(std::string("#/definitions/").size())];
    if (!schema.contains("allOf")) return schema;
    json::Value all = {{"type", "object"}, {"properties", json::Value::object()}, {"required", json::Value::array()}};
    for (const auto& part : schema["allOf"]) {
      const auto one = resolve(part);
      all["properties"].update(one["properties"]);
      for (const auto& name : one.value("required", json::Value::array())) all["required"].push_back(name);
    }
    return all;
  }

  static bool is_kind(const json::Value& value, const std::string& kind) {
    if (kind == "object") return value.is_object();
    if (kind == "array") return value.is_array();
    if (kind == "integer") return value.is_number_integer();
    return kind != "string" || value.is_string();
  }

  json::Value whole_;
};

TEST_F(Cur21, AnswersAreValidByTheOpenApiOfCase) {
  const auto path = std::filesystem::path(COMMONPLACE_SOURCE_DIR) / "../shared/data/curricula/case-spec/case-v1p0-swagger.json";
  std::ifstream file(path);
  if (!file) GTEST_SKIP() << "SKIP: no shared data at ../shared; set COMMONPLACE_SHARED";
  std::stringstream text;
  text << file.rdbuf();
  const OpenApi api(*json::parse(text.str()));
  const auto documents = site_.json("/ims/case/v1p0/CFDocuments");
  const std::string id = documents["CFDocuments"][0]["identifier"];
  const auto package = site_.json("/ims/case/v1p0/CFPackages/" + id);

  EXPECT_EQ(api.complaint(documents, "CFDocumentSet.Type"), "");
  EXPECT_EQ(api.complaint(site_.json("/ims/case/v1p0/CFDocuments/" + id), "CFDocument.Type"), "");
  EXPECT_EQ(api.complaint(package, "CFPackage.Type"), "");
  for (const auto& item : package["CFItems"]) {
    const std::string name = item["identifier"];
    EXPECT_EQ(api.complaint(site_.json("/ims/case/v1p0/CFItems/" + name), "CFItem.Type"), "");
    EXPECT_EQ(api.complaint(site_.json("/ims/case/v1p0/CFItemAssociations/" + name), "CFAssociationSet.Type"), "");
  }
  EXPECT_EQ(api.complaint(site_.json("/ims/case/v1p0/CFAssociations/" + package["CFAssociations"][0]["identifier"].get<std::string>()), "CFAssociation.Type"), "");
  EXPECT_EQ(api.complaint(*json::parse(site_.get_json("/ims/case/v1p0/CFItems/x").body), "imsx_StatusInfo.Type"), "");
  EXPECT_NE(api.complaint({{"CFDocument", 1}}, "CFPackage.Type"), "") << "the check itself finds faults";
}

}  // namespace
}  // namespace commonplace::web
