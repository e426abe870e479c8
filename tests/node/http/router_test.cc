#include "node/http/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commonplace::http {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Request request_for(std::string method, std::string target) {
  Request request;
  request.method = std::move(method);
  request.target = std::move(target);
  request.id = "abc";
  return request;
}

RouteHandler says(std::string text) {
  return [text](const Request&, const Captures& captures) {
    std::string body = text;
    for (const Argument& value : captures.all()) body += " " + value.name + "=" + value.value;
    return Response::text(200, "text/plain", body);
  };
}

Router some_router() {
  Router router;
  router.add("GET", "/", says("front"));
  router.add("GET", "/r/{id}", says("resource"));
  router.add("GET", "/r/new", says("form"));
  router.add("GET", "/by/{slug}/brand.css", says("colours"));
  router.add("GET", "/by/{slug}", says("organisation"));
  router.add("GET", "/assets/{path*}", says("asset"));
  router.add("GET", "/oai", says("oai get"));
  router.add("POST", "/oai", says("oai post"));
  router.add("PUT", "/api/v1/resources/{id}", says("put"));
  router.add("DELETE", "/api/v1/resources/{id}", says("delete"));
  return router;
}

std::string body_of(const Router& router, std::string target) {
  return router.answer(request_for("GET", std::move(target))).body;
}

std::string allow_of(const Response& response) {
  for (const Header& header : response.headers) {
    if (header.name == "Allow") return header.value;
  }
  return "";
}

TEST(Router, FindsTheMostLiteralRouteAndDecodesCapturesOnce) {
  const Router router = some_router();

  EXPECT_EQ(body_of(router, "/"), "front");
  EXPECT_EQ(body_of(router, "/r/42?x=/r/new"), "resource id=42");
  EXPECT_EQ(body_of(router, "/r/new"), "form");
  EXPECT_EQ(body_of(router, "/r/a%2Fb%2525"), "resource id=a/b%25");
  EXPECT_EQ(body_of(router, "/by/tate/brand.css"), "colours slug=tate");
  EXPECT_EQ(body_of(router, "/by/brand.css"), "organisation slug=brand.css");
  EXPECT_EQ(body_of(router, "/assets/js/app.js"), "asset path=js/app.js");
  EXPECT_EQ(router.answer(request_for("HEAD", "/r/42")).body, "resource id=42");
}

TEST(Router, Answers404WithoutEchoingThePath) {
  const Router router = some_router();

  for (const auto* target : {"/no-such", "/r/", "/r", "/r/a/b", "/assets/", "/by//brand.css", "//", "/oai/", "*"}) {
    const Response response = router.answer(request_for("GET", target));
    EXPECT_EQ(response.status, 404) << target;
    EXPECT_EQ(response.body.find("no-such"), std::string::npos);
    EXPECT_THAT(response.body, HasSubstr("abc"));
  }
}

TEST(Router, Answers405WithAllow) {
  const Router router = some_router();

  const Response page = router.answer(request_for("POST", "/r/42"));
  const Response oai = router.answer(request_for("DELETE", "/oai"));
  const Response api = router.answer(request_for("HEAD", "/api/v1/resources/x"));

  EXPECT_EQ(page.status, 405);
  EXPECT_EQ(allow_of(page), "OPTIONS, GET, HEAD");
  EXPECT_EQ(oai.status, 405);
  EXPECT_EQ(allow_of(oai), "OPTIONS, GET, HEAD, POST");
  EXPECT_EQ(api.status, 405);
  EXPECT_EQ(allow_of(api), "OPTIONS, DELETE, PUT");
}

TEST(Router, AnswersOptions) {
  Router router = some_router();
  router.add("OPTIONS", "/api/v1/search", says("cors"));

  EXPECT_EQ(router.answer(request_for("OPTIONS", "/oai")).status, 204);
  EXPECT_EQ(allow_of(router.answer(request_for("OPTIONS", "/oai"))), "OPTIONS, GET, HEAD, POST");
  EXPECT_EQ(router.answer(request_for("OPTIONS", "*")).status, 204);
  EXPECT_EQ(router.answer(request_for("OPTIONS", "/api/v1/search")).body, "cors");
  EXPECT_EQ(router.answer(request_for("OPTIONS", "/no-such")).status, 404);
}

TEST(Router, LetsTheWebLayerWriteRefusals) {
  Router router = some_router();
  router.on_refusal([](const Request&, int status) {
    return Response::text(200, "text/html", status == 404 ? "nothing" : "not so");
  });

  EXPECT_EQ(router.answer(request_for("GET", "/x")).body, "nothing");
  EXPECT_EQ(router.answer(request_for("GET", "/x")).status, 404);
  EXPECT_EQ(allow_of(router.answer(request_for("PUT", "/oai"))), "OPTIONS, GET, HEAD, POST");
}

TEST(Router, ListsItsRoutes) {
  Router router;
  router.add("POST", "/oai", says(""));
  router.add("GET", "/r/{id}", says(""));
  router.add("GET", "/oai", says(""));

  EXPECT_THAT(router.list(), ElementsAre(Route{"GET", "/oai"}, Route{"POST", "/oai"}, Route{"GET", "/r/{id}"}));
}

TEST(Router, RefusesBrokenAndRepeatedPatterns) {
  Router router = some_router();

  for (const auto* pattern : {"", "r", "/r/{}", "/r/{id", "/r/a{id}", "/x/{rest*}/y", "/r/{other}", "/a*"}) {
    EXPECT_THROW(router.add("GET", pattern, says("")), std::logic_error) << pattern;
  }
  EXPECT_THROW(router.add("HEAD", "/h", says("")), std::logic_error);
}

TEST(Captures, ThrowsForANameThatThePatternDoesNotHave) {
  const Captures captures(std::vector<Argument>{{"id", "42"}});

  EXPECT_EQ(captures["id"], "42");
  EXPECT_THROW(captures["slug"], std::logic_error);
}

}  // namespace
}  // namespace commonplace::http
