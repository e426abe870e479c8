// Sets and ListSets: OAI-40 to OAI-43, OAI-59.
#include <fmt/format.h>

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
using Oai59 = Sets;

TEST_F(Oai40, SetsAreListedWithTheirParentsAndEachOnce) {
  EXPECT_THAT(ask("verb=ListSets").set_specs(), ElementsAre("contributor", own_set, kiln_set));
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

  EXPECT_FALSE(ask("verb=ListSets").verb()->children.at(2).child("setDescription"));
}

TEST_F(Oai41, ASetHoldsItselfAndItsChildren) {
  publish({record("1"), of_kiln("2")}, after(10));

  EXPECT_THAT(in_set("contributor").identifiers(), ElementsAre(id("1"), id("2")));
  EXPECT_THAT(in_set(own_set).identifiers(), ElementsAre(id("1")));
  EXPECT_THAT(in_set(kiln_set).identifiers(), ElementsAre(id("2")));
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
  EXPECT_THAT(in_set("contributor").codes(), ElementsAre("noRecordsMatch"));
  EXPECT_THAT(ask("verb=ListSets").set_specs(), testing::Contains("contributor"));
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

TEST_F(Oai43, AListWithoutSetHasEverything) {
  publish({record("1"), of_kiln("2"), tombstone("3")}, after(10));

  EXPECT_THAT(ask("verb=ListIdentifiers&metadataPrefix=oai_dc").identifiers(),
              UnorderedElementsAre(id("1"), id("2"), id("3")));
}

TEST_F(Oai59, ThousandSetsArePagedLikeLists) {
  std::vector<std::string> expected = {"contributor", std::string(own_set), std::string(kiln_set)};
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

TEST_F(Oai59, ASetThatCameWithALateContributorIsInTheHeader) {
  // The contributor is made between the provider's look at the sets and its list.
  publish({record("1")}, after(10));
  ask("verb=ListSets");
  bool once = true;
  Provider provider(*store_, [&] {
    if (std::exchange(once, false)) {
      auto late = record("2");
      late.contributor = organisation("late", "Late Hall");
      publish({late}, after(20));
    }
    return repository_;
  });
  auto request = get("verb=ListRecords&metadataPrefix=cpl");
  request.now = now_;

  const auto reply = read(provider.answer(request));

  ASSERT_EQ(reply.headers().size(), 2u);
  EXPECT_THAT(reply.headers()[1].sets, ElementsAre("contributor:learn.river.example!late"));
}

}  // namespace
}  // namespace commonplace::oai
