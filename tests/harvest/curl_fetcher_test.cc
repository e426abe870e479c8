// The fetcher against raw bytes on loopback: limits, encodings, redirects, the guard.
#include "harvest/curl_fetcher.h"

#include <gtest/gtest.h>

#include "raw_server.h"

namespace commonplace::harvest {
namespace {

using std::chrono::milliseconds;

std::unique_ptr<Fetcher> fetcher_for(const RawServer& server, const char* block = "127.0.0.1/32",
                                     std::stop_token stop = {}) {
  return make_curl_fetcher({.user_agent = "Commonplace/test (+http://node.example)",
                            .from = "keeper@node.example",
                            .permits = permits_for(server.url(), {*parse_block(block)}),
                            .stop = stop});
}

FetchLimits scaled_down() {
  FetchLimits limits;
  limits.connect = milliseconds(1000);
  limits.first_byte = milliseconds(300);
  limits.total = milliseconds(4000);
  limits.slow_for = std::chrono::seconds(1);
  return limits;
}

RawServer::Answer always(std::string bytes, bool keep_open = true) {
  return [bytes = std::move(bytes), keep_open](RawServer&, int socket, const std::string&) {
    return RawServer::send_bytes(socket, bytes) && keep_open;
  };
}

Fetched fetch(const RawServer& server, FetchLimits limits = scaled_down()) {
  return fetcher_for(server)->fetch({server.url(), "text/xml", limits});
}

std::optional<FetchFault> fault_of(const Fetched& fetched) {
  return fetched.problem ? std::optional(fetched.problem->fault) : std::nullopt;
}

TEST(Har2, SaysWhoAsksAndTakesGzip) {
  RawServer server(always(http_reply(200, "Content-Type: text/xml\r\n", "<a/>")));

  const auto fetched = fetch(server);

  ASSERT_TRUE(fetched.reply) << fetched.problem->words;
  EXPECT_EQ(fetched.reply->status, 200);
  EXPECT_EQ(fetched.reply->body, "<a/>");
  EXPECT_EQ(fetched.reply->content_type, "text/xml");
  const std::string request = server.requests().at(0);
  EXPECT_NE(request.find("User-Agent: Commonplace/test (+http://node.example)\r\n"), std::string::npos);
  EXPECT_NE(request.find("From: keeper@node.example"), std::string::npos);
  EXPECT_NE(request.find("Accept-Encoding: gzip;q=1.0, identity;q=0.5"), std::string::npos);
  EXPECT_NE(request.find("Accept: text/xml"), std::string::npos);
  EXPECT_EQ(request.find("Cookie"), std::string::npos);
  EXPECT_EQ(request.find("Authorization"), std::string::npos);
}

TEST(CurlFetcher, SendsAFormAndThenAsksAsUsual) {
  RawServer server([](RawServer& self, int socket, const std::string& request) {
    if (request.starts_with("POST ")) {
      EXPECT_NE(request.find("Content-Type: application/x-www-form-urlencoded"), std::string::npos);
      EXPECT_NE(request.find("Content-Length: 13"), std::string::npos);
      self.send_bytes(socket, http_reply(200, "Content-Type: text/xml\r\n", "<form/>"));
      return false;  // the form itself is still unread
    }
    return RawServer::send_bytes(socket, http_reply(200, "Content-Type: text/xml\r\n", "<a/>"));
  });
  const auto fetcher = fetcher_for(server);
  Ask ask{server.url(), "text/xml", scaled_down()};
  ask.form = "verb=Identify";

  const auto posted = fetcher->fetch(ask);
  const auto asked = fetcher->fetch({server.url(), "text/xml", scaled_down()});

  ASSERT_TRUE(posted.reply) << posted.problem->words;
  EXPECT_EQ(posted.reply->body, "<form/>");
  ASSERT_TRUE(asked.reply) << asked.problem->words;
  EXPECT_EQ(asked.reply->body, "<a/>");
  EXPECT_TRUE(server.requests().at(1).starts_with("GET "));
}

TEST(CurlFetcher, AsksForNoCompressionWhereToldSo) {
  RawServer server(always(http_reply(200, "Content-Type: text/xml\r\n", "<a/>")));
  Ask ask{server.url(), "text/xml", scaled_down()};
  ask.plain = true;

  const auto fetched = fetcher_for(server)->fetch(ask);

  ASSERT_TRUE(fetched.reply) << fetched.problem->words;
  const std::string request = server.requests().at(0);
  EXPECT_NE(request.find("Accept-Encoding: identity"), std::string::npos);
  EXPECT_EQ(request.find("gzip"), std::string::npos);
}

TEST(CurlFetcher, AsksOnlyForWhatHasChangedAndTellsHowToKnow) {
  const std::string headers = "ETag: \"seven\"\r\nLast-Modified: Fri, 20 Nov 2026 07:15:55 GMT\r\nLink: </a>; rel=\"next\"\r\n";
  RawServer server(always(http_reply(304, headers + "Link: </b>; rel=\"up\"\r\nCommonplace-Life: abc\r\n", "")));
  const auto fetcher = fetcher_for(server);
  Ask ask{server.url(), "text/xml", scaled_down()};
  ask.etag = "\"seven\"";
  ask.last_modified = "Fri, 20 Nov 2026 07:15:55 GMT";

  const auto fetched = fetcher->fetch(ask);

  ASSERT_TRUE(fetched.reply) << fetched.problem->words;
  EXPECT_EQ(fetched.reply->status, 304);
  EXPECT_EQ(fetched.reply->etag, ask.etag);
  EXPECT_EQ(fetched.reply->last_modified, ask.last_modified);
  EXPECT_EQ(fetched.reply->link, "</a>; rel=\"next\", </b>; rel=\"up\"");
  EXPECT_EQ(fetched.reply->life, "abc");
  EXPECT_NE(server.requests().at(0).find("If-None-Match: \"seven\"\r\n"), std::string::npos);
  EXPECT_NE(server.requests().at(0).find("If-Modified-Since: Fri, 20 Nov 2026 07:15:55 GMT"), std::string::npos);
}

TEST(Har22, UsesOneConnectionForManyRequests) {
  RawServer server(always(http_reply(200, "", "<a/>")));
  const auto fetcher = fetcher_for(server);

  for (int i = 0; i < 5; ++i) ASSERT_TRUE(fetcher->fetch({server.url(), "", scaled_down()}).reply);

  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(server.requests().size(), 5u);
}

TEST(CurlFetcher, ReadsGzipAndCountsWireAndDecodedApart) {
  const std::string body = "<a>" + std::string(10'000, 'x') + "</a>";
  RawServer server(always(http_reply(200, "Content-Encoding: gzip\r\n", gzip(body))));

  const auto fetched = fetch(server);

  ASSERT_TRUE(fetched.reply) << fetched.problem->words;
  EXPECT_EQ(fetched.reply->body, body);
  EXPECT_LT(fetched.reply->wire_bytes, 1'000u);
}

TEST(CurlFetcher, ReadsGzipOfSeveralMembers) {
  RawServer server(always(http_reply(200, "Content-Encoding: x-gzip\r\n", gzip("<a>") + gzip("</a>"))));

  EXPECT_EQ(fetch(server).reply.value().body, "<a></a>");
}

TEST(Host1, CutsABodyThatComesByteByByte) {
  RawServer server([](RawServer& self, int socket, const std::string&) {
    RawServer::send_bytes(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n<");
    self.hold(socket);
    return false;
  });

  EXPECT_EQ(fault_of(fetch(server)), FetchFault::timed_out);
}

TEST(Host2, CutsASourceThatNeverAnswers) {
  RawServer server([](RawServer& self, int socket, const std::string&) {
    self.hold(socket);
    return false;
  });

  EXPECT_EQ(fault_of(fetch(server)), FetchFault::timed_out);
}

TEST(Host3, CallsAConnectionThatEndsMidBodyCut) {
  RawServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<a>half", false));

  EXPECT_EQ(fault_of(fetch(server)), FetchFault::cut);
}

TEST(Host3, CallsAConnectionThatEndsBeforeTheHeadCut) {
  RawServer server(always("", false));

  EXPECT_EQ(fault_of(fetch(server)), FetchFault::cut);
}

TEST(Host6, CallsMalformedAndUnfinishedChunkingCut) {
  for (const char* chunks : {"zz\r\n<a/>\r\n0\r\n\r\n", "4\r\n<a/>\r\n", "ffffffffffffffff1\r\n<a/>"}) {
    RawServer server(always(std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n") + chunks, false));

    EXPECT_EQ(fault_of(fetch(server)), FetchFault::cut) << chunks;
  }
}

TEST(Host7, DropsAReplyWithHeadersOverTheLimit) {
  std::string headers;
  for (int i = 0; i < 70; ++i) headers += "X-Much: " + std::string(1000, 'x') + "\r\n";
  RawServer server(always(http_reply(200, headers, "<a/>")));

  EXPECT_EQ(fault_of(fetch(server)), FetchFault::headers_too_big);
}

TEST(Host8, StopsAGzipBombByItsRatioAndSize) {
  RawServer server(always(http_reply(200, "Content-Encoding: gzip\r\n", gzip_bomb(64))));

  const auto fetched = fetch(server);

  EXPECT_EQ(fault_of(fetched), FetchFault::too_big);
}

TEST(Host8, StopsAPlainBodyOverTheLimitEvenWithoutALength) {
  FetchLimits limits = scaled_down();
  limits.wire_bytes = 1000;
  RawServer server(always("HTTP/1.1 200 OK\r\n\r\n" + std::string(100'000, 'x'), false));

  EXPECT_EQ(fault_of(fetch(server, limits)), FetchFault::too_big);
}

TEST(Host9, RefusesGzipInGzip) {
  RawServer server(always(http_reply(200, "Content-Encoding: gzip\r\n", gzip(gzip("<a/>")))));

  EXPECT_EQ(fault_of(fetch(server)), FetchFault::bad_encoding);
}

TEST(Host9, RefusesEncodingsNobodyAskedFor) {
  for (const char* coding : {"br", "deflate", "gzip, gzip", "gzip, br", "compress"}) {
    RawServer server(always(http_reply(200, std::string("Content-Encoding: ") + coding + "\r\n", "<a/>")));

    EXPECT_EQ(fault_of(fetch(server)), FetchFault::bad_encoding) << coding;
  }
}

TEST(Host10, ReadsPlainXmlThatSaysItIsGzip) {
  for (const char* body : {"<a/>", "\xEF\xBB\xBF<a/>"}) {
    RawServer server(always(http_reply(200, "Content-Encoding: gzip\r\n", body)));

    const auto fetched = fetch(server);

    ASSERT_TRUE(fetched.reply);
    EXPECT_EQ(fetched.reply->body, body);
    EXPECT_TRUE(fetched.reply->mislabelled);
  }
}

TEST(Host10, RefusesOtherBytesThatSayTheyAreGzipAndGzipThatDoesNotSaySo) {
  RawServer lying(always(http_reply(200, "Content-Encoding: gzip\r\n", "PK nothing of the kind")));
  EXPECT_EQ(fault_of(fetch(lying)), FetchFault::bad_encoding);
  RawServer silent(always(http_reply(200, "", gzip("<a/>"))));
  EXPECT_EQ(fault_of(fetch(silent)), FetchFault::bad_encoding);
}

TEST(CurlFetcher, CallsGzipThatEndsEarlyCut) {
  const std::string whole = gzip("<a>" + std::string(1000, 'x') + "</a>");
  RawServer server(always(http_reply(200, "Content-Encoding: gzip\r\n", whole.substr(0, whole.size() / 2))));

  EXPECT_EQ(fault_of(fetch(server)), FetchFault::cut);
}

TEST(Host11, EndsARedirectLoopAtThreeAndShowsTheChain) {
  RawServer server(always(http_reply(302, "Location: /oai\r\n", "")));

  const auto fetched = fetch(server);

  EXPECT_EQ(fault_of(fetched), FetchFault::redirected_away);
  EXPECT_NE(fetched.problem->words.find("→"), std::string::npos);
  EXPECT_EQ(server.requests().size(), 4u);
}

TEST(CurlFetcher, FollowsARedirectOnTheSameHostAndProposesPermanentOnes) {
  RawServer server([](RawServer&, int socket, const std::string& request) {
    const bool first = request.starts_with("GET /oai ");
    return RawServer::send_bytes(socket,
                                 first ? http_reply(301, "Location: /new\r\n", "") : http_reply(200, "", "<a/>"));
  });

  const auto fetched = fetch(server);

  ASSERT_TRUE(fetched.reply) << fetched.problem->words;
  EXPECT_EQ(fetched.reply->final_url, server.url("/new"));
  EXPECT_EQ(fetched.reply->moved_to, server.url("/new"));
}

TEST(Host12, ConnectsToNoPrivateAddressARedirectNames) {
  for (const std::string host :
       {"127.0.0.2", "169.254.169.254", "[::1]", "0.0.0.0", "2130706434", "0x7f000002", "127.2"}) {
    RawServer server([&](RawServer& self, int socket, const std::string&) {
      return RawServer::send_bytes(
          socket, http_reply(302, "Location: http://" + host + ":" + std::to_string(self.port()) + "/\r\n", ""));
    });

    const auto fault = fault_of(fetch(server));

    EXPECT_TRUE(fault == FetchFault::refused_address || fault == FetchFault::redirected_away) << host;
    EXPECT_EQ(server.requests().size(), 1u) << host;
  }
}

TEST(Har53, ConnectsToNoLoopbackAddressUnlessTheKeeperAllowedIt) {
  RawServer server(always(http_reply(200, "", "<a/>")));
  const std::string port = std::to_string(server.port());
  for (const std::string host :
       {"127.0.0.1", "localhost", "127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433", "0", "0.0.0.0", "[::1]",
        "[::ffff:127.0.0.1]", "[::]", "LOCALHOST", "localhost.", "127.0.0.1."}) {
    const std::string url = "http://" + host + ":" + port + "/";
    const auto fetcher = make_curl_fetcher({.user_agent = "t",
                                            .from = "",
                                            .permits = permits_for(server.url(), {*parse_block("10.0.0.0/8")}),
                                            .stop = {}});

    EXPECT_TRUE(fetcher->fetch({url, "", scaled_down()}).problem) << host;
  }
  EXPECT_EQ(server.connections(), 0);
}

TEST(Har53, DecidesOnTheResolvedAddressOfAName) {
  RawServer server(always(http_reply(200, "", "<a/>")));
  const std::string url = "http://localhost:" + std::to_string(server.port()) + "/";

  const auto refused = fetcher_for(server, "10.0.0.0/8")->fetch({url, "", scaled_down()});
  const auto allowed = fetcher_for(server, "127.0.0.1/32")->fetch({url, "", scaled_down()});

  EXPECT_EQ(fault_of(refused), FetchFault::refused_address);
  EXPECT_TRUE(allowed.reply);
}

TEST(CurlFetcher, IsNotReachedWhereNobodyListens) {
  std::string url;
  std::unique_ptr<Fetcher> fetcher;
  {
    RawServer gone(always(""));
    url = gone.url();
    fetcher = fetcher_for(gone);
  }

  EXPECT_EQ(fault_of(fetcher->fetch({url, "", scaled_down()})), FetchFault::not_reached);
}

TEST(Har33, EndsAFetchWhenAskedToStop) {
  std::stop_source source;
  RawServer server([&](RawServer& self, int socket, const std::string&) {
    source.request_stop();
    self.hold(socket);
    return false;
  });
  FetchLimits patient;

  const auto fetched = fetcher_for(server, "127.0.0.1/32", source.get_token())->fetch({server.url(), "", patient});

  EXPECT_TRUE(fetched.problem);
}

TEST(Har6, PassesOnStatusAndRetryAfter) {
  RawServer server(always(http_reply(503, "Retry-After: 7\r\n", "later")));

  const auto fetched = fetch(server);

  ASSERT_TRUE(fetched.reply);
  EXPECT_EQ(fetched.reply->status, 503);
  EXPECT_EQ(fetched.reply->retry_after, std::chrono::seconds(7));
}

TEST(Har45, APackedFileIsTakenAsItIsOnlyWhereItIsWelcome) {
  const std::string packed = gzip("<urlset/>");
  RawServer server(always(http_reply(200, "Content-Type: application/gzip\r\n", packed)));

  const auto welcome = fetcher_for(server)->fetch({server.url(), "application/xml, application/gzip", scaled_down()});
  const auto other = fetcher_for(server)->fetch({server.url(), "text/xml", scaled_down()});

  ASSERT_TRUE(welcome.reply);
  EXPECT_EQ(welcome.reply->body, packed);
  EXPECT_EQ(fault_of(other), FetchFault::bad_encoding);
}

TEST(Har45, APackedFileThatIsUnpackedOnTheWayIsReadToo) {
  RawServer server(always(http_reply(200, "Content-Encoding: gzip\r\n", gzip("<urlset/>"))));

  const auto fetched = fetcher_for(server)->fetch({server.url(), "application/xml, application/gzip", scaled_down()});

  ASSERT_TRUE(fetched.reply);
  EXPECT_EQ(fetched.reply->body, "<urlset/>");
}

}  // namespace
}  // namespace commonplace::harvest
