// Everything out, nothing locked in (OPS-21): what is exported is read again as the same records; a static repository is
// valid (OAI-66).
#include <fmt/format.h>

#include <sstream>

#include "node/app/exporter.h"
#include "node/app/organisations.h"
#include "node/app/publisher.h"
#include "node/oai/about.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/csv.h"
#include "schemas/formats/row_writer.h"
#include "schemas/formats/xml.h"
#include "tests/node/app/ground.h"
#include "tests/xml_check.h"

namespace commonplace::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

// Uses every kind of field; texts as nasty as real ones get.
model::Resource rich(int number) {
  auto made = resource(fmt::format("=SUM(1) \"Lines\"; a|b <i>&</i> №{}", number), fmt::format("https://river.example/x?a={}&b='2'", number));
  made.name["cy"] = "Llinellau, ŵyn";
  made.name["ar"] = "نقوش";
  made.description = {{"en", "One\nTwo\n\nThree, \"four\"; five"}, {"cy", "Un"}};
  made.keywords = {{"en", {"a; b", "c"}}, {"cy", {"d"}}};
  made.creator = {{"Person", "https://orcid.org/0000-0002-1825-0097", {{"und", "Ada; Lovelace"}}, "Uni", "author", ""}};
  made.teaches = {{"https://framework.example/s/1", "https://framework.example/", "RV.1", {{"en", "Looks"}}, "", "manual", 90, ""}};
  made.encoding = {{"https://river.example/a.pdf", "application/pdf", 12'345, std::string(64, 'a'), {{"en", "File"}}, "en", ""}};
  made.image = model::Image{"https://river.example/a.png", {{"en", "A river"}}, "", "Somebody"};
  made.is_part_of = {{"https://river.example/set", "Collection", "", {{"en", "A set; of sets"}}, 3}};
  made.time_required = "PT90M";
  made.about = {"history", "art-and-design"};
  made.key_vocabulary = {{{{"en", "weir"}}, {{"en", "a low dam"}}}};
  made.further = {{"x:own", R"({"a":[1,{"b":null}]})"}};
  return made;
}

store::Draft draft(const Desk& desk, const model::Resource& made, const std::string& reference, const store::StoredContributor& who) {
  auto prepared = prepare(made, reference, desk.imprint(who), desk.resolver(), {1'795'161'600});
  if (!prepared.draft) throw std::logic_error(prepared.errors.front().where + prepared.errors.front().what);
  return std::move(*prepared.draft);
}

void publish(const Desk& desk, const model::Resource& made, const std::string& reference, const store::StoredContributor& who) {
  store::Batch batch;
  batch.drafts.push_back(draft(desk, made, reference, who));
  desk.store->write(batch, {1'795'161'600});
}

class Ops21 : public ::testing::Test {
 protected:
  std::string csv(const Desk& desk, std::optional<store::ContributorId> contributor = {}) const {
    std::ostringstream out;
    export_csv(*desk.store, contributor, out);
    return out.str();
  }
  // An empty node of the same address.
  Desk empty_twin(const std::string& folder) const {
    auto made = make_desk({ground_.path(folder), "River Museum", "https://river.example", "", "", "", ""});
    return std::move(*made);
  }

  Ground ground_;
  Desk desk_ = ground_.desk();
};

TEST_F(Ops21, ASpreadsheetImportedIntoAnEmptyNodeGivesTheSameRecords) {
  for (int i = 0; i < 20; ++i) publish(desk_, rich(i), i % 3 ? fmt::format("REF {}/é", i) : "", desk_.own());
  const auto file = csv(desk_);
  const auto twin = empty_twin("twin");

  const auto report = imported(twin, ground_.file("all.csv", file));

  EXPECT_EQ(report.created, 20);
  EXPECT_EQ(report.set_aside, 0);
  EXPECT_EQ(documents(*twin.store), documents(*desk_.store));
  EXPECT_EQ(csv(twin).size(), file.size());
  EXPECT_EQ(imported(twin, ground_.file("again.csv", file)).unchanged, 20);
}

TEST_F(Ops21, TheRecordsOfAHostedOrganisationComeBackToIt) {
  const auto guild = organisation_named(desk_, "Lace Guild", "https://lace.example/");
  publish(desk_, rich(1), "L 1", guild);
  publish(desk_, rich(2), "", guild);
  publish(desk_, rich(3), "other", desk_.own());
  const auto file = csv(desk_, guild.id);
  const auto twin = empty_twin("twin");
  const auto slug = organisation_named(twin, "Lace Guild", "https://lace.example/").profile.slug;

  const auto report = imported(twin, ground_.file("lace.csv", file), {.contributor = slug, .mapping = {}, .on_progress = {}});

  EXPECT_EQ(report.created, 2);
  auto wanted = documents(*desk_.store);
  std::erase_if(wanted, [](const std::string& document) { return document.find("by/lace-guild/") == std::string::npos; });
  EXPECT_EQ(documents(*twin.store), wanted);
}

TEST_F(Ops21, ACellThatWasChangedMeanwhileWinsAndTheRestStays) {
  publish(desk_, rich(1), "one", desk_.own());
  auto table = *formats::read_csv(csv(desk_));
  const auto column = [&](std::string_view name) {
    return static_cast<std::size_t>(std::find(table.header.begin(), table.header.end(), name) - table.header.begin());
  };
  auto& cells = table.rows[0].cells;
  cells[column("Title")] = "Mended title";
  cells[column("Subject")] = "Music";
  cells[column("Licence")] = "CC0";
  cells[column("Credit line")] = "By the river";
  cells[column("Author")] = "";
  std::string file;
  formats::append_csv_row(file, table.header);
  formats::append_csv_row(file, cells);

  const auto report = imported(desk_, ground_.file("edited.csv", file));

  EXPECT_EQ(report.updated, 1);
  const auto before = rich(1);
  const auto after = *formats::read_canonical(documents(*desk_.store).front());
  EXPECT_EQ(after.name.at("en"), "Mended title");
  EXPECT_EQ(after.name.at("cy"), before.name.at("cy"));
  EXPECT_THAT(after.about, ElementsAre("music"));
  EXPECT_EQ(after.license, "https://creativecommons.org/publicdomain/zero/1.0/");
  EXPECT_EQ(after.credit_text, "By the river");
  EXPECT_THAT(after.creator, SizeIs(0));
  EXPECT_EQ(after.keywords, before.keywords);
  EXPECT_EQ(after.encoding, before.encoding);
  EXPECT_EQ(after.further, before.further);
  EXPECT_EQ(after.description, before.description);
}

TEST_F(Ops21, ADamagedRecordInACellIsNamedAndAnEmptyOneLeavesTheColumns) {
  publish(desk_, rich(1), "one", desk_.own());
  auto table = *formats::read_csv(csv(desk_));
  auto& whole = table.rows[0].cells.back();
  for (const auto& [text, set_aside] : {std::pair<std::string, int>{whole.substr(0, whole.size() / 2), 1}, {"[]", 1}, {"", 0}}) {
    whole = text;
    std::string file;
    formats::append_csv_row(file, table.header);
    formats::append_csv_row(file, table.rows[0].cells);
    const auto report = imported(desk_, ground_.file("damaged.csv", file));
    EXPECT_EQ(report.set_aside, set_aside) << text;
    if (set_aside == 1) {
      EXPECT_EQ(report.errors.at(0).field, formats::whole_record_column);
    }
  }
}

TEST_F(Ops21, NoCellOfASpreadsheetIsAFormula) {
  publish(desk_, rich(1), "=one", desk_.own());
  const auto file = csv(desk_);
  EXPECT_TRUE(file.starts_with("\xEF\xBB\xBF\"Title\""));
  EXPECT_THAT(file, HasSubstr("\r\n\"'=SUM(1)"));
}

TEST_F(Ops21, NdjsonImportedIntoAnEmptyNodeGivesTheSameRecords) {
  for (int i = 0; i < 5; ++i) publish(desk_, rich(i), "", desk_.own());
  std::ostringstream out;
  export_ndjson(*desk_.store, {}, out);
  const auto twin = empty_twin("twin");
  EXPECT_EQ(imported(twin, ground_.file("all.ndjson", out.str())).created, 5);
  EXPECT_EQ(documents(*twin.store), documents(*desk_.store));
}

// ---- static repository

class Oai66 : public Ops21 {
 protected:
  std::string repository(std::optional<store::ContributorId> contributor = {}) const {
    std::ostringstream out;
    export_oai_static(desk_, contributor, "https://files.example/river.xml", out);
    return out.str();
  }
  void harvested(const std::string& local) {
    store::Draft draft;
    draft.identifier = "oai:far.example:" + local;
    draft.public_id = "far0000000000" + local;
    draft.contributor = organisation_named(desk_, "Far Museum", "https://far.example/").id;
    draft.peer = 1;
    draft.trust = store::Trust::direct_unsigned;
    draft.document = "{}";
    draft.oai_dc = "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\"/>";
    draft.about = oai::about_of("https://creativecommons.org/licenses/by/4.0/",
                                {{"https://far.example/oai", draft.identifier, "2026-01-01", "urn:x", "2026-01-02T00:00:00Z", false}});
    store::Batch batch;
    batch.drafts.push_back(std::move(draft));
    desk_.store->write(batch, {1'795'161'600});
  }
};

TEST_F(Oai66, AStaticRepositoryIsValidAndHasWhatWasPublishedHere) {
  store::Batch many;
  for (int i = 0; i < 1'203; ++i) many.drafts.push_back(draft(desk_, rich(i), fmt::format("ref {}", i), desk_.own()));
  desk_.store->write(many, {1'795'161'600});
  auto licensed = rich(2'000);
  licensed.metadata_license = "https://creativecommons.org/licenses/by/4.0/";
  publish(desk_, licensed, "licensed", desk_.own());
  publish(desk_, rich(3), "gone", desk_.own());
  store::Batch batch;
  batch.drafts.push_back(withdrawal(*desk_.store->find("oai:river.example:gone")));
  desk_.store->write(batch, {1'795'161'700});
  harvested("1");

  const auto file = repository();

  EXPECT_THAT(file, Not(HasSubstr("status=")));
  EXPECT_THAT(file, Not(HasSubstr("<setSpec>")));
  EXPECT_THAT(file, Not(HasSubstr("resumptionToken")));
  EXPECT_THAT(file, Not(HasSubstr("<compression>")));
  EXPECT_THAT(file, Not(HasSubstr("far.example")));
  EXPECT_THAT(file, Not(HasSubstr("oai:river.example:gone")));
  EXPECT_THAT(file, HasSubstr("<baseURL>https://files.example/river.xml</baseURL>"));
  EXPECT_THAT(file, HasSubstr("<datestamp>2026-11-20</datestamp>"));
  EXPECT_THAT(file, HasSubstr("ref=\"https://creativecommons.org/licenses/by/4.0/\""));
  const auto tree = formats::read_xml_tree(file);
  ASSERT_TRUE(tree) << tree.problem().what;
  EXPECT_EQ(tree->local, "Repository");
  EXPECT_THAT(tree->child("ListRecords")->children, SizeIs(1'204));
  if (const auto obstacle = testing::obstacle_to_xml_check(); !obstacle.empty()) GTEST_SKIP() << obstacle;
  EXPECT_EQ(testing::xml_complaints({file}, "static-all.xsd"), "");
}

TEST_F(Oai66, OneContributorOnItsOwnIsValidAlsoWhenItIsOfAnotherNode) {
  publish(desk_, rich(1), "one", desk_.own());
  harvested("1");
  const auto file = repository(organisation_named(desk_, "Far Museum", "https://far.example/").id);
  EXPECT_THAT(file, HasSubstr("oai:far.example:1"));
  EXPECT_THAT(file, Not(HasSubstr("oai:river.example:one")));
  EXPECT_THAT(file, Not(HasSubstr("provenance")));
  if (const auto obstacle = testing::obstacle_to_xml_check(); !obstacle.empty()) GTEST_SKIP() << obstacle;
  EXPECT_EQ(testing::xml_complaints({file}, "static-all.xsd"), "");
}

TEST_F(Oai66, WithoutARecordThereIsNoFile) { EXPECT_EQ(repository(), ""); }

}  // namespace
}  // namespace commonplace::app
