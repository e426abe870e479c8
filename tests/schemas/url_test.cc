// URLs: one spelling, no tricks.
#include "schemas/formats/url.h"

namespace commonplace::formats {
namespace {

TEST(ParseHttpUrl, TakesAUrlApart) {
  const auto url = parse_http_url("HTTPS://Museum.Example.:8443/a/b?x=1&x=2#top");

  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "museum.example");
  EXPECT_EQ(url->port, 8443);
  EXPECT_EQ(url->path, "/a/b");
  EXPECT_EQ(url->query, "x=1&x=2");
  EXPECT_EQ(url->fragment, "top");
}

TEST(ParseHttpUrl, KnowsDefaultPortsIpv6AndUserNames) {
  EXPECT_EQ(parse_http_url("http://a.example")->port, 80);
  EXPECT_EQ(parse_http_url("https://a.example:")->port, 443);
  EXPECT_EQ(parse_http_url("http://a.example")->path, "/");
  EXPECT_EQ(parse_http_url("http://[2001:DB8::1]:81/")->host, "2001:db8::1");
  EXPECT_EQ(parse_http_url("http://museum.example@evil.example/")->host, "evil.example");
  EXPECT_EQ(parse_http_url("http://museum.example@evil.example/")->user, "museum.example");
}

TEST(ParseHttpUrl, WritesInternationalHostsAsALabels) {
  EXPECT_EQ(parse_http_url("https://M\u00FCnchen.example/")->host, "xn--mnchen-3ya.example");
  EXPECT_EQ(parse_http_url("https://fa\u00DF.example/")->host, "xn--fa-hia.example");
}

TEST(ParseHttpUrl, RefusesEverythingElse) {
  for (const char* text : {"",
                           "a.example",
                           "/path",
                           "//a.example/",
                           "http:a.example",
                           "http://",
                           "http:///x",
                           "http://:80/",
                           "ftp://a.example/",
                           "javascript:alert(1)",
                           "data:text/html,x",
                           "file:///etc/passwd",
                           "http://a b.example/",
                           "http://a.example/a b",
                           "http://a.example/\n",
                           "http://a..example/",
                           "http://a.example:0/",
                           "http://a.example:65536/",
                           "http://a.example:x/",
                           "http://[::1/",
                           "http://[::zz]/",
                           "http://[::1]x/",
                           "http://a%2eb/",
                           "http://a\\b/",
                           "http://\xFF.example/",
                           "http://a.example/\xFF",
                           "http://.example/",
                           "http://a.example,b/"}) {
    EXPECT_FALSE(parse_http_url(text)) << text;
  }
  EXPECT_FALSE(parse_http_url("http://a.example/" + std::string(9000, 'a')));
  EXPECT_FALSE(parse_http_url("http://" + std::string(64, 'a') + ".example/"));
}

TEST(Md40, NormalisesToOneSpelling) {
  const std::pair<const char*, const char*> cases[] = {
      {"HTTP://A.Example:80", "http://a.example/"},
      {"https://a.example:443/x", "https://a.example/x"},
      {"https://a.example:8443/x", "https://a.example:8443/x"},
      {"  https://a.example/a b?c d \n", "https://a.example/a%20b?c%20d"},
      {"https://a.example/%7euser/%c3%a9", "https://a.example/~user/%C3%A9"},
      {"https://a.example/caf\u00E9", "https://a.example/caf%C3%A9"},
      {"https://a.example/100%", "https://a.example/100%25"},
      {"https://a.example/<x>\"", "https://a.example/%3Cx%3E%22"},
      {"https://a.example/x#frag#ment", "https://a.example/x#frag%23ment"},
      {"http://[2001:DB8:0::1]/", "http://[2001:db8::1]/"}};
  for (const auto& [given, expected] : cases) {
    EXPECT_EQ(normalise_http_url(given), expected);
    EXPECT_EQ(normalise_http_url(expected), expected) << "twice is once";
  }
}

TEST(Md40, RefusesUserNamesAndOtherSchemes) {
  EXPECT_FALSE(normalise_http_url("https://museum.example@evil.example/"));
  EXPECT_FALSE(normalise_http_url("javascript:alert(1)"));
  EXPECT_FALSE(normalise_http_url("museum.example"));
}

TEST(PercentCoding, GoesThereAndBackForEveryByte) {
  std::string every_byte;
  for (int i = 0; i < 256; ++i) every_byte += static_cast<char>(i);

  EXPECT_EQ(percent_decode(percent_encode(every_byte)), every_byte);
  EXPECT_EQ(percent_encode("a b/\u00E9~"), "a%20b%2F%C3%A9~");
  EXPECT_FALSE(percent_decode("%"));
  EXPECT_FALSE(percent_decode("a%4"));
  EXPECT_FALSE(percent_decode("%gg"));
  EXPECT_EQ(percent_decode("a+b"), "a+b");
}

// RFC 3986 §5.4, with http as the scheme.
TEST(ResolveUrl, AgreesWithTheExamplesOfTheRfc) {
  const std::pair<const char*, const char*> cases[] = {
      {"g", "http://a/b/c/g"},      {"./g", "http://a/b/c/g"},      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},         {"//g", "http://g/"},           {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},  {"#s", "http://a/b/c/d;p?q#s"}, {"g#s", "http://a/b/c/g#s"},
      {";x", "http://a/b/c/;x"},    {"", "http://a/b/c/d;p?q"},     {".", "http://a/b/c/"},
      {"..", "http://a/b/"},        {"../g", "http://a/b/g"},       {"../..", "http://a/"},
      {"../../g", "http://a/g"},    {"../../../g", "http://a/g"},   {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},      {"g.", "http://a/b/c/g."},      {"..g", "http://a/b/c/..g"},
      {"./g/.", "http://a/b/c/g/"}, {"g/../h", "http://a/b/c/h"},   {"https://h/x", "https://h/x"}};
  for (const auto& [reference, expected] : cases)
    EXPECT_EQ(resolve_url("http://a/b/c/d;p?q", reference), expected) << reference;
}

TEST(ResolveUrl, RefusesOtherSchemesAndBadBases) {
  EXPECT_FALSE(resolve_url("http://a/", "javascript:alert(1)"));
  EXPECT_FALSE(resolve_url("http://a/", "mailto:x@a.example"));
  EXPECT_FALSE(resolve_url("not a url", "g"));
}

}  // namespace
}  // namespace commonplace::formats
