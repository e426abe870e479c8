// A child that an attacker has taken over says whatever it likes: the parent believes none of it (SEC-3). The child is
// this very program, which plays its part in main().
#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "harvest/wire.h"
#include "node/app/child.h"
#include "node/app/child_bytes.h"
#include "node/app/child_questions.h"
#include "schemas/formats/canonical.h"
#include "source_server.h"

namespace commonplace::app {
namespace {

constexpr int random_parts = 60;  // so many of the parts below are random bytes

harvest::Delivered sound_record() {
  model::Resource resource;
  resource.name["en"] = "Castles & <kings>";
  resource.url = "https://a.example/1";
  harvest::Delivered record;
  record.identifier = record.source_identifier = "oai:a.example:1";
  record.datestamp = "2026-11-20T08:00:00Z";
  record.prefix = "oai_dc";
  record.document = formats::write_canonical(resource);
  return record;
}

harvest::PageNews page_of(harvest::Delivered record) {
  harvest::PageNews news;
  news.delivery.records.push_back(std::move(record));
  news.delivery.offered = 1;
  news.delivery.next.token = "p2";
  return news;
}

model::Contributor& look_in(harvest::PageNews& news) {
  auto& look = news.delivery.contributors.emplace_back();
  look.set = "contributor:a.example";
  look.name = "A";
  return look;
}

// One thing wrong in each.
std::vector<std::pair<const char*, harvest::PageNews>> wrong_pages() {
  std::vector<std::pair<const char*, harvest::PageNews>> wrong;
  const auto with_record = [&](const char* name, const std::function<void(harvest::Delivered&)>& spoil) {
    auto record = sound_record();
    spoil(record);
    wrong.emplace_back(name, page_of(std::move(record)));
  };
  const auto with_page = [&](const char* name, const std::function<void(harvest::PageNews&)>& spoil) {
    auto news = page_of(sound_record());
    spoil(news);
    wrong.emplace_back(name, std::move(news));
  };
  with_record("no identifier", [](auto& r) { r.identifier = ""; });
  with_record("identifier that is no text", [](auto& r) { r.identifier = "\xff"; });
  with_record("endless identifier", [](auto& r) { r.identifier.assign(100'000, 'x'); });
  with_record("set that is no text", [](auto& r) { r.sets = {"\xc3"}; });
  with_record("no document", [](auto& r) { r.document = ""; });
  with_record("document that is no JSON", [](auto& r) { r.document = "{\"name\":"; });
  with_record("document without a name", [](auto& r) { r.document = "{}"; });
  with_record("a script for an address", [](auto& r) {
    const auto at = r.document.find("https://a.example/1");
    r.document.replace(at, 19, "javascript:alert(1)");
  });
  with_record("deleted with a document", [](auto& r) { r.deleted = true; });
  with_record("hop that is no text", [](auto& r) { r.hops.emplace_back().base_url = "\xff"; });
  with_page("a sum that is none", [](auto& n) { n.delivery.offered = 2; });
  with_page("a count below nothing", [](auto& n) { n.delivery.mended = -1; });
  with_page("a count beyond everything", [](auto& n) { n.standing.progress.offered = INT64_MAX; });
  with_page("a page number below nothing", [](auto& n) { n.delivery.next.page = -5; });
  with_page("a token that is no text", [](auto& n) { n.delivery.next.token = "\xff"; });
  with_page("raw bytes without end", [](auto& n) {
    n.delivery.unread.push_back({"x", "not_xml", 0, "", std::string(300'000, 'x')});
    n.delivery.offered = 2;
  });
  with_page("a look with a script", [](auto& n) { look_in(n).home = "javascript:alert(1)"; });
  with_page("a look with a strange colour", [](auto& n) { look_in(n).colour = "red;}x{"; });
  with_page("a look of nobody", [](auto& n) { look_in(n).set = "x"; });
  with_page("a friend that is a script", [](auto& n) { n.standing.repository.friends = {"javascript:x"}; });
  return wrong;
}

TEST(Sec3, WhatOurOwnReaderMakesIsPlausible) {
  auto page = page_of(sound_record());
  EXPECT_TRUE(is_plausible(page));
  EXPECT_EQ(formats::write_canonical(*page.delivery.records.front().resource), page.delivery.records.front().document);
  harvest::PageNews nothing;
  EXPECT_TRUE(is_plausible(nothing));
  EXPECT_TRUE(is_plausible(harvest::EndNews{}));
}

TEST(Sec3, OneThingWrongIsEnough) {
  for (auto& [name, news] : wrong_pages()) EXPECT_FALSE(is_plausible(news)) << name;
}

TEST(Sec3, AnOutcomeThatCannotBeIsRefused) {
  harvest::EndNews news;
  news.outcome.come_again = std::chrono::seconds(INT64_MAX);
  EXPECT_FALSE(is_plausible(news));
  news.outcome.come_again = std::chrono::seconds(-1);
  EXPECT_FALSE(is_plausible(news));
  news.outcome.come_again = std::chrono::hours(24);
  EXPECT_TRUE(is_plausible(news));
  news.outcome.moved_to = "file:///etc/passwd";
  EXPECT_FALSE(is_plausible(news));
  news.outcome.moved_to = "";
  news.outcome.reason = "\xff";
  EXPECT_FALSE(is_plausible(news));
}

// ---- the parts that a child plays -----------------------------------------------------------------------------------

void send_frame(std::uint32_t size, std::uint8_t said, std::uint8_t is_last, std::string_view bytes) {
  char head[8] = {};
  std::memcpy(head, &size, sizeof size);
  head[4] = static_cast<char>(said);
  head[5] = static_cast<char>(is_last);
  harvest::RawServer::send_bytes(child_descriptor, {head, sizeof head});
  harvest::RawServer::send_bytes(child_descriptor, bytes);
}

constexpr auto page = static_cast<std::uint8_t>(Said::page);

void say(Said said, std::string_view bytes) { Channel(dup(child_descriptor)).send(said, bytes); }

const std::vector<std::function<void()>>& parts() {
  static const std::vector<std::function<void()>> all = [] {
    std::vector<std::function<void()>> list = {
        [] { harvest::RawServer::send_bytes(child_descriptor, std::string(100'000, '\xff')); },
        [] { send_frame(0xffffffff, page, 1, "x"); },
        [] { send_frame(2'000'000, page, 1, std::string(2'000'000, 'x')); },
        [] { send_frame(5, 200, 1, "xxxxx"); },
        [] { send_frame(5, page, 0, "xxxxx"); },  // more comes, though it is not full
        [] {
          for (int i = 0; i < 200; ++i) send_frame(most_frame_bytes, page, 0, std::string(most_frame_bytes, 'x'));
        },
        [] { send_frame(most_frame_bytes, page, 0, std::string(most_frame_bytes, 'x')), send_frame(1, page + 1, 1, "x"); },
        [] { say(Said::visit, "x"); },
        [] { say(Said::go_on, ""); },
        [] { say(Said::ready, "xx"); },
        [] { say(Said::fetched, "x"); },
        [] { say(Said::page, ""); },
        [] { say(Said::page, "xxxxxxxxxxxxxxxx"); },
        [] { say(Said::end, ""); },
        [] { say(Said::body, "x"); },
        [] { say(Said::wait, "x"); },
        [] { say(Said::wait, bytes_of(INT64_MAX)); },
        [] { say(Said::wait, bytes_of(-1)); },
        [] { say(Said::asking, bytes_of(INT64_MAX)); },
        [] { say(Said::asking, "now"); },
        [] { say(Said::found, "x"); },
        [] { say(Said::found, harvest::to_wire(harvest::Found{"oai", "javascript:alert(1)", "", true})); },
        [] { say(Said::found, harvest::to_wire(harvest::Found{"virus", "https://a.example/", "", true})); },
        [] { say(Said::retried, "x"); },
        [] {
          auto record = sound_record();
          record.document = "{}";
          say(Said::retried, harvest::to_wire(harvest::RetryNews{record}));
        },
        [] {
          // parts without end
          const auto part = harvest::to_wire(page_of(sound_record()));
          for (int i = 0; i < 1'000'000; ++i) say(Said::part, part);
        },
        [] { _exit(0); },
        [] { abort(); },
    };
    for (auto& [name, news] : wrong_pages()) list.push_back([bytes = harvest::to_wire(news)] { say(Said::page, bytes); });
    return list;
  }();
  return all;
}

void play_at_random(unsigned seed) {
  std::mt19937 random(seed);
  const auto sound = harvest::to_wire(page_of(sound_record()));
  for (int i = 0; i < 20; ++i) {
    auto bytes = random() % 2 == 0 ? sound : std::string(random() % 3'000, '\0');
    for (auto changes = random() % 9; changes > 0 && !bytes.empty(); --changes)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    say(static_cast<Said>(random() % 16), bytes);
  }
}

TEST(Sec3, NothingThatAChildSaysHarmsTheParent) {
  SourceServer server;
  const int all = static_cast<int>(parts().size()) + random_parts;
  for (int part = 0; part < all; ++part) {
    SCOPED_TRACE(part);
    ChildOptions options;
    options.limits.descriptors = part;
    options.reading_time = std::chrono::milliseconds(300);
    harvest::VisitLimits limits;
    limits.fetch.total = std::chrono::milliseconds(0);
    harvest::House house;
    house.wait = [](std::chrono::seconds) { return false; };
    const auto visit = make_child_visit(options, server.curl(), server.as_source(), house, limits);

    const auto visited = run(*visit);

    if (part < static_cast<int>(parts().size())) {
      EXPECT_EQ(visited.distinct(), 0u);
      EXPECT_TRUE(visited.outcome.ending == harvest::Ending::failed || visited.outcome.ending == harvest::Ending::suspended);
    }
    const auto fetched = make_child_fetcher(options, server.curl())->fetch({.url = server.url(), .accept = "", .limits = limits.fetch});
    EXPECT_TRUE(fetched.problem) << "no such child fetches anything";
    if (part >= static_cast<int>(parts().size())) continue;
    EXPECT_EQ(detect_in_child(options, server.curl(), server.url()).kind, "");
    EXPECT_FALSE(read_again_in_child(options, server.curl(), {}));
  }
}

}  // namespace

int play_a_part(int number) {
  say(Said::ready, std::string("\1\1", 2));
  const auto known = parts().size();
  if (static_cast<std::size_t>(number) < known) parts()[static_cast<std::size_t>(number)]();
  else play_at_random(static_cast<unsigned>(number));
  Message message;
  Channel channel(child_descriptor);
  while (channel.receive(message) == Heard::message) {
  }
  return 0;
}

}  // namespace commonplace::app

int main(int argc, char** argv) {
  if (commonplace::app::is_child(argc, argv)) return commonplace::app::play_a_part(std::atoi(argv[3]));
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
