// Identifiers last: made from the reference, else the @id, else address and name (ARCHITECTURE §5).
#include "node/app/organisations.h"
#include "node/app/publisher.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/digest.h"
#include "schemas/formats/identifier.h"
#include "tests/node/app/ground.h"

namespace commonplace::app {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr model::Datestamp now{1'795'161'600};

class Publisher : public ::testing::Test {
 protected:
  Imprint own() const { return desk_.imprint(desk_.own()); }
  Imprint hosted() const { return desk_.imprint(organisation_named(desk_, "Oriel Ŵy", "")); }
  store::Draft draft(model::Resource resource, const std::string& reference, const Imprint& imprint) const {
    auto prepared = prepare(std::move(resource), reference, imprint, {}, now);
    EXPECT_THAT(prepared.errors, IsEmpty());
    return prepared.draft.value_or(store::Draft{});
  }

  Ground ground_;
  Desk desk_ = ground_.desk();
};

std::string hashed(const std::string& text) {
  return "id-" + formats::sha256_hex(text).substr(0, 32);
}

TEST_F(Publisher, TakesTheReferenceWhereThereIsOneAndEscapesIt) {
  EXPECT_EQ(draft(resource("A"), "AB 12/ü", own()).identifier, "oai:river.example:" + formats::escape_local("AB 12/ü"));
}

TEST_F(Publisher, TakesTheIdWhereThereIsNoReference) {
  auto with_id = resource("A");
  with_id.at_id = "https://elsewhere.example/things/7";

  EXPECT_EQ(draft(with_id, "", own()).identifier, "oai:river.example:" + hashed("https://elsewhere.example/things/7"));
}

TEST_F(Publisher, TakesAddressAndNameWhereThereIsNeither) {
  EXPECT_EQ(draft(resource("A"), "", own()).identifier,
            "oai:river.example:" + hashed("https://river.example/learn/1\nA"));
  EXPECT_NE(draft(resource("B"), "", own()).identifier, draft(resource("A"), "", own()).identifier);
}

TEST_F(Publisher, PutsTheShortNameOfAHostedOrganisationInFront) {
  EXPECT_EQ(draft(resource("A"), "7", hosted()).identifier,
            "oai:river.example:by/" + hosted().contributor.profile.slug + "/7");
}

TEST_F(Publisher, KeepsIdentifiersWhenAHostedOrganisationIsCalledDifferently) {
  const auto before = draft(resource("A"), "7", hosted()).identifier;
  KitChange change;
  change.slug = "renamed";
  ASSERT_TRUE(edit_organisation(desk_, hosted().contributor.profile.slug, change));

  EXPECT_EQ(draft(resource("A"), "7", hosted()).identifier, before);
  EXPECT_EQ(hosted().contributor.profile.slug, "renamed");
}

TEST_F(Publisher, KeepsAForeignIdAndIdentifierAsSameAs) {
  auto foreign = resource("A");
  foreign.at_id = "https://elsewhere.example/things/7";
  foreign.identifier = "oai:elsewhere.example:7";
  foreign.same_as = {"https://third.example/7"};

  const auto read = formats::read_canonical(draft(foreign, "7", own()).document);

  ASSERT_TRUE(read);
  EXPECT_THAT(read->same_as,
              ElementsAre("https://third.example/7", "https://elsewhere.example/things/7", "oai:elsewhere.example:7"));
  EXPECT_EQ(read->at_id, "https://river.example/r/" + formats::public_id("oai:river.example:7"));
}

TEST_F(Publisher, ChangesNothingWhenItsOwnDocumentComesBack) {
  const auto first = draft(resource("A"), "7", own());

  const auto again = draft(*formats::read_canonical(first.document), "7", own());

  EXPECT_EQ(again.document, first.document);
  EXPECT_EQ(again.oai_dc, first.oai_dc);
}

TEST_F(Publisher, GivesTheSameBytesForTheSameInput) {
  const auto one = draft(resource("Castles <b> & 'quotes' ŵ نور 🚤"), "7", own());
  const auto two = draft(resource("Castles <b> & 'quotes' ŵ نور 🚤"), "7", own());

  EXPECT_EQ(one.document, two.document);
  EXPECT_EQ(one.oai_dc, two.oai_dc);
  EXPECT_EQ(one.about, two.about);
  EXPECT_EQ(one.public_id, formats::public_id(one.identifier));
}

TEST_F(Publisher, NamesItselfAsPublisherOnlyWhereNobodyIsNamed) {
  auto named = resource("A");
  named.publisher.name = {{"en", "Somebody Else"}};

  EXPECT_EQ(model::best(formats::read_canonical(draft(named, "1", own()).document)->publisher.name).text,
            "Somebody Else");
  EXPECT_EQ(model::best(formats::read_canonical(draft(resource("A"), "1", own()).document)->publisher.name).text,
            "River Museum");
}

TEST_F(Publisher, NamesEveryErrorAtOnceAndMakesNoDraft) {
  model::Resource empty;
  empty.url = "ftp://nowhere";

  const auto prepared = prepare(empty, "1", own(), {}, now);

  EXPECT_FALSE(prepared.draft);
  EXPECT_GE(prepared.errors.size(), 2u);
  for (const auto& error : prepared.errors)
    EXPECT_FALSE(error.where.empty() || error.what.empty() || error.fix.empty());
}

TEST_F(Publisher, WithdrawsByIdentifierAndContributor) {
  store::Batch batch;
  batch.drafts.push_back(draft(resource("A"), "1", own()));
  desk_.store->write(batch, now);
  const auto record = *desk_.store->find("oai:river.example:1");

  batch.drafts = {withdrawal(record)};
  const auto written = desk_.store->write(batch, now).written;

  EXPECT_EQ(written.front().verdict, store::Verdict::deleted);
  EXPECT_TRUE(desk_.store->find("oai:river.example:1")->deleted);
}

}  // namespace
}  // namespace commonplace::app
