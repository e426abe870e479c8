// The hostile sources of harvest.md §11 that the protocol part must stand: five pages of a hundred, the fault on
// page 3.
#include <gtest/gtest.h>

#include <set>

#include "fake_fetcher.h"

namespace commonplace::harvest {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

// What page 3 answers, as often as it is asked; `times` 0: always.
FakeSource::Fault on_page(int number, std::function<Fetched(int before)> made, int times = 0) {
  return [=](const auto& arguments, int before) -> std::optional<Fetched> {
    if (page_asked(arguments) != number || (times > 0 && before >= times)) return std::nullopt;
    return made(before);
  };
}
FakeSource::Fault on_page(int number, Fetched made, int times = 0) {
  return on_page(
      number, [=](int) { return made; }, times);
}

// The healthy page 3 with one record's bytes replaced.
std::string page_with(const FakeSource& source, const std::string& title, const std::string& replacement) {
  std::string page = source.page(3);
  const auto place = page.find(title + "<");
  EXPECT_NE(place, std::string::npos);
  return page.replace(place, title.size(), replacement);
}

void expect_kept_and_resumable(FakeSource& source, const Visited& visited, std::size_t kept = 200) {
  EXPECT_EQ(visited.distinct(), kept);
  EXPECT_EQ(visited.outcome.checkpoint, "");
  ASSERT_FALSE(visited.cursors.empty());
  ASSERT_FALSE(visited.cursors.back().token.empty());
  source.fault = {};
  VisitPlan plan;
  plan.resumption = Resumption{visited.cursors.back(), visited.prefix, visited.from};
  const auto next = visit(source, plan);
  EXPECT_EQ(next.outcome.ending, Ending::complete);
  std::set<std::string> identifiers;
  for (const auto* part : {&visited, &next}) {
    for (const auto& record : part->records) identifiers.insert(record.identifier);
  }
  EXPECT_EQ(identifiers.size(), 500u);
}

TEST(Host1And2, AreAskedFiveTimesWithBackOffAndMorePatienceThenInterrupted) {
  FakeSource source;
  source.fault = on_page(3, failed(FetchFault::timed_out));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::interrupted);
  EXPECT_EQ(visited.waits, (std::vector{seconds(30), seconds(60), seconds(120), seconds(240)}));
  EXPECT_EQ(source.limits.back().first_byte, source.limits.front().first_byte * 16);
  EXPECT_TRUE(visited.outcome.come_again);
  expect_kept_and_resumable(source, visited);
}

TEST(Host3, IsAskedForTheSameTokenAgainAtOnce) {
  FakeSource source;
  source.fault = on_page(3, failed(FetchFault::cut), 1);

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete);
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_TRUE(visited.waits.empty());
}

TEST(Host4, TruncatedOnceLosesNothingWhereverItIsCut) {
  for (std::size_t part = 1; part < 50; ++part) {
    FakeSource source;
    const std::string page = source.page(3);
    source.fault = on_page(3, replied(page.substr(0, page.size() * part / 50)), 1);

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::complete) << part << visited.outcome.reason;
    EXPECT_EQ(visited.distinct(), 500u) << part;
  }
}

TEST(Host6, IsAskedThreeTimesMoreThenInterrupted) {
  FakeSource source;
  source.fault = on_page(3, failed(FetchFault::cut));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::interrupted);
  EXPECT_EQ(source.asked.size(), 4u + 4u);
  expect_kept_and_resumable(source, visited);
}

TEST(Host7, IsInterrupted) {
  FakeSource source;
  source.fault = on_page(3, failed(FetchFault::headers_too_big));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::interrupted);
  expect_kept_and_resumable(source, visited);
}

TEST(Host8, IsSuspended) {
  FakeSource source;
  source.fault = on_page(3, failed(FetchFault::too_big));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::suspended);
  EXPECT_EQ(visited.distinct(), 200u);
}

TEST(Host9And11, FailInWords) {
  for (const auto fault : {FetchFault::bad_encoding, FetchFault::redirected_away}) {
    FakeSource source;
    source.fault = on_page(3, failed(fault, "https://source.example/oai: what happened"));

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::failed);
    EXPECT_NE(visited.outcome.reason.find("what happened"), std::string::npos);
    EXPECT_EQ(visited.distinct(), 200u);
  }
}

TEST(Host12And13, AreRefused) {
  FakeSource source;
  source.fault = on_page(3, failed(FetchFault::refused_address));

  EXPECT_EQ(visit(source).outcome.ending, Ending::refused);
}

TEST(Host14, IsNotReachedWithItsOwnWords) {
  FakeSource source;
  source.fault = [](const auto&, int) { return failed(FetchFault::not_reached, "certificate has expired"); };

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::not_reached);
  EXPECT_NE(visited.outcome.reason.find("certificate has expired"), std::string::npos);
  EXPECT_EQ(source.asked.size(), 1u);
  EXPECT_TRUE(visited.outcome.come_again);
}

TEST(Host15, IsWaitedForAsItAsks) {
  FakeSource source;
  source.fault = on_page(3, busy(seconds(100)), 2);

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete);
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_EQ(visited.waits, (std::vector{seconds(105), seconds(105)}));
}

TEST(Host15, IsWaitedForTwoMinutesWhereItDoesNotSay) {
  FakeSource source;
  source.fault = on_page(3, busy(std::nullopt), 2);

  const auto visited = visit(source);

  EXPECT_EQ(visited.waits, (std::vector{seconds(120), seconds(240)}));
  EXPECT_EQ(visited.distinct(), 500u);
}

TEST(Host15, EndsTheVisitAsWaitingWhereTheHouseDeclinesToWait) {
  FakeSource source;
  source.fault = on_page(3, busy(hours(20)));
  VisitPlan plan;
  plan.longest_wait = seconds(60);

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.outcome.ending, Ending::waiting);
  EXPECT_GE(visited.outcome.come_again, hours(20));
  expect_kept_and_resumable(source, visited);
}

TEST(Host16, IsInterruptedAfterFiveTimesAndFailsWhereNothingCame) {
  FakeSource source;
  source.fault = on_page(3, replied("oops", 500));
  EXPECT_EQ(visit(source).outcome.ending, Ending::interrupted);

  FakeSource all_broken;
  all_broken.fault = [](const auto&, int) { return replied("oops", 500); };
  EXPECT_EQ(visit(all_broken).outcome.ending, Ending::failed);
}

TEST(Host17, FailsInWordsForEachKindOfNo) {
  for (const int status : {401, 403, 404, 410, 418}) {
    FakeSource source;
    source.fault = on_page(3, replied("<html>no</html>", status));

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::failed) << status;
    EXPECT_NE(visited.outcome.reason.find(std::to_string(status)), std::string::npos) << visited.outcome.reason;
    EXPECT_EQ(visited.distinct(), 200u);
  }
}

TEST(Host18, TellsAWebPageFromRecords) {
  for (const char* body :
       {"<!DOCTYPE html><html><body>Log in</body></html>", "\n <HTML>", "\xEF\xBB\xBF<html lang='cy'>",
        "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\" \"y\"><html xmlns=\"z\"/>"}) {
    FakeSource source;
    source.fault = on_page(3, replied(body));

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::failed);
    EXPECT_EQ(visited.outcome.reason, "The address answered with a web page, not with records. Is a login needed?");
  }
}

TEST(Har49, TellsWhatElseCameByItsFirstBytes) {
  const std::vector<std::pair<const char*, const char*>> table = {
      {"", "nothing at all"},     {" \n\t", "nothing at all"}, {"{\"a\":1}", "JSON"},           {"[1]", "JSON"},
      {"id,title\n1,x\n", "CSV"}, {"%PDF-1.7", "PDF"},         {"database error", "plain text"}};
  for (const auto& [body, words] : table) {
    FakeSource source;
    source.fault = on_page(3, replied(body));

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::failed) << body;
    EXPECT_NE(visited.outcome.reason.find(words), std::string::npos) << visited.outcome.reason;
  }
}

TEST(Host19, RefusesAPageThatGoesOnAfterItsEnd) {
  FakeSource source;
  source.fault = on_page(3, replied(source.page(3) + "<b>Notice</b>: undefined index in OAI-PMH.php"));
  EXPECT_EQ(visit(source).outcome.ending, Ending::failed);

  source.fault = on_page(3, replied(source.page(3) + "\n<!-- made in 3 ms -->\n"));
  EXPECT_EQ(visit(source).outcome.ending, Ending::complete);
}

TEST(Host20, ReadsAByteOrderMarkAndBlanksBeforeTheDeclaration) {
  FakeSource source;
  source.fault = on_page(3, replied("\xEF\xBB\xBF\n " + source.page(3)));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_EQ(visited.progress.mended, 1);
  EXPECT_EQ(visited.progress.mended_records, 0);
}

TEST(Host21, ReplacesLatin1BytesAndCountsThem) {
  FakeSource source;
  source.fault = on_page(3, replied(page_with(source, "Title 250", "Caf\xE9")));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_EQ(visited.progress.mended, 1);
  EXPECT_EQ(visited.progress.mended_records, 1);
  EXPECT_NE(visited.records.at(250).document.find("Caf\uFFFD"), std::string::npos);
  EXPECT_NE(visited.records.at(250).bytes.find("Caf\xE9<"), std::string::npos);
}

TEST(Host22And23, FailInWords) {
  std::string utf16 = "\xFF\xFE";
  for (const char c : FakeSource().page(3)) utf16 += {c, '\0'};
  for (const std::string& body : {utf16, std::string("<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADw-OAI-PMH+AD4-")}) {
    FakeSource source;
    source.fault = on_page(3, replied(body));

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::failed);
    EXPECT_NE(visited.outcome.reason.find("bad_encoding"), std::string::npos) << visited.outcome.reason;
    EXPECT_EQ(visited.distinct(), 200u);
  }
}

TEST(Host24, RemovesControlCharacters) {
  FakeSource source;
  source.fault = on_page(3, replied(page_with(source, "Title 250", "Ti\x03tle\x1B")));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_GE(visited.progress.mended, 2);
}

void expect_one_set_aside(FakeSource& source, const std::string& reason) {
  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete_with_losses) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 499u);
  ASSERT_EQ(visited.unread.size(), 1u);
  EXPECT_EQ(visited.unread[0].reason, reason);
  EXPECT_EQ(visited.unread[0].identifier, "oai:source.example:250");
  EXPECT_EQ(visited.unread[0].sha256.size(), 64u);
  EXPECT_LE(visited.unread[0].raw.size(), 256u * 1024);
  EXPECT_TRUE(visited.unread[0].raw.starts_with("<record"));
  EXPECT_EQ(visited.progress.offered, 500);
}

TEST(Host24, SetsTheRecordWithANulAside) {
  FakeSource source;
  source.fault = on_page(3, replied(page_with(source, "Title 250", std::string("Ti\0tle", 6))));

  expect_one_set_aside(source, "bad_encoding");
}

TEST(Host25And26, AreSuspendedAsHostile) {
  for (const char* declaration : {"<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                                  "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY "
                                  "c \"&b;&b;&b;&b;&b;\">]>"}) {
    FakeSource source;
    std::string page = source.page(3);
    page.insert(page.find("<OAI-PMH"), declaration);
    source.fault = on_page(3, replied(page));

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::suspended) << visited.outcome.reason;
    EXPECT_EQ(visited.distinct(), 200u);
  }
}

TEST(Host27, SetsTheRecordWithTheGiantTagAside) {
  FakeSource source;
  std::string tag = "<x";
  for (int i = 0; i < 200'000; ++i) tag += " a" + std::to_string(i) + "=\"\"";
  source.fault = on_page(3, replied(page_with(source, "Title 250", tag + "/>")));

  expect_one_set_aside(source, "tag_too_big");
}

TEST(Host28, SetsTheRecordOfGreatDepthAside) {
  FakeSource source;
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<d>";
  for (int i = 0; i < 100'000; ++i) deep += "</d>";
  source.fault = on_page(3, replied(page_with(source, "Title 250", deep)));

  expect_one_set_aside(source, "too_deep");
}

TEST(Host29, SetsTheRecordWithTheLongTextAside) {
  FakeSource source;
  source.fault = on_page(3, replied(page_with(source, "Title 250", std::string(11'000'000, 'x'))));

  expect_one_set_aside(source, "text_too_long");
}

TEST(Har15, SavesTheWholeRecordsOfADamagedPage) {
  FakeSource source;
  source.gets_records = false;
  source.fault = on_page(3, replied(page_with(source, "Title 250", "<b>Title & more</i>")));

  expect_one_set_aside(source, "not_wellformed");
}

TEST(Host30, RefusesOtherNamespacesAndOldProtocols) {
  std::string other = FakeSource().page(3);
  other.replace(other.find("OAI/2.0/"), 8, "OAI/9.9/");
  const std::string old =
      "<?xml version=\"1.0\"?><ListRecords "
      "xmlns=\"http://www.openarchives.org/OAI/1.1/OAI_ListRecords\"><responseDate>x"
      "</responseDate></ListRecords>";
  for (const auto& [page, words] : {std::pair{other, "OAI/9.9/"}, std::pair{old, "1.x"}}) {
    FakeSource source;
    source.fault = on_page(3, replied(page));

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::refused);
    EXPECT_NE(visited.outcome.reason.find(words), std::string::npos) << visited.outcome.reason;
  }
}

TEST(Har1, RefusesAProtocolVersionOtherThanTwo) {
  FakeSource source;
  source.identify.replace(source.identify.find("<protocolVersion>2.0"), 20, "<protocolVersion>1.1");

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::refused);
  EXPECT_NE(visited.outcome.reason.find("1.1"), std::string::npos);
}

TEST(Host31, StopsAtTheSecondRepeatOfATokenAndKeepsThreeHundred) {
  FakeSource source;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) < 3) return std::nullopt;
    return replied(
        envelope("<ListRecords>" + source.records(3) + "<resumptionToken>p3</resumptionToken></ListRecords>"));
  };

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::suspended);
  EXPECT_EQ(visited.distinct(), 300u);
  EXPECT_LE(source.asked.size(), 4u + 3u);
  EXPECT_EQ(visited.outcome.checkpoint, "");
}

TEST(Host32, StopsWhenTheRingOfTokensCloses) {
  FakeSource source;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    const int number = page_asked(arguments);
    if (number == 0) return std::nullopt;
    return replied(envelope("<ListRecords>" + source.records(number) + "<resumptionToken>p" +
                            std::to_string(number % 3 + 1) + "</resumptionToken></ListRecords>"));
  };

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::suspended);
  EXPECT_EQ(visited.distinct(), 300u);
  EXPECT_LE(visited.progress.pages, 20);
}

TEST(Host33, StopsAfterThreeEmptyPagesWithNewTokens) {
  FakeSource source;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    const int number = page_asked(arguments);
    if (number < 3) return std::nullopt;
    return replied(
        envelope("<ListRecords><resumptionToken>p" + std::to_string(number + 1) + "</resumptionToken></ListRecords>"));
  };

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::suspended);
  EXPECT_EQ(visited.distinct(), 200u);
  EXPECT_EQ(visited.progress.pages, 5);
}

TEST(Host34, StartsAgainAfterALostTokenAndFindsAllWhereTheSourceRecovers) {
  FakeSource source;
  source.fault = on_page(3, replied(oai_error("badResumptionToken")), 1);

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 500u);
}

TEST(Host34, StartsAgainFromTheLastDatestampOfAListInOrder) {
  FakeSource source;
  source.fault = on_page(3, replied(oai_error("badResumptionToken")), 1);

  visit(source);

  const std::string last = FakeSource::datestamp(199);
  const auto again = arguments_of(source.asked.at(5));
  EXPECT_EQ(again.at("from"), last);
  EXPECT_FALSE(again.contains("resumptionToken"));
}

TEST(Host34, IsNeverCompleteWhereTheTokenIsAlwaysLostAndDatesAreNotKnown) {
  FakeSource source;
  source.knows_dates = false;
  source.fault = on_page(3, replied(oai_error("badResumptionToken")));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::interrupted);
  EXPECT_EQ(visited.distinct(), 200u);
  EXPECT_EQ(visited.outcome.checkpoint, "");
  EXPECT_LT(source.asked.size(), 20u);
  expect_kept_and_resumable(source, visited);
}

TEST(Host35, TakesSizesAsHints) {
  for (const char* size : {"10", "0", "-1", "bad", "", "99999999999999999999"}) {
    FakeSource source;
    source.token_attributes = std::string(" completeListSize=\"") + size + "\" cursor=\"0\"";

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::complete) << size;
    EXPECT_EQ(visited.distinct(), 500u);
    EXPECT_TRUE(visited.warnings.empty()) << size;
  }
}

TEST(Har14, WarnsWithBothNumbersWhereFewerCameThanDeclared) {
  FakeSource source;
  source.token_attributes = " completeListSize=\"100000\"";

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete);
  ASSERT_EQ(visited.warnings.size(), 1u);
  EXPECT_EQ(visited.warnings[0], "The source declared 100000 records and gave 500.");
}

TEST(Host36, CountsIdentifiersThatComeTwice) {
  FakeSource source;
  const std::string twice = dc_record("oai:source.example:1000", "2026-11-04T00:00:00Z", "First") +
                            dc_record("oai:source.example:1000", "2026-11-04T00:00:00Z", "Last") +
                            dc_record("oai:source.example:1001", "2026-11-04T00:00:00Z", "Newer") +
                            dc_record("oai:source.example:1001", "2026-11-03T00:00:00Z", "Older");
  source.fault = on_page(5, replied(envelope("<ListRecords>" + twice + "</ListRecords>")));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete);
  EXPECT_EQ(visited.progress.duplicate, 2);
  ASSERT_EQ(visited.records.size(), 402u);
  EXPECT_NE(visited.records[400].document.find("Last"), std::string::npos);
  EXPECT_NE(visited.records[401].document.find("Newer"), std::string::npos);
}

TEST(Host38, KeepsStrangeDatestampsAndTrustsNoCheckpointInTheFuture) {
  FakeSource source;
  source.response_date = "2027-01-01T00:00:00Z";
  source.fault = on_page(
      5, replied(envelope("<ListRecords>" + dc_record("oai:source.example:1970", "1970-01-01T00:00:00Z") +
                          dc_record("oai:source.example:9999", "9999-12-31T23:59:59Z") +
                          dc_record("oai:source.example:local", "2026-11-04 10:00:00 GMT") + "</ListRecords>")));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete);
  EXPECT_EQ(visited.distinct(), 403u);
  EXPECT_EQ(visited.records.back().datestamp, "2026-11-04 10:00:00 GMT");
  EXPECT_EQ(visited.outcome.checkpoint, "");
  EXPECT_EQ(visited.warnings.size(), 2u);
}

TEST(Host39, AsksForEverythingWhenTheSourcesClockWentBack) {
  FakeSource source;
  VisitPlan plan;
  plan.source.checkpoint = "2026-11-20T09:00:00Z";

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.from, "");
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_EQ(visited.warnings.size(), 1u);
}

TEST(Host40, IsUnchangedAfterOneQuestionBesidesIdentify) {
  FakeSource source;
  source.fault = on_page(1, replied(oai_error("noRecordsMatch")));
  VisitPlan plan;
  plan.source.known_prefix = "oai_dc";
  plan.source.checkpoint = "2026-11-20T07:00:00Z";

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.outcome.ending, Ending::unchanged);
  EXPECT_EQ(visited.progress.requests, 2);
}

TEST(Har9, FailsInWordsForAnErrorNobodyKnows) {
  FakeSource source;
  source.fault = on_page(1, replied(oai_error("foo", "something odd")));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::failed);
  EXPECT_NE(visited.outcome.reason.find("\"foo\": something odd"), std::string::npos);
}

TEST(Har9, FailsInWordsWhereASetIsAskedOfASourceWithoutSets) {
  FakeSource source;
  source.fault = on_page(1, replied(oai_error("noSetHierarchy")));
  VisitPlan plan;
  plan.source.set = "art";

  EXPECT_NE(visit(source, plan).outcome.reason.find("no sets"), std::string::npos);
}

TEST(Har9, ReadsErrorsThatComeWithAnotherStatus) {
  FakeSource source;
  Fetched error = replied(oai_error("noRecordsMatch"), 422);
  source.fault = on_page(1, error);

  EXPECT_EQ(visit(source).outcome.ending, Ending::unchanged);
}

TEST(Har33, StopsBetweenPagesAndKeepsTheCursor) {
  std::stop_source stop;
  FakeSource source;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) == 3) stop.request_stop();
    return std::nullopt;
  };
  VisitPlan plan;
  plan.stop = stop.get_token();

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.outcome.ending, Ending::cancelled);
  expect_kept_and_resumable(source, visited);
}

TEST(Har38, SuspendsAtTheQuotaAndKeepsWhatCame) {
  FakeSource source;
  VisitPlan plan;
  plan.limits.records = 250;

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.outcome.ending, Ending::suspended);
  EXPECT_EQ(visited.distinct(), 300u);
}

TEST(Har50, InterruptsAtTheLimitOfPages) {
  FakeSource source;
  VisitPlan plan;
  plan.limits.pages = 3;

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.outcome.ending, Ending::interrupted);
  plan.resumption = Resumption{visited.cursors.back(), visited.prefix, visited.from};
  EXPECT_EQ(visit(source, plan).outcome.ending, Ending::complete);
  expect_kept_and_resumable(source, visited, 300);
}

TEST(Har50, SuspendsForATokenOfMoreThanFourKibibytes) {
  FakeSource source;
  source.fault = on_page(2, replied(envelope("<ListRecords>" + source.records(2) + "<resumptionToken>" +
                                             std::string(5000, 'x') + "</resumptionToken></ListRecords>")));

  EXPECT_EQ(visit(source).outcome.ending, Ending::suspended);
}

TEST(Har30, NamesTheReasonOfEachRecordSetAside) {
  FakeSource source;
  const std::string headless =
      "<record><header><datestamp>2026-11-04T00:00:00Z</datestamp></header><metadata/></record>";
  const std::string empty =
      "<record><header><identifier>oai:source.example:e</identifier><datestamp>2026-11-04T00:00:00Z</datestamp></"
      "header></record>";
  std::string foreign = dc_record("oai:source.example:f", "2026-11-04T00:00:00Z");
  foreign.replace(foreign.find("OAI/2.0/oai_dc/"), 15, "OAI/2.0/other_/");
  std::string nothing = dc_record("oai:source.example:n", "2026-11-04T00:00:00Z");
  nothing = nothing.substr(0, nothing.find("<dc:title>")) + "</oai_dc:dc></metadata></record>";
  source.fault =
      on_page(5, replied(envelope("<ListRecords>" + headless + empty + foreign + nothing + "</ListRecords>")));

  const auto visited = visit(source);

  ASSERT_EQ(visited.unread.size(), 4u);
  EXPECT_EQ(visited.unread[0].reason, "no_identifier");
  EXPECT_EQ(visited.unread[1].reason, "no_metadata");
  EXPECT_EQ(visited.unread[2].reason, "unknown_format");
  EXPECT_EQ(visited.unread[3].reason, "crosswalk_failed");
  EXPECT_EQ(visited.outcome.ending, Ending::complete_with_losses);
  EXPECT_EQ(visited.progress.offered, 404);
}

TEST(Har29, AddsUpOverRandomDamage) {
  unsigned state = 7;
  const auto draw = [&](std::size_t below) { return (state = state * 1664525u + 1013904223u) / 7 % below; };
  for (int round = 0; round < 300; ++round) {
    FakeSource source;
    source.pages = 3;
    source.per_page = 5;
    source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
      const int number = page_asked(arguments);
      if (number == 0) return std::nullopt;
      std::string page = source.page(number);
      for (std::size_t times = draw(4); times > 0; --times) page[draw(page.size())] = static_cast<char>(draw(256));
      if (draw(5) == 0) page.resize(draw(page.size()));
      return replied(page);
    };
    VisitPlan plan;
    plan.limits.pages = 30;

    const auto visited = visit(source, plan);

    const auto& progress = visited.progress;
    EXPECT_EQ(progress.offered,
              static_cast<std::int64_t>(visited.records.size() + visited.unread.size()) + progress.duplicate);
    if (visited.outcome.ending == Ending::complete) {
      EXPECT_GE(visited.records.size(), 1u);
    }
  }
}

}  // namespace
}  // namespace commonplace::harvest
