// Files of every kind: a bad row never stops the good ones, and the same file again changes nothing.
#include <fmt/format.h>
#include <sys/stat.h>

#include <sstream>

#include "node/app/exporter.h"
#include "node/app/organisations.h"
#include "tests/node/app/ground.h"

namespace commonplace::app {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

const std::string head = "Title,Description,Web address,Type,Subject,Level,Licence,Language,Your reference\r\n";

std::string row(const std::string& title, const std::string& reference, const std::string& licence = "CC BY 4.0",
                const std::string& address = "https://river.example/learn/x") {
  return "\"" + title + "\",Pupils look closely and make something of their own.," + address +
         ",Lesson plan,History,KS2," + licence + ",en," + reference + "\r\n";
}

class Importer : public ::testing::Test {
 protected:
  ImportReport import(const std::string& name, const std::string& content, const ImportOptions& options = {}) const {
    return imported(desk_, ground_.file(name, content), options);
  }
  model::Problem refused(const std::string& path, const ImportOptions& options = {}) const {
    const auto report = import_file(desk_, path, options);
    EXPECT_FALSE(report) << path;
    return report ? model::Problem{} : report.problem();
  }
  std::int64_t live() const { return desk_.store->totals().live; }

  Ground ground_;
  Desk desk_ = ground_.desk();
};

void expect_counts(const ImportReport& report, std::int64_t created, std::int64_t updated, std::int64_t unchanged,
                   std::int64_t set_aside) {
  EXPECT_EQ(report.created, created);
  EXPECT_EQ(report.updated, updated);
  EXPECT_EQ(report.unchanged, unchanged);
  EXPECT_EQ(report.set_aside, set_aside);
}

TEST_F(Importer, TakesTheGoodRowsAndNamesRowFieldProblemAndFixOfTheBadOnes) {
  const auto report = import("a.csv", head + row("One", "1") + row("", "2") + row("Three", "3") +
                                          row("Four", "4", "CC BY 4.0", "not an address") + row("Five", "5"));

  expect_counts(report, 3, 0, 0, 2);
  EXPECT_EQ(live(), 3);
  ASSERT_GE(report.errors.size(), 2u);
  EXPECT_EQ(report.errors.front().row, 3);
  EXPECT_EQ(report.errors.back().row, 5);
  for (const auto& error : report.errors)
    EXPECT_FALSE(error.field.empty() || error.problem.empty() || error.fix.empty());
}

using Md45 = Importer;

TEST_F(Md45, ARowWithSeveralFaultsNamesThemAllAtOnce) {
  const auto report = import("faults.csv",
                             "Title,Web address,Type,Subject,Image address,Licence,Language,Time needed (minutes),Date published\r\n"
                             ",not an address,,History,javascript:x,CC BY 4.0,Klingonish,a while,03/04/2020\r\n");

  expect_counts(report, 0, 0, 0, 1);
  std::vector<std::string> fields;
  for (const auto& error : report.errors) fields.push_back(error.field);
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre("Web address", "Image address", "Language", "Time needed (minutes)",
                                                      "Date published", "/name", "/learningResourceType"));
  for (const auto& error : report.errors) EXPECT_EQ(error.row, 2);
}

TEST_F(Md45, ARowWithoutAPublisherHearsOfItsOtherFaultsToo) {
  ImportOptions automatic;
  automatic.contributor = "auto";

  const auto report = import("auto.csv", "Title,Web address,Type,Licence,Language\r\nx,http//broken,Image,,en\r\n", automatic);

  std::vector<std::string> fields;
  for (const auto& error : report.errors) fields.push_back(error.field);
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre("Web address", "publisher", "/license"));
}

TEST_F(Importer, ReadsAGraphThatStandsOnOneLine) {
  const auto report = import("minified.json",
                             R"({"@context":"https://schema.org","@graph":[{"@type":"LearningResource","name":"Slate",)"
                             R"("url":"https://river.example/slate","learningResourceType":"lesson plan","inLanguage":"en",)"
                             R"("license":"https://creativecommons.org/licenses/by/4.0/"}]})");

  EXPECT_EQ(report.created, 1);
}

TEST_F(Importer, ChangesNothingWhenTheFileComesAgain) {
  const auto content = head + row("One", "1") + row("Two", "2") + row("No reference", "");
  import("a.csv", content);
  const auto seq = desk_.store->last_seq();

  expect_counts(import("a.csv", content), 0, 0, 3, 0);
  EXPECT_EQ(desk_.store->last_seq(), seq);
}

TEST_F(Importer, UpdatesARowThatChanged) {
  import("a.csv", head + row("One", "1") + row("Two", "2"));

  expect_counts(import("a.csv", head + row("One", "1") + row("Two, better", "2")), 0, 1, 1, 0);
  EXPECT_EQ(desk_.store->find("oai:river.example:2")->version, 2);
}

TEST_F(Importer, KeepsTheFirstOfTwoRowsWithOneReferenceAndNamesTheOther) {
  const auto report = import("a.csv", head + row("One", "1") + row("Other", "1"));

  expect_counts(report, 1, 0, 0, 1);
  ASSERT_THAT(report.errors, SizeIs(1));
  EXPECT_EQ(report.errors[0].row, 3);
  EXPECT_THAT(report.errors[0].problem, HasSubstr("row 2"));
}

TEST_F(Importer, WritesNothingInARehearsalAndSaysWhatItWouldDo) {
  import("a.csv", head + row("One", "1") + row("Two", "2"));
  const auto seq = desk_.store->last_seq();
  ImportOptions rehearsal;
  rehearsal.dry_run = true;

  const auto report =
      import("a.csv", head + row("One", "1") + row("Two, better", "2") + row("Three", "3") + row("", "4"), rehearsal);

  expect_counts(report, 1, 1, 1, 1);
  EXPECT_EQ(desk_.store->last_seq(), seq);
}

TEST_F(Importer, MakesOneOrganisationPerPublisherForAuto) {
  ImportOptions automatic;
  automatic.contributor = "auto";
  const auto content =
      line("One", "", "Smith & Co") + line("Two", "", "Smith Co") + line("Three", "", "Smith & Co") + line("Four");

  const auto report = import("a.ndjson", content, automatic);

  expect_counts(report, 3, 0, 0, 1);
  EXPECT_EQ(report.errors.front().row, 4);
  EXPECT_EQ(desk_.store->contributors().size(), 3u);
  EXPECT_EQ(desk_.store->contributor_by_slug("smith-co")->profile.name, "Smith & Co");
  EXPECT_EQ(desk_.store->contributor_by_slug("smith-co")->records.live, 2);

  expect_counts(import("a.ndjson", content, automatic), 0, 0, 3, 1);
  EXPECT_EQ(desk_.store->contributors().size(), 3u);
}

TEST_F(Importer, RehearsesAutoAsItWouldBeDone) {
  ImportOptions automatic;
  automatic.contributor = "auto";
  const auto content = line("One", "", "Smith & Co") + line("Two", "", "Jones");
  auto rehearsal = automatic;
  rehearsal.dry_run = true;

  expect_counts(import("a.ndjson", content, rehearsal), 2, 0, 0, 0);
  EXPECT_EQ(desk_.store->contributors().size(), 1u);

  import("a.ndjson", content, automatic);
  expect_counts(import("a.ndjson", content, rehearsal), 0, 0, 2, 0);
}

TEST_F(Importer, KnowsAnOrganisationForAutoAgainAfterItsShortNameChanged) {
  ImportOptions automatic;
  automatic.contributor = "auto";
  import("a.ndjson", line("One", "", "Smith & Co"), automatic);
  KitChange change;
  change.slug = "smiths";
  ASSERT_TRUE(edit_organisation(desk_, "smith-co", change));

  expect_counts(import("a.ndjson", line("One", "", "Smith & Co"), automatic), 0, 0, 1, 0);
  EXPECT_EQ(desk_.store->contributors().size(), 2u);
}

TEST_F(Importer, MakesNoOrganisationForARowThatIsSetAside) {
  ImportOptions automatic;
  automatic.contributor = "auto";

  const auto report = import("a.ndjson",
                             R"({"publisher": {"name": "Nobody's Museum"}})"
                             "\n",
                             automatic);

  expect_counts(report, 0, 0, 0, 1);
  EXPECT_EQ(desk_.store->contributors().size(), 1u);
}

TEST_F(Importer, NamesTheNearestOfAnUnknownContributor) {
  KitChange kit;
  kit.name = "Oriel Wy";
  ASSERT_TRUE(add_organisation(desk_, kit));
  ImportOptions options;
  options.contributor = "oriel-wyy";

  const auto problem = refused(ground_.file("a.ndjson", line("One")), options);

  EXPECT_EQ(problem.kind, "no-such-contributor");
  EXPECT_THAT(problem.fix, HasSubstr("oriel-wy"));
}

TEST_F(Importer, GoesOnBehindABrokenLineOfNdjson) {
  const auto report = import(
      "a.ndjson", line("One") + "{\"name\": \"Broken\n" + line("Three") + "[1,2]\n\n  \n" + "null\n" + line("Seven"));

  EXPECT_EQ(report.created, 3);
  EXPECT_EQ(report.set_aside, 3);
  EXPECT_EQ(report.errors.front().row, 2);
}

TEST_F(Importer, SetsAsideALineThatIsTooLarge) {
  const auto report =
      import("a.ndjson", line("One") + "{\"name\": \"" + std::string(3'000'000, 'x') + "\"}\n" + line("Three"));

  expect_counts(report, 2, 0, 0, 1);
  EXPECT_EQ(report.errors.front().row, 2);
}

TEST_F(Importer, TellsKindsOfFilesApartByTheirContent) {
  EXPECT_EQ(import("plain", head + row("One", "1")).created, 1);
  EXPECT_EQ(import("lines", line("Two") + line("Three")).created, 2);
  EXPECT_EQ(import("list", "[" + line("Four") + "," + line("Five") + "]").created, 2);
  EXPECT_EQ(import("graph", "{\"@context\": \"https://schema.org\",\n\"@graph\": [" + line("Six") + "]}").created, 1);
  EXPECT_EQ(import("mark.csv", "\xEF\xBB\xBF" + head + row("Seven", "7")).created, 1);
}

TEST_F(Importer, RefusesWhatIsNoFileOfRowsAndSaysWhatToDo) {
  const std::vector<std::string> paths = {ground_.path("missing.csv"),
                                          ground_.path(""),
                                          ground_.file("empty.csv", ""),
                                          ground_.file("empty.ndjson", ""),
                                          ground_.file("zeros.csv", std::string(1000, '\0')),
                                          ground_.file("binary",
                                                       "\x7f"
                                                       "ELF\x02\x01\x01" +
                                                           std::string(400, '\0')),
                                          ground_.file("cut.json", "[{\"name\": \"x\""),
                                          ground_.file("word.json", "hello"),
                                          ground_.file("deep.json", std::string(10'000, '['))};
  for (const auto& path : paths) {
    const auto problem = refused(path);
    EXPECT_FALSE(problem.what.empty() || problem.fix.empty()) << path;
    EXPECT_THAT(problem.where, HasSubstr(path)) << path;
  }
  EXPECT_EQ(live(), 0);
}

TEST_F(Importer, SurvivesRowsOfNonsense) {
  for (const auto* content :
       {"\n\n\n", "{}\n{}\n", "\xff\xfe\xfd\n", "{\"name\": 5}\n", "[[],[],{}]", "a\nb\nc\n", "\"\n"}) {
    const auto report = import_file(desk_, ground_.file("nonsense", content), {});
    if (report) {
      EXPECT_EQ(report->created, 0) << content;
    }
  }
  EXPECT_EQ(live(), 0);
}

TEST_F(Importer, RemembersAtMostAThousandErrorsAndCountsAll) {
  std::string content = head;
  for (int i = 0; i < 1200; ++i) content += row("", std::to_string(i));

  const auto report = import("a.csv", content);

  EXPECT_EQ(report.set_aside, 1200);
  EXPECT_LE(report.errors.size(), most_errors);
}

TEST_F(Importer, WritesManyRowsInSeveralTransactions) {
  std::string content = head;
  for (int i = 0; i < 1234; ++i) content += row(fmt::format("Title {}", i), fmt::format("ref-{}", i));
  std::int64_t told = 0;
  ImportOptions options;
  options.on_progress = [&](std::int64_t, double part) {
    ++told;
    EXPECT_GE(part, 0);
    EXPECT_LE(part, 1);
  };

  expect_counts(import("a.csv", content, options), 1234, 0, 0, 0);
  EXPECT_EQ(told, 1234);
  expect_counts(import("a.csv", content), 0, 0, 1234, 0);
}

TEST_F(Importer, BringsAnExportBackAsItWas) {
  import("a.csv", head + row("One <b> & 'ŵ' نور 🚤", "1") + row("No reference", "") + row("Slash", "a/b c"));
  KitChange kit;
  kit.name = "Oriel";
  ASSERT_TRUE(add_organisation(desk_, kit));
  std::ostringstream out;
  EXPECT_EQ(export_ndjson(*desk_.store, {}, out), 3);
  const auto path = ground_.file("export.ndjson", out.str());

  expect_counts(imported(desk_, path), 0, 0, 3, 0);

  Ground elsewhere;
  const auto fresh = elsewhere.desk();
  expect_counts(imported(fresh, path), 3, 0, 0, 0);
  EXPECT_EQ(documents(*fresh.store), documents(*desk_.store));
}

TEST_F(Importer, BringsTheExportOfAHostedOrganisationBackAsItWas) {
  KitChange kit;
  kit.name = "Oriel";
  const auto oriel = *add_organisation(desk_, kit);
  ImportOptions options;
  options.contributor = "oriel";
  import("a.csv", head + row("One", "1") + row("Two", ""), options);
  std::ostringstream out;
  EXPECT_EQ(export_ndjson(*desk_.store, oriel.id, out), 2);

  expect_counts(import("export.ndjson", out.str(), options), 0, 0, 2, 0);
}

TEST_F(Importer, ExportsNothingThatWasWithdrawnAndNothingOfOthers) {
  import("a.csv", head + row("One", "1") + row("Two", "2"));
  store::Batch batch;
  batch.drafts.push_back(withdrawal(*desk_.store->find("oai:river.example:1")));
  desk_.store->write(batch, {1'795'161'600});
  std::ostringstream out;

  EXPECT_EQ(export_ndjson(*desk_.store, {}, out), 1);
  EXPECT_EQ(export_ndjson(*desk_.store, desk_.own().id + 100, out), 0);
}

}  // namespace
}  // namespace commonplace::app
