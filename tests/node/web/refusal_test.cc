// What never reaches a page is refused like a page: with the site's own words, as JSON to who asks for that, and with
// the same security headers (security.md §8, SEC-4).
#include "schemas/formats/json.h"
#include "tests/node/web/site_ground.h"

namespace commonplace::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// As much of a request as was read before it was refused.
http::Request refused(const std::string& target, const std::string& accept) {
  http::Request request;
  request.target = target;
  request.id = "abc123";
  request.now = site_now;
  if (!target.empty()) request.method = "GET";
  if (!accept.empty()) request.headers.push_back({"Accept", accept});
  return request;
}

http::Response answer(const std::string& target, const std::string& accept, int status) {
  static const auto front = make_front(shared_site().site());
  return front.refuse(refused(target, accept), status);
}

TEST(Sec8, RepliesMadeBeforeRoutingHaveTheSecurityHeadersToo) {
  for (const int status : {400, 408, 413, 414, 417, 431, 500, 501, 503, 505})
    for (const auto* target : {"", "/..", "/api/v1/%zz", "/search?q=%zz"})
      for (const auto* accept : {"", "text/html", "application/json"}) {
        const auto response = answer(target, accept, status);
        EXPECT_EQ(response.status, status) << target;
        const auto page = shared_site().get("/");
        for (const auto* name : {"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy",
                                 "Cross-Origin-Opener-Policy", "Permissions-Policy"})
          EXPECT_EQ(header(response, name), header(page, name)) << status << " " << target << " " << name;
      }
}

TEST(Sec4, ARefusedPathIsAnsweredWithThePageOfTheSite) {
  for (const auto* target : {"/..", "/../etc/passwd", "/%zz", "/%2e%2e/x", "/a\"><b>"}) {
    const auto response = answer(target, "text/html,*/*;q=0.8", 400);

    EXPECT_EQ(response.content_type, "text/html; charset=utf-8") << target;
    EXPECT_THAT(response.body, HasSubstr("<main")) << target;
    EXPECT_THAT(response.body, HasSubstr("abc123")) << target;
    EXPECT_THAT(response.body, Not(HasSubstr(target))) << target;
  }
}

TEST(Sec4, ARefusedPathIsAnsweredWithJsonToWhoAsksForIt) {
  for (const auto& [target, accept] : {std::pair("/..", "application/json"), std::pair("/api/v1/%zz", "text/html"),
                                       std::pair("/.well-known/%00", "")}) {
    const auto response = answer(target, accept, 400);

    EXPECT_EQ(response.content_type, "application/json") << target;
    const auto body = json::parse(response.body);
    ASSERT_TRUE(body) << response.body;
    EXPECT_EQ(body->at("error").at("kind"), "bad_request");
    EXPECT_EQ(body->at("request"), "abc123");
  }
}

// No look at the store for who is turned away because the node is full, nor for bytes that are no request.
TEST(Sec4, ABusyNodeAndNoiseGetAFewConstantWords) {
  for (const auto& [target, status] : {std::pair("/search", 503), std::pair("/search", 408), std::pair("", 431)}) {
    const auto response = answer(target, "text/html", status);

    EXPECT_EQ(response.content_type, "text/plain; charset=utf-8") << status;
    EXPECT_LT(response.body.size(), 300u);
  }
}

}  // namespace
}  // namespace commonplace::web
