// Damaged pages and lost places: what is saved, asked for again, and counted as lost (HAR-7, HAR-8, HAR-15).
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "fake_fetcher.h"

namespace commonplace::harvest {
namespace {

FakeSource::Fault on_page(int number, std::function<Fetched(int before)> made) {
  return [=](const auto& arguments, int before) -> std::optional<Fetched> {
    if (page_asked(arguments) != number) return std::nullopt;
    return made(before);
  };
}

long asked(const FakeSource& source, const std::string& what) {
  return std::count_if(source.asked.begin(), source.asked.end(),
                       [&](const std::string& url) { return url.find(what) != std::string::npos; });
}

std::string with_bad_titles(std::string page, int first, int last) {
  for (int index = first; index <= last; ++index) {
    const std::string title = "Title " + std::to_string(index) + "<";
    page.replace(page.find(title), title.size() - 1, "<b>Title & more</i>");
  }
  return page;
}

// The page that index 260 is on breaks off in it, whatever was asked.
FakeSource::Fault breaks_off_at(const FakeSource& source, int index) {
  return [&source, index](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) == 0) return std::nullopt;
    FakeSource healthy;
    healthy.knows_dates = source.knows_dates;
    healthy.pages = source.pages;
    healthy.per_page = source.per_page;
    std::string url = "https://source.example/oai?";
    for (const auto& [name, value] : arguments) url += name + "=" + value + "&";
    auto reply = healthy.fetch({url, "", {}});
    const auto place = reply.reply->body.find("Title " + std::to_string(index) + "<");
    if (place != std::string::npos) reply.reply->body.resize(place + 3);
    return reply;
  };
}

std::set<std::string> identifiers_of(const Visited& visited) {
  std::set<std::string> identifiers;
  for (const auto& record : visited.records) identifiers.insert(record.identifier);
  return identifiers;
}

TEST(Har15, AsksForTheRecordsOfADamagedPageThatCouldNotBeRead) {
  FakeSource source;
  source.fault = on_page(3, [&](int) { return replied(with_bad_titles(source.page(3), 250, 252)); });

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_EQ(visited.progress.offered, 500);
  EXPECT_EQ(asked(source, "verb=GetRecord"), 3);
  EXPECT_EQ(asked(source, "identifier=oai%3Asource.example%3A251&metadataPrefix=oai_dc"), 1);
  EXPECT_TRUE(visited.whole);
}

TEST(Har15, SetsAsideWhatCannotBeHadEither) {
  FakeSource source;
  source.gets_records = false;
  source.fault = on_page(3, [&](int) { return replied(with_bad_titles(source.page(3), 240, 249)); });

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete_with_losses);
  EXPECT_EQ(visited.distinct(), 490u);
  EXPECT_EQ(visited.unread.size(), 10u);
  EXPECT_EQ(visited.progress.offered, 500);
  EXPECT_EQ(visited.progress.lost, 0);
  EXPECT_EQ(asked(source, "verb=GetRecord"), 1);  // it does not know the verb
  EXPECT_FALSE(visited.whole);
}

TEST(Har15, AsksForAtMostTwoHundredInAVisit) {
  FakeSource source;
  source.pages = 2;
  source.per_page = 300;
  source.fault = on_page(2, [&](int) { return replied(with_bad_titles(source.page(2), 300, 599)); });

  const auto visited = visit(source);

  EXPECT_EQ(asked(source, "verb=GetRecord"), 200);
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_EQ(visited.unread.size(), 100u);
}

TEST(Host4, FindsWhatACutPageHidesWhereverItIsCut) {
  for (std::size_t part = 1; part < 50; ++part) {
    FakeSource source;
    const std::string page = source.page(3);
    source.fault = on_page(3, [&](int) { return replied(page.substr(0, page.size() * part / 50)); });

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::complete) << part << visited.outcome.reason;
    EXPECT_EQ(visited.distinct(), 500u) << part;
    EXPECT_EQ(visited.progress.offered - visited.progress.duplicate,
              static_cast<std::int64_t>(visited.records.size()));
    EXPECT_EQ(visited.progress.lost, 0);
    EXPECT_EQ(visited.outcome.checkpoint, "2026-11-20T08:00:00Z");
  }
}

TEST(Host4, CountsExactlyWhatACutPageHidesFromThoseWhoCannotAskForIt) {
  for (std::size_t part = 1; part < 50; part += 4) {
    FakeSource source;
    source.gets_records = false;
    const std::string page = source.page(3);
    source.fault = on_page(3, [&](int) { return replied(page.substr(0, page.size() * part / 50)); });

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::complete_with_losses) << part << visited.outcome.reason;
    EXPECT_GT(visited.progress.lost, 0);
    EXPECT_EQ(static_cast<std::int64_t>(visited.distinct()) + visited.progress.lost, 500) << part;
    EXPECT_GE(static_cast<std::int64_t>(visited.missing.size()), visited.progress.lost);
    EXPECT_EQ(visited.missing.at(0).reason, "not_wellformed");
    EXPECT_FALSE(visited.missing.at(0).raw.empty());
    EXPECT_EQ(visited.outcome.checkpoint, "");  // the lost are asked for again
  }
}

TEST(Har15, LosesOneRecordWhereOneRecordBreaksEveryPageItIsOn) {
  FakeSource source;
  source.gets_records = false;
  source.fault = breaks_off_at(source, 260);

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete_with_losses) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 499u);
  EXPECT_EQ(visited.progress.lost, 1);
  ASSERT_EQ(visited.missing.size(), 1u);
  EXPECT_EQ(visited.missing[0].identifier, "oai:source.example:260");
  EXPECT_NE(visited.missing[0].raw.find("oai:source.example:260"), std::string::npos);
}

TEST(Har15, GetsTheRecordThatBreaksEveryPageItIsOn) {
  FakeSource source;
  source.fault = breaks_off_at(source, 260);

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_EQ(asked(source, "verb=GetRecord"), 1);
  EXPECT_EQ(asked(source, "verb=ListIdentifiers&metadataPrefix"), 1);
}

TEST(Har15, EndsWithExactLossesWhereASourceWithoutDatesAlwaysCutsAPage) {
  FakeSource source;
  source.knows_dates = false;
  const std::string page = source.page(3);
  source.fault = on_page(3, [&](int) { return replied(page.substr(0, page.size() / 2)); });

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete_with_losses) << visited.outcome.reason;
  EXPECT_EQ(static_cast<std::int64_t>(visited.distinct()) + visited.progress.lost, 500);
  EXPECT_LE(asked(source, "verb=GetRecord"), 200);
  EXPECT_GT(visited.distinct(), 400u);
}

TEST(Har15, GoesOnByDateWhereIdentifiersAreNotListed) {
  FakeSource source;
  source.lists_identifiers = false;
  const std::string page = source.page(3);
  source.fault = on_page(3, [&](int) { return replied(page.substr(0, page.size() / 2)); });

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 500u);
}

TEST(Har15, IsNeverCompleteWhereNothingHelps) {
  FakeSource source;
  source.lists_identifiers = false;
  source.knows_dates = false;
  const std::string page = source.page(3);
  source.fault = on_page(3, [&](int) { return replied(page.substr(0, page.size() / 2)); });

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::interrupted);
  EXPECT_GT(visited.distinct(), 230u);
  EXPECT_LT(visited.distinct(), 260u);
  EXPECT_FALSE(visited.cursors.back().token.empty());
}

TEST(Har15, TakesDeletionsThatACutPageHides) {
  FakeSource source;
  source.pages = 1;
  const std::string page = source.page(1);
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) == 1) return replied(page.substr(0, page.find(FakeSource::identifier(50))));
    if (arguments.at("verb") != "ListIdentifiers") return std::nullopt;
    return replied(envelope("<ListIdentifiers><header status=\"deleted\"><identifier>oai:source.example:gone</identifier>"
                            "<datestamp>2026-11-01T00:50:00Z</datestamp></header></ListIdentifiers>"));
  };

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete);
  ASSERT_EQ(visited.records.size(), 51u);
  EXPECT_TRUE(visited.records.back().deleted);
  EXPECT_EQ(visited.records.back().hops.at(0).harvest_date, "2026-11-20T08:00:00Z");
  EXPECT_EQ(asked(source, "verb=GetRecord"), 0);
}

TEST(Har15, TakesAPageForWholeWhereOnlyItsFrameIsCut) {
  FakeSource source;
  const std::string page = source.page(3);
  source.fault = on_page(3, [&](int) { return replied(page.substr(0, page.find("</ListRecords>"))); });

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete);
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_EQ(asked(source, "resumptionToken=p3"), 4);
  EXPECT_EQ(asked(source, "verb=ListIdentifiers"), 0);
}

TEST(Har15, LosesNothingWhenItIsStoppedWhileRepairing) {
  FakeSource source;
  std::stop_source stop;
  const std::string page = source.page(3);
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    if (arguments.at("verb") == "GetRecord") stop.request_stop();
    if (page_asked(arguments) == 3) return replied(page.substr(0, page.size() / 2));
    return std::nullopt;
  };
  VisitPlan plan;
  plan.stop = stop.get_token();

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.outcome.ending, Ending::cancelled);
  EXPECT_EQ(visited.distinct(), 200u);
  EXPECT_EQ(visited.progress.lost, 0);
  EXPECT_EQ(visited.cursors.back().token, "p3");
}

// ---- HAR-8 -----------------------------------------------------------------------------------------------------------

FakeSource::Fault forgets_all_tokens() {
  return [](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) < 2) return std::nullopt;
    return replied(oai_error("badResumptionToken"));
  };
}

TEST(Har8, StartsAgainFromTheLastDateAsLongAsThatBringsMore) {
  FakeSource source;
  source.fault = forgets_all_tokens();

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_EQ(asked(source, "&until="), 0);
}

TEST(Har8, SlicesByDateAfterTwoRestartsThatFailed) {
  FakeSource source;
  source.in_order = false;
  source.fault = forgets_all_tokens();

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_EQ(std::count(source.asked.begin(), source.asked.end(),
                       "https://source.example/oai?verb=ListRecords&metadataPrefix=oai_dc"),
            3);
  EXPECT_GT(asked(source, "&until="), 5);
  EXPECT_LT(source.asked.size(), 60u);
  EXPECT_EQ(visited.outcome.checkpoint, "2026-11-20T08:00:00Z");
}

TEST(Har8, EndsAsInterruptedWhereOneSecondHoldsMoreThanAPage) {
  FakeSource source;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) > 1) return replied(oai_error("badResumptionToken"));
    if (page_asked(arguments) != 1) return std::nullopt;
    const auto until = arguments.find("until");
    if (until != arguments.end() && until->second < "2026-11-01") return replied(oai_error("noRecordsMatch"));
    const auto from = arguments.find("from");
    if (from != arguments.end() && from->second > "2026-11-01T00:00:00Z") return replied(oai_error("noRecordsMatch"));
    return replied(envelope("<ListRecords>" + dc_record("oai:source.example:a", "2026-11-01T00:00:00Z") +
                            "<resumptionToken>p2</resumptionToken></ListRecords>"));
  };

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::interrupted);
  EXPECT_EQ(visited.distinct(), 1u);
  EXPECT_LT(source.asked.size(), 100u);
}

TEST(Har8, GoesOnWithTheSlicesOfAnInterruptedVisit) {
  FakeSource source;
  source.in_order = false;
  int slices = 0;
  bool broken = true;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) > 1) return replied(oai_error("badResumptionToken"));
    if (arguments.contains("until") && broken && ++slices > 12) return failed(FetchFault::timed_out);
    return std::nullopt;
  };
  const auto first = visit(source);
  ASSERT_EQ(first.outcome.ending, Ending::interrupted);
  ASSERT_LT(first.distinct(), 500u);
  broken = false;
  source.asked.clear();

  VisitPlan plan;
  plan.resumption = Resumption{first.cursors.back(), first.prefix, first.from};
  const auto second = visit(source, plan);

  EXPECT_EQ(second.outcome.ending, Ending::complete) << second.outcome.reason;
  auto all = identifiers_of(first);
  all.merge(identifiers_of(second));
  EXPECT_EQ(all.size(), 500u);
}

TEST(Har7, AsksThreeTimesMoreForAPageWithoutItsEnd) {
  FakeSource source;
  const std::string page = source.page(3);
  source.fault = on_page(3, [&](int before) { return replied(before < 3 ? page.substr(0, page.size() - 12) : page); });

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete);
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_EQ(asked(source, "resumptionToken=p3"), 4);
  EXPECT_TRUE(visited.waits.empty());
}

}  // namespace
}  // namespace commonplace::harvest
