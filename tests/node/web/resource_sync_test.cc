// The node as a ResourceSync source: a client that knows nothing but /.well-known/resourcesync finds every record and
// every change, and the hashes are those of the bytes (ECO-45; the reader's side is HAR-46).
#include <fmt/format.h>
#include <zip.h>

#include "schemas/formats/digest.h"
#include "schemas/formats/xml.h"
#include "tests/node/http/server_fixture.h"
#include "tests/node/web/feed_reader.h"
#include "tests/xml_check.h"

namespace commonplace::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

using formats::XmlNode;

std::string path_of(const std::string& address) {
  EXPECT_TRUE(address.starts_with(site_url)) << address;
  return address.substr(site_url.size());
}

struct Entry {
  std::string address;
  std::string change;
  std::string hash;
  std::string length;
  std::string datetime;
};

// Reads documents as a client does, and keeps them for the schema check.
class Client {
 public:
  explicit Client(const FeedSite& site) : site_(site) {}

  XmlNode read(const std::string& path) {
    const auto response = site_.get(path);
    EXPECT_EQ(response.status, 200) << path;
    auto tree = formats::read_xml_tree(response.body);
    EXPECT_TRUE(tree) << path;
    if (!tree) return {};
    (tree->local == "urlset" ? lists : indexes).push_back(response.body);
    return *tree;
  }

  static std::string said(const XmlNode& node, std::string_view attribute) {
    const auto* md = node.child("md");
    return md ? std::string(md->attribute(attribute)) : std::string();
  }

  // The address of that capability, found from the beginning.
  std::string find(std::string_view capability) {
    const auto description = read("/.well-known/resourcesync");
    EXPECT_EQ(said(description, "capability"), "description");
    const auto capabilities = read(path_of(description.child("url")->child("loc")->text));
    EXPECT_EQ(said(capabilities, "capability"), "capabilitylist");
    EXPECT_EQ(capabilities.child("ln")->attribute("rel"), "up");
    for (const auto& url : capabilities.children)
      if (url.local == "url" && said(url, "capability") == capability) return path_of(url.child("loc")->text);
    ADD_FAILURE() << "no " << capability;
    return {};
  }

  std::vector<Entry> entries(const std::string& path, std::string_view capability) {
    std::vector<Entry> out;
    const auto tree = read(path);
    EXPECT_EQ(said(tree, "capability"), capability);
    EXPECT_NE(said(tree, capability == "changelist" ? "from" : "at"), "");
    for (const auto& child : tree.children) {
      if (child.local == "sitemap")
        for (auto& entry : entries(path_of(child.child("loc")->text), capability)) out.push_back(std::move(entry));
      if (child.local == "url")
        out.push_back({child.child("loc")->text, said(child, "change"), said(child, "hash"), said(child, "length"),
                       said(child, "datetime")});
    }
    return out;
  }

  std::string complaints() const {
    return testing::xml_complaints(lists, "rs-sitemap-all.xsd") +
           (indexes.empty() ? "" : testing::xml_complaints(indexes, "rs-siteindex-all.xsd"));
  }

  std::vector<std::string> lists;
  std::vector<std::string> indexes;

 private:
  const FeedSite& site_;
};

void expect_bytes_as_said(const FeedSite& site, const std::vector<Entry>& entries) {
  for (const auto& entry : entries) {
    if (entry.change == "deleted") continue;
    const auto response = site.get(path_of(entry.address));
    ASSERT_EQ(response.status, 200) << entry.address;
    EXPECT_EQ(entry.hash, "sha-256:" + formats::sha256_hex(response.body));
    EXPECT_EQ(entry.length, std::to_string(response.body.size()));
  }
}

std::set<std::string> live_addresses(FeedSite& site) {
  std::set<std::string> out;
  for (const auto& change : site.store().changes(0, 100'000))
    if (!change.deleted) out.insert(fmt::format("{}/api/v1/resources/{}/signed", site_url, change.public_id));
  return out;
}

std::set<std::string> addresses(const std::vector<Entry>& entries) {
  std::set<std::string> out;
  for (const auto& entry : entries) out.insert(entry.address);
  EXPECT_EQ(out.size(), entries.size());
  return out;
}

TEST(Eco45, EveryRecordIsFoundFromTheWellKnownAddressWithTheHashOfItsBytes) {
  FeedSite site;
  site.ground().withdraw(site.ground().ids()[5]);
  Client client(site);

  const auto entries = client.entries(client.find("resourcelist"), "resourcelist");

  EXPECT_THAT(entries, SizeIs(39));
  EXPECT_EQ(addresses(entries), live_addresses(site));
  expect_bytes_as_said(site, entries);
}

TEST(Eco45, TheChangeListTellsWhatWasMadeChangedAndDeletedInOrder) {
  FeedSite site;
  site.write({{"a", "First"}, {"b", "Second"}, {"c", "Third"}}, {site_now.seconds + 100});
  site.write({{"a", "First, mended"}}, {site_now.seconds + 200});
  site.write({{"b", "-"}}, {site_now.seconds + 300});
  Client client(site);

  const auto entries = client.entries(client.find("changelist"), "changelist");

  ASSERT_THAT(entries, SizeIs(43));
  EXPECT_EQ(addresses(entries).size(), 43u);
  EXPECT_EQ(entries[40].change, "created");
  EXPECT_EQ(entries[41].change, "updated");
  EXPECT_EQ(entries[42].change, "deleted");
  EXPECT_EQ(entries[42].hash, "");
  EXPECT_EQ(entries[42].datetime, model::format_datestamp({site_now.seconds + 300}));
  for (std::size_t i = 1; i < entries.size(); ++i) EXPECT_LE(entries[i - 1].datetime, entries[i].datetime);
  expect_bytes_as_said(site, entries);
}

TEST(Eco45, ALongLogIsCutIntoPartsAndNothingIsInTwoOrNone) {
  FeedSite site;
  std::vector<std::pair<std::string, std::string>> records;
  for (int i = 0; i < 8'000; ++i) records.emplace_back(fmt::format("many-{}", i), fmt::format("Number {}", i));
  site.write(records);
  // Everything of the second part moves on: 2501 to 5000 are the records from 2461 on, after forty invented ones.
  std::vector<std::pair<std::string, std::string>> moved;
  for (int i = 2'460; i < 4'960; ++i) moved.emplace_back(fmt::format("many-{}", i), i % 2 ? "-" : "Moved on");
  site.write(moved, {site_now.seconds + 500});
  Client client(site);

  const auto all = client.entries(client.find("resourcelist"), "resourcelist");
  const auto changed = client.entries(client.find("changelist"), "changelist");

  EXPECT_EQ(addresses(all), live_addresses(site));
  EXPECT_THAT(all, SizeIs(8'040 - 1'250));
  EXPECT_THAT(changed, SizeIs(8'040));
  ASSERT_THAT(client.indexes, SizeIs(2));
  EXPECT_THAT(client.indexes[0], Not(HasSubstr("/resourcesync/resourcelist/1.xml")));
  EXPECT_THAT(client.indexes[1], Not(HasSubstr("/resourcesync/changelist/1.xml")));
  EXPECT_THAT(client.indexes[1], HasSubstr("until="));
  if (const auto obstacle = testing::obstacle_to_xml_check(); !obstacle.empty()) GTEST_SKIP() << obstacle;
  EXPECT_EQ(client.complaints(), "");
}

// The files of an archive by name, as another program reads it.
std::map<std::string, std::string> unzipped(const std::string& bytes) {
  std::map<std::string, std::string> out;
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  zip_t* zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, nullptr);
  EXPECT_NE(zip, nullptr);
  if (zip == nullptr) return out;
  for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); ++i) {
    zip_stat_t stat;
    zip_stat_index(zip, static_cast<zip_uint64_t>(i), 0, &stat);
    std::string content(stat.size, '\0');
    zip_file_t* file = zip_fopen_index(zip, static_cast<zip_uint64_t>(i), 0);
    EXPECT_EQ(zip_fread(file, content.data(), content.size()), static_cast<zip_int64_t>(content.size()));
    zip_fclose(file);
    out[stat.name] = std::move(content);
  }
  zip_discard(zip);
  return out;
}

// By address, what the archives of the dump hold; each file is held against its manifest.
std::map<std::string, std::string> dumped(FeedSite& site, Client& client) {
  std::map<std::string, std::string> out;
  const auto dump = client.read(client.find("resourcedump"));
  EXPECT_EQ(Client::said(dump, "capability"), "resourcedump");
  for (const auto& url : dump.children) {
    if (url.local != "url") continue;
    const auto response = site.get(path_of(url.child("loc")->text));
    EXPECT_EQ(response.content_type, "application/zip");
    const auto files = unzipped(response.body);
    EXPECT_TRUE(files.contains("manifest.xml"));
    const auto manifest = formats::read_xml_tree(files.at("manifest.xml"));
    EXPECT_EQ(Client::said(*manifest, "capability"), "resourcedump-manifest");
    client.lists.push_back(files.at("manifest.xml"));
    for (const auto& entry : manifest->children) {
      if (entry.local != "url") continue;
      const auto& file = files.at(Client::said(entry, "path").substr(1));
      EXPECT_EQ(Client::said(entry, "hash"), "sha-256:" + formats::sha256_hex(file));
      EXPECT_EQ(Client::said(entry, "length"), std::to_string(file.size()));
      out[entry.child("loc")->text] = file;
    }
    EXPECT_EQ(files.size(), manifest->children.size() - 1);  // the link up and the capability for the manifest itself
  }
  return out;
}

TEST(Eco45, TheDumpHoldsEveryRecordAsItAnswersByItself) {
  FeedSite site;
  std::vector<std::pair<std::string, std::string>> records;
  for (int i = 0; i < 3'000; ++i) records.emplace_back(fmt::format("many-{}", i), fmt::format("Number {} ŵ", i));
  site.write(records);
  site.write({{"many-7", "-"}});
  Client client(site);

  const auto held = dumped(site, client);

  std::set<std::string> addresses_held;
  for (const auto& [address, bytes] : held) addresses_held.insert(address);
  EXPECT_EQ(addresses_held, live_addresses(site));
  for (const auto* local : {"many-0", "many-2999"}) {
    const auto address = fmt::format("{}/api/v1/resources/{}/signed", site_url,
                                     site.store().find(fmt::format("oai:{}:{}", site_host, local))->public_id);
    EXPECT_EQ(held.at(address), site.get(path_of(address)).body);
  }
  EXPECT_EQ(dumped(site, client), held);  // now from what was kept
  if (const auto obstacle = testing::obstacle_to_xml_check(); !obstacle.empty()) GTEST_SKIP() << obstacle;
  EXPECT_EQ(client.complaints(), "");
}

TEST(Eco45, AnArchiveIsMadeAgainWhenOneOfItsRecordsIsWithdrawn) {
  FeedSite site;
  std::vector<std::pair<std::string, std::string>> records;
  for (int i = 0; i < 2'600; ++i) records.emplace_back(fmt::format("many-{}", i), "Words");
  site.write(records);
  Client client(site);
  const auto before = dumped(site, client);
  const auto first = site.get("/resourcesync/resourcedump/0.zip");
  EXPECT_EQ(site.get("/resourcesync/resourcedump/0.zip").etag, first.etag);

  site.write({{"many-0", "-"}});

  EXPECT_EQ(dumped(site, client).size(), before.size() - 1);
  EXPECT_NE(site.get("/resourcesync/resourcedump/0.zip").etag, first.etag);
}

// Addresses of the archives of the dump.
std::vector<std::string> archives(const FeedSite& site) {
  std::vector<std::string> out;
  const auto dump = formats::read_xml_tree(site.get("/resourcesync/resourcedump.xml").body);
  for (const auto& url : dump->children)
    if (url.local == "url") out.push_back(path_of(url.child("loc")->text));
  return out;
}

constexpr std::int64_t small_archive = 40'000;  // some 700 of the records below

std::vector<std::pair<std::string, std::string>> plain_records(int count) {
  std::vector<std::pair<std::string, std::string>> records;
  for (int i = 0; i < count; ++i) records.emplace_back(fmt::format("many-{}", i), fmt::format("Words {}", i));
  return records;
}

TEST(Eco45, APartThatIsTooLargeForOneArchiveIsInSeveralAndNothingIsCut) {
  FeedSite site(small_archive);
  site.write(plain_records(2'600));
  Client client(site);

  const auto addresses = archives(site);
  const auto held = dumped(site, client);

  EXPECT_THAT(addresses, SizeIs(::testing::Gt(3u)));
  for (const auto& address : addresses) {
    std::size_t bytes = 0;
    const auto files = unzipped(site.get(address).body);
    for (const auto& [name, file] : files) bytes += name == "manifest.xml" ? 0 : file.size();
    constexpr std::size_t around = 600;  // an envelope is larger than its document by less
    EXPECT_LE(bytes, small_archive + files.size() * around) << address;
  }
  std::set<std::string> addresses_held;
  for (const auto& [address, bytes] : held) addresses_held.insert(address);
  EXPECT_EQ(addresses_held, live_addresses(site));
  EXPECT_EQ(dumped(site, client), held);  // now from what was kept
  if (const auto obstacle = testing::obstacle_to_xml_check(); !obstacle.empty()) GTEST_SKIP() << obstacle;
  EXPECT_EQ(client.complaints(), "");
}

// Who has read the list finds every archive of it, whatever was withdrawn meanwhile.
TEST(Eco45, TheArchivesOfAClosedPartKeepTheirNames) {
  FeedSite site(small_archive);
  site.write(plain_records(2'600));
  const auto before = archives(site);
  auto some = plain_records(900);
  for (auto& [local, title] : some) title = "-";

  site.write(some);

  const auto now = archives(site);
  for (std::size_t i = 0; i + 1 < before.size(); ++i) {
    EXPECT_EQ(now[i], before[i]);
    EXPECT_EQ(site.get(before[i]).status, 200) << before[i];
  }
  Client client(site);
  EXPECT_EQ(dumped(site, client).size(), live_addresses(site).size());
}

TEST(Eco45, ARecordLargerThanAnArchiveMayBeHasOneOfItsOwn) {
  FeedSite site(1'000);
  site.write({{"a", "First"}, {"b", std::string(5'000, 'b')}, {"c", "Third"}});
  Client client(site);

  int of_its_own = 0;
  for (const auto& address : archives(site)) {
    const auto files = unzipped(site.get(address).body);
    const bool is_large = std::any_of(files.begin(), files.end(), [](const auto& file) { return file.second.size() > 5'000; });
    of_its_own += is_large && files.size() == 2 ? 1 : 0;  // with the manifest
  }
  EXPECT_EQ(of_its_own, 1);
  EXPECT_EQ(dumped(site, client).size(), live_addresses(site).size());
}

TEST(Eco45, RefusesArchivesThatNoListNames) {
  FeedSite site(small_archive);
  site.write(plain_records(2'600));
  for (const auto* name : {"0-0", "0-1", "0-17", "0-", "0--1", "-", "0-99999999999999999999", "1-2500", "0-x", "0-2500", "7-18000", "0-700 "})
    EXPECT_EQ(site.get(fmt::format("/resourcesync/resourcedump/{}.zip", name)).status, 404) << name;
}

TEST(Eco45, EveryDocumentIsValid) {
  FeedSite site;
  site.write({{"b", "Title"}});
  site.write({{"b", "-"}});
  Client client(site);
  client.entries(client.find("resourcelist"), "resourcelist");
  client.entries(client.find("changelist"), "changelist");
  client.entries("/resourcesync/changelist/0.xml", "changelist");
  dumped(site, client);
  if (const auto obstacle = testing::obstacle_to_xml_check(); !obstacle.empty()) GTEST_SKIP() << obstacle;
  EXPECT_EQ(client.complaints(), "");
}

TEST(Eco45, AnUnchangedListIsAnsweredWithoutABody) {
  FeedSite site;
  const auto server = http::testing::LiveServer(site.handler());
  auto client = server.client();
  for (const std::string path : {"/resourcesync/resourcelist.xml", "/resourcesync/changelist.xml", "/resourcesync/changelist/0.xml"}) {
    const auto first = client.get(path);
    ASSERT_EQ(first.status, 200) << path;
    EXPECT_EQ(first.header("Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(first.header("Content-Type"), "application/xml; charset=utf-8");
    EXPECT_EQ(client.get(path, "If-None-Match: " + first.header("ETag") + "\r\n").status, 304) << path;
    site.write({{"x", path}});
    EXPECT_EQ(client.get(path, "If-None-Match: " + first.header("ETag") + "\r\n").status, 200) << path;
  }
}

TEST(Eco45, RefusesPartsThatAreNone) {
  FeedSite site;
  for (const auto* list : {"resourcelist", "changelist"})
    for (const auto* part : {"x", "0", "1.xml", "-1.xml", "0.xml.xml", "0.xmlx", "00x.xml", ".xml", "99999999999999999999.xml",
                             "9223372036854775807.xml", "..%2f0.xml"})
      EXPECT_EQ(site.get(fmt::format("/resourcesync/{}/{}", list, part)).status, 404) << part;
  for (const auto* part : {"0.xml", "0", "1.zip", "-1.zip", "x.zip", "99999999999999999999.zip"})
    EXPECT_EQ(site.get(fmt::format("/resourcesync/resourcedump/{}", part)).status, 404) << part;
}

}  // namespace
}  // namespace commonplace::web
