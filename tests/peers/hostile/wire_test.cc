// HOST-1 to HOST-15: faults of the connection, of HTTP and of its encodings. HOST-13 (a name that changes its address) and
// the connections that HOST-12 must not make are counted in tests/harvest/curl_fetcher_test.cc.
#include <sys/socket.h>

#include "tests/peers/hostile/hostile_case.h"

namespace commonplace::hostile {
namespace {

using harvest::RawServer;
using std::chrono::hours;
using std::chrono::seconds;

// Sends these bytes for page 3 and closes; `times`: how often.
HostileSource::Wire on_page_3(std::string bytes, int times = 1'000'000) {
  return [bytes = std::move(bytes), times](int socket, const HostileSource::Question& question) -> std::optional<bool> {
    if (question.page != 3 || question.before >= times) return std::nullopt;
    RawServer::send_bytes(socket, bytes);
    return false;
  };
}

void reset(int socket) {
  const linger at_once{1, 0};
  setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

TEST(Host1, ASourceOfOneByteASecondIsInterruptedAndGoneOnWith) {
  Case one;
  one.hurried = "resumptionToken=p3";
  one.hostile.wire = [](int socket, const HostileSource::Question& question) -> std::optional<bool> {
    if (question.page != 3) return std::nullopt;
    RawServer::send_bytes(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n<?xml version");
    char byte = 0;
    while (recv(socket, &byte, 1, MSG_PEEK) > 0) {
    }
    return false;
  };

  const auto report = one.visit();

  EXPECT_EQ(one.waits.size(), 4u);
  EXPECT_EQ(one.hostile.asked("resumptionToken=p3"), 5);
  expect_kept_and_resumable(one, report, Ending::interrupted);
}

TEST(Host2, ASourceThatNeverAnswersIsInterruptedAndGoneOnWith) {
  Case one;
  one.hurried = "resumptionToken=p3";
  one.hostile.wire = [](int socket, const HostileSource::Question& question) -> std::optional<bool> {
    if (question.page != 3) return std::nullopt;
    char byte = 0;
    while (recv(socket, &byte, 1, MSG_PEEK) > 0) {
    }
    return false;
  };

  expect_kept_and_resumable(one, one.visit(), Ending::interrupted);
}

TEST(Host3, AConnectionResetMidBodyOnceLosesNothing) {
  Case one;
  one.hostile.wire = [](int socket, const HostileSource::Question& question) -> std::optional<bool> {
    if (question.page != 3 || question.before > 0) return std::nullopt;
    RawServer::send_bytes(socket, harvest::http_reply(200, "", question.body).substr(0, 20'000));
    reset(socket);
    return false;
  };

  expect(one, one.visit(), Ending::complete, 500, Case::model());
  EXPECT_EQ(one.hostile.asked("resumptionToken=p3"), 2);
  EXPECT_TRUE(one.waits.empty());
}

// At a fiftieth of the page each; a few of them by default, all with COMMONPLACE_LONG=1.
std::vector<std::size_t> cuts() {
  if (!std::getenv("COMMONPLACE_LONG")) return {1, 20, 49};
  std::vector<std::size_t> all;
  for (std::size_t part = 1; part < 50; ++part) all.push_back(part);
  return all;
}

TEST(Host4, TruncatedOnceIsComplete) {
  for (const auto part : cuts()) {
    Case one;
    const auto page = one.hostile.offers.page(3);
    one.hostile.offers.fault = on_page(3, harvest::replied(page.substr(0, page.size() * part / 50)), 1);

    expect(one, one.visit(), Ending::complete, 500, Case::model());
  }
}

TEST(Host4, TruncatedAlwaysIsMadeWholeRecordByRecord) {
  for (const auto part : cuts()) {
    Case one;
    const auto page = one.hostile.offers.page(3);
    one.hostile.offers.fault = on_page(3, harvest::replied(page.substr(0, page.size() * part / 50)));

    const auto report = one.visit();

    EXPECT_EQ(report.ending, Ending::complete) << report.message;
    EXPECT_EQ(report.counts.offered, 500 + report.counts.unchanged + report.counts.duplicate);
    EXPECT_EQ(one.shown(), Case::model());
    EXPECT_EQ(report.counts.lost, 0);
  }
}

TEST(Host4, TruncatedAlwaysWithoutGetRecordIsExactAboutItsLosses) {
  for (const auto part : cuts()) {
    Case one;
    one.hostile.offers.gets_records = false;
    const auto page = one.hostile.offers.page(3);
    one.hostile.offers.fault = on_page(3, harvest::replied(page.substr(0, page.size() * part / 50)));

    const auto report = one.visit();

    EXPECT_EQ(report.ending, Ending::complete_with_losses) << report.message;
    EXPECT_EQ(harvest::exit_code(report.ending), 3);
    EXPECT_GT(report.counts.lost, 0);
    EXPECT_EQ(static_cast<std::int64_t>(one.shown().size()) + report.counts.lost, 500);
    EXPECT_EQ(one.peer().checkpoint, "");
    const auto rows = one.set_aside();
    ASSERT_FALSE(rows.empty());
    EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), [](const auto& row) { return !row.raw.empty(); }));
  }
}

TEST(Host5, ABodyShorterThanSaidIsAskedForAgain) {
  Case one;
  one.hostile.wire = [](int socket, const HostileSource::Question& question) -> std::optional<bool> {
    if (question.page != 3 || question.before > 0) return std::nullopt;
    RawServer::send_bytes(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(question.body.size() + 500) +
                                      "\r\n\r\n" + question.body);
    return false;
  };

  expect(one, one.visit(), Ending::complete, 500, Case::model());
}

TEST(Host5, ABodyLongerThanSaidIsNeverSilentlyFewer) {
  Case one;
  one.hostile.wire = [](int socket, const HostileSource::Question& question) -> std::optional<bool> {
    if (question.page != 3) return std::nullopt;
    RawServer::send_bytes(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(question.body.size() / 2) +
                                      "\r\n\r\n" + question.body);
    return false;
  };

  const auto report = one.visit();

  EXPECT_EQ(report.ending, Ending::complete) << report.message;
  EXPECT_EQ(one.shown(), Case::model());
}

TEST(Host6, MalformedChunkingIsInterruptedAndGoneOnWith) {
  Case one;
  one.hostile.wire = on_page_3("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<OAI-PMH");

  const auto report = one.visit();

  EXPECT_EQ(one.hostile.asked("resumptionToken=p3"), 4);
  expect_kept_and_resumable(one, report, Ending::interrupted);
}

TEST(Host7, HeadersOver64KibibytesAreInterruptedAndGoneOnWith) {
  Case one;
  one.hostile.wire = [](int socket, const HostileSource::Question& question) -> std::optional<bool> {
    if (question.page != 3) return std::nullopt;
    std::string headers;
    for (int i = 0; i < 100; ++i) headers += "X-" + std::to_string(i) + ": " + std::string(1000, 'x') + "\r\n";
    RawServer::send_bytes(socket, harvest::http_reply(200, headers, question.body));
    return false;
  };

  expect_kept_and_resumable(one, one.visit(), Ending::interrupted);
}

TEST(Host8, AGzipBombIsSuspended) {
  Case one;
  const int megabytes = std::getenv("COMMONPLACE_LONG") ? 1024 : 64;
  one.hostile.wire =
      on_page_3(harvest::http_reply(200, "Content-Encoding: gzip\r\n", harvest::gzip_bomb(megabytes)));

  const auto report = one.visit();

  expect(one, report, Ending::suspended, 200, one.shown());
  EXPECT_NE(report.message.find("Too much"), std::string::npos) << report.message;
  EXPECT_EQ(one.peer().state, store::PeerState::suspended);
}

TEST(Host9, GzipInGzipFailsInWords) {
  Case one;
  one.hostile.wire = [](int socket, const HostileSource::Question& question) -> std::optional<bool> {
    if (question.page != 3) return std::nullopt;
    RawServer::send_bytes(socket, harvest::http_reply(200, "Content-Encoding: gzip\r\n",
                                                      harvest::gzip(harvest::gzip(question.body))));
    return false;
  };

  const auto report = one.visit();

  EXPECT_EQ(report.ending, Ending::failed);
  EXPECT_FALSE(report.message.empty());
  EXPECT_EQ(report.counts.offered, 200);
}

TEST(Host10, PlainXmlThatSaysItIsGzipIsRead) {
  Case one;
  one.hostile.wire = [](int socket, const HostileSource::Question& question) -> std::optional<bool> {
    if (question.page != 3) return std::nullopt;
    RawServer::send_bytes(socket, harvest::http_reply(200, "Content-Encoding: gzip\r\n", question.body));
    return false;
  };

  const auto report = one.visit();

  expect(one, report, Ending::complete, 500, Case::model());
  ASSERT_EQ(report.warnings.size(), 1u);
  EXPECT_TRUE(report.warnings[0].starts_with("Answers that said")) << report.warnings[0];
}

TEST(Host10, GzipThatSaysItIsPlainFailsInWords) {
  Case one;
  one.hostile.wire = [](int socket, const HostileSource::Question& question) -> std::optional<bool> {
    if (question.page != 3) return std::nullopt;
    RawServer::send_bytes(socket, harvest::http_reply(200, "", harvest::gzip(question.body)));
    return false;
  };

  const auto report = one.visit();

  EXPECT_EQ(report.ending, Ending::failed);
  EXPECT_EQ(report.counts.offered, 200);
}

TEST(Host11, ARedirectLoopFailsAndShowsTheChain) {
  Case one;
  one.hostile.wire = on_page_3("HTTP/1.1 302 Found\r\nLocation: /oai?verb=ListRecords&resumptionToken=p3\r\nContent-Length: 0\r\n\r\n");

  const auto report = one.visit();

  EXPECT_EQ(report.ending, Ending::failed);
  EXPECT_NE(report.message.find("resumptionToken=p3"), std::string::npos) << report.message;
  EXPECT_LE(one.hostile.asked("resumptionToken=p3"), 4);
}

TEST(Host12, ARedirectToAPrivateAddressIsRefused) {
  for (const char* place : {"http://169.254.169.254/latest/meta-data/", "http://127.0.0.2:1/", "http://10.0.0.1/"}) {
    Case one;
    one.hostile.wire =
        on_page_3(std::string("HTTP/1.1 302 Found\r\nLocation: ") + place + "\r\nContent-Length: 0\r\n\r\n");

    const auto report = one.visit_alone();

    EXPECT_EQ(report.ending, Ending::refused) << report.message;
    EXPECT_EQ(report.counts.offered, 200);
    ASSERT_EQ(report.alarms.size(), 1u) << place;
    EXPECT_NE(report.message.find(report.alarms[0]), std::string::npos);
    EXPECT_EQ(one.peer().state, store::PeerState::suspended);
  }
}

TEST(Host14, ASourceThatSpeaksNoTlsAtAllIsNotReached) {
  Case one;
  auto peer = one.peer();
  peer.url.replace(0, 4, "https");
  one.set_peer(peer);

  const auto report = one.visit();

  EXPECT_EQ(report.ending, Ending::not_reached);
  EXPECT_EQ(harvest::exit_code(report.ending), 6);
  EXPECT_TRUE(one.shown().empty());
}

TEST(Host15, RetryAfterIsObeyedInAllItsForms) {
  struct Row {
    const char* header;
    seconds least, most;
  };
  const Row rows[] = {{"Retry-After: 100\r\n", seconds(100), seconds(110)},
                      {"Date: Fri, 20 Nov 2026 08:00:00 GMT\r\nRetry-After: Fri, 20 Nov 2026 08:05:00 GMT\r\n",
                       seconds(300), seconds(330)},
                      {"Retry-After: -5\r\n", seconds(120), seconds(120)},
                      {"", seconds(120), seconds(120)}};
  for (const auto& row : rows) {
    Case one;
    one.hostile.wire = on_page_3(harvest::http_reply(503, row.header, "later"), 1);

    expect(one, one.visit_alone(), Ending::complete, 500, Case::model());

    ASSERT_EQ(one.waits.size(), 1u) << row.header;
    EXPECT_GE(one.waits[0], row.least) << row.header;
    EXPECT_LE(one.waits[0], row.most) << row.header;
  }
}

TEST(Host15, AWaitUntilTheYear9999IsOneOfADay) {
  Case one;
  one.longest_wait = hours(2);
  one.hostile.wire = on_page_3(
      harvest::http_reply(503,
                          "Date: Fri, 20 Nov 2026 08:00:00 GMT\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n", ""),
      1);

  const auto report = one.visit();

  EXPECT_EQ(report.ending, Ending::waiting);
  EXPECT_EQ(harvest::exit_code(report.ending), 4);
  EXPECT_EQ(one.peer().next_visit.seconds - one.now.seconds, 86'400);
  expect(one, one.visit_alone(), Ending::complete, 500, Case::model());
}

}  // namespace
}  // namespace commonplace::hostile
