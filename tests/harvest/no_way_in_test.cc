// What a hostile source tries so that we connect to somebody's own network, or choke: every attempt is counted by
// listeners that nobody may reach (HAR-50, HAR-53 to HAR-56).
#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <random>

#include "changing_name.h"
#include "harvest/curl_fetcher.h"
#include "raw_server.h"
#include "tests/sanitized.h"

namespace commonplace::harvest {
namespace {

using std::chrono::milliseconds;

// Listens on an address and counts who comes.
class Tripwire {
 public:
  Tripwire(const char* address, std::uint16_t port) : is_v6_(std::strchr(address, ':') != nullptr) {
    socket_ = socket(is_v6_ ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int yes = 1;
    setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (is_v6_) setsockopt(socket_, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
    sockaddr_storage place{};
    socklen_t size = 0;
    if (is_v6_) {
      auto& v6 = reinterpret_cast<sockaddr_in6&>(place);
      v6.sin6_family = AF_INET6;
      v6.sin6_port = htons(port);
      inet_pton(AF_INET6, address, &v6.sin6_addr);
      size = sizeof v6;
    } else {
      auto& v4 = reinterpret_cast<sockaddr_in&>(place);
      v4.sin_family = AF_INET;
      v4.sin_port = htons(port);
      inet_pton(AF_INET, address, &v4.sin_addr);
      size = sizeof v4;
    }
    listens_ = bind(socket_, reinterpret_cast<sockaddr*>(&place), size) == 0 && listen(socket_, 64) == 0;
  }
  ~Tripwire() { close(socket_); }
  Tripwire(const Tripwire&) = delete;
  Tripwire& operator=(const Tripwire&) = delete;

  bool listens() const { return listens_; }
  int touched() {
    for (int one; (one = accept(socket_, nullptr, nullptr)) >= 0;) {
      ++count_;
      close(one);
    }
    return count_;
  }

 private:
  const bool is_v6_;
  int socket_ = -1;
  bool listens_ = false;
  int count_ = 0;
};

// Allowed: 127.0.0.1 and the port of the server, which stand for a public address. Forbidden: everything else here.
struct House {
  explicit House(RawServer::Answer answer = {})
      : server(answer ? std::move(answer) : [](RawServer&, int socket, const std::string&) {
          return RawServer::send_bytes(socket, http_reply(200, "", "<a/>")) && false;
        }) {}

  std::unique_ptr<Fetcher> fetcher() const {
    return make_curl_fetcher({.user_agent = "t",
                              .from = "",
                              .permits = permits_for(server.url(), {*parse_block("127.0.0.1/32")}),
                              .stop = {}});
  }
  std::uint16_t port() const { return server.port(); }
  int touched() { return second.touched() + local.touched() + v6.touched(); }

  RawServer server;
  Tripwire second{"127.0.0.2", server.port()};
  Tripwire local{"127.5.6.7", server.port()};
  Tripwire v6{"::1", server.port()};
};

FetchLimits quick() {
  FetchLimits limits;
  limits.connect = milliseconds(1000);
  limits.first_byte = milliseconds(1000);
  limits.total = milliseconds(3000);
  return limits;
}

TEST(Har56, TheTripwiresWork) {
  House house;
  ASSERT_TRUE(house.second.listens() && house.local.listens());
  const auto open = make_curl_fetcher({.user_agent = "t", .from = "", .permits = permits_for(house.server.url(), {*parse_block("127.0.0.0/8")}), .stop = {}});
  FetchLimits limits = quick();
  limits.total = milliseconds(200);  // nobody answers there
  static_cast<void>(open->fetch({fmt::format("http://127.0.0.2:{}/", house.port()), "", limits}));
  EXPECT_EQ(house.touched(), 1);
}

// ---- spellings ------------------------------------------------------------------------------------------------------

const char* const spellings[] = {
    "127.0.0.2", "127.2", "127.0.2", "0x7f.0.0.2", "0x7f.2", "0x7F000002", "0177.0.0.2", "0177.0.0.02", "2130706434", "017700000002",
    "127.0.0.2.", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]", "[::127.0.0.2]", "[64:ff9b::7f00:2]",
    "[2002:7f00:2::]", "[::1%25lo]", "localhost", "LOCALHOST", "localhost.", "ip6-localhost", "①②⑦.⓪.⓪.②", "１２７.０.０.２",
    "127。0。0。2", "user@127.0.0.2", "a.example:x@127.0.0.2", "0.0.0.0", "127.0.0.1@127.0.0.2"};
static_assert(std::size(spellings) == 30);

// A spelling of 127.x.y.z that some parser takes.
std::string generated(std::mt19937& random) {
  const std::uint32_t address = random() % 2 == 0 ? 0x7f000002u : 0x7f050607u;
  const auto number = [&](std::uint32_t value) {
    switch (random() % 5) {
      case 0: return fmt::format("0x{:x}", value);
      case 1: return fmt::format("0X{:08X}", value);
      case 2: return fmt::format("0{:o}", value);
      case 3: return fmt::format("{:o}", 0) + fmt::format("0{:o}", value);
      default: return fmt::format("{}", value);
    }
  };
  std::string text;
  switch (random() % 5) {
    case 0: text = number(address); break;
    case 1: text = number(address >> 24) + "." + number(address & 0xffffff); break;
    case 2: text = number(address >> 24) + "." + number(address >> 16 & 0xff) + "." + number(address & 0xffff); break;
    case 3:
      text = number(address >> 24) + "." + number(address >> 16 & 0xff) + "." + number(address >> 8 & 0xff) + "." + number(address & 0xff);
      break;
    default: {
      const char* const frames[] = {"[::ffff:{:x}:{:x}]", "[0:0:0:0:0:FFFF:{:x}:{:x}]", "[64:ff9b::{:x}:{:x}]", "[2002:{:x}:{:x}::1]", "[::{:x}:{:x}]"};
      text = fmt::format(fmt::runtime(frames[random() % 5]), address >> 16, address & 0xffff);
    }
  }
  if (random() % 8 == 0) text += ".";
  if (random() % 8 == 0) text = "127.0.0.1@" + text;
  if (random() % 12 == 0) text = "%31" + text.substr(std::min<std::size_t>(1, text.size()));
  return text;
}

TEST(Har56, NoSpellingReachesAnAddressThatIsNotAllowed) {
  House house;
  const auto fetcher = house.fetcher();
  std::mt19937 random(20'261'120);
  std::vector<std::string> hosts(std::begin(spellings), std::end(spellings));
  for (int i = 0; i < 200; ++i) hosts.push_back(generated(random));
  for (const auto& host : hosts) {
    const auto fetched = fetcher->fetch({fmt::format("http://{}:{}/", host, house.port()), "", quick()});
    EXPECT_FALSE(fetched.reply && fetched.reply->status == 200 && house.touched() > 0) << host;
    EXPECT_EQ(house.touched(), 0) << host;
  }
}

// ---- names that change ----------------------------------------------------------------------------------------------

TEST(Har56, AChangingNameReachesNobody) {
  House house;
  const char* const forbidden[] = {"127.0.0.2", "127.5.6.7", "::1", "127.0.0.2 127.5.6.7", "::1 127.0.0.2"};
  std::mt19937 random(20'261'120);
  const std::string url = fmt::format("http://changing.example:{}/", house.port());
  const int before = name_lookups();
  auto fetcher = house.fetcher();
  int reached = 0;
  const char* const is_long = std::getenv("COMMONPLACE_LONG");
  const int rounds = is_long && std::string(is_long) == "1" ? 1'000 : 150;  // libcurl takes 20 ms for each name
  for (int round = 0; round < rounds; ++round) {
    if (random() % 4 == 0) fetcher = house.fetcher();  // else it may remember the name, or keep a connection
    const bool allowed = random() % 3 == 0;
    name_means(allowed ? "127.0.0.1" : forbidden[random() % std::size(forbidden)]);
    const auto fetched = fetcher->fetch({url, "", quick()});
    reached += fetched.reply.has_value();
  }
  EXPECT_EQ(house.touched(), 0);
  EXPECT_GT(reached, rounds / 10) << "the allowed address is no test";
  EXPECT_GT(name_lookups() - before, rounds / 10);
  EXPECT_EQ(house.server.connections(), reached);
}

TEST(Har56, OfSeveralAddressesOnlyTheAllowedOneIsUsed) {
  House house;
  name_means("127.0.0.2 ::1 127.0.0.1");

  const auto fetched = house.fetcher()->fetch({fmt::format("http://changing.example:{}/", house.port()), "", quick()});

  EXPECT_TRUE(fetched.reply);
  EXPECT_EQ(house.touched(), 0);
}

// ---- redirects ------------------------------------------------------------------------------------------------------

TEST(Har56, NoRedirectChainLeadsElsewhere) {
  name_means("127.0.0.2");
  // "P" stands for the port of the server; each step is the Location of one hop, the last one what must not be reached.
  const std::vector<std::vector<std::string>> chains = {
      {"http://127.0.0.2:P/"},
      {"/1", "http://127.0.0.2:P/"},
      {"/1", "/2", "http://127.0.0.2:P/"},
      {"/1", "/2", "/3", "http://127.0.0.2:P/"},
      {"//127.0.0.2:P/"},
      {"http://localhost:P/"},
      {"http://changing.example:P/"},
      {"http://[::1]:P/"},
      {"http://2130706434:P/"},
      {"http://127.0.0.1@127.0.0.2:P/"},
      {"http://127.0.0.1:P@127.0.0.2:P/"},
      {"http://169.254.169.254/latest/meta-data"},
      {"http://127.0.0.1:22/"},
      {"file:///etc/passwd"},
      {"gopher://127.0.0.2:P/_x"},
  };
  ASSERT_EQ(chains.size(), 15u);
  for (const auto& chain : chains) {
    std::atomic<std::size_t> step{0};
    House house([&](RawServer& self, int socket, const std::string&) {
      const auto now = step++;
      if (now >= chain.size()) return RawServer::send_bytes(socket, http_reply(200, "", "reached"));
      std::string to = chain[now];
      for (auto at = to.find(":P"); at != std::string::npos; at = to.find(":P", at + 1)) to.replace(at + 1, 1, std::to_string(self.port()));
      return RawServer::send_bytes(socket, http_reply(302, "Location: " + to + "\r\n", ""));
    });

    const auto fetched = house.fetcher()->fetch({house.server.url(), "", quick()});

    EXPECT_TRUE(fetched.problem) << chain.back();
    EXPECT_EQ(house.touched(), 0) << chain.back();
    EXPECT_EQ(house.server.requests().size(), chain.size()) << chain.back();
  }
}

TEST(Har54, AnotherPortOfTheSameHostIsNotAskedForIt) {
  House house;
  Tripwire other("127.0.0.1", static_cast<std::uint16_t>(house.port() == 65'535 ? 65'534 : house.port() + 1));
  if (!other.listens()) GTEST_SKIP() << "the port is taken";
  const auto port = house.port() == 65'535 ? 65'534 : house.port() + 1;

  EXPECT_TRUE(house.fetcher()->fetch({fmt::format("http://127.0.0.1:{}/", port), "", quick()}).problem);

  EXPECT_EQ(other.touched(), 0);
}

// ---- what unpacks without end ---------------------------------------------------------------------------------------

long status_kib(const std::string& name) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(name + ":")) return std::atol(line.c_str() + name.size() + 1);
  return 0;
}

// 1 GiB in sixteen members, as gzip allows: made in a moment.
std::string gibibyte_bomb() {
  const std::string member = gzip_bomb(64);
  std::string all;
  for (int i = 0; i < 16; ++i) all += member;
  return all;
}

void expect_cut(std::size_t ratio) {
  const std::string reply = http_reply(200, "Content-Encoding: gzip\r\n", gibibyte_bomb());
  House house([&](RawServer&, int socket, const std::string&) { return RawServer::send_bytes(socket, reply); });
  const auto fetcher = house.fetcher();
  FetchLimits limits;
  limits.ratio = ratio;
  const long before = status_kib("VmRSS");
  std::ofstream("/proc/self/clear_refs") << "5";  // VmHWM counts anew
  const std::clock_t begun = std::clock();  // of the processor

  const auto fetched = fetcher->fetch({house.server.url(), "", limits});

  const std::clock_t took = std::clock() - begun;
  ASSERT_TRUE(fetched.problem);
  EXPECT_EQ(fetched.problem->fault, FetchFault::too_big);
  if (is_sanitized) return;
  EXPECT_LT(took, CLOCKS_PER_SEC);
  EXPECT_LT(status_kib("VmHWM") - before, 64 * 1024);
}

TEST(Har50, ABombOfAGibibyteIsCutByItsRatio) { expect_cut(FetchLimits{}.ratio); }

TEST(Har50, ABombOfAGibibyteIsCutByItsSizeWhereTheRatioIsLarge) { expect_cut(1'000'000); }

}  // namespace
}  // namespace commonplace::harvest
