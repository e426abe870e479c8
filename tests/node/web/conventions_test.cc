// What machines expect: sitemap, robots, feed, files, headers on every reply, and the description of the API.
#include <algorithm>
#include <fmt/format.h>
#include <fstream>

#include "node/web/routes.h"
#include "schemas/formats/xml.h"
#include "tests/node/web/markup.h"
#include "tests/node/web/site_ground.h"

namespace commonplace::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAreArray;

// The tree of a reply, which is no XML at all where it has no name.
formats::XmlNode read(const SiteGround& site, const std::string& path) {
  const auto tree = formats::read_xml_tree(site.get(path).body);
  if (tree.has_value()) return tree.value();
  ADD_FAILURE() << path << " is no XML: " << tree.problem().what;
  return {};
}

formats::XmlNode xml(const std::string& path) {
  EXPECT_EQ(shared_site().get(path).status, 200) << path;
  return read(shared_site(), path);
}

std::vector<http::Route> routes() {
  return make_router(std::make_shared<const House>(shared_site().site())).list();
}

// A real address for a pattern.
std::string example(const std::string& pattern) {
  const std::vector<std::pair<std::string, std::string>> captures = {
      {"/r/{id}", "/r/" + shared_site().ids()[0]},
      {"/api/v1/resources/{id}", "/api/v1/resources/" + shared_site().ids()[0]},
      {"/api/v1/resources/{id}/signed", "/api/v1/resources/" + shared_site().ids()[0] + "/signed"},
      {"/about/{topic}", "/about/search"},
      {"/by/{slug}/brand.css", "/by/glanafon/brand.css"},
      {"/by/{slug}", "/by/glanafon"},
      {"/curriculum/{id}/{statement}", "/curriculum/river-learning/RV.1"},
      {"/curriculum/{id}", "/curriculum/river-learning"},
      {"/api/v1/frameworks/{id}/statements", "/api/v1/frameworks/river-learning/statements"},
      {"/api/v1/frameworks/{id}", "/api/v1/frameworks/river-learning"},
      {"/api/v1/statements/{id}", "/api/v1/statements/none"},
      {"/ims/case/v1p0/CFDocuments/{id}", "/ims/case/v1p0/CFDocuments/none"},
      {"/ims/case/v1p0/CFPackages/{id}", "/ims/case/v1p0/CFPackages/none"},
      {"/ims/case/v1p0/CFItems/{id}", "/ims/case/v1p0/CFItems/none"},
      {"/ims/case/v1p0/CFItemAssociations/{id}", "/ims/case/v1p0/CFItemAssociations/none"},
      {"/ims/case/v1p0/CFAssociations/{id}", "/ims/case/v1p0/CFAssociations/none"},
      {"/assets/{path*}", "/assets/none"},
      {"/media/{file}", "/media/none.png"},
      {"/resourcesync/resourcelist/{part}", "/resourcesync/resourcelist/0.xml"},
      {"/resourcesync/resourcedump/{part}", "/resourcesync/resourcedump/0.zip"},
      {"/resourcesync/changelist/{part}", "/resourcesync/changelist/0.xml"},
      {"/sitemap/{part}", "/sitemap/0-0.xml"}};
  for (const auto& [from, to] : captures)
    if (from == pattern) return to;
  EXPECT_EQ(pattern.find('{'), std::string::npos) << pattern << " has no example here";
  return pattern;
}

TEST(Sitemap, NamesEveryRecordPublishedHereAndNoOther) {
  std::vector<std::string> found;
  for (const auto& part : xml("/sitemap.xml").children) {
    const auto address = part.child("loc")->text;
    ASSERT_TRUE(address.starts_with(std::string(site_url) + "/sitemap/"));
    const auto urls = xml(address.substr(site_url.size()));
    EXPECT_GT(urls.children.size(), 0u);
    for (const auto& url : urls.children) {
      const auto loc = url.child("loc")->text;
      if (loc.find("/r/") != std::string::npos) found.push_back(loc.substr(loc.rfind('/') + 1));
    }
  }
  const auto& ids = shared_site().ids();
  EXPECT_THAT(found, UnorderedElementsAreArray(std::vector<std::string>(ids.begin(), ids.begin() + 30)));
}

TEST(Sitemap, LeavesWithdrawnRecordsOut) {
  SiteGround site;
  site.withdraw(site.ids()[2]);
  EXPECT_THAT(site.get("/sitemap/0-0.xml").body, Not(HasSubstr(site.ids()[2])));
}

TEST(Sitemap, IsCutIntoPartsOfTenThousand) {
  SiteGround site;
  const auto model_record = *site.store().find_public(site.ids()[1]);
  store::Batch batch;
  for (int i = 0; i < 10'005; ++i) {
    store::Draft draft;
    draft.identifier = fmt::format("oai:{}:many-{}", site_host, i);
    draft.public_id = fmt::format("many{:012}", i);
    draft.contributor = model_record.contributor;
    draft.document = "{\"@type\":[\"LearningResource\"]}";
    draft.oai_dc = "<dc/>";
    batch.drafts.push_back(std::move(draft));
  }
  site.store().write(batch, {site_now.seconds + 10});

  const auto index = read(site, "/sitemap.xml");

  ASSERT_EQ(index.children.size(), 2u);
  std::set<std::string> addresses;
  for (const auto& part : index.children) {
    const auto urls = read(site, part.child("loc")->text.substr(site_url.size()));
    for (const auto& url : urls.children) addresses.insert(url.child("loc")->text);
  }
  EXPECT_EQ(addresses.size(), 10'005u + 30u + 1u);  // and the home page
}

TEST(Sitemap, RefusesPartsThatAreNone) {
  for (const auto* part :
       {"x", "1", "1-2", "-1-2.xml", "1-2-3.xml", "1-2.xml.xml", "1-2.xmlx", "99999999999999999999-1.xml",
        "1-99999999999999999999.xml", "..-..xml", "1.xml-2", "-.xml", "%2e%2e-1.xml"})
    EXPECT_EQ(shared_site().get("/sitemap/" + std::string(part)).status, 404) << part;
}

TEST(Robots, LeadsToTheSitemapAndAwayFromSearch) {
  const auto body = shared_site().get("/robots.txt").body;
  EXPECT_THAT(body, HasSubstr("Sitemap: https://learn.glanafon.example/sitemap.xml\n"));
  EXPECT_THAT(body, HasSubstr("Disallow: /search\n"));
}

TEST(OpenSearch, OffersBothWays) {
  const auto tree = xml("/opensearch.xml");
  int urls = 0;
  for (const auto& child : tree.children)
    if (child.local == "Url") {
      ++urls;
      EXPECT_THAT(std::string(child.attribute("template")), HasSubstr("q={searchTerms}"));
    }
  EXPECT_EQ(urls, 3) << "pages, JSON, suggestions";
  EXPECT_THAT(tree.child("Description")->text, HasSubstr("Amgueddfa Glan'r Afon <River>"));
}

TEST(Feed, HasTheContributorAsAuthorOfEachEntry) {
  const auto feed = xml("/feed.atom");
  std::set<std::string> authors;
  int entries = 0;
  for (const auto& child : feed.children) {
    if (child.local != "entry") continue;
    ++entries;
    for (const auto* name : {"id", "title", "updated", "author", "link", "summary"})
      EXPECT_NE(child.child(name), nullptr) << name;
    authors.insert(child.child("author")->child("name")->text);
  }
  EXPECT_EQ(entries, 40);
  EXPECT_THAT(authors, UnorderedElementsAreArray({"Amgueddfa Glan'r Afon <River>", "Oriel Ŵy & Merched", "متحف النور",
                                                  "Quill 🖋️ & Ink Archive"}));
}

TEST(Feed, IsWellFormedWithoutAnything) {
  SiteGround site;
  site.set_ready(false);
  EXPECT_NE(read(site, "/feed.atom").child("updated"), nullptr);
}

TEST(Media, ServesALogoAsItIs) {
  auto& site = shared_site();
  const std::string logo = site.json("/api/v1/contributors")["contributors"][0]["logo"];
  const auto response = site.get(logo.substr(site_url.size()));

  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "image/png");
  EXPECT_TRUE(response.body.starts_with("\x89PNG"));
  EXPECT_EQ(header(response, "Content-Security-Policy"), "sandbox");
  EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff");
}

TEST(Media, HasNoWayOutOfItsFolderAndNoOtherNames) {
  SiteGround site;
  std::ofstream(site.media_folder() + "/plain.png") << "x";
  std::ofstream(site.media_folder() + "/" + std::string(64, 'a') + ".svg") << "<svg/>";
  std::ofstream(site.media_folder() + "/" + std::string(64, 'A') + ".png") << "x";
  std::ofstream(site.media_folder() + "/" + std::string(63, 'a') + ".png") << "x";
  std::filesystem::create_directory(site.media_folder() + "/" + std::string(64, 'b') + ".png");
  for (const auto& name :
       {std::string("..%2fcommonplace.db"), std::string("..%2f..%2fetc%2fpasswd"), std::string("%2e%2e"),
        std::string("%2fetc%2fpasswd"), std::string("plain.png"), std::string(64, 'a') + ".svg",
        std::string(64, 'a') + ".png%00.svg", std::string(64, 'A') + ".png", std::string(63, 'a') + ".png",
        std::string(64, 'a') + ".html", std::string(64, 'a'), std::string(64, 'b') + ".png",
        std::string(64, 'a') + "%2f..%2fplain.png", std::string(64, 'c') + ".png"}) {
    EXPECT_EQ(site.get("/media/" + name).status, 404) << name;
  }
}

TEST(Brand, GivesCheckedColoursOnly) {
  auto& site = shared_site();
  EXPECT_THAT(site.get("/by/glanafon/brand.css").body, HasSubstr("#2b3a8f"));
  for (const auto& path : {std::string("/by/light-museum-example/brand.css"),
                           std::string("/assets/orgs.css?only=light-museum-example,oriel-wy")}) {
    const auto response = site.get(path);
    EXPECT_EQ(response.status, 200) << path;
    EXPECT_EQ(response.content_type, "text/css; charset=utf-8");
    EXPECT_THAT(response.body, Not(HasSubstr("display"))) << path;
    EXPECT_THAT(response.body, Not(HasSubstr("body"))) << path;
  }
}

TEST(Brand, OfManyOrganisationsNamesEachOnce) {
  std::string many = "glanafon";
  for (int i = 0; i < 500; ++i) many += ",glanafon,none,}%20body{x:y";
  const auto once = shared_site().get("/assets/orgs.css?only=glanafon").body;

  EXPECT_EQ(shared_site().get("/assets/orgs.css?only=" + many).body, once);
}

TEST(Sec8, EveryReplyHasTheSecurityHeaders) {
  std::vector<std::string> paths = {"/nowhere", "/api/v1/nowhere", "/r/none"};
  for (const auto& route : routes()) paths.push_back(example(route.pattern));
  EXPECT_GT(paths.size(), 30u);
  for (const auto& path : paths)
    for (const auto* method : {"GET", "HEAD", "POST", "OPTIONS", "DELETE"}) {
      const auto response = shared_site().answer(shared_site().request(method, path));
      for (const auto* name : {"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy",
                               "Cross-Origin-Opener-Policy", "Permissions-Policy"}) {
        const auto count = std::count_if(response.headers.begin(), response.headers.end(),
                                         [&](const auto& h) { return h.name == name; });
        EXPECT_EQ(count, 1) << method << " " << path << " " << name;
      }
      const auto policy = *header(response, "Content-Security-Policy");
      EXPECT_THAT(policy, Not(HasSubstr("unsafe"))) << path;
      EXPECT_LT(response.status, 500) << method << " " << path;
    }
}

TEST(Cors, IsOpenForTheApiAndClosedForPages) {
  for (const auto* path :
       {"/api/v1/search", "/api/v1/status", "/api/v1/nowhere", "/.well-known/commonplace/node.json", "/oai"})
    EXPECT_EQ(header(shared_site().get(path), "Access-Control-Allow-Origin"), "*") << path;
  for (const auto* path : {"/", "/search", "/organisations", "/nowhere"})
    EXPECT_EQ(header(shared_site().get(path), "Access-Control-Allow-Origin"), std::nullopt) << path;
}

TEST(Methods, HeadAnswersAsGetDoes) {
  for (const auto& route : routes()) {
    if (route.method != "GET") continue;
    const auto path = example(route.pattern);
    const auto get = shared_site().answer(shared_site().request("GET", path));
    const auto head = shared_site().answer(shared_site().request("HEAD", path));
    EXPECT_EQ(head.status, get.status) << path;
    EXPECT_EQ(head.content_type, get.content_type) << path;
  }
}

TEST(Methods, OptionsNamesWhatIsAllowedAndOthersAreRefused) {
  for (const auto& route : routes()) {
    const auto path = example(route.pattern);
    const auto options = shared_site().answer(shared_site().request("OPTIONS", path));
    EXPECT_EQ(options.status, 204) << path;
    EXPECT_THAT(header(options, "Allow").value_or(""), HasSubstr("GET")) << path;
    const auto refused = shared_site().answer(shared_site().request("DELETE", path));
    EXPECT_EQ(refused.status, 405) << path;
    EXPECT_TRUE(header(refused, "Allow").has_value()) << path;
  }
}

TEST(OpenApi, ListsExactlyTheRoutesOfReading) {
  const auto description = shared_site().json("/api/v1/openapi.json");
  std::vector<std::string> listed;
  for (const auto& [path, ignored] : description["paths"].items()) listed.push_back(path);
  std::vector<std::string> served;
  for (const auto& route : routes())
    if (route.method == "GET" && (route.pattern.starts_with("/api/v1/") || route.pattern.starts_with("/ims/")) && route.pattern != "/api/v1/openapi.json")
      served.push_back(route.pattern);

  EXPECT_THAT(listed, UnorderedElementsAreArray(served));
}

TEST(OpenApi, NamesEveryParameterThatTheSearchTakes) {
  const auto description = shared_site().json("/api/v1/openapi.json");
  for (const auto& parameter : description["paths"]["/api/v1/search"]["get"]["parameters"]) {
    const auto response = shared_site().get_json("/api/v1/search?" + parameter["name"].get<std::string>() + "=%C2%BF");
    if (response.status == 200) continue;  // q and statement take any words
    EXPECT_NE(nlohmann::json::parse(response.body)["error"]["kind"], "unknown-parameter") << parameter["name"];
  }
}

TEST(NodeDocument, IsTheOneHandedIn) {
  EXPECT_EQ(shared_site().json("/.well-known/commonplace/node.json")["id"], "did:web:learn.glanafon.example");
  EXPECT_EQ(xml("/ns/record-1.xsd").local, "schema");
}

}  // namespace
}  // namespace commonplace::web
