// Sources of every kind behind a real server, visited by the real fetcher into a real store (HAR-45 to HAR-48).
#include <fmt/format.h>

#include <atomic>
#include <map>
#include <mutex>

#include "harvest/curl_fetcher.h"
#include "node/app/peers.h"
#include "node/http/conditional.h"
#include "node/http/server.h"
#include "schemas/formats/digest.h"
#include "tests/node/app/loopback.h"

namespace commonplace::app {
namespace {

using harvest::Ending;
using ::testing::HasSubstr;

constexpr model::Datestamp first_day{1'795'161'600};

// Bytes at paths, with ETags, on a free port of loopback.
class Site {
 public:
  Site() {
    http::ServerOptions options;
    options.listen = {{"127.0.0.1", 0}};
    options.clock = [] { return first_day; };
    server_ = http::make_pistache_server(std::move(options));
    server_->start([this](const http::Request& request) { return answer(request); });
  }
  ~Site() { server_->stop(std::chrono::milliseconds(100)); }

  std::string url(const std::string& path = "") const { return fmt::format("http://127.0.0.1:{}{}", server_->ports().front(), path); }
  void put(const std::string& path, std::string body) {
    const std::lock_guard lock(mutex_);
    files_[path] = std::move(body);
  }
  void remove(const std::string& path) {
    const std::lock_guard lock(mutex_);
    files_.erase(path);
  }
  int asked() const { return asked_; }
  int sent() const { return sent_; }

 private:
  http::Response answer(const http::Request& request) {
    const std::lock_guard lock(mutex_);
    ++asked_;
    const auto found = files_.find(request.path);
    if (found == files_.end()) return http::Response::text(404, "text/plain; charset=utf-8", "nothing here");
    auto response = http::Response::text(200, "application/octet-stream", found->second);
    response.etag = "\"" + formats::sha256_hex(found->second).substr(0, 16) + "\"";
    if (!http::is_unchanged(request, response)) ++sent_;
    return response;
  }

  std::mutex mutex_;
  std::map<std::string, std::string> files_;
  std::atomic<int> asked_ = 0;
  std::atomic<int> sent_ = 0;
  std::unique_ptr<http::Server> server_;
};

class KindsOverHttp : public ::testing::Test {
 protected:
  KindsOverHttp() {
    harvest::CurlOptions options;
    options.user_agent = "Commonplace/test";
    options.permits = harvest::permits_for(site_.url(), {*harvest::parse_block("127.0.0.0/8")});
    fetcher_ = harvest::make_curl_fetcher(std::move(options));
    auto& desk = hub_.desk();
    desk.config.harvest_allow_private = {"127.0.0.0/8"};
  }

  store::Peer know(const std::string& path, const std::string& kind = "auto") {
    NewPeer wish;
    wish.url = site_.url(path);
    wish.kind = kind;
    wish.name = "site";
    auto added = add_peer(hub_.desk(), wish, [this](const std::string& url) { return harvest::detect(url, *fetcher_); });
    EXPECT_TRUE(added) << added.problem().what;
    return added ? *added : store::Peer();
  }

  VisitReport harvest() {
    VisitOptions options;
    options.wait = [this](std::chrono::seconds pause) {
      waited_ += pause;
      return true;
    };
    options.jitter = [] { return 0.5; };
    options.now = [this] { return now_; };
    const auto report = visit_peer(hub_.store(), *fetcher_, hub_.visitor(), *hub_.store().peer("site"), options);
    const auto& counts = report.counts;
    EXPECT_EQ(counts.offered, counts.created + counts.updated + counts.deleted + counts.unchanged + counts.duplicate +
                                  counts.own + counts.refused + counts.quarantined);
    return report;
  }

  static std::string table(int rows, const std::string& word = "Mill") {
    std::string text = "Title,Web address,Reference\n";
    for (int i = 1; i <= rows; ++i) text += fmt::format("{0} {1},https://weir-mill.example/{1},m{1}\n", word, i);
    return text;
  }

  std::string map(int pages) const {
    std::string text = "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">";
    for (int i = 1; i <= pages; ++i) text += "<url><loc>" + site_.url(fmt::format("/page/{}", i)) + "</loc></url>";
    return text + "</urlset>";
  }

  void put_pages(int pages) {
    for (int i = 1; i <= pages; ++i)
      site_.put(fmt::format("/page/{}", i),
                fmt::format("<!doctype html><script type=\"application/ld+json\">{{\"@context\":\"https://schema.org\",\"@type\":"
                            "\"LearningResource\",\"name\":\"Page {}\"}}</script>",
                            i));
  }

  Ground ground_;
  Site site_;
  LoopbackNode hub_{ground_, "hub.example", "Hub"};
  std::unique_ptr<harvest::Fetcher> fetcher_;
  model::Datestamp now_ = first_day;
  std::chrono::seconds waited_{0};
};

TEST_F(KindsOverHttp, Har48AFileComesChangesAndIsLeftInPeace) {
  site_.put("/learn.csv", table(30));
  EXPECT_EQ(know("/learn.csv").kind, "file");

  EXPECT_EQ(harvest().counts.created, 30);
  now_.seconds += 4000;
  EXPECT_EQ(harvest().counts.unchanged, 30) << "the list that confirms";
  const int sent = site_.sent();
  now_.seconds += 86'400;
  EXPECT_EQ(harvest().ending, Ending::unchanged);
  EXPECT_EQ(site_.sent(), sent) << "not even sent again";
  site_.put("/learn.csv", table(5, "Weir") + "Mill 6,https://weir-mill.example/6,m6\n");
  now_.seconds += 86'400;
  const auto changed = harvest();
  EXPECT_EQ(changed.counts.updated, 5) << changed.message;
  EXPECT_EQ(changed.counts.unchanged, 1);
}

TEST_F(KindsOverHttp, Har48AnEmptyFileTakesNothingAway) {
  site_.put("/learn.csv", table(3));
  know("/learn.csv", "file");
  harvest();
  site_.put("/learn.csv", "Title,Web address,Reference\n");
  now_.seconds += 86'400;

  const auto report = harvest();

  EXPECT_EQ(report.ending, Ending::held);
  EXPECT_EQ(hub_.store().totals().live, 3);
}

TEST_F(KindsOverHttp, Har47AStaticRepositoryIsFoundAndRead) {
  site_.put("/repository.xml",
            "<?xml version=\"1.0\"?><Repository xmlns=\"http://www.openarchives.org/OAI/2.0/static-repository\" "
            "xmlns:oai=\"http://www.openarchives.org/OAI/2.0/\"><Identify><oai:repositoryName>Weir Mill</oai:repositoryName>"
            "<oai:protocolVersion>2.0</oai:protocolVersion><oai:deletedRecord>no</oai:deletedRecord>"
            "<oai:granularity>YYYY-MM-DD</oai:granularity></Identify><ListRecords metadataPrefix=\"oai_dc\"><oai:record><oai:header>"
            "<oai:identifier>oai:weir-mill.example:1</oai:identifier><oai:datestamp>2026-11-19</oai:datestamp></oai:header>"
            "<oai:metadata><oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
            "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Mill</dc:title></oai_dc:dc></oai:metadata></oai:record>"
            "</ListRecords></Repository>");
  const auto peer = know("/repository.xml");
  EXPECT_EQ(peer.kind, "static");
  EXPECT_EQ(peer.message, "An OAI static repository, one file: Weir Mill.");

  EXPECT_EQ(harvest().counts.created, 1);
  EXPECT_TRUE(hub_.store().find("oai:weir-mill.example:1"));
}

TEST_F(KindsOverHttp, Har45ASiteIsReadASecondAPage) {
  site_.put("/", "<html>Welcome");
  site_.put("/sitemap.xml", map(6));
  site_.put("/robots.txt", "User-agent: *\nDisallow: /page/6\n");
  put_pages(6);
  EXPECT_EQ(know("").kind, "sitemap");

  const auto report = harvest();

  EXPECT_EQ(report.ending, Ending::complete) << report.message;
  EXPECT_EQ(report.counts.created, 5);
  EXPECT_EQ(waited_, std::chrono::seconds(6));
  site_.remove("/page/2");
  for (int day = 1; day <= 2; ++day) {
    now_.seconds += 86'400;
    EXPECT_EQ(harvest().counts.deleted, day - 1);
  }
  EXPECT_EQ(hub_.store().totals().live, 4);
}

TEST_F(KindsOverHttp, Har46AResourceListIsReadAndItsChangesFollowed) {
  const auto document = [this](const std::string& md, const std::string& entries) {
    return "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:rs=\"http://www.openarchives.org/rs/terms/\"><rs:md " +
           md + "/>" + entries + "</urlset>";
  };
  const auto entry = [this](const std::string& path, const std::string& md) {
    return "<url><loc>" + site_.url(path) + "</loc><rs:md " + md + "/></url>";
  };
  site_.put("/.well-known/resourcesync", document("capability=\"description\"", entry("/caps.xml", "capability=\"capabilitylist\"")));
  site_.put("/caps.xml", document("capability=\"capabilitylist\"", entry("/list.xml", "capability=\"resourcelist\"") +
                                                                       entry("/changes.xml", "capability=\"changelist\"")));
  site_.put("/list.xml", document("capability=\"resourcelist\" at=\"2026-11-20T08:00:00Z\"", entry("/page/1", "") + entry("/page/2", "")));
  put_pages(3);
  know("/.well-known/resourcesync");
  EXPECT_EQ(harvest().counts.created, 2);

  site_.put("/changes.xml", document("capability=\"changelist\" from=\"2026-11-01T00:00:00Z\"",
                                     entry("/page/3", "change=\"created\" datetime=\"2026-11-20T09:00:00Z\"") +
                                         entry("/page/1", "change=\"deleted\" datetime=\"2026-11-20T10:00:00Z\"")));
  site_.remove("/page/1");
  now_.seconds += 86'400;
  const auto report = harvest();

  EXPECT_EQ(report.counts.created, 1) << report.message;
  EXPECT_EQ(report.counts.deleted, 1);
  EXPECT_EQ(hub_.store().totals().live, 2);
}

}  // namespace
}  // namespace commonplace::app
