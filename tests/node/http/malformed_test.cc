// Odd and hostile requests: bytes in, status out, and the server lives (security.md §2.1, SEC-4, SEC-5, SEC-11).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "node/http/request_reader.h"
#include "tests/node/http/server_fixture.h"

namespace commonplace::http::testing {
namespace {

using namespace std::string_literals;

struct Odd {
  std::string bytes;
  int status;
};

const std::string start = "GET / HTTP/1.1\r\nHost: a\r\n";
const std::string post = "POST /f HTTP/1.1\r\nHost: a\r\n";
const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";

std::string target(const std::string& text) {
  return "GET " + text + " HTTP/1.1\r\nHost: a\r\n\r\n";
}
std::string host(const std::string& lines) {
  return "GET / HTTP/1.1\r\n" + lines + "\r\n";
}
std::string field(const std::string& line) {
  return start + line + "\r\n\r\n";
}
std::string many_fields(int count) {
  std::string text = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 1; i < count; ++i) text += "X: y\r\n";
  return text + "\r\n";
}

const std::vector<Odd>& request_lines() {
  static const std::vector<Odd> table{
      {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc"s, 400},  // TLS ClientHello
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
      {"\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {" GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"\0GET / HTTP/1.1\r\n\r\n"s, 400},
      {"G\xc3\x89T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"GET(x) / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
      {"GET /\r\n", 400},  // HTTP/0.9
      {"GET / \r\nHost: a\r\n\r\n", 400},
      {"GET / http/1.1\r\nHost: a\r\n\r\n", 400},
      {"GET / HTTQ/1.1\r\nHost: a\r\n\r\n", 400},
      {"GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400},
      {"GET / HTTP/1.\r\nHost: a\r\n\r\n", 400},
      {"GET / HTTP/1.x\r\nHost: a\r\n\r\n", 400},
      {"GET / HTTP/x.1\r\nHost: a\r\n\r\n", 400},
      {"GET / HTTP/0.9\r\nHost: a\r\n\r\n", 505},
      {"GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
      {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
      {"GET / HTTP/9.9\r\nHost: a\r\n\r\n", 505},
      {"GET / HTTP/1.1\nHost: a\n\n", 400},
      {"GET / HTTP/1.1\rHost: a\r\r", 400},
      {"get / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n", 501},
      {std::string(5000, 'A'), 501},
  };
  return table;
}

const std::vector<Odd>& targets() {
  static const std::vector<Odd> table{
      {target("/a b"), 400},
      {target("/a#b"), 400},
      {target("/a\x01"
              "b"),
       400},
      {target("/a\x7f"), 400},
      {target("/caf\xc3\xa9"), 400},
      {target("/%"), 400},
      {target("/%4"), 400},
      {target("/%zz"), 400},
      {target("/%00"), 400},
      {target("/%0d%0aX:y"), 400},
      {target("/%ff"), 400},
      {target("/%c0%af"), 400},  // overlong slash
      {target("/%ed%a0%80"), 400},
      {target("/.."), 400},
      {target("/../etc/passwd"), 400},
      {target("/a/../b"), 400},
      {target("/a/./b"), 400},
      {target("/%2e%2e/x"), 400},
      {target("/..%2fx"), 400},
      {target("/..%5cx"), 400},
      {target("/..\\x"), 400},
      {target("*"), 400},
      {target("x"), 400},
      {target("//"), 200},
      {target("/..."), 200},
      {target("/a%2Fb"), 200},
      {target("/?q=%zz"), 200},  // the route decides: query_is_malformed
      {target("http://b/"), 400},
      {target("http://user@a/"), 400},
      {target("ftp://a/"), 400},
      {target("http:/a"), 400},
      {target("http://a/"), 200},
      {target("/" + std::string(8 * 1024, 'a')), 414},
      {"GET /" + std::string(100'000, 'a'), 414},
      {target("/" + std::string(8 * 1024 - 1, 'a')), 200},
  };
  return table;
}

const std::vector<Odd>& fields() {
  static const std::vector<Odd> table{
      {host(""), 400},
      {host("Host: a\r\nHost: a\r\n"), 400},
      {host("Host: a\r\nhOST: b\r\n"), 400},
      {host("Host:\r\n"), 400},
      {host("Host: [::1\r\n"), 400},
      {host("Host: []\r\n"), 400},
      {host("Host: a b\r\n"), 400},
      {host("Host: a/b\r\n"), 400},
      {host("Host: user@a\r\n"), 400},
      {host("Host: a:b\r\n"), 400},
      {host("Host: a:1:2\r\n"), 400},
      {host("Host: [::1]:80\r\n"), 200},
      {field("X : y"), 400},
      {field(": y"), 400},
      {field("X"), 400},
      {field("X y: z"), 400},
      {field("X\xc3\xa9: z"), 400},
      {field("X: y\r\n folded"), 400},
      {field("X: y\r\n\tfolded"), 400},
      {host(" Host: a\r\n"), 400},
      {field("X: a\nY: b"), 400},
      {field("X: a\rY: b"), 400},
      {field("X: a\0b"s), 400},
      {field("X: a\x01"), 400},
      {field("X: a\x7f"), 400},
      {field("X: \xff\xfe"), 200},
      {field("Cookie: ;;=\"\r\nAccept: !!\r\nIf-None-Match: \"x\r\nRange: zebra\r\nDate: yesterday"), 200},
      {field("X: " + std::string(16 * 1024, 'a')), 431},
      {start + "X: " + std::string(100'000, 'a'), 431},
      {start + std::string(100'000, 'a'), 431},
      {many_fields(101), 431},
      {many_fields(100), 200},
      {field("Expect: 200-ok"), 417},
      {post + "Content-Length: 1\r\nExpect: 100-continue, x\r\n\r\n", 417},
  };
  return table;
}

const std::vector<Odd>& bodies() {
  static const std::vector<Odd> table{
      {post + "Content-Length: abc\r\n\r\n", 400},
      {post + "Content-Length: +5\r\n\r\nhello", 400},
      {post + "Content-Length: -1\r\n\r\n", 400},
      {post + "Content-Length:\r\n\r\n", 400},
      {post + "Content-Length: 5,5\r\n\r\nhello", 400},
      {post + "Content-Length: 5 5\r\n\r\nhello", 400},
      {post + "Content-Length: 0x5\r\n\r\nhello", 400},
      {post + "Content-Length: 5.0\r\n\r\nhello", 400},
      {post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400},
      {post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400},
      {post + "Content-Length: 18446744073709551621\r\n\r\nhello", 400},
      {post + "Content-Length: 00000000000000000005\r\n\r\nhello", 400},
      {post + "Content-Length: 9223372036854775807\r\n\r\n", 413},
      {post + "Content-Length: 1048577\r\n\r\n", 413},
      {post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400},
      {post + "Transfer-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", 400},
      {post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501},
      {post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
      {post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 501},
      {post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", 501},
      {post + "Transfer-Encoding: identity\r\n\r\n", 501},
      {post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400},
      {"POST /f HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {field("Content-Length: 5") + "hello", 400},
      {field("Transfer-Encoding: chunked") + "0\r\n\r\n", 400},
      {field("Content-Length: 0"), 200},
      {post + "\r\n", 200},
      {chunked + "x\r\n", 400},
      {chunked + "\r\n", 400},
      {chunked + "-1\r\n", 400},
      {chunked + "0x1\r\na\r\n0\r\n\r\n", 400},
      {chunked + "1 \r\na\r\n0\r\n\r\n", 400},
      {chunked + "000000001\r\na\r\n0\r\n\r\n", 400},
      {chunked + "fffffffff\r\n", 400},
      {chunked + "ffffffff\r\n", 413},
      {chunked + "1\na\n0\n\n", 400},
      {chunked + "1\r\nab\r\n0\r\n\r\n", 400},
      {chunked + "2\r\na\r\n0\r\n\r\n", 400},
      {chunked + "1;" + std::string(300, 'x') + "\r\na\r\n0\r\n\r\n", 400},
      {chunked + "1;x\x01\r\na\r\n0\r\n\r\n", 400},
      {chunked + "0\r\nX : y\r\n\r\n", 400},
      {chunked + "0\r\nX: " + std::string(17 * 1024, 'y') + "\r\n\r\n", 431},
      {chunked + "0\r\nX: y\r\n\r\n", 200},
      {chunked + "100000\r\n" + std::string(1'048'576, 'a') + "\r\n1\r\n", 413},
  };
  return table;
}

void expect_answers(const std::vector<Odd>& table) {
  LiveServer server(echo);
  for (const Odd& odd : table) {
    RawClient client = server.client();
    client.send(odd.bytes);
    const RawReply reply = client.read_reply();
    EXPECT_EQ(reply.status, odd.status) << odd.bytes.substr(0, 200);
    // SEC-5: one answer per request, and after a refusal nothing that follows is read as a request.
    if (reply.status >= 400) {
      EXPECT_EQ(reply.header("Connection"), "close") << odd.bytes.substr(0, 200);
      EXPECT_FALSE(reply.header("Content-Length").empty());
      client.send(start + "\r\n");
      EXPECT_TRUE(client.sees_end()) << odd.bytes.substr(0, 200);
      EXPECT_EQ(client.unread(), "") << odd.bytes.substr(0, 200);
    }
    EXPECT_EQ(server.client().get("/healthz").status, 200);
  }
}

TEST(Sec4, AnswersOddRequestLines) {
  expect_answers(request_lines());
}
TEST(Sec4, AnswersOddTargets) {
  expect_answers(targets());
}
TEST(Sec4, AnswersOddFields) {
  expect_answers(fields());
}
TEST(Sec5, AnswersOddBodies) {
  expect_answers(bodies());
}

int status_of(RequestReader& reader) {
  if (reader.state() == RequestReader::State::refused) return reader.refusal().status;
  return reader.state() == RequestReader::State::complete ? 200 : 0;
}

// The same bytes in two pieces, cut at every place: the same answer.
TEST(Sec4, AnswersTheSameHoweverTheBytesArrive) {
  const Limits limits;
  const std::function<std::size_t(const Request&)> no_cap;
  for (const auto* table : {&request_lines(), &targets(), &fields(), &bodies()}) {
    for (const Odd& odd : *table) {
      if (odd.bytes.size() > 2'000) continue;
      for (std::size_t cut = 0; cut <= odd.bytes.size(); ++cut) {
        RequestReader reader(limits, no_cap);
        const std::string_view bytes = odd.bytes;
        std::size_t taken = reader.feed(bytes.substr(0, cut));
        if (taken == cut) taken += reader.feed(bytes.substr(cut));
        ASSERT_EQ(status_of(reader), odd.status) << odd.bytes << " cut at " << cut;
      }
    }
  }
}

TEST(Sec4, TenThousandMadeUpRequestsBreakNothing) {
  const Limits limits;
  const std::function<std::size_t(const Request&)> no_cap;
  std::mt19937 random(20251120);
  std::vector<std::string> seeds;
  for (const auto* table : {&request_lines(), &targets(), &fields(), &bodies()}) {
    for (const Odd& odd : *table) {
      if (odd.bytes.size() < 2'000) seeds.push_back(odd.bytes);
    }
  }
  int refused = 0;
  for (int i = 0; i < 10'000; ++i) {
    std::string bytes = seeds[random() % seeds.size()];
    for (int change = 0; change < 3; ++change) bytes[random() % bytes.size()] = static_cast<char>(random());
    RequestReader reader(limits, no_cap);
    while (!bytes.empty() && reader.state() != RequestReader::State::refused) {
      const std::size_t piece = 1 + random() % bytes.size();
      bytes.erase(0, reader.feed(std::string_view(bytes).substr(0, piece)));
      if (reader.state() != RequestReader::State::complete) continue;
      const Incoming incoming = reader.take();
      ASSERT_TRUE(incoming.request.path.starts_with('/'));
      ASSERT_EQ(incoming.request.path.find('\0'), std::string::npos);
    }
    if (reader.state() == RequestReader::State::refused) ++refused;
  }
  EXPECT_GT(refused, 5'000);
}

// What the house says to a request that never reached its handler is said with the status of the refusal.
TEST(Sec4, LetsTheHouseSayWhatIsRefused) {
  LiveServer server(echo, {}, 2, {}, [](const Request& request, int status) {
    auto response = Response::text(200, "text/html", "sorry: " + std::to_string(status) + " " + request.method);
    response.headers.push_back({"X-House", "yes"});
    return response;
  });
  for (const auto& [bytes, status, words] :
       {std::tuple(target("/.."), 400, "sorry: 400 GET"s), std::tuple(target("/%zz"), 400, "sorry: 400 GET"s),
        std::tuple(many_fields(101), 431, "sorry: 431 "s), std::tuple("get / HTTP/1.1\r\nHost: a\r\n\r\n"s, 501, "sorry: 501 get"s)}) {
    RawClient client = server.client();
    const RawReply reply = client.ask(bytes);

    EXPECT_EQ(reply.status, status);
    EXPECT_EQ(reply.body, words);
    EXPECT_EQ(reply.header("X-House"), "yes");
    EXPECT_TRUE(client.sees_end());
  }
}

TEST(Sec4, FallsBackToItsOwnWordsWhenTheHouseFails) {
  LiveServer server([](const Request&) -> Response { throw std::runtime_error("the handler"); }, {}, 2, {},
                    [](const Request&, int) -> Response { throw std::runtime_error("the refusal too"); });

  EXPECT_EQ(server.client().ask(target("/..")).status, 400);
  const RawReply reply = server.client().get("/");

  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(reply.body.find("handler"), std::string::npos) << reply.body;
}

}  // namespace
}  // namespace commonplace::http::testing
