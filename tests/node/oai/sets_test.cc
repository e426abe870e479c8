// Sets and ListSets: OAI-40 to OAI-44, OAI-59. Which sets a resource is in: tests/node/app/membership_test.cc.
#include <fmt/format.h>
#include <time.h>

#include <algorithm>

#include "schemas/formats/identifier.h"
#include "tests/node/oai/oai_ground.h"

namespace commonplace::oai {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr std::string_view own_set = "contributor:learn.river.example";
constexpr std::string_view kiln_set = "contributor:learn.river.example!kiln";

class Sets : public OaiTest {
 protected:
  store::Draft of_kiln(std::string_view local) {
    auto draft = record(local);
    draft.contributor = kiln_;
    return draft;
  }
  Reply in_set(std::string_view set) {
    return ask(fmt::format("verb=ListIdentifiers&metadataPrefix=oai_dc&set={}", set));
  }

  store::ContributorId kiln_ = organisation("kiln", "Kiln Street");
};
using Oai40 = Sets;
using Oai41 = Sets;
using Oai42 = Sets;
using Oai43 = Sets;
using Oai44 = Sets;
using Oai59 = Sets;

TEST_F(Oai40, SetsAreListedWithTheirParentsAndEachOnce) {
  publish({in_sets(record("1"), {"subject:arts:music", "level:england:ks2", "origin:local"})}, after(10));

  EXPECT_THAT(ask("verb=ListSets").set_specs(),
              ElementsAre("contributor", own_set, kiln_set, "framework", "level", "level:england", "level:england:ks2",
                          "origin", "origin:local", "subject", "subject:arts", "subject:arts:music", "type"));
}

TEST_F(Oai40, EverySetIsCalledInWords) {
  model::Framework framework;
  framework.id = "arts & crafts";
  framework.uri = "https://framework.example/arts?a=1&b=<2>";
  framework.title = {{"en", "Arts & <Crafts>"}};
  framework.publisher = "Board of 'Arts'";
  framework.source_url = "https://framework.example/arts.json";
  store_->put_framework(framework, {});
  publish({in_sets(record("1"), {"subject:arts:music", "level:northern-ireland:ks2", "level:primary", "type:lesson-plan",
                                 "origin:hill.example~3A8080", "framework:arts~20~26~20crafts:KS2:1.1", "framework:gone:x",
                                 "type:of-old"})},
          after(10));

  std::map<std::string, std::string> names;
  std::map<std::string, const formats::XmlNode*> sets;
  const auto reply = ask("verb=ListSets");
  for (const auto& set : reply.verb()->children) {
    names[set.child("setSpec")->text] = set.child("setName")->text;
    sets[set.child("setSpec")->text] = &set;
  }

  EXPECT_EQ(names["subject"], "Subjects");
  EXPECT_EQ(names["subject:arts"], "Arts");
  EXPECT_EQ(names["subject:arts:music"], "Music");
  EXPECT_EQ(names["level:northern-ireland"], "Northern Ireland");
  EXPECT_EQ(names["level:northern-ireland:ks2"], "Key stage 2 (Northern Ireland)");
  EXPECT_EQ(names["type:lesson-plan"], "Lesson plan");
  EXPECT_EQ(names["type:of-old"], "type:of-old");
  EXPECT_EQ(names["origin:hill.example~3A8080"], "From hill.example:8080");
  EXPECT_EQ(names["framework:arts~20~26~20crafts"], "Arts & <Crafts>");
  EXPECT_EQ(names["framework:arts~20~26~20crafts:KS2:1.1"], "Arts & <Crafts>: KS2 / 1.1");
  EXPECT_EQ(names["framework:gone"], "gone");
  const auto* dc = sets["framework:arts~20~26~20crafts"]->child("setDescription")->child("dc");
  EXPECT_EQ(dc->child("title")->text, "Arts & <Crafts>");
  EXPECT_EQ(dc->child("identifier")->text, framework.uri);
  EXPECT_EQ(dc->child("source")->text, framework.source_url);
  EXPECT_FALSE(sets["framework:arts~20~26~20crafts:KS2"]->child("setDescription"));
  EXPECT_FALSE(sets["framework:gone"]->child("setDescription"));
}

TEST_F(Oai40, BytesOutsideTheSyntaxAreWrittenWithATilde) {
  auto foreign = store_->contributor(kiln_)->profile;
  foreign.slug = "harbour";
  foreign.set = formats::contributor_set("127.0.0.1:8080", "");
  foreign.name = "Harbour";
  auto draft = record("pier");
  draft.contributor = store_->put_contributor(foreign, false);
  publish({draft}, after(10));  // a guest without anything public is not named

  EXPECT_THAT(ask("verb=ListSets").set_specs(), testing::Contains("contributor:127.0.0.1~3A8080"));
}

TEST_F(Oai40, ASetCarriesTheNameAndTheBrandingOfItsContributor) {
  const auto reply = ask("verb=ListSets");
  const auto& set = reply.verb()->children.at(2);

  EXPECT_EQ(set.child("setName")->text, "Kiln Street");
  const auto* icon = set.child("setDescription")->child("branding")->child("collectionIcon");
  EXPECT_EQ(icon->child("title")->text, "Kiln Street");
  EXPECT_EQ(icon->child("url")->text, "https://learn.river.example/media/logo.png");
}

TEST_F(Oai40, AContributorWithoutALogoHasASetWithoutDescription) {
  auto profile = store_->contributor(kiln_)->profile;
  profile.logo.clear();
  store_->put_contributor(profile, true);

  const auto reply = ask("verb=ListSets");
  EXPECT_EQ(reply.verb()->children.at(2).child("setSpec")->text, kiln_set);
  EXPECT_FALSE(reply.verb()->children.at(2).child("setDescription"));
}

TEST_F(Oai41, ASetHoldsItselfAndItsChildren) {
  publish({record("1"), of_kiln("2")}, after(10));

  EXPECT_THAT(in_set("contributor").identifiers(), ElementsAre(id("1"), id("2")));
  EXPECT_THAT(in_set(own_set).identifiers(), ElementsAre(id("1")));
  EXPECT_THAT(in_set(kiln_set).identifiers(), ElementsAre(id("2")));
}

TEST_F(Oai41, EveryKindOfSetHoldsItsChildrenAndNoNeighbour) {
  publish({in_sets(record("1"), {"subject:arts:music", "framework:f:A"}), in_sets(record("2"), {"subject:arts"}),
           in_sets(record("3"), {"subject:artsy", "framework:f:A:1"})},
          after(10));

  EXPECT_THAT(in_set("subject").identifiers(), ElementsAre(id("1"), id("2"), id("3")));
  EXPECT_THAT(in_set("subject:arts").identifiers(), ElementsAre(id("1"), id("2")));
  EXPECT_THAT(in_set("subject:arts:music").identifiers(), ElementsAre(id("1")));
  EXPECT_THAT(in_set("framework:f:A").identifiers(), ElementsAre(id("1"), id("3")));
  EXPECT_THAT(in_set("framework:f:A:1").identifiers(), ElementsAre(id("3")));
  for (const auto& header : in_set("framework").headers()) EXPECT_EQ(header.sets.front(), own_set);
}

TEST_F(Oai41, ASetIsPagedInTheOrderOfItsRecords) {
  repository_->page_size = 7;
  std::vector<std::string> expected;
  for (int i = 0; i < 60; ++i) {
    publish({in_sets(record(std::to_string(i)), {i % 3 == 0 ? "type:video" : "type:audio"})}, after(10 + i / 4));
    if (i % 3 == 0) expected.push_back(id(std::to_string(i)));
  }

  const auto pages = whole_list("verb=ListRecords&metadataPrefix=oai_dc&set=type:video");

  EXPECT_EQ(identifiers_of(pages), expected);
  ASSERT_EQ(pages.size(), 3u);
  for (const auto& page : pages) EXPECT_EQ(page.token()->size, 20u);
  EXPECT_EQ(identifiers_of(whole_list("verb=ListIdentifiers&metadataPrefix=cpl&set=type:video&from=2026-01-01T00:00:15Z"
                                      "&until=2026-01-01T00:00:20Z"))
                .size(),
            8u);
}

TEST_F(Oai41, HeadersNameTheDeepestSetInAllThreeVerbs) {
  publish({of_kiln("2")}, after(10));

  for (const auto& query :
       {std::string("verb=ListIdentifiers&metadataPrefix=oai_dc"), std::string("verb=ListRecords&metadataPrefix=cpl"),
        "verb=GetRecord&metadataPrefix=oai_dc&identifier=" + id("2")})
    EXPECT_THAT(ask(query).headers().at(0).sets, ElementsAre(kiln_set)) << query;
}

TEST_F(Oai42, AnUnknownOrEmptySetHasNoRecords) {
  publish({record("1")}, after(10));

  for (const std::string_view set : {"contributor:nobody.example", "contributo", "contributorx", "nothing:at:all",
                                     "Contributor", "contributor:learn.river.example!kiln:x"})
    EXPECT_THAT(in_set(set).codes(), ElementsAre("noRecordsMatch")) << set;
  EXPECT_THAT(in_set(kiln_set).codes(), ElementsAre("noRecordsMatch"));
}

TEST_F(Oai42, BadSyntaxIsABadArgument) {
  for (const auto* set : {"a::b", ":a", "a:", ":", "a%20b", "a/b", "%C3%A9", "a%26b", "a,b", "a%00"})
    EXPECT_THAT(in_set(set).codes(), ElementsAre("badArgument")) << set;
}

TEST_F(Oai42, ANodeWithoutRecordsHasItsTopSet) {
  for (const auto* set : {"contributor", "framework", "level", "origin", "subject", "type"}) {
    EXPECT_THAT(in_set(set).codes(), ElementsAre("noRecordsMatch")) << set;
    EXPECT_THAT(ask("verb=ListSets").set_specs(), testing::Contains(set));
  }
}

TEST_F(Oai43, ADeletedRecordStaysInItsSet) {
  publish({of_kiln("2")}, after(10));
  auto gone = tombstone("2");
  gone.contributor = kiln_;
  publish({gone}, after(20));

  const auto headers = in_set(kiln_set).headers();

  ASSERT_EQ(headers.size(), 1u);
  EXPECT_TRUE(headers[0].deleted);
  EXPECT_THAT(headers[0].sets, ElementsAre(kiln_set));
}

TEST_F(Oai43, ADeletionIsSeenByWhoHarvestsASet) {
  publish({in_sets(record("1"), {"subject:arts:music", "level:primary"})}, after(10));
  publish({tombstone("1")}, after(20));

  for (const auto* set : {"subject", "subject:arts:music", "level:primary"}) {
    const auto headers = ask(fmt::format("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T00:00:20Z&set={}", set)).headers();
    ASSERT_EQ(headers.size(), 1u) << set;
    EXPECT_TRUE(headers[0].deleted);
    EXPECT_THAT(headers[0].sets, ElementsAre(own_set, "subject:arts:music", "level:primary"));
  }
}

TEST_F(Oai44, ARecordThatMovesBetweenSetsIsSeenByWhoAsksWithoutASetOrWithTheNewOne) {
  publish({in_sets(record("1", "Old"), {"subject:arts:music"}), in_sets(record("2"), {"subject:arts:music"})}, after(10));
  publish({in_sets(record("1", "New"), {"subject:arts:drama"})}, after(20));
  const std::string since = "&from=2026-01-01T00:00:11Z";

  const auto incremental = ask("verb=ListIdentifiers&metadataPrefix=oai_dc" + since).headers();
  ASSERT_EQ(incremental.size(), 1u);
  EXPECT_THAT(incremental[0].sets, ElementsAre(own_set, "subject:arts:drama"));
  EXPECT_THAT(in_set("subject:arts:drama" + since).identifiers(), ElementsAre(id("1")));
  EXPECT_THAT(in_set("subject:arts:music" + since).codes(), ElementsAre("noRecordsMatch"));
  EXPECT_THAT(in_set("subject:arts:music").identifiers(), ElementsAre(id("2")));
}

TEST_F(Oai43, AListWithoutSetHasEverything) {
  publish({record("1"), of_kiln("2"), tombstone("3")}, after(10));

  EXPECT_THAT(ask("verb=ListIdentifiers&metadataPrefix=oai_dc").identifiers(),
              UnorderedElementsAre(id("1"), id("2"), id("3")));
}

TEST_F(Oai59, ThousandSetsArePagedLikeLists) {
  std::vector<std::string> expected = {"contributor", std::string(own_set), std::string(kiln_set),
                                       "framework",   "level",              "origin",
                                       "subject",     "type"};
  for (int i = 0; i < 1200; ++i) {
    const auto slug = fmt::format("hall-{}", i);
    organisation(slug, fmt::format("Hall {} <&>", i));
    expected.push_back(formats::contributor_set(test_host, slug));
  }
  std::sort(expected.begin(), expected.end());

  const auto pages = whole_list("verb=ListSets");

  ASSERT_EQ(pages.size(), 3u);
  std::vector<std::string> listed;
  for (const auto& page : pages) {
    ASSERT_TRUE(page.token());
    EXPECT_EQ(page.token()->cursor, listed.size());
    EXPECT_EQ(page.token()->size, expected.size());
    for (const auto& spec : page.set_specs()) listed.push_back(spec);
  }
  EXPECT_EQ(listed, expected);
  EXPECT_EQ(pages.back().token()->text, "");
}

TEST_F(Oai59, TenThousandSetsCostTheFirstPageNoMoreThanTen) {
  std::vector<std::string> sets;
  for (int i = 0; i < 10'000; ++i) sets.push_back(fmt::format("framework:f:{}", i));
  publish({in_sets(record("1"), sets)}, after(10));

  timespec begin{};
  timespec end{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
  auto request = get("verb=ListSets");
  request.now = now_;
  const auto response = provider_->answer(request);
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
  const double ms = static_cast<double>(end.tv_sec - begin.tv_sec) * 1e3 + static_cast<double>(end.tv_nsec - begin.tv_nsec) / 1e6;

  EXPECT_EQ(read(response).set_specs().size(), 500u);
  EXPECT_LT(ms, 10.0) << "of processor time";
}

}  // namespace
}  // namespace commonplace::oai
