// Where the fetcher may connect: spellings, blocks, ports, schemes, redirects.
#include "harvest/address_guard.h"

#include <gtest/gtest.h>

namespace commonplace::harvest {
namespace {

bool is_public(const char* text) {
  const auto address = parse_address(text);
  return address && is_globally_routable(*address);
}

TEST(Har53, RefusesEveryIpv4BlockOfTheSpecialRegistryAtBothEnds) {
  for (const char* text :
       {"0.0.0.0",         "0.255.255.255", "10.0.0.0",        "10.255.255.255", "100.64.0.0",
        "100.127.255.255", "127.0.0.1",     "127.255.255.255", "169.254.0.0",    "169.254.169.254",
        "169.254.255.255", "172.16.0.0",    "172.31.255.255",  "192.0.0.0",      "192.0.0.170",
        "192.0.2.1",       "192.31.196.1",  "192.52.193.1",    "192.88.99.1",    "192.168.0.0",
        "192.168.255.255", "192.175.48.1",  "198.18.0.0",      "198.19.255.255", "198.51.100.7",
        "203.0.113.255",   "224.0.0.1",     "239.255.255.255", "240.0.0.1",      "255.255.255.255"}) {
    EXPECT_FALSE(is_public(text)) << text;
  }
}

TEST(Har53, AllowsTheNeighboursOfThoseBlocks) {
  for (const char* text :
       {"1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0",
        "198.17.255.255", "198.20.0.0", "223.255.255.255", "93.184.216.34"}) {
    EXPECT_TRUE(is_public(text)) << text;
  }
}

TEST(Har53, AllowsOfIpv6OnlyGlobalUnicastWithoutItsCarveOuts) {
  for (const char* text :
       {"::",           "::1",           "::ffff:127.0.0.1", "::ffff:8.8.8.8",  "::127.0.0.1",     "64:ff9b::7f00:1",
        "64:ff9b:1::1", "100::1",        "2001::1",          "2001:0:7f00:1::", "2001:1ff:ffff::", "2001:20::1",
        "2001:db8::1",  "2002:7f00:1::", "2620:4f:8000::1",  "3ffe::1",         "3fff::1",         "4000::1",
        "5f00::1",      "fc00::1",       "fd12:3456::1",     "fe80::1",         "fec0::1",         "ff02::1",
        "1fff:ffff::1"}) {
    EXPECT_FALSE(is_public(text)) << text;
  }
  for (const char* text : {"2000::1", "2001:200::1", "2001:4860:4860::8888", "2003::1", "2606:4700::1111",
                           "2a00:1450:4001::200e", "3ffd::1"}) {
    EXPECT_TRUE(is_public(text)) << text;
  }
}

TEST(Har53, ReadsNoAddressInOddSpellings) {
  for (const char* text : {"", "127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433", "127.0.0.1.", " 127.0.0.1", "[::1]",
                           "::1%lo", "127.0.0.01", "1.2.3.4.5", "::g", "1.2.3.256"}) {
    EXPECT_FALSE(parse_address(text)) << text;
  }
}

TEST(Har55, AllowsPrivateBlocksOnlyWhereTheyAreNamed) {
  const Permits named{
      .http = true, .ports = {}, .private_blocks = {*parse_block("127.0.0.0/8"), *parse_block("fd00::/8")}};

  EXPECT_FALSE(refuse_address(*parse_address("127.0.0.1"), named));
  EXPECT_FALSE(refuse_address(*parse_address("fd00::5"), named));
  EXPECT_TRUE(refuse_address(*parse_address("10.0.0.1"), named));
  EXPECT_TRUE(refuse_address(*parse_address("::ffff:127.0.0.1"), named));
  EXPECT_TRUE(refuse_address(*parse_address("127.0.0.1"), Permits{}));
}

TEST(Har55, ReadsBlocksStrictly) {
  EXPECT_TRUE(parse_block("10.1.0.0/16"));
  EXPECT_TRUE(parse_block("0.0.0.0/0"));
  EXPECT_TRUE(parse_block("::/0"));
  EXPECT_TRUE(parse_block("127.0.0.1"));
  for (const char* text : {"", "/", "10.1.0.0/", "10.1.0.0/33", "10.1.0.0/-1", "10.1.0.1/16", "10.1.0.0/16 ",
                           "fd00::/129", "10.1/16", "10.1.0.0/1x", "private"}) {
    EXPECT_FALSE(parse_block(text)) << text;
  }
}

TEST(Har54, TakesHttpsOn443AloneUnlessTheKeeperTypedMore) {
  const Permits plain = permits_for("https://museum.example/oai", {});
  EXPECT_FALSE(refuse_url("https://museum.example/oai", plain));
  EXPECT_TRUE(refuse_url("http://museum.example/oai", plain));
  EXPECT_TRUE(refuse_url("https://museum.example:8443/oai", plain));
  EXPECT_TRUE(refuse_url("https://museum.example:22/oai", plain));

  const Permits typed_http = permits_for("http://museum.example/oai", {});
  EXPECT_FALSE(refuse_url("http://museum.example/oai", typed_http));
  EXPECT_FALSE(refuse_url("https://museum.example/oai", typed_http));
  EXPECT_TRUE(refuse_url("http://museum.example:8080/oai", typed_http));

  const Permits typed_port = permits_for("https://museum.example:8443/oai", {});
  EXPECT_FALSE(refuse_url("https://museum.example:8443/oai", typed_port));
  EXPECT_FALSE(refuse_url("http://museum.example:8443/oai", typed_port));
  EXPECT_TRUE(refuse_url("https://museum.example:8444/oai", typed_port));
}

TEST(Har54, TakesNoOtherSchemeAndNoUserPart) {
  const Permits permits = permits_for("http://museum.example/", {});
  for (const char* text :
       {"", "ftp://museum.example/", "file:///etc/passwd", "gopher://museum.example:80/", "//museum.example/",
        "https://user@museum.example/", "https://user:secret@museum.example/", "https://", "https:///x",
        "dict://museum.example:80/", "javascript:alert(1)", "http://museum.example\n.evil/"}) {
    EXPECT_TRUE(refuse_url(text, permits)) << text;
  }
}

TEST(Har54, SaysNoToPrivateLiteralsBeforeAnyConnection) {
  const Permits permits = permits_for("http://museum.example/", {});
  for (const char* text : {"http://127.0.0.1/", "http://169.254.169.254/latest/meta-data", "http://[::1]/",
                           "http://[::ffff:127.0.0.1]/", "http://10.0.0.1/", "http://0.0.0.0/"}) {
    EXPECT_TRUE(refuse_url(text, permits)) << text;
  }
}

TEST(Sec47, KeepsRedirectsWithinTheRegistrableHost) {
  EXPECT_TRUE(same_registrable_host("museum.example", "museum.example"));
  EXPECT_TRUE(same_registrable_host("museum.example", "www.museum.example"));
  EXPECT_TRUE(same_registrable_host("oai.lib.museum.example", "museum.example"));
  EXPECT_TRUE(same_registrable_host("oai.museum.example", "data.museum.example"));
  EXPECT_TRUE(same_registrable_host("oai.museum.ac.uk", "www.museum.ac.uk"));

  EXPECT_FALSE(same_registrable_host("museum.example", "gallery.example"));
  EXPECT_FALSE(same_registrable_host("museum.co.uk", "gallery.co.uk"));
  EXPECT_FALSE(same_registrable_host("museum.github.io", "gallery.github.io"));
  EXPECT_FALSE(same_registrable_host("museum.example", "evilmuseum.example"));
  EXPECT_FALSE(same_registrable_host("museum.example", "museum.example.evil.test"));
  EXPECT_FALSE(same_registrable_host("museum.example", "example"));
  EXPECT_FALSE(same_registrable_host("127.0.0.1", "127.0.0.2"));
  EXPECT_FALSE(same_registrable_host("10.0.0.1", "9.0.0.1"));
}

}  // namespace
}  // namespace commonplace::harvest
