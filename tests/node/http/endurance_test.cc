// Clients that are slow, silent or too many, and a server that stops: nobody else may notice (SEC-6).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/resource.h>

#include <atomic>
#include <condition_variable>
#include <thread>

#include "tests/node/http/server_fixture.h"

namespace commonplace::http::testing {
namespace {

using namespace std::chrono_literals;

Limits short_limits() {
  Limits limits;
  limits.header_deadline = 60ms;
  limits.body_deadline = 60ms;
  limits.idle_deadline = 60ms;
  limits.send_deadline = 200ms;
  return limits;
}

constexpr std::size_t huge = 50'000'000;

Response huge_or_small(const Request& request) {
  if (request.path == "/huge") {
    Response response = Response::text(200, "application/octet-stream", std::string(huge, 'h'));
    return response;
  }
  return echo(request);
}

TEST(Sec6, EndsASilentConnectionWithoutAWord) {
  LiveServer server(echo, short_limits());
  RawClient client = server.client();

  EXPECT_TRUE(client.sees_end());
  EXPECT_EQ(client.unread(), "");
}

TEST(Sec6, EndsAnIdleKeptConnection) {
  LiveServer server(echo, short_limits());
  RawClient client = server.client();

  EXPECT_EQ(client.get("/").status, 200);
  EXPECT_TRUE(client.sees_end());
}

TEST(Sec6, AnswersASlowHeadWith408EvenIfBytesKeepComing) {
  LiveServer server(echo, short_limits());
  RawClient client = server.client();

  client.send("GET / HTTP/1.1\r\n");
  int sent = 0;
  while (!client.has_input(5) && sent < 1000) {
    client.send("X: y\r\n");
    ++sent;
  }

  EXPECT_LT(sent, 100);
  EXPECT_EQ(client.read_reply().status, 408);
}

TEST(Sec6, AnswersASlowBodyWith408) {
  LiveServer server(echo, short_limits());
  RawClient client = server.client();

  const RawReply reply = client.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");

  EXPECT_EQ(reply.status, 408);
  EXPECT_TRUE(client.sees_end());
}

TEST(Sec6, SixClientsThatDoNotReadHoldNobodyUp) {
  Limits limits;
  LiveServer server(huge_or_small, limits);
  std::vector<RawClient> silent;
  for (int i = 0; i < 6; ++i) {
    silent.push_back(server.client(4096));
    // The second request waits behind the first reply.
    silent.back().send("GET /huge HTTP/1.1\r\nHost: a\r\n\r\nGET /after HTTP/1.1\r\nHost: a\r\n\r\n");
  }

  for (int round = 0; round < 200; ++round) {
    RawClient client = server.client();
    ASSERT_EQ(client.get("/x").status, 200);
    ASSERT_EQ(client.get("/y").status, 200);
  }

  for (RawClient& client : silent) {
    client.read_fast();
    const RawReply reply = client.read_reply(20'000);
    EXPECT_EQ(reply.body.size(), huge);
    EXPECT_EQ(reply.body.find_first_not_of('h'), std::string::npos);
    EXPECT_EQ(client.read_reply().body, "GET /after\n");
  }
}

TEST(Sec6, DropsAClientThatTakesNothing) {
  LiveServer server(huge_or_small, short_limits());
  RawClient client = server.client(4096);

  client.send("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n");

  ASSERT_TRUE(client.has_input(5'000));
  // A reset: poll says so without our having read.
  pollfd reset{client.descriptor(), POLLRDHUP, 0};
  ASSERT_GT(poll(&reset, 1, 5'000), 0);
  EXPECT_TRUE(reset.revents & (POLLHUP | POLLERR | POLLRDHUP));
  EXPECT_EQ(server.client().get("/").status, 200);
}

TEST(Sec6, AClientThatNeverStopsSendingHoldsNobodyUp) {
  LiveServer server(echo, Limits{}, 1);
  std::string requests;
  for (int i = 0; i < 1000; ++i) requests += "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  std::atomic<bool> done = false;
  RawClient greedy = server.client();
  std::jthread sender([&] {
    while (!done && greedy.send(requests, 100)) {
    }
  });
  std::jthread receiver([&] {
    while (!done) greedy.read_reply(100);
  });

  for (int round = 0; round < 50; ++round) EXPECT_EQ(server.client().get("/x").status, 200);
  done = true;
}

TEST(Sec6, TurnsAwayWhatIsOverTheCapAndRecovers) {
  Limits limits;
  limits.connections = 1000;
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_cur < 4'500) GTEST_SKIP() << "needs 4500 open files, has " << files.rlim_cur;
  LiveServer server(echo, limits);
  std::vector<RawClient> guests;
  for (int i = 0; i < 1000; ++i) {
    guests.push_back(server.client());
    ASSERT_EQ(guests.back().get("/").status, 200) << i;
  }

  RawClient late = server.client();
  EXPECT_EQ(late.read_reply().status, 503);
  EXPECT_TRUE(late.sees_end());
  EXPECT_EQ(guests.front().get("/").status, 200);

  guests.clear();
  RawReply reply;
  for (int i = 0; i < 1000 && reply.status != 200; ++i) reply = server.client().get("/");
  EXPECT_EQ(reply.status, 200);
}

TEST(Oai5, WhoIsTurnedAwayIsToldWithRetryAfterInSeconds) {
  Limits limits;
  limits.connections = 1;
  LiveServer server(echo, limits);
  RawClient first = server.client();
  ASSERT_EQ(first.get("/oai?verb=Identify").status, 200);

  RawClient second = server.client();
  const RawReply reply = second.read_reply();

  EXPECT_EQ(reply.status, 503);
  const std::string wait(reply.header("Retry-After"));
  ASSERT_EQ(wait.find_first_not_of("0123456789"), std::string::npos) << wait;
  EXPECT_GE(std::stoi(wait), 1);
  EXPECT_LE(std::stoi(wait), 600);
}

TEST(HttpServer, FinishesRepliesUnderWayWhenItStops) {
  std::mutex mutex;
  std::condition_variable changed;
  bool entered = false;
  bool may_go = false;
  LiveServer server([&](const Request& request) {
    std::unique_lock lock(mutex);
    entered = true;
    changed.notify_all();
    changed.wait(lock, [&] { return may_go; });
    return echo(request);
  });
  RawClient busy = server.client();
  RawClient idle = server.client();
  busy.send("GET /work HTTP/1.1\r\nHost: a\r\n\r\n");
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return entered; });
  }

  std::jthread stopper([&] { server.server().stop(5'000ms); });
  {
    const std::scoped_lock lock(mutex);
    may_go = true;
    changed.notify_all();
  }

  EXPECT_EQ(busy.read_reply().body, "GET /work\n");
  EXPECT_TRUE(busy.sees_end());
  EXPECT_TRUE(idle.sees_end());
  stopper.join();
  server.server().stop(0ms);
}

TEST(HttpServer, FinishesALongReplyWithinTheGrace) {
  LiveServer server(huge_or_small);
  RawClient client = server.client(4096);
  client.send("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(client.has_input(5'000));

  std::jthread stopper([&] { server.server().stop(20'000ms); });
  client.read_fast();

  EXPECT_EQ(client.read_reply(20'000).body.size(), huge);
  EXPECT_TRUE(client.sees_end());
}

TEST(HttpServer, DropsWhoDoesNotReadWhenTheGraceIsOver) {
  LiveServer server(huge_or_small);
  RawClient client = server.client(4096);
  client.send("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(client.has_input(5'000));

  server.server().stop(20ms);

  EXPECT_EQ(client.read_reply(1'000).status, 0);
}

TEST(HttpServer, StopsAfterAHandlerThatOutlastsTheGrace) {
  std::mutex mutex;
  std::condition_variable changed;
  bool entered = false;
  bool may_go = false;
  std::jthread stopper;
  {
    LiveServer server([&](const Request& request) {
      std::unique_lock lock(mutex);
      entered = true;
      changed.notify_all();
      changed.wait(lock, [&] { return may_go; });
      return echo(request);
    });
    RawClient busy = server.client();
    RawClient idle = server.client();
    busy.send("GET /work HTTP/1.1\r\nHost: a\r\n\r\n");
    {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return entered; });
    }
    stopper = std::jthread([&] { server.server().stop(1ms); });
    // The other worker closes its guests at once; this one's stay until the handler is back.
    busy.has_input(600);
    {
      const std::scoped_lock lock(mutex);
      may_go = true;
      changed.notify_all();
    }
    stopper.join();
    EXPECT_TRUE(busy.sees_end());
    EXPECT_TRUE(idle.sees_end());
  }
}

TEST(HttpServer, StartsAndStopsManyTimes) {
  for (int i = 0; i < 20; ++i) {
    LiveServer server(echo);
    if (i % 2 == 0) {
      EXPECT_EQ(server.client().get("/").status, 200);
    }
  }
}

}  // namespace
}  // namespace commonplace::http::testing
