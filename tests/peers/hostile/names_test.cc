// HOST-13 and HOST-14: names that change their meaning, and certificates that are no good.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "schemas/formats/url.h"
#include "tests/harvest/changing_name.h"
#include "tests/peers/hostile/hostile_case.h"
#include "tests/peers/hostile/tls_server.h"

namespace commonplace::hostile {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Counts who comes to an address of the house's own network.
class Tripwire {
 public:
  explicit Tripwire(std::uint16_t port) {
    socket_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_port = htons(port);
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);  // 127.0.0.2
    listens_ = bind(socket_, reinterpret_cast<sockaddr*>(&place), sizeof place) == 0 && listen(socket_, 64) == 0;
  }
  ~Tripwire() { close(socket_); }
  Tripwire(const Tripwire&) = delete;
  Tripwire& operator=(const Tripwire&) = delete;

  bool listens() const { return listens_; }
  int touched() const {
    int count = 0;
    for (int one; (one = accept(socket_, nullptr, nullptr)) >= 0; ++count) close(one);
    return count;
  }

 private:
  int socket_ = -1;
  bool listens_ = false;
};

// 127.0.0.1 is allowed here and stands for a public address; 127.0.0.2 is not.
TEST(Host13, ANameThatComesToMeanOurOwnNetworkReachesNobody) {
  const int rounds = std::getenv("COMMONPLACE_LONG") ? 1'000 : 60;
  Case one;
  const auto port = formats::parse_http_url(one.hostile.url())->port;
  const Tripwire wire(port);
  ASSERT_TRUE(wire.listens());
  auto peer = one.peer();
  peer.url = fmt::format("http://changing.example:{}/oai", port);
  one.set_peer(peer);
  harvest::name_means("127.0.0.1");
  expect(one, one.visit(), Ending::complete, 500, Case::model());

  harvest::name_means("127.0.0.2");
  const int asked = one.hostile.asked("verb=");
  for (int round = 0; round < rounds; ++round) {
    const auto report = one.visit_alone();
    ASSERT_EQ(report.ending, Ending::refused) << report.message;
    ASSERT_THAT(report.alarms, Contains(HasSubstr("an address that is not allowed")));
  }

  EXPECT_EQ(wire.touched(), 0);
  EXPECT_EQ(one.hostile.asked("verb="), asked);
  EXPECT_EQ(one.peer().state, store::PeerState::suspended);
  EXPECT_THAT(one.peer().message, HasSubstr("an address that is not allowed"));
  EXPECT_EQ(one.shown(), Case::model());
}

// The reply of the invented source to the request.
std::string answer(FakeSource& source, const std::string& request) {
  const auto begin = request.find(' ') + 1;
  const std::string target = request.substr(begin, request.find(' ', begin) - begin);
  const auto fetched = source.fetch({"https://source.example" + target, "", {}});
  return harvest::http_reply(200, "Content-Type: text/xml\r\nConnection: close\r\n", fetched.reply->body);
}

TEST(Host14, ACertificateThatIsNoGoodIsNotReachedAndToldNothing) {
  struct Row {
    TlsKind kind;
    const char* words;  // empty: it is good
  };
  const Row rows[] = {{{}, ""},
                      {{.expired = true}, "valid from"},
                      {{.name = "other.example"}, "match"},
                      {{.self_signed = true}, "self-signed"},
                      {{.only_tls_1_0 = true}, "protocol"}};
  for (const auto& row : rows) {
    Case one;
    FakeSource source;
    TlsServer server(row.kind, [&](const std::string& request) { return answer(source, request); });
    auto peer = one.peer();
    peer.url = server.url();
    one.set_peer(peer);

    const auto report = one.visit();

    EXPECT_GE(server.connections(), 1) << row.words;
    if (*row.words == '\0') {
      expect(one, report, Ending::complete, 500, Case::model());
      continue;
    }
    EXPECT_EQ(report.ending, Ending::not_reached) << row.words;
    EXPECT_EQ(harvest::exit_code(report.ending), 6);
    EXPECT_THAT(report.message, HasSubstr(row.words));
    EXPECT_EQ(server.bytes_heard(), 0u) << row.words;
    EXPECT_THAT(one.shown(), IsEmpty());
  }
}

}  // namespace
}  // namespace commonplace::hostile
