#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/node/http/server_fixture.h"

namespace commonplace::http::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(HttpServer, AnswersWithDateServerAndLength) {
  LiveServer server(echo);

  const RawReply reply = server.client().get("/r/a%20b?x=1&x=2&y=%C3%A9");

  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "GET /r/a b\nx=1\nx=2\ny=\xC3\xA9\n");
  EXPECT_EQ(reply.header("Date"), "Thu, 20 Nov 2025 08:00:00 GMT");
  EXPECT_EQ(reply.header("Server"), "Commonplace");
  EXPECT_EQ(reply.header("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_FALSE(reply.has("Connection"));
}

TEST(HttpServer, KeepsTheConnectionAndAnswersPipelinedRequestsInOrder) {
  LiveServer server(echo);
  RawClient client = server.client();
  std::string requests;
  for (int i = 0; i < 200; ++i) requests += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";

  client.send(requests);

  for (int i = 0; i < 200; ++i) EXPECT_EQ(client.read_reply().body, "GET /" + std::to_string(i) + "\n");
}

TEST(HttpServer, AnswersHeadWithTheFieldsOfGetAndNoBody) {
  LiveServer server(echo);
  RawClient client = server.client();

  client.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n");
  const RawReply head = client.read_reply(5'000, true);
  const RawReply next = client.get("/y");

  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), std::to_string(std::string("HEAD /x\n").size()));
  EXPECT_EQ(next.body, "GET /y\n");
}

TEST(HttpServer, ReadsBodiesByLengthAndByChunks) {
  LiveServer server(echo);
  RawClient client = server.client();

  const RawReply by_length = client.ask("POST /f HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
  const RawReply by_chunks = client.ask(
      "POST /f HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: dropped\r\n\r\n");

  EXPECT_EQ(by_length.body, "POST /f\nhello");
  EXPECT_EQ(by_chunks.body, "POST /f\nhello");
}

TEST(HttpServer, SendsContinueOnlyToAClientThatWaits) {
  LiveServer server(echo);
  RawClient client = server.client();

  const RawReply go_on = client.ask("PUT /f HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  const RawReply reply = client.ask("ok");
  const RawReply at_once =
      client.ask("PUT /f HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nok");

  EXPECT_EQ(go_on.status, 100);
  EXPECT_EQ(reply.body, "PUT /f\nok");
  EXPECT_EQ(at_once.status, 200);
}

TEST(HttpServer, ClosesWhereTheClientWantsItAndAfterHttp10) {
  LiveServer server(echo);
  RawClient closing = server.client();
  RawClient old = server.client();
  RawClient old_keeping = server.client();

  const RawReply last = closing.get("/", "Connection: close\r\n");
  const RawReply old_reply = old.ask("GET / HTTP/1.0\r\n\r\n");
  const RawReply kept = old_keeping.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

  EXPECT_EQ(last.header("Connection"), "close");
  EXPECT_TRUE(closing.sees_end());
  EXPECT_EQ(old_reply.status, 200);
  EXPECT_TRUE(old.sees_end());
  EXPECT_EQ(kept.header("Connection"), "keep-alive");
  EXPECT_EQ(old_keeping.ask("GET / HTTP/1.0\r\n\r\n").status, 200);
}

TEST(HttpServer, ClosesAfterTheAllowedNumberOfRequests) {
  Limits limits;
  limits.requests_per_connection = 2;
  LiveServer server(echo, limits);
  RawClient client = server.client();

  EXPECT_FALSE(client.get("/").has("Connection"));
  EXPECT_EQ(client.get("/").header("Connection"), "close");
  EXPECT_TRUE(client.sees_end());
}

TEST(HttpServer, TakesAbsoluteFormAndOptionsStar) {
  LiveServer server(echo);
  RawClient client = server.client();

  EXPECT_EQ(client.ask("GET http://a:81/x?y=1 HTTP/1.1\r\nHost: A:81\r\n\r\n").body, "GET /x\ny=1\n");
  EXPECT_EQ(client.ask("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").body, "OPTIONS /\n");
}

TEST(HttpServer, AnswersAClientThatHasFinishedSending) {
  LiveServer server(echo);
  RawClient client = server.client();

  client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  client.finish_sending();

  EXPECT_EQ(client.read_reply().body, "GET /1\n");
  EXPECT_EQ(client.read_reply().body, "GET /2\n");
  EXPECT_TRUE(client.sees_end());
}

TEST(HttpServer, TurnsAnExceptionIntoAConstant500AndALogLine) {
  LiveServer server([](const Request& request) -> Response {
    if (request.path == "/odd") throw 42;
    throw std::runtime_error("secret: table resources is locked");
  });
  RawClient client = server.client();

  const RawReply plain = client.get("/x");
  const RawReply json = client.get("/api/v1/x");
  const RawReply odd = client.get("/odd");
  const auto accesses = server.accesses(3);

  EXPECT_EQ(plain.status, 500);
  EXPECT_THAT(plain.body, Not(HasSubstr("secret")));
  EXPECT_EQ(json.header("Content-Type"), "application/json");
  EXPECT_THAT(json.body, HasSubstr(R"({"error": {"kind": "internal")"));
  EXPECT_EQ(odd.status, 500);
  ASSERT_EQ(accesses.size(), 3U);
  EXPECT_EQ(accesses[0].error, "secret: table resources is locked");
  EXPECT_EQ(accesses[0].status, 500);
  EXPECT_THAT(plain.body, HasSubstr(accesses[0].id));
  EXPECT_THAT(json.body, HasSubstr(accesses[1].id));
}

TEST(Sec10, NoResponseFieldCanSplitAReply) {
  LiveServer server([](const Request& request) {
    Response response = Response::text(200, "text/plain", "ok");
    response.headers.push_back({"X-Echo", request.query.empty() ? "" : request.query.front().value});
    return response;
  });
  RawClient client = server.client();

  for (const auto* payload : {"a%0d%0aSet-Cookie:x=1", "%0a", "%0d", "a%00b", "%7f"}) {
    const RawReply reply = client.get(std::string("/?v=") + payload);
    EXPECT_EQ(reply.status, 500) << payload;
    EXPECT_FALSE(reply.has("Set-Cookie"));
  }
  EXPECT_EQ(client.get("/?v=plain").header("X-Echo"), "plain");
}

TEST(HttpServer, RefusesABodyInTheFormOfItsRoute) {
  LiveServer server(echo, Limits{}, 1, [](const Request&) { return std::size_t{10}; });

  const RawReply reply =
      server.client().ask("PUT /api/v1/resources/x HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n");
  const auto accesses = server.accesses(1);

  EXPECT_EQ(reply.status, 413);
  EXPECT_THAT(reply.body, HasSubstr(R"({"error": {"kind": "too_large")"));
  ASSERT_EQ(accesses.size(), 1U);
  EXPECT_EQ(accesses[0].path, "/api/v1/resources/x");
}

TEST(HttpServer, ReportsEveryReplyOnce) {
  LiveServer server(echo);
  RawClient client = server.client();

  client.get("/one?x=1");
  client.ask("BROKEN\r\n");
  const auto accesses = server.accesses(2);

  ASSERT_EQ(accesses.size(), 2U);
  EXPECT_EQ(accesses[0].path, "/one");
  EXPECT_EQ(accesses[0].remote_address, "127.0.0.1");
  EXPECT_EQ(accesses[0].body_bytes, std::string("GET /one\nx=1\n").size());
  EXPECT_EQ(accesses[1].status, 400);
  EXPECT_NE(accesses[0].id, accesses[1].id);
}

TEST(HttpServer, SaysInWordsThatAPortIsTaken) {
  LiveServer server(echo);
  ServerOptions options;
  options.listen = {Endpoint{"127.0.0.1", server.port()}};
  options.clock = [] { return model::Datestamp{}; };

  const auto second = make_pistache_server(std::move(options));

  try {
    second->start(echo);
    FAIL() << "two servers on one port";
  } catch (const std::runtime_error& problem) {
    EXPECT_THAT(problem.what(), HasSubstr("cannot listen on 127.0.0.1:" + std::to_string(server.port())));
  }
}

TEST(HttpServer, ListensOnSeveralAddresses) {
  ServerOptions options;
  options.listen = {Endpoint{"127.0.0.1", 0}, Endpoint{"*", 0}};
  options.workers = 1;
  options.clock = [] { return model::Datestamp{}; };
  const auto server = make_pistache_server(std::move(options));

  server->start(echo);

  ASSERT_EQ(server->ports().size(), 2U);
  for (const std::uint16_t port : server->ports()) EXPECT_EQ(RawClient(port).get("/").status, 200);
  server->stop(std::chrono::milliseconds(100));
}

}  // namespace
}  // namespace commonplace::http::testing
