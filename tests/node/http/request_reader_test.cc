#include "node/http/request_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commonplace::http {
namespace {

const std::function<std::size_t(const Request&)> no_cap;

// Feeds pieces of at most `piece` bytes and takes every request that they make.
std::vector<Incoming> read_all(std::string_view bytes, std::size_t piece) {
  const Limits limits;
  RequestReader reader(limits, no_cap);
  std::vector<Incoming> all;
  while (!bytes.empty()) {
    bytes.remove_prefix(reader.feed(bytes.substr(0, piece)));
    if (reader.state() == RequestReader::State::refused) return all;
    if (reader.state() == RequestReader::State::complete) all.push_back(reader.take());
  }
  return all;
}

TEST(RequestReader, ReadsTheSameRequestsInPiecesOfAnySize) {
  const std::string bytes =
      "POST /oai?x=1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
      "Content-Length: 13\r\n\r\nverb=Identify"
      "PUT /f HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "A\r\n0123456789\r\n3;e=\"v\"\r\nabc\r\n0\r\nX: y\r\n\r\n"
      "GET /%C3%A9/x%2Fy?a=1&a=%32 HTTP/1.0\r\nConnection: x, Keep-Alive\r\n\r\n";

  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    const auto all = read_all(bytes, piece);
    ASSERT_EQ(all.size(), 3U) << piece;
    EXPECT_EQ(all[0].request.body, "verb=Identify");
    EXPECT_EQ(all[0].request.target, "/oai?x=1");
    EXPECT_EQ(all[0].request.header("content-type"), "application/x-www-form-urlencoded");
    EXPECT_TRUE(all[0].keep_alive);
    EXPECT_EQ(all[1].request.body, "0123456789abc");
    EXPECT_EQ(all[2].request.path, "/\xC3\xA9/x/y");
    ASSERT_EQ(all[2].request.query.size(), 2U);
    EXPECT_EQ(all[2].request.query[1].value, "2");
    EXPECT_TRUE(all[2].is_http_1_0);
    EXPECT_TRUE(all[2].keep_alive);
  }
}

TEST(RequestReader, LeavesTheNextRequestAlone) {
  const Limits limits;
  RequestReader reader(limits, no_cap);
  const std::string first = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  const std::size_t taken = reader.feed(first + "GET /next");

  EXPECT_EQ(taken, first.size());
  EXPECT_EQ(reader.state(), RequestReader::State::complete);
  EXPECT_EQ(reader.feed("GET /next"), 0U);
}

TEST(Sec20, KeepsRepeatsAndMarksABrokenQuery) {
  for (const auto* broken : {"%zz", "a=%ff", "a=caf\xC3\xA9", "a=%C0%AF"}) {
    const auto all = read_all("GET /oai?" + std::string(broken) + " HTTP/1.1\r\nHost: a\r\n\r\n", 1000);
    ASSERT_EQ(all.size(), 1U) << broken;
    EXPECT_TRUE(all[0].request.query_is_malformed) << broken;
    EXPECT_TRUE(all[0].request.query.empty());
  }
  const auto all = read_all("GET /oai?verb=Identify&verb=Identify HTTP/1.1\r\nHost: a\r\n\r\n", 1000);
  EXPECT_FALSE(all[0].request.query_is_malformed);
  EXPECT_EQ(all[0].request.query.size(), 2U);
}

TEST(RequestReader, AsksTheRouteForTheBodyCapBeforeTheBody) {
  const Limits limits;
  std::string asked;
  const std::function<std::size_t(const Request&)> cap = [&asked](const Request& request) {
    asked = request.method + " " + request.path;
    return request.path == "/upload" ? std::size_t{5'000'000} : std::size_t{10};
  };
  RequestReader uploads(limits, cap);
  RequestReader others(limits, cap);

  uploads.feed("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n");
  EXPECT_EQ(asked, "POST /upload");
  others.feed("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n");

  EXPECT_EQ(uploads.state(), RequestReader::State::body);
  EXPECT_TRUE(uploads.is_upload());
  EXPECT_EQ(others.refusal().status, 413);
}

TEST(RequestReader, DoesNotSetMemoryAsideForADeclaredLength) {
  const Limits limits;
  const std::function<std::size_t(const Request&)> cap = [](const Request&) { return std::size_t{1} << 40; };
  RequestReader reader(limits, cap);

  reader.feed("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000000\r\n\r\nabc");

  EXPECT_EQ(reader.state(), RequestReader::State::body);
}

}  // namespace
}  // namespace commonplace::http
