// Ten thousand requests, each right in everything but one thing: the status is the one for that thing, however the rest
// looks and however the bytes arrive (security.md §2.1, SEC-4, SEC-5).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>

#include "node/http/request_reader.h"
#include "tests/node/http/server_fixture.h"

namespace commonplace::http::testing {
namespace {

using namespace std::string_literals;

class Chance {
 public:
  explicit Chance(unsigned seed) : engine_(seed) {}

  std::size_t below(std::size_t end) { return engine_() % end; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <typename T>
  const T& of(const std::vector<T>& all) {
    return all[below(all.size())];
  }
  std::string letters(std::string_view from, std::size_t least, std::size_t most) {
    std::string out;
    for (std::size_t left = least + below(most - least + 1); left > 0; --left) out += from[below(from.size())];
    return out;
  }

 private:
  std::mt19937 engine_;
};

constexpr std::string_view word = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_~";
constexpr std::string_view value = "abcXYZ019 !\"#$%&'()*+,-./:;<=>?@[]^_`{|}~\xc3\xa9\xff";

// A request in parts, so that one of them can be spoilt.
struct Draft {
  std::string method, gap1 = " ", target, gap2 = " ", version = "HTTP/1.1", line_end = "\r\n";
  std::vector<std::string> fields;  // whole lines without their end
  std::string body;                 // as on the wire

  bool has_body() const { return !body.empty(); }
  std::string bytes() const {
    std::string out = method + gap1 + target + gap2 + version + line_end;
    for (const auto& field : fields) out += field + line_end;
    return out + line_end + body;
  }
  void insert(Chance& chance, std::string field) {
    fields.insert(fields.begin() + static_cast<std::ptrdiff_t>(chance.below(fields.size() + 1)), std::move(field));
  }
  void drop(std::string_view beginning) {
    std::erase_if(fields, [beginning](const std::string& field) { return field.starts_with(beginning); });
  }
};

std::string sound_path(Chance& chance) {
  std::string path;
  for (std::size_t parts = 1 + chance.below(4); parts > 0; --parts) path += "/" + chance.letters(word, 1, 12);
  if (chance.one_in(4)) path += chance.of<std::string>({"%20x", "%C3%A9", "/...", "/a%2Fb", "/~x", "/a;b=c", "//"});
  if (chance.one_in(3))
    path += "?" + chance.letters(word, 0, 8) + "=" + chance.of<std::string>({"", "1", "%zz", "a+b", "%26"});
  return path;
}

std::string chunks_of(Chance& chance, std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t size = std::min(text.size(), 1 + chance.below(40));
    out += fmt::format("{:x}{}\r\n{}\r\n", size, chance.one_in(4) ? ";a=b" : "", text.substr(0, size));
    text.remove_prefix(size);
  }
  return out + "0\r\n\r\n";
}

Draft sound_request(Chance& chance) {
  Draft draft;
  draft.method = chance.of<std::string>({"GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"});
  draft.target = sound_path(chance);
  for (std::size_t more = chance.below(12); more > 0; --more)
    draft.fields.push_back(fmt::format("X-{}: {}", chance.letters(word, 1, 10), chance.letters(value, 0, 30)));
  draft.insert(chance,
               chance.of<std::string>({"Host: a", "host: node.example:80", "HOST:[::1]", "Host:  127.0.0.1  "}));
  if (draft.method != "POST" && draft.method != "PUT") return draft;
  const std::string text = chance.letters(value, 1, 200);
  const bool chunked = chance.one_in(2);
  draft.insert(chance, chunked ? "Transfer-Encoding: chunked" : fmt::format("Content-Length: {}", text.size()));
  draft.body = chunked ? chunks_of(chance, text) : text;
  return draft;
}

void become_post(Draft& draft, Chance& chance) {
  draft.method = "POST";
  draft.drop("Content-Length");
  draft.drop("Transfer-Encoding");
  draft.body = chance.letters(word, 1, 50);
}

struct Flaw {
  std::string_view name;
  int status;
  void (*spoil)(Draft&, Chance&);
};

std::string spoilt_path(Chance& chance, std::string_view bad) {
  auto path = "/" + chance.letters(word, 0, 6) + std::string(bad);
  if (chance.one_in(2)) path += "/" + chance.letters(word, 0, 6);
  return path;
}

const std::vector<Flaw>& flaws_of_line() {
  static const std::vector<Flaw> table = {
      {"a byte that is none of a method", 400,
       [](Draft& d, Chance& c) {
         d.method.insert(c.below(d.method.size()), 1, c.of<char>({'(', '"', '@', '\xc3', '\x01', '{'}));
       }},
      {"an unknown method", 501,
       [](Draft& d, Chance& c) {
         d.method = c.of<std::string>({"get", "Post", "BREW", "TRACE", "PATCH", "GETT", "CONNECT"});
       }},
      {"a wrong gap", 400,
       [](Draft& d, Chance& c) {
         (c.one_in(2) ? d.gap1 : d.gap2) = c.of<std::string>({"  ", "\t", " \t", "\x0b"});
       }},
      {"no gap", 400, [](Draft& d, Chance&) { d.gap2 = ""; }},
      {"another version", 505,
       [](Draft& d, Chance& c) {
         d.version = c.of<std::string>({"HTTP/1.2", "HTTP/1.9", "HTTP/2.0", "HTTP/3.0", "HTTP/0.9"});
       }},
      {"no version at all", 400,
       [](Draft& d, Chance& c) {
         d.version = c.of<std::string>({"http/1.1", "HTTP/1.", "HTTP/1.10", "HTTQ/1.1", "HTTP 1.1", "HTTP/a.b"});
       }},
      {"a control in the path", 400,
       [](Draft& d, Chance& c) { d.target = spoilt_path(c, std::string(1, static_cast<char>(1 + c.below(8)))); }},
      {"a letter that is not ASCII", 400,
       [](Draft& d, Chance& c) {
         d.target = spoilt_path(c, c.of<std::string>({"\xc3\xa9", "\xff", "\x80"}));
       }},
      {"a fragment", 400, [](Draft& d, Chance& c) { d.target = spoilt_path(c, "#"); }},
      {"a broken escape", 400,
       [](Draft& d, Chance& c) {
         d.target = spoilt_path(c, c.of<std::string>({"%", "%g1", "%4", "%%41", "%-1"})) + "%";
       }},
      {"an escaped byte that no path has", 400,
       [](Draft& d, Chance& c) {
         d.target = spoilt_path(c, c.of<std::string>({"%00", "%0d%0a", "%7F", "%ff", "%c0%af", "%ed%a0%80"}));
       }},
      {"a way up", 400,
       [](Draft& d, Chance& c) {
         d.target =
             spoilt_path(c, c.of<std::string>({"/..", "/../x", "/./", "/%2e%2e", "/..%2fx", "/..%5cx", "/.%2E/"}));
       }},
      {"no path", 400,
       [](Draft& d, Chance& c) {
         d.method = "GET";
         d.target = c.of<std::string>({"x", "*", "a/b", "ftp://a/", "http://other.invalid/"});
         d.body = "";
         d.drop("Content-Length");
         d.drop("Transfer-Encoding");
       }},
      {"too long an address", 414,
       [](Draft& d, Chance& c) { d.target = "/" + std::string(8 * 1024 + c.below(4000), 'a'); }},
  };
  return table;
}

const std::vector<Flaw>& flaws_of_fields() {
  static const std::vector<Flaw> table = {
      {"no Host", 400,
       [](Draft& d, Chance&) {
         std::erase_if(d.fields, [](const auto& f) { return f.starts_with("H") || f.starts_with("h"); });
       }},
      {"two Hosts", 400,
       [](Draft& d, Chance& c) {
         d.insert(c, c.of<std::string>({"Host: a", "host: b", "hOsT:c"}));
       }},
      {"a Host that is none", 400,
       [](Draft& d, Chance& c) {
         std::erase_if(d.fields, [](const auto& f) { return f.starts_with("H") || f.starts_with("h"); });
         d.insert(c, "Host: " +
                         c.of<std::string>({"", "a b", "a/b", "u@a", "a:b", "a:1:2", "[::1", "[]", "a,b", "a:123456"}));
       }},
      {"a blank before the colon", 400,
       [](Draft& d, Chance& c) {
         d.insert(c, "X" + c.of<std::string>({" ", "\t"}) + ": y");
       }},
      {"a folded line", 400,
       [](Draft& d, Chance& c) {
         d.fields.push_back(c.of<std::string>({" folded", "\tfolded"}));
       }},
      {"a name that is none", 400,
       [](Draft& d, Chance& c) {
         d.insert(c, c.of<std::string>({"", "X y", "X\xc3\xa9", "X(", "\"X\"", "X\x01"}) + ": y");
       }},
      {"a line without a colon", 400, [](Draft& d, Chance& c) { d.insert(c, c.letters(word, 1, 20)); }},
      {"a control in a value", 400,
       [](Draft& d, Chance& c) {
         d.insert(c, "X: a"s + c.of<char>({'\0', '\x01', '\x08', '\x0b', '\x1f', '\x7f'}) + "b");
       }},
      {"bare line ends", 400,
       [](Draft& d, Chance& c) {
         d.line_end = c.of<std::string>({"\n", "\r"});
       }},
      {"too many fields", 431,
       [](Draft& d, Chance& c) {
         for (std::size_t i = 100 + c.below(50); i > 0; --i) d.fields.push_back("X: y");
       }},
      {"too large a head", 431,
       [](Draft& d, Chance& c) { d.insert(c, "X: " + std::string(16 * 1024 + c.below(9000), 'a')); }},
      {"another expectation", 417,
       [](Draft& d, Chance& c) {
         d.insert(c, "Expect: " + c.of<std::string>({"200-ok", "100-continue, x", "x"}));
       }},
  };
  return table;
}

const std::vector<Flaw>& flaws_of_bodies() {
  static const std::vector<Flaw> table = {
      {"a length that is none", 400,
       [](Draft& d, Chance& c) {
         become_post(d, c);
         d.insert(c, "Content-Length: " + c.of<std::string>({"abc", "+5", "-1", "", "5,5", "5 5", "0x5", "5.0",
                                                             "18446744073709551621", "1e3"}));
       }},
      {"two lengths", 400,
       [](Draft& d, Chance& c) {
         become_post(d, c);
         for (int i = 0; i < 2; ++i) d.insert(c, fmt::format("Content-Length: {}", d.body.size() + c.below(2)));
       }},
      {"a length and a coding", 400,
       [](Draft& d, Chance& c) {
         become_post(d, c);
         d.insert(c, fmt::format("Content-Length: {}", d.body.size()));
         d.insert(c, "Transfer-Encoding: " + c.of<std::string>({"chunked", "gzip", "identity"}));
       }},
      {"another coding", 501,
       [](Draft& d, Chance& c) {
         become_post(d, c);
         d.insert(c, "Transfer-Encoding: " +
                         c.of<std::string>({"gzip", "xchunked", "identity", "chunked, identity", "gzip, chunked"}));
       }},
      {"a length over the cap", 413,
       [](Draft& d, Chance& c) {
         become_post(d, c);
         d.insert(c, "Content-Length: " + c.of<std::string>({"1048577", "9223372036854775807", "99999999"}));
       }},
      {"a body on GET", 400,
       [](Draft& d, Chance& c) {
         become_post(d, c);
         d.method = c.of<std::string>({"GET", "HEAD"});
         d.insert(c, fmt::format("Content-Length: {}", d.body.size()));
       }},
      {"a chunk size that is none", 400,
       [](Draft& d, Chance& c) {
         become_post(d, c);
         d.insert(c, "Transfer-Encoding: chunked");
         d.body = (c.one_in(2) ? "3\r\nabc\r\n" : "") +
                  c.of<std::string>({"x", "", "-1", "0x1", "1 ", "000000001", "fffffffff", "1;\x01"}) +
                  "\r\na\r\n0\r\n\r\n";
       }},
      {"a chunk of another length", 400,
       [](Draft& d, Chance& c) {
         become_post(d, c);
         d.insert(c, "Transfer-Encoding: chunked");
         d.body = c.of<std::string>({"1\r\nab\r\n0\r\n\r\n", "3\r\na\r\n0\r\n\r\n", "2\r\nab0\r\n\r\n"});
       }},
      {"chunks over the cap", 413,
       [](Draft& d, Chance& c) {
         become_post(d, c);
         d.insert(c, "Transfer-Encoding: chunked");
         d.body = c.of<std::string>({"ffffffff\r\n", "100001\r\n", "7fffffff\r\n"});
       }},
      {"a bad trailer", 400,
       [](Draft& d, Chance& c) {
         become_post(d, c);
         d.insert(c, "Transfer-Encoding: chunked");
         d.body = "1\r\na\r\n0\r\n" + c.of<std::string>({"X : y", "X", ": y", "X: a\x01"}) + "\r\n\r\n";
       }},
  };
  return table;
}

struct Made {
  std::string_view flaw;  // empty: none
  int status;
  std::string bytes;
};

Made made_request(Chance& chance) {
  static const std::vector<Flaw> flaws = [] {
    std::vector<Flaw> all;
    for (const auto* table : {&flaws_of_line(), &flaws_of_fields(), &flaws_of_bodies()})
      all.insert(all.end(), table->begin(), table->end());
    return all;
  }();
  Draft draft = sound_request(chance);
  if (chance.one_in(20)) return {"", 200, draft.bytes()};
  const Flaw& flaw = chance.of(flaws);
  flaw.spoil(draft, chance);
  return {flaw.name, flaw.status, draft.bytes()};
}

constexpr unsigned seed = 20261120;
constexpr int all_of_them = 10'000;

TEST(Sec4, TenThousandRequestsWithOneFlawGetTheStatusOfThatFlaw) {
  const Limits limits;
  const std::function<std::size_t(const Request&)> no_cap;
  Chance chance(seed);
  std::map<std::string_view, int> seen;
  for (int i = 0; i < all_of_them; ++i) {
    const Made made = made_request(chance);
    RequestReader reader(limits, no_cap);
    std::string_view left = made.bytes;
    while (!left.empty() && reader.state() != RequestReader::State::refused &&
           reader.state() != RequestReader::State::complete)
      left.remove_prefix(reader.feed(left.substr(0, 1 + chance.below(left.size()))));
    const int status = reader.state() == RequestReader::State::refused    ? reader.refusal().status
                       : reader.state() == RequestReader::State::complete ? 200
                                                                          : 0;
    ASSERT_EQ(status, made.status) << "request " << i << " has " << made.flaw << ":\n" << made.bytes.substr(0, 600);
    ++seen[made.flaw];
  }
  EXPECT_EQ(seen.size(), flaws_of_line().size() + flaws_of_fields().size() + flaws_of_bodies().size() + 1);
}

// Over a socket: the same statuses, one answer to each, and the server answers the next client as before.
TEST(Sec4, TheServerOutlivesThemAll) {
  const int count = std::getenv("COMMONPLACE_LONG") ? all_of_them : 2'000;
  LiveServer server(echo);
  Chance chance(seed);
  for (int i = 0; i < count; ++i) {
    const Made made = made_request(chance);
    RawClient client = server.client();
    client.send(made.bytes);
    const bool to_head = made.bytes.starts_with("HEAD ");
    const RawReply reply = client.read_reply(5'000, to_head);
    ASSERT_EQ(reply.status, made.status) << "request " << i << " has " << made.flaw << ":\n"
                                         << made.bytes.substr(0, 600);
    if (made.status == 200) continue;
    EXPECT_EQ(reply.header("Connection"), "close") << made.flaw;
    EXPECT_TRUE(client.sees_end()) << made.flaw;
    EXPECT_EQ(client.unread(), "") << made.flaw;
  }
  EXPECT_EQ(server.client().get("/healthz").status, 200);
}

}  // namespace
}  // namespace commonplace::http::testing
