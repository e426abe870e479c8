// The change feed, the dump and the record by itself (HAR-43, CONTRACT §4.2), and that they say what /oai says (OAI-67).
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "node/web/change_parts.h"
#include "schemas/formats/cpl.h"
#include "schemas/formats/digest.h"
#include "schemas/formats/xml.h"
#include "tests/node/http/server_fixture.h"
#include "tests/node/web/feed_reader.h"

namespace commonplace::web {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

FeedSite& shared_feed() {
  static FeedSite site;
  return site;
}

std::string error_kind(const http::Response& response) {
  const auto body = json::parse(response.body);
  return body && body->contains("error") ? json::text_or((*body)["error"], "kind") : "no JSON error";
}

TEST(Har43, EveryRecordStandsInTheFeedOldestFirstAsItsEnvelope) {
  auto& site = shared_feed();

  const auto lines = lines_of(site.get("/api/v1/changes").body);

  ASSERT_THAT(lines, SizeIs(40));
  store::Seq last = 0;
  for (const auto& [line, record] : lines) {
    EXPECT_GT(line["seq"], last);
    last = line["seq"];
    const auto stored = site.store().find(line["identifier"].get<std::string>());
    ASSERT_TRUE(stored);
    EXPECT_EQ(line["version"], stored->version);
    EXPECT_EQ(line["deleted"], false);
    EXPECT_EQ(line["digest"], "sha-256:" + formats::sha256_hex(record));
    EXPECT_EQ(json::canonical(line["record"]), record);  // JCS
    const auto envelope = formats::read_envelope(record);
    ASSERT_TRUE(envelope) << envelope.problem().what;
    EXPECT_EQ(envelope->identifier, stored->identifier);
    EXPECT_EQ(envelope->document, stored->document);
    EXPECT_EQ(envelope->brand_name, site.store().contributor(stored->contributor)->profile.name);
  }
  EXPECT_EQ(last, site.store().last_seq());
}

TEST(Har43, PagesOfAnySizeGiveTheSameLines) {
  auto& site = shared_feed();
  const auto whole = site.get("/api/v1/changes").body;
  for (const int limit : {1, 7, 39, 40, 41}) {
    std::string joined;
    int pages = 0;
    for (std::string target = fmt::format("/api/v1/changes?since=0&limit={}", limit); !target.empty(); ++pages) {
      const auto response = site.get(target);
      joined += response.body;
      const auto next = linked(response, "next");
      target = next.empty() ? "" : next.substr(site_url.size());
    }
    EXPECT_EQ(joined, whole) << limit;
    EXPECT_EQ(pages, (40 + limit - 1) / limit) << limit;
  }
}

TEST(Har43, AWithdrawnRecordIsATombstoneAtTheEnd) {
  FeedSite site;
  site.ground().withdraw(site.ground().ids()[3]);

  const auto lines = lines_of(site.get("/api/v1/changes").body);

  ASSERT_THAT(lines, SizeIs(40));
  const auto& [line, record] = lines.back();
  EXPECT_EQ(line["deleted"], true);
  EXPECT_EQ(line["version"], 2);
  const auto envelope = formats::read_envelope(record);
  ASSERT_TRUE(envelope);
  EXPECT_TRUE(envelope->deleted);
  EXPECT_EQ(envelope->document, "{}");
  EXPECT_EQ(line["record"]["reason"], "withdrawn");
}

TEST(Har43, ViaNamesTheHopsOfWhatCameFromElsewhere) {
  int relayed = 0;
  for (const auto& [line, record] : lines_of(shared_feed().get("/api/v1/changes").body)) {
    const bool is_own = line["identifier"].get<std::string>().starts_with("oai:" + std::string(site_host));
    if (is_own) {
      EXPECT_EQ(line["via"], json::Value::array());
      continue;
    }
    ++relayed;
    const json::Value hop = {{"node", "did:web:quill.example"},
                             {"at", "2026-11-02T10:00:00Z"},
                             {"url", "https://quill.example/oai"},
                             {"identifier", line["identifier"]},
                             {"datestamp", "2026-11-01T10:00:00Z"},
                             {"namespace", "http://www.openarchives.org/OAI/2.0/oai_dc/"},
                             {"altered", false}};
    EXPECT_EQ(line["via"], json::Value::array({hop}));
  }
  EXPECT_EQ(relayed, 10);
}

TEST(Har43, WrongArgumentsAreRefusedInWords) {
  for (const auto* query :
       {"since=-1", "since=", "since=x", "since=1.0", "since=+1", "since=0x1", "since=99999999999999999999", "since=1&since=1",
        "limit=0", "limit=-5", "limit=10001", "limit=", "limit=99999999999999999999", "limit=5&limit=5", "life=", "life=a&life=a",
        "sinse=1", "since=1&x=<script>", "since=%zz", "since=%ff", "since= 1", "since=1%00"}) {
    const auto response = shared_feed().get("/api/v1/changes?" + std::string(query));
    EXPECT_EQ(response.status, 400) << query;
    EXPECT_NE(error_kind(response), "no JSON error") << query;
    EXPECT_THAT(response.body, Not(HasSubstr("script"))) << query;
  }
  const auto two = shared_feed().get("/api/v1/changes?since=x&limit=y");
  EXPECT_EQ(nlohmann::json::parse(two.body)["problems"].size(), 2u);
}

TEST(Har43, AnotherLifeOrAPlaceNotReachedIsGoneWithTheWayOn) {
  auto& site = shared_feed();
  const auto life = site.store().life();
  const auto last = site.store().last_seq();
  EXPECT_EQ(site.get("/api/v1/changes?life=" + life).status, 200);
  EXPECT_EQ(site.get(fmt::format("/api/v1/changes?since={}&life={}", last, life)).status, 200);

  for (const auto& query : {"life=" + std::string(32, '0'), fmt::format("since={}", last + 1),
                            fmt::format("since={}&life={}", std::numeric_limits<store::Seq>::max(), life)}) {
    const auto response = site.get("/api/v1/changes?" + query);
    EXPECT_EQ(response.status, 410) << query;
    EXPECT_EQ(error_kind(response), "other-life") << query;
    EXPECT_THAT(response.body, HasSubstr("since=0"));
    EXPECT_EQ(header(response, "Commonplace-Life"), life) << query;
  }
}

TEST(Har43, AnUnchangedPollIsOneRequestWithoutABody) {
  FeedSite site;
  const auto poll = fmt::format("/api/v1/changes?since={}&life={}", site.store().last_seq(), site.store().life());
  const auto server = http::testing::LiveServer(site.handler());
  auto client = server.client();

  const auto first = client.get(poll);
  ASSERT_EQ(first.status, 200);
  EXPECT_EQ(first.body, "");
  EXPECT_FALSE(first.has("Link"));
  const auto again = client.get(poll, "If-None-Match: " + first.header("ETag") + "\r\n");
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.header("Commonplace-Life"), site.store().life());

  site.write({{"new", "New & noteworthy"}});
  const auto changed = client.get(poll, "If-None-Match: " + first.header("ETag") + "\r\n");
  EXPECT_EQ(changed.status, 200);
  ASSERT_THAT(lines_of(changed.body), SizeIs(1));
}

TEST(Har43, AnotherNameOrLogoIsAnotherTag) {
  FeedSite site;
  const auto before = site.get("/api/v1/changes");
  auto own = site.store().contributor_by_slug("glanafon")->profile;
  own.name = "Afon";
  site.store().put_contributor(own, true);

  const auto after = site.get("/api/v1/changes", {{"If-None-Match", before.etag}});

  EXPECT_NE(after.etag, before.etag);
  EXPECT_THAT(after.body, HasSubstr(R"("brand":{"logo":"https://learn.glanafon.example/media/)"));
  EXPECT_THAT(after.body, HasSubstr(R"(","name":"Afon"})"));
}

TEST(Har43, TheFeedTravelsPackedAndIsOpenToScripts) {
  auto& site = shared_feed();
  const auto server = http::testing::LiveServer(site.handler());
  auto client = server.client();

  const auto plain = client.get("/api/v1/changes");
  EXPECT_EQ(plain.header("Content-Type"), "application/x-ndjson");
  EXPECT_EQ(plain.header("Access-Control-Allow-Origin"), "*");
  EXPECT_THAT(plain.header("Access-Control-Expose-Headers"), HasSubstr("Commonplace-Life"));
  EXPECT_THAT(plain.header("Vary"), HasSubstr("Accept-Encoding"));
  EXPECT_FALSE(plain.has("Content-Encoding"));
  const auto packed = client.get("/api/v1/changes", "Accept-Encoding: gzip\r\n");
  EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
  EXPECT_LT(packed.body.size() * 3, plain.body.size());
  EXPECT_EQ(gunzip(packed.body), plain.body);

  client.send("HEAD /api/v1/changes HTTP/1.1\r\nHost: node.example\r\n\r\n");
  const auto head = client.read_reply(5'000, true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), plain.header("Content-Length"));
  EXPECT_EQ(head.header("ETag"), plain.header("ETag"));
  EXPECT_EQ(client.ask("POST /api/v1/changes HTTP/1.1\r\nHost: node.example\r\nContent-Length: 0\r\n\r\n").status, 405);
}

TEST(Har43, APageEndsWhenItIsHeavyAndTheNextGoesOn) {
  FeedSite site;
  for (int i = 0; i < 24; ++i) site.write({{fmt::format("fat-{}", i), std::string(400'000, 'x')}});

  const auto first = site.get("/api/v1/changes");

  EXPECT_LT(first.body.size(), std::size_t{5} << 20);
  EXPECT_NE(linked(first, "next"), "");
  EXPECT_THAT(site.follow("/api/v1/changes"), SizeIs(64));
}

TEST(Har43, ARecordByItselfHasTheBytesAndTheDigestOfTheFeed) {
  FeedSite site;
  site.ground().withdraw(site.ground().ids()[0]);
  for (const auto& [line, record] : lines_of(site.get("/api/v1/changes").body)) {
    const auto id = site.store().find(line["identifier"].get<std::string>())->public_id;
    const auto response = site.get("/api/v1/resources/" + id + "/signed");
    EXPECT_EQ(response.status, line["deleted"] == true ? 410 : 200);
    EXPECT_EQ(response.body, record);
    EXPECT_EQ("sha-256:" + response.etag.substr(1, 64), line["digest"]);
  }
  EXPECT_EQ(site.get("/api/v1/resources/none/signed").status, 404);
}

// ---- the dump ----------------------------------------------------------------------------------------------------------

constexpr int many = 6'000;

// One for all tests of the dump that only read.
FeedSite& large_feed() {
  static FeedSite site;
  static const bool is_filled = [] {
    std::vector<std::pair<std::string, std::string>> records;
    for (int i = 0; i < many; ++i) records.emplace_back(fmt::format("many-{}", i), fmt::format("Number {} & more", i));
    site.write(records);
    return true;
  }();
  EXPECT_TRUE(is_filled);
  return site;
}

std::vector<std::string> digests(const std::vector<FeedLine>& lines) {
  std::vector<std::string> out;
  for (const auto& line : lines) out.push_back(line.value["digest"]);
  return out;
}

TEST(Har43Dump, WhoBeginsIsTold) {
  auto& site = large_feed();
  const auto begin = site.get("/api/v1/changes");
  EXPECT_EQ(linked(begin, "alternate"), fmt::format("{}/api/v1/dump?since=0&life={}", site_url, site.store().life()));
  EXPECT_THAT(*header(begin, "Link"), HasSubstr("; type=\"application/gzip\""));
  EXPECT_NE(linked(begin, "next"), "");
  EXPECT_EQ(linked(site.get("/api/v1/changes?since=5"), "alternate"), "");
  EXPECT_EQ(linked(shared_feed().get("/api/v1/changes"), "alternate"), "");  // one page is all there is
}

TEST(Har43Dump, ItsPartsAndThenTheFeedAreTheWholeFeed) {
  auto& site = large_feed();
  const auto whole = digests(site.follow("/api/v1/changes"));
  ASSERT_THAT(whole, SizeIs(many + 40));

  EXPECT_EQ(digests(site.follow("/api/v1/dump")), whole);
  EXPECT_EQ(digests(site.follow("/api/v1/dump")), whole);  // now from what was kept

  EXPECT_TRUE(std::filesystem::exists(site.cache_folder() + "/changes-0.ndjson.gz"));
  EXPECT_TRUE(std::filesystem::exists(site.cache_folder() + "/changes-1.ndjson.gz"));
  EXPECT_FALSE(std::filesystem::exists(site.cache_folder() + "/changes-2.ndjson.gz"));  // the log is still in it
}

TEST(Har43Dump, AKeptPartIsMadeAgainWhenOneOfItsRecordsHasChanged) {
  FeedSite site;
  std::vector<std::pair<std::string, std::string>> records;
  for (int i = 0; i < 5'100; ++i) records.emplace_back(fmt::format("many-{}", i), "Words to forget");
  records[0].second = "A secret of one";
  site.write(records);
  const auto before = site.get("/api/v1/dump");
  ASSERT_THAT(gunzip(before.body), HasSubstr("A secret of one"));

  site.write({{"many-0", "-"}});

  const auto after = site.get("/api/v1/dump", {{"If-None-Match", before.etag}});
  EXPECT_NE(after.etag, before.etag);
  EXPECT_THAT(gunzip(after.body), Not(HasSubstr("A secret of one")));
  EXPECT_EQ(digests(site.follow("/api/v1/dump")), digests(site.follow("/api/v1/changes")));
  std::ifstream kept(site.cache_folder() + "/changes-0.ndjson.gz", std::ios::binary);
  std::stringstream bytes;
  bytes << kept.rdbuf();
  EXPECT_EQ(bytes.str().substr(bytes.str().find('\n') + 1), after.body);
}

TEST(Har43Dump, IsAFileForWhoTakesNoPackedAnswers) {
  auto& site = large_feed();
  const auto lines = site.get("/api/v1/dump", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(lines.content_type, "application/x-ndjson");
  EXPECT_EQ(header(lines, "Content-Encoding"), "gzip");
  EXPECT_EQ(header(lines, "Vary"), "Accept-Encoding");
  for (const auto& headers : {std::vector<http::Header>{}, {{"Accept-Encoding", "gzip;q=0, identity"}}}) {
    const auto file = site.get("/api/v1/dump", headers);
    EXPECT_EQ(file.content_type, "application/gzip");
    EXPECT_EQ(header(file, "Content-Encoding"), std::nullopt);
    EXPECT_EQ(header(file, "Content-Disposition"), "attachment; filename=\"changes-0.ndjson.gz\"");
    EXPECT_EQ(file.body, lines.body);
    EXPECT_NE(file.etag, lines.etag);
  }
}

TEST(Har43Dump, OverTheWireItsPartsAreSentAsTheyAreAndAskedForOnce) {
  auto& site = large_feed();
  const auto server = http::testing::LiveServer(site.handler());
  auto client = server.client();
  const auto part = client.get("/api/v1/dump?since=2500", "Accept-Encoding: gzip\r\n");
  ASSERT_EQ(part.status, 200);
  EXPECT_EQ(part.header("Content-Encoding"), "gzip");
  EXPECT_THAT(lines_of(gunzip(part.body)), SizeIs(2'500));
  const auto again =
      client.get("/api/v1/dump?since=2500", "Accept-Encoding: gzip\r\nIf-None-Match: " + part.header("ETag") + "\r\n");
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
}

TEST(Har43Dump, WrongPartsAreRefusedInWords) {
  auto& site = large_feed();
  for (const auto* query : {"since=1", "since=2499", "since=-2500", "since=x", "since=0&since=0", "part=1", "limit=0"})
    EXPECT_EQ(site.get("/api/v1/dump?" + std::string(query)).status, 400) << query;
  for (const auto* query : {"since=25000", "since=9223372036854775000", "life=other"})
    EXPECT_EQ(site.get("/api/v1/dump?" + std::string(query)).status, 410) << query;
}

TEST(Har43Dump, WithoutAFolderNothingIsKeptAndAllIsServed) {
  KeptParts nowhere("");
  nowhere.keep("a", "1", "bytes");
  EXPECT_EQ(nowhere.find("a", "1"), std::nullopt);

  std::string pattern = std::filesystem::temp_directory_path() / "kept #XXXXXX";
  const std::string folder = mkdtemp(pattern.data());
  const KeptParts parts(folder + "/inner");
  parts.keep("a", "1", std::string("by\ntes\0", 7));
  EXPECT_EQ(parts.find("a", "1"), std::string("by\ntes\0", 7));
  EXPECT_EQ(parts.find("a", "2"), std::nullopt);
  parts.keep("a", "2", "others");
  EXPECT_EQ(parts.find("a", "1"), std::nullopt);
  EXPECT_EQ(parts.find("a", "2"), "others");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder + "/inner"), {}), 1);
  std::filesystem::remove_all(folder);
}

// ---- the same as /oai ----------------------------------------------------------------------------------------------------

struct Seen {
  std::int64_t version = 0;  // 0: a tombstone
  std::string envelope;      // empty: a tombstone

  friend bool operator==(const Seen&, const Seen&) = default;
};
using Copy = std::map<std::string, Seen>;

Copy copy_by_feed(const FeedSite& site, const std::string& begin = "/api/v1/changes?limit=11") {
  Copy copy;
  for (const auto& [line, record] : site.follow(begin))
    copy[line["identifier"]] = line["deleted"] == true ? Seen{} : Seen{line["version"], record};
  return copy;
}

Copy copy_by_oai(const FeedSite& site) {
  Copy copy;
  const auto page = formats::read_xml_tree(site.get("/oai?verb=ListRecords&metadataPrefix=cpl").body);
  EXPECT_TRUE(page) << page.problem().what;
  for (const auto& record : page->child("ListRecords")->children) {
    if (record.local != "record") continue;
    const auto* metadata = record.child("metadata");
    Seen seen;
    if (metadata) seen.envelope = metadata->child("record")->text;
    if (metadata) seen.version = formats::read_envelope(seen.envelope)->version;
    copy[record.child("header")->child("identifier")->text] = seen;
  }
  return copy;
}

// The clock goes on, stands still, or is set back.
void stir(FeedSite& site, std::mt19937& random, model::Datestamp& now) {
  const auto draw = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
  std::vector<std::pair<std::string, std::string>> drafts;
  for (int n = draw(5); n > 0; --n)
    drafts.emplace_back(std::to_string(draw(24)), draw(3) == 0 ? "-" : fmt::format("Title {} <&>", draw(1000)));
  now.seconds += draw(10) == 0 ? -3600 : draw(3);
  if (!drafts.empty()) site.write(drafts, now);
}

// What a peer brings waits, becomes public, is hidden and comes back.
void stir_peer(FeedSite& site, store::PeerId peer, std::mt19937& random, model::Datestamp& now) {
  const auto draw = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
  std::vector<std::pair<std::string, std::string>> drafts;
  for (int n = draw(4); n > 0; --n)
    drafts.emplace_back(fmt::format("p{}-{}", peer, draw(12)), draw(4) == 0 ? "-" : fmt::format("Brought {}", draw(1000)));
  const auto handling = std::array{store::Handling::publish, store::Handling::park, store::Handling::stage}[static_cast<std::size_t>(draw(3))];
  if (!drafts.empty()) site.arrive(peer, handling, drafts, now);
  const auto turn = std::array{store::Turn::release, store::Turn::drop_parked, store::Turn::hide, store::Turn::reveal}[static_cast<std::size_t>(draw(4))];
  if (draw(2) == 0) site.store().turn(peer, turn, 1 + draw(8), now);
}

TEST(Oai67, TheFeedTheDumpAndOaiGiveTheSameIdentifiersVersionsAndTombstones) {
  const bool is_long = std::getenv("COMMONPLACE_LONG") != nullptr;
  FeedSite site;
  const auto known = site.add_peer("known.example", false);
  const auto unproven = site.add_peer("unproven.example", true);
  std::mt19937 random(67);
  auto now = site_now;
  for (int state = 0; state < (is_long ? 1'000 : 60); ++state) {
    stir(site, random, now);
    stir_peer(site, known, random, now);
    stir_peer(site, unproven, random, now);
    const auto by_oai = copy_by_oai(site);
    ASSERT_EQ(copy_by_feed(site), by_oai) << "state " << state;
    ASSERT_EQ(copy_by_feed(site, "/api/v1/dump"), by_oai) << "state " << state;
    for (const auto& [identifier, seen] : by_oai)
      ASSERT_EQ(identifier.find(fmt::format(":p{}-", unproven)), std::string::npos) << "on probation, and yet public";
  }
  EXPECT_GT(site.store().totals().live, 45) << "nothing that was brought ever became public";
}

// A reader that comes back with the last seq it saw holds what the node holds, whatever happened between.
TEST(Har43, FollowingTheFeedWhileItChangesLosesNothing) {
  FeedSite site;
  std::mt19937 random(43);
  auto now = site_now;
  Copy copy;
  store::Seq since = 0;
  for (int round = 0; round < 300; ++round) {
    stir(site, random, now);
    const auto page = site.get(fmt::format("/api/v1/changes?since={}&limit={}", since, 1 + round % 5));
    for (const auto& [line, record] : lines_of(page.body)) {
      EXPECT_GT(line["seq"], since);
      since = line["seq"];
      copy[line["identifier"]] = line["deleted"] == true ? Seen{} : Seen{line["version"], record};
    }
  }
  for (const auto& [line, record] : site.follow(fmt::format("/api/v1/changes?since={}", since)))
    copy[line["identifier"]] = line["deleted"] == true ? Seen{} : Seen{line["version"], record};
  EXPECT_EQ(copy, copy_by_oai(site));
}

}  // namespace
}  // namespace commonplace::web
