// A visit to a source that behaves, incrementally and from the beginning, and what it remembers.
#include "harvest/visit.h"

#include <gtest/gtest.h>

#include "fake_fetcher.h"
#include "schemas/formats/json.h"

namespace commonplace::harvest {
namespace {

using std::chrono::seconds;

TEST(Visit, TakesFiveHundredRecordsOfFivePages) {
  FakeSource source;

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.records.size(), 500u);
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_EQ(visited.outcome.checkpoint, "2026-11-20T08:00:00Z");
  EXPECT_EQ(visited.progress.requests, 7);  // Identify, formats, five pages
  EXPECT_EQ(visited.cursors.back().token, "");
  EXPECT_EQ(visited.cursors.back().received, 500);
  EXPECT_TRUE(visited.warnings.empty());
}

TEST(Har18, KeepsSourceDatestampBytesAndHopWithEveryRecord) {
  FakeSource source;

  const auto record = visit(source).records.at(7);

  EXPECT_EQ(record.identifier, "oai:source.example:7");
  EXPECT_EQ(record.datestamp, "2026-11-01T00:07:00Z");
  EXPECT_EQ(record.prefix, "oai_dc");
  EXPECT_EQ(record.metadata_namespace, "http://www.openarchives.org/OAI/2.0/oai_dc/");
  EXPECT_TRUE(record.bytes.starts_with("<oai_dc:dc ")) << record.bytes;
  EXPECT_TRUE(record.bytes.ends_with("</oai_dc:dc>")) << record.bytes;
  EXPECT_EQ(record.sets, std::vector<std::string>{"things"});
  ASSERT_EQ(record.hops.size(), 1u);
  EXPECT_EQ(record.hops[0].base_url, "https://source.example/oai");
  EXPECT_EQ(record.hops[0].harvest_date, "2026-11-20T08:00:00Z");
  EXPECT_EQ(record.hops[0].datestamp, "2026-11-01T00:07:00Z");
  EXPECT_TRUE(record.hops[0].altered);
  EXPECT_NE(record.document.find("\"Title 7\""), std::string::npos) << record.document;
}

TEST(Har10, AsksFromTheCheckpointLessFiveMinutes) {
  FakeSource source;
  VisitPlan plan;
  plan.source.checkpoint = "2026-11-19T08:00:00Z";

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.from, "2026-11-19T07:55:00Z");
  EXPECT_NE(source.asked.at(2).find("from=2026-11-19T07%3A55%3A00Z"), std::string::npos) << source.asked.at(2);
}

TEST(Har11, AsksInDaysWhereTheSourceCountsInDays) {
  FakeSource source;
  source.identify = identify_reply("YYYY-MM-DD");
  VisitPlan plan;
  plan.source.checkpoint = visit(source).outcome.checkpoint;
  EXPECT_EQ(plan.source.checkpoint, "2026-11-20T08:00:00Z days");
  plan.source.checkpoint = "2026-11-19T08:00:00Z days";

  EXPECT_EQ(visit(source, plan).from, "2026-11-18");
}

TEST(Host37, ReadsTheGranularityAnewAtEachVisit) {
  FakeSource source;
  VisitPlan plan;
  plan.source.checkpoint = "2026-11-19";

  EXPECT_EQ(visit(source, plan).from, "2026-11-18T23:55:00Z");
}

TEST(Har4, SendsWithATokenNothingButVerbAndToken) {
  FakeSource source;
  source.knows_dates = false;
  VisitPlan plan;
  plan.source.set = "a b";
  plan.source.checkpoint = "2026-11-19T08:00:00Z";

  visit(source, plan);

  EXPECT_NE(source.asked.at(2).find("set=a%20b"), std::string::npos);
  EXPECT_EQ(source.asked.at(3), "https://source.example/oai?verb=ListRecords&resumptionToken=p2");
}

TEST(Har3, EncodesEveryReservedSignOfATokenOnce) {
  FakeSource source;
  const std::string token = "a/?#=&amp;:; %+é";
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    if (arguments.at("verb") != "ListRecords") return std::nullopt;
    if (!arguments.contains("resumptionToken")) {
      return replied(envelope("<ListRecords>" + source.records(1) + "<resumptionToken>\n " + token +
                              " </resumptionToken></ListRecords>"));
    }
    EXPECT_EQ(arguments.at("resumptionToken"), "a/?#=&:; %+é");
    return replied(envelope("<ListRecords>" + source.records(2) + "</ListRecords>"));
  };

  EXPECT_EQ(visit(source).records.size(), 200u);
}

TEST(Har9, CallsNoRecordsMatchUnchangedAfterTwoRequestsAndMovesTheCheckpoint) {
  FakeSource source;
  source.fault = [](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) == 0) return std::nullopt;
    return replied(oai_error("noRecordsMatch"));
  };
  VisitPlan plan;
  plan.source.checkpoint = "2026-11-19T08:00:00Z";
  plan.source.known_prefix = "oai_dc";

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.outcome.ending, Ending::unchanged);
  EXPECT_EQ(visited.outcome.checkpoint, "2026-11-20T08:00:00Z");
  EXPECT_EQ(source.asked.size(), 2u);
}

TEST(Har27, TakesTheBestFormatOfferedAndTheKeepersWishFirst) {
  FakeSource source;
  source.formats = "marcxml oai_dc etdms";
  EXPECT_EQ(visit(source).prefix, "oai_dc");
  source.formats = "marcxml oai_dc mods lom";
  EXPECT_EQ(visit(source).prefix, "lom");

  VisitPlan plan;
  plan.source.wished_prefix = "oai_dc_special";
  const auto visited = visit(source, plan);
  EXPECT_EQ(visited.prefix, "oai_dc_special");
}

TEST(Har27, SaysWhatIsOfferedWhereNothingCanBeRead) {
  FakeSource source;
  source.formats = "marcxml etdms";

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::failed);
  EXPECT_NE(visited.outcome.reason.find("marcxml, etdms"), std::string::npos) << visited.outcome.reason;
}

TEST(Har27, FallsBackWhereAFifthOfTheFirstPageCannotBeRead) {
  FakeSource source;
  source.formats = "cpl oai_dc";
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    const auto prefix = arguments.find("metadataPrefix");
    if (prefix == arguments.end() || prefix->second != "cpl") return std::nullopt;
    return replied(envelope("<ListRecords>" + cpl_record("oai:source.example:1", "2026-11-01T00:00:00Z", "not JSON") +
                            "</ListRecords>"));
  };

  const auto visited = visit(source);

  EXPECT_EQ(visited.prefix, "oai_dc");
  EXPECT_EQ(visited.records.size(), 500u);
}

TEST(Har27, AsksForTheFormatsAgainWhenTheKnownOneIsGone) {
  FakeSource source;
  source.fault = [](const auto& arguments, int) -> std::optional<Fetched> {
    const auto prefix = arguments.find("metadataPrefix");
    if (prefix == arguments.end() || prefix->second != "cpl") return std::nullopt;
    return replied(oai_error("cannotDisseminateFormat"));
  };
  VisitPlan plan;
  plan.source.known_prefix = "cpl";

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.prefix, "oai_dc");
}

TEST(Har20, TakesOaiDcFromASourceThatListsNoFormats) {
  FakeSource source;
  source.fault = [](const auto& arguments, int) -> std::optional<Fetched> {
    if (arguments.at("verb") == "ListMetadataFormats") return replied("no", 404);
    return std::nullopt;
  };

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.records.size(), 500u);
}

TEST(Visit, GoesOnFromTheCursorOfAnInterruptedVisit) {
  FakeSource source;
  bool broken = true;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    if (broken && page_asked(arguments) == 3) return failed(FetchFault::timed_out);
    return std::nullopt;
  };
  const auto first = visit(source);
  ASSERT_EQ(first.outcome.ending, Ending::interrupted);
  ASSERT_EQ(first.records.size(), 200u);
  broken = false;

  VisitPlan plan;
  plan.resumption = Resumption{first.cursors.back(), first.prefix, first.from};
  const auto second = visit(source, plan);

  EXPECT_EQ(second.outcome.ending, Ending::complete);
  EXPECT_EQ(second.records.size(), 300u);
  EXPECT_EQ(second.cursors.back().received, 500);
  EXPECT_EQ(second.outcome.checkpoint, first.cursors.back().first_date);
}

TEST(Har13, HandsOnTombstones) {
  FakeSource source;
  source.fault = [](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) == 0) return std::nullopt;
    return replied(
        envelope("<ListRecords>" + deleted_record("oai:source.example:9", "2026-11-01T00:00:00Z") + "</ListRecords>"));
  };

  const auto visited = visit(source);

  ASSERT_EQ(visited.records.size(), 1u);
  EXPECT_TRUE(visited.records[0].deleted);
  EXPECT_TRUE(visited.records[0].document.empty());
  EXPECT_EQ(visited.outcome.ending, Ending::complete);
}

TEST(Har18, ReplacesIdentifiersOfNoSchemeTheSameWayEverywhere) {
  FakeSource source;
  source.fault = [](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) == 0) return std::nullopt;
    return replied(envelope("<ListRecords>" + dc_record("record 17", "2026-11-01T00:00:00Z") + "</ListRecords>"));
  };

  const auto first = visit(source).records.at(0);
  const auto second = visit(source).records.at(0);

  EXPECT_TRUE(first.identifier.starts_with("oai:source.example:id-")) << first.identifier;
  EXPECT_EQ(first.identifier.size(), std::string("oai:source.example:id-").size() + 32);
  EXPECT_EQ(first.identifier, second.identifier);
  EXPECT_EQ(first.source_identifier, "record 17");
  EXPECT_EQ(first.hops.at(0).identifier, "record 17");
}

TEST(Har18, CopiesTheHopsOfARecordInsideOurs) {
  const std::string about =
      "<about><provenance xmlns=\"http://www.openarchives.org/OAI/2.0/provenance\">"
      "<originDescription harvestDate=\"2026-11-19T00:00:00Z\" "
      "altered=\"false\"><baseURL>https://first.example/oai</baseURL>"
      "<identifier>oai:first.example:1</identifier><datestamp>2026-11-18</datestamp><metadataNamespace>urn:x</"
      "metadataNamespace>"
      "<originDescription harvestDate=\"2026-11-17T00:00:00Z\" "
      "altered=\"true\"><baseURL>https://zero.example/oai</baseURL>"
      "<identifier>oai:first.example:1</identifier><datestamp>2026-11-16</datestamp><metadataNamespace>urn:y</"
      "metadataNamespace>"
      "</originDescription></originDescription></provenance></about>";
  FakeSource source;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) == 0) return std::nullopt;
    std::string record = dc_record("oai:first.example:1", "2026-11-20T00:00:00Z");
    record.insert(record.size() - std::string("</record>").size(), about);
    return replied(envelope("<ListRecords>" + record + "</ListRecords>"));
  };

  const auto hops = visit(source).records.at(0).hops;

  ASSERT_EQ(hops.size(), 3u);
  EXPECT_EQ(hops[0].base_url, "https://source.example/oai");
  EXPECT_EQ(hops[1].base_url, "https://first.example/oai");
  EXPECT_EQ(hops[1].datestamp, "2026-11-18");
  EXPECT_FALSE(hops[1].altered);
  EXPECT_EQ(hops[2].base_url, "https://zero.example/oai");
  EXPECT_TRUE(hops[2].altered);
}

const std::string with_friends =
    "<description><friends xmlns=\"http://www.openarchives.org/OAI/2.0/friends/\"><baseURL> https://one.example/oai "
    "</baseURL><baseURL>https://one.example/oai</baseURL><baseURL>javascript:alert(1)</baseURL>"
    "<baseURL>https://source.example/oai</baseURL><baseURL>https://two.example/oai</baseURL></friends></description>";

TEST(Har28, TellsOfFriendsAndAsksNothingOfThem) {
  FakeSource source;
  source.identify = identify_reply("YYYY-MM-DDThh:mm:ssZ", with_friends);

  const auto visited = visit(source);

  EXPECT_EQ(visited.repository.friends, (std::vector<std::string>{"https://one.example/oai", "https://two.example/oai"}));
  ASSERT_EQ(visited.warnings.size(), 1u);
  EXPECT_NE(visited.warnings[0].find("https://one.example/oai, https://two.example/oai"), std::string::npos);
  for (const auto& url : source.asked) EXPECT_TRUE(url.starts_with("https://source.example/oai?")) << url;
}

TEST(Har28, SaysItWithAFullListOnly) {
  FakeSource source;
  source.identify = identify_reply("YYYY-MM-DDThh:mm:ssZ", with_friends);
  VisitPlan plan;
  plan.source.checkpoint = "2026-11-01T00:00:00Z";

  EXPECT_TRUE(visit(source, plan).warnings.empty());
}

TEST(Har1, ReadsIdentifyBehindAByteOrderMarkAndWithUnknownDescriptions) {
  FakeSource source;
  source.identify = "\xEF\xBB\xBF" + identify_reply("YYYY-MM-DD", "<description><odd xmlns=\"urn:odd\"><a/></odd></description>"
                                                                   "<compression>gzip</compression>");

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.repository.granularity, model::Granularity::day);
  EXPECT_EQ(visited.repository.deleted_records, "persistent");
  EXPECT_EQ(visited.repository.earliest, "2020-01-01T00:00:00Z");
}

TEST(Har10, MovesTheCheckpointOnlyAfterACompleteList) {
  FakeSource source;
  source.fault = [](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) == 3) return failed(FetchFault::timed_out);
    return std::nullopt;
  };

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.checkpoint, "");
  EXPECT_FALSE(visited.whole);
  EXPECT_EQ(visited.cursors.size(), 2u);
  for (const auto& cursor : visited.cursors) EXPECT_FALSE(cursor.token.empty());  // with every page
}

TEST(Har10, TakesTheDateOfTheFirstPageAndNotOurClock) {
  FakeSource source;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) != 5) return std::nullopt;
    return replied(envelope("<ListRecords>" + source.records(5) + "</ListRecords>", "2026-11-20T09:30:00Z"));
  };
  VisitPlan plan;
  plan.now = model::Datestamp{1'795'161'600 + 40'000};

  EXPECT_EQ(visit(source, plan).outcome.checkpoint, "2026-11-20T08:00:00Z");
}

TEST(Har12, SaysWhatTheSourceKeepsOfDeletionsAndWhetherTheListWasWhole) {
  FakeSource source;
  source.identify.replace(source.identify.find("persistent"), 10, "transient");

  const auto visited = visit(source);

  EXPECT_EQ(visited.repository.deleted_records, "transient");
  EXPECT_TRUE(visited.whole);
}

TEST(Har16, TellsTheKeeperWhenMoreThanOneInTwentyWasMended) {
  for (const int count : {25, 26}) {
    FakeSource source;
    source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
      if (page_asked(arguments) != 2) return std::nullopt;
      std::string page = source.page(2);
      for (int index = 100; index < 100 + count; ++index) {
        const std::string title = "Title " + std::to_string(index) + "<";
        page.replace(page.find(title), title.size(), "Title\x03\x04 " + std::to_string(index) + "<");
      }
      return replied(page);
    };

    const auto visited = visit(source);

    EXPECT_EQ(visited.progress.mended, 2 * count);
    EXPECT_EQ(visited.progress.mended_records, count);
    EXPECT_EQ(visited.warnings.size(), count > 25 ? 1u : 0u);
    EXPECT_NE(visited.records.at(100).bytes.find("Title\x03\x04 100"), std::string::npos);  // what came is kept
    EXPECT_TRUE(visited.records.at(100).hops.at(0).altered);
  }
}

TEST(Har16, MendsNothingWhereTheSwitchIsOff) {
  FakeSource source;
  source.gets_records = false;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) != 2) return std::nullopt;
    std::string page = source.page(2);
    return replied(page.replace(page.find("Title 150"), 5, "Ti\x03le"));
  };
  VisitPlan plan;
  plan.source.mend = false;

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.progress.mended, 0);
  EXPECT_EQ(visited.unread.size(), 1u);
  EXPECT_EQ(visited.distinct(), 499u);
}

TEST(Har19, TakesARecordOfManySetsOnce) {
  FakeSource source;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) != 1) return std::nullopt;
    std::string twice = dc_record("oai:source.example:1", "2026-11-01T00:00:00Z");
    std::string other = twice;
    other.replace(other.find("things"), 6, "others");
    return replied(envelope("<ListRecords>" + twice + other + "</ListRecords>"));
  };

  const auto visited = visit(source);

  ASSERT_EQ(visited.records.size(), 1u);
  EXPECT_EQ(visited.progress.duplicate, 1);
  EXPECT_EQ(visited.records[0].sets, std::vector<std::string>{"others"});
}

TEST(Har21, TellsWhatCameBeforeFromWhatIsNew) {
  FakeSource source;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) != 5) return std::nullopt;
    return replied(envelope("<ListRecords>" + dc_record(FakeSource::identifier(7), "2026-11-09T00:00:00Z") +
                            dc_record("oai:source.example:new", "2026-11-09T00:00:00Z") + "</ListRecords>"));
  };

  const auto visited = visit(source);

  ASSERT_EQ(visited.records.size(), 402u);
  EXPECT_TRUE(visited.records[400].again);
  EXPECT_FALSE(visited.records[401].again);
}

TEST(Har22, WaitsBetweenRequestsOfASourceThatWantsIt) {
  FakeSource source;
  VisitPlan plan;
  plan.source.pause = seconds(3);

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.outcome.ending, Ending::complete);
  EXPECT_EQ(visited.waits, std::vector<seconds>(source.asked.size() - 1, seconds(3)));
}

TEST(Har20, TakesAPartBuiltServerThatKnowsListRecordsAlone) {
  FakeSource source;
  source.gets_records = false;
  source.lists_identifiers = false;
  source.fault = [](const auto& arguments, int) -> std::optional<Fetched> {
    const auto& verb = arguments.at("verb");
    if (verb == "Identify" || verb == "ListRecords") return std::nullopt;
    return replied(oai_error("badVerb"));
  };

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 500u);
}

TEST(Har5, TellsAStandingCursorFromALoop) {
  FakeSource source;
  source.token_attributes = " cursor=\"0\" completeListSize=\"500\"";

  EXPECT_EQ(visit(source).outcome.ending, Ending::complete);
}

// ---- looks
// --------------------------------------------------------------------------------------------------------------

const std::string guest_set = "contributor:node.example!guest";

FakeSource::Fault node_with_guest(std::string profiles, std::string sets) {
  return [=](const auto& arguments, int) -> std::optional<Fetched> {
    if (!arguments.contains("verb")) return profiles.empty() ? replied("no", 404) : replied(profiles);
    if (arguments.at("verb") == "ListSets") return replied(envelope("<ListSets>" + sets + "</ListSets>"));
    if (page_asked(arguments) == 0) return std::nullopt;
    std::string record = dc_record("oai:node.example:by/guest/1", "2026-11-01T00:00:00Z");
    record.replace(record.find("things"), 6, guest_set);
    return replied(envelope("<ListRecords>" + record + "</ListRecords>"));
  };
}

const std::string profiles = R"json({"contributors": [
  {"slug": "guest", "set": "contributor:node.example!guest", "name": "The Guest", "colour": "#2B3A8F",
   "home": "https://guest.example/", "logo": "javascript:alert(1)",
   "links": [{"label": "Shop", "url": "https://guest.example/shop"}]},
  {"set": "subject:art", "name": "None"},
  {"set": "contributor:node.example!guest", "name": ""}], "next": null})json";

// The one record is oai_dc in the format cpl: unreadable, so oai_dc is taken; the source stays a node.
TEST(Looks, ComeFromTheProfilesOfANode) {
  FakeSource source;
  source.formats = "cpl oai_dc";
  source.fault = node_with_guest(profiles, "");

  const auto visited = visit(source);

  ASSERT_EQ(visited.contributors.size(), 1u);
  const auto& guest = visited.contributors[0];
  EXPECT_EQ(guest.name, "The Guest");
  EXPECT_EQ(guest.did, "did:web:node.example:by:guest");
  EXPECT_EQ(guest.colour, "#2B3A8F");
  EXPECT_EQ(guest.logo, "");
  EXPECT_EQ(guest.links.size(), 1u);
}

TEST(Looks, ComeFromTheBrandingOfTheSetWhereThereAreNoProfiles) {
  FakeSource source;
  source.fault = node_with_guest("", "<set><setSpec>" + guest_set +
                                         "</setSpec><setName>The Guest</setName><setDescription>"
                                         "<branding "
                                         "xmlns=\"http://www.openarchives.org/OAI/2.0/branding/"
                                         "\"><collectionIcon><url>https://node.example/g.png</url>"
                                         "<link>https://guest.example/</link><title>The "
                                         "Guest</title></collectionIcon></branding></setDescription></set>");

  const auto visited = visit(source);

  ASSERT_EQ(visited.contributors.size(), 1u);
  EXPECT_EQ(visited.contributors[0].name, "The Guest");
  EXPECT_EQ(visited.contributors[0].home, "https://guest.example/");
  EXPECT_EQ(visited.contributors[0].logo, "https://node.example/g.png");
}

TEST(Looks, AreDoneWithoutWhereTheSourceHasTrouble) {
  FakeSource source;
  source.fault = node_with_guest("{broken", "<not a set");

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete);
  EXPECT_EQ(visited.records.size(), 1u);
  EXPECT_TRUE(visited.contributors.empty());
}

TEST(Looks, AreNotAskedForWhereTheyAreKnown) {
  FakeSource source;
  source.fault = node_with_guest("", "");
  VisitPlan plan;
  plan.source.known_looks = {guest_set};

  visit(source, plan);

  for (const auto& url : source.asked) EXPECT_EQ(url.find("ListSets"), std::string::npos);
}

// ---- what stands where a name or a date should be -----------------------------------------------------------------------

TEST(Har30, ABookInPlaceOfANameOrADateIsNotBelieved) {
  const std::string book(70'000, 'x');
  FakeSource source;
  source.pages = 1;
  source.per_page = 3;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) == 0) return std::nullopt;
    return replied(envelope("<ListRecords>" + dc_record("oai:source.example:" + book, "2026-11-01T00:00:00Z") +
                                dc_record("oai:source.example:1", book) + dc_record("oai:source.example:2", "2026-11-01T00:00:00Z") +
                                "</ListRecords>",
                            book));
  };

  const auto visited = visit(source);

  EXPECT_EQ(visited.distinct(), 1u);
  ASSERT_EQ(visited.unread.size(), 2u);
  EXPECT_EQ(visited.unread[0].reason, "too_big");
  EXPECT_LE(visited.unread[0].identifier.size(), 16'384u);
  EXPECT_LE(visited.records[0].hops.at(0).harvest_date.size(), 64u);
  EXPECT_EQ(visited.outcome.checkpoint, "") << "a date that is none";
}

TEST(Har5, AnEndlessTokenIsNeitherKeptNorSent) {
  FakeSource source;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) != 1) return std::nullopt;
    return replied(envelope("<ListRecords>" + source.records(1) + "<resumptionToken>" + std::string(100'000, 'x') + "</resumptionToken></ListRecords>"));
  };

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::suspended);
  EXPECT_EQ(visited.distinct(), 100u);
  EXPECT_EQ(visited.cursors.back().token, "");
}

}  // namespace
}  // namespace commonplace::harvest
