// A contributor's logo comes through the same guard, and from a child (HAR-56, SEC-43).
#include <gtest/gtest.h>

#include "node/app/arrival.h"
#include "node/app/child_questions.h"
#include "node/app/harvester.h"
#include "tests/harvest/raw_server.h"
#include "tests/node/app/ground.h"

namespace commonplace::app {
namespace {

using harvest::RawServer;

class Har56Logo : public ::testing::Test {
 protected:
  Har56Logo() { std::filesystem::create_directories(ground_.path("media")); }

  // The logo that is shown of a contributor who names the server's, for a peer of that address.
  std::string logo_after(const std::string& peer_url, const char* allowed) {
    harvest::CurlOptions curl;
    curl.user_agent = "t";
    curl.permits = harvest::permits_for(peer_url, {*harvest::parse_block(allowed)});
    ChildOptions options;
    options.program = COMMONPLACE_BINARY;
    const auto fetcher = make_child_fetcher(options, curl);
    const Visitor visitor{"https://river.example", "river.example", ground_.path("media"), 24};
    Arrival arrival(*desk_.store, *fetcher, visitor);
    model::Contributor look;
    look.set = "contributor:kiln.example";
    look.name = "Kiln";
    look.logo = server_.url("/logo.png");
    store::Peer peer;
    peer.url = peer_url;
    arrival.learn({look}, peer);
    return desk_.store->contributor_by_set(look.set)->profile.logo;
  }

  Ground ground_;
  Desk desk_ = ground_.desk();
  RawServer server_{[](RawServer&, int socket, const std::string&) {
    return RawServer::send_bytes(socket, harvest::http_reply(200, "Content-Type: image/png\r\n", png()));
  }};
};

TEST_F(Har56Logo, OfAnInnerAddressIsNotAskedFor) {
  EXPECT_EQ(logo_after("https://kiln.example/oai", "10.0.0.0/8"), "");
  EXPECT_EQ(logo_after("https://kiln.example/oai", "127.0.0.1/32"), "") << "http was allowed for no source";
  EXPECT_EQ(server_.connections(), 0);
}

TEST_F(Har56Logo, IsKeptAndServedByUsWhereItMayBeFetched) {
  const auto logo = logo_after(server_.url(), "127.0.0.1/32");

  EXPECT_TRUE(logo.starts_with("https://river.example/media/")) << logo;
  EXPECT_EQ(server_.connections(), 1);
}

}  // namespace
}  // namespace commonplace::app
