// Flow control: OAI-52 to OAI-54 and OAI-58 to OAI-61; what a list does while records change is in changes_test.cc.
#include <fmt/format.h>

#include "node/store/sqlite_store.h"
#include "tests/node/oai/oai_ground.h"

namespace commonplace::oai {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Oai52 = OaiTest;
using Oai54 = OaiTest;
using Oai58 = OaiTest;
using Oai60 = OaiTest;
using Oai70 = OaiTest;
using Oai61 = OaiTest;

struct Shape {
  int records;
  int page_size;
};

class Oai53 : public OaiTest, public testing::WithParamInterface<Shape> {};

TEST_P(Oai53, ListsEndWithoutAnEmptyPage) {
  const auto [records, page_size] = GetParam();
  publish_many(records, after(10));
  repository_->page_size = page_size;
  const auto full_pages = static_cast<std::size_t>((records + page_size - 1) / page_size);

  for (const auto* verb : {"ListRecords", "ListIdentifiers"}) {
    const auto pages = whole_list(fmt::format("verb={}&metadataPrefix=oai_dc", verb));

    ASSERT_EQ(pages.size(), full_pages);
    const auto identifiers = identifiers_of(pages);
    EXPECT_EQ(identifiers.size(), static_cast<std::size_t>(records));
    EXPECT_EQ(std::set<std::string>(identifiers.begin(), identifiers.end()).size(), identifiers.size());
    std::uint64_t delivered = 0;
    for (const auto& page : pages) {
      ASSERT_EQ(page.token().has_value(), full_pages > 1);
      if (full_pages == 1) break;
      EXPECT_EQ(page.token()->cursor, delivered);
      EXPECT_EQ(page.token()->size, static_cast<std::uint64_t>(records));
      EXPECT_EQ(page.token()->text.empty(), &page == &pages.back());
      delivered += page.identifiers().size();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, Oai53,
                         testing::Values(Shape{499, 100}, Shape{499, 499}, Shape{499, 500}, Shape{500, 100},
                                         Shape{500, 250}, Shape{500, 499}, Shape{500, 500}, Shape{501, 100},
                                         Shape{501, 500}, Shape{1000, 100}, Shape{1000, 333}, Shape{1000, 500},
                                         Shape{1, 100}),
                         [](const auto& shape) {
                           return fmt::format("{}By{}", shape.param.records, shape.param.page_size);
                         });

TEST_F(Oai52, AListCompleteInOneReplyHasNoToken) {
  publish_many(3, after(10));

  EXPECT_FALSE(ask("verb=ListRecords&metadataPrefix=oai_dc").token());
  EXPECT_FALSE(ask("verb=ListSets").token());
}

TEST_F(Oai52, TheLastPageOfAPagedListHasAnEmptyToken) {
  publish_many(3, after(10));
  repository_->page_size = 2;

  const auto pages = whole_list("verb=ListRecords&metadataPrefix=oai_dc");

  ASSERT_THAT(pages, SizeIs(2));
  EXPECT_NE(pages[0].token()->text, "");
  ASSERT_TRUE(pages[1].token());
  EXPECT_EQ(pages[1].token()->text, "");
}

TEST_F(Oai52, SelectionsGoOnFromPageToPage) {
  for (int second = 1; second <= 9; ++second) publish({record(std::to_string(second))}, after(second));
  repository_->page_size = 2;

  const auto pages = whole_list(
      "verb=ListIdentifiers&metadataPrefix=oai_dc&set=contributor:learn.river.example&from=2026-01-01T00:00:03Z"
      "&until=2026-01-01T00:00:07Z");

  EXPECT_THAT(identifiers_of(pages), ElementsAre(id("3"), id("4"), id("5"), id("6"), id("7")));
  EXPECT_THAT(pages, SizeIs(3));
}

TEST_F(Oai54, AnyTokenGivesItsPageAgain) {
  publish_many(20, after(10));
  repository_->page_size = 3;
  const auto pages = whole_list("verb=ListRecords&metadataPrefix=cpl");

  for (std::size_t i = pages.size() - 1; i > 0; --i)
    for (int twice = 0; twice < 2; ++twice)
      EXPECT_EQ(ask("verb=ListRecords&resumptionToken=" + pages[i - 1].token()->text).response.body,
                pages[i].response.body);
}

TEST_F(Oai58, CursorAndSizeStandOnEveryPageAlsoTheLast) {
  publish_many(5, after(10));
  publish({tombstone("2")}, after(20));
  repository_->page_size = 2;

  const auto pages = whole_list("verb=ListRecords&metadataPrefix=oai_dc");

  ASSERT_THAT(pages, SizeIs(3));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(pages[i].token()->cursor, 2 * i);
    EXPECT_EQ(pages[i].token()->size, 5u);
  }
}

TEST_F(Oai58, TheSizeIsNeverBelowWhatWasDelivered) {
  publish_many(10, after(10));
  repository_->page_size = 4;
  const auto first = ask("verb=ListIdentifiers&metadataPrefix=oai_dc");
  for (const auto* local : {"6", "7", "8"}) publish({record(local, "Changed")}, {now_.seconds + 5});

  const auto second = ask("verb=ListIdentifiers&resumptionToken=" + first.token()->text);

  EXPECT_THAT(second.identifiers(), ElementsAre(id("5"), id("9"), id("10")));
  EXPECT_EQ(second.token()->text, "");
  EXPECT_EQ(second.token()->size, 7u);
}

// Beyond 50,000 records of a part of the list the size is an estimate.
TEST_F(Oai58, AnEstimateIsNeverBelowWhatWasDeliveredAndExactAtTheEnd) {
  publish({record("early")}, after(5));
  publish_small(50'200, after(10));
  publish({record("late")}, after(20));
  constexpr std::uint64_t all = 50'201;
  repository_->page_size = 20'000;  // as nobody may configure it: fewer pages to read

  auto page = ask("verb=ListIdentifiers&metadataPrefix=oai_dc&from=2026-01-01T00:00:10Z");
  std::uint64_t delivered = 0;
  while (page.token() && !page.token()->text.empty()) {
    EXPECT_EQ(page.token()->cursor, delivered);
    delivered += page.identifiers().size();
    EXPECT_GT(page.token()->size, delivered);
    page = ask("verb=ListIdentifiers&resumptionToken=" + page.token()->text);
  }

  ASSERT_TRUE(page.token());
  EXPECT_EQ(page.token()->size, all);
  EXPECT_EQ(page.token()->cursor + page.identifiers().size(), all);
}

// The clock of reads jumps by a second at each look, so that the first look into a running query finds it late.
TEST_F(Oai70, APageThatTakesTooLongIsA503WithRetryAfterAndNeverHalfAPage) {
  publish_small(3000, after(10));
  store::SqliteOptions options;
  options.path = folder_ + "/commonplace.db";
  std::chrono::seconds ticks{0};
  options.ticks = [&] { return ticks += std::chrono::seconds(1); };
  const auto slow = store::open_sqlite(options);
  const Provider provider(*slow, [this] { return repository_; });
  const auto answer = [&](std::string_view query) {
    auto request = get(query);
    request.now = now_;
    return provider.answer(request);
  };

  for (const auto* query : {"verb=ListRecords&metadataPrefix=oai_dc", "verb=ListIdentifiers&metadataPrefix=cpl"}) {
    const auto response = answer(query);
    EXPECT_EQ(response.status, 503) << query;
    EXPECT_EQ(response.body.find('<'), std::string::npos);
    ASSERT_THAT(response.headers, SizeIs(1));
    EXPECT_EQ(response.headers[0].name, "Retry-After");
    const int wait = std::stoi(response.headers[0].value);
    EXPECT_TRUE(wait >= 1 && wait <= 600) << wait;
  }
  EXPECT_EQ(answer("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + id("1")).status, 200) << "a short read is in time";
  EXPECT_EQ(answer("verb=Identify").status, 200);
  EXPECT_EQ(ask("verb=ListRecords&metadataPrefix=oai_dc").response.status, 200) << "another store goes on";
}

TEST_F(Oai60, AReplyIsFourMebibytesAndOneRecordAtMost) {
  std::vector<store::Draft> drafts;
  for (int i = 0; i < 30; ++i) drafts.push_back(record(std::to_string(i), std::string(400'000, 'a')));
  publish(std::move(drafts), after(10));

  for (const auto* prefix : {"oai_dc", "lom", "lrmi", "mods", "cpl"}) {
    const auto pages = whole_list(fmt::format("verb=ListRecords&metadataPrefix={}", prefix));
    EXPECT_THAT(identifiers_of(pages), SizeIs(30));
    EXPECT_GE(pages.size(), 3u);
    for (const auto& page : pages) EXPECT_LE(page.response.body.size(), 4u * 1024 * 1024 + 500'000);
  }
  EXPECT_THAT(ask("verb=ListIdentifiers&metadataPrefix=oai_dc").identifiers(), SizeIs(30));
}

TEST_F(Oai60, AFormatThatIsLongerThanWhatIsStoredMakesNoLongerReplies) {
  std::vector<store::Draft> drafts;
  for (int i = 0; i < 20; ++i) drafts.push_back(record(std::to_string(i), std::string(200'000, '&')));
  publish(std::move(drafts), after(10));

  const auto pages = whole_list("verb=ListRecords&metadataPrefix=lom");

  EXPECT_THAT(identifiers_of(pages), SizeIs(20));
  EXPECT_GE(pages.size(), 4u);
  for (const auto& page : pages) EXPECT_LE(page.response.body.size(), 4u * 1024 * 1024 + 1'100'000);
  EXPECT_EQ(pages.back().token()->size, 20u);
}

TEST_F(Oai61, RepliesAreOfferedForGzipAtLevelOne) {
  publish({record("1")}, after(10));
  for (const auto* query : {"verb=Identify", "verb=ListRecords&metadataPrefix=oai_dc", "verb=x"}) {
    const auto response = ask(query).response;
    EXPECT_EQ(response.gzip_level, 1) << query;
    EXPECT_TRUE(response.compressible);
    EXPECT_THAT(response.headers, IsEmpty());  // Content-Encoding and Vary are the server's
  }
}

}  // namespace
}  // namespace commonplace::oai
