// There and back through every exchange format: nothing is lost that the table does not say, and what is lost is named
// (MD-23, MD-24).
#include "schemas/formats/exchange.h"

#include <cstdlib>
#include <fstream>
#include <map>

#include <fmt/format.h>

#include "schemas/formats/canonical.h"
#include "schemas/formats/json.h"
#include "schemas/formats/lom.h"
#include "schemas/formats/lrmi.h"
#include "schemas/formats/mods.h"
#include "schemas/formats/oai_dc.h"
#include "schemas/formats/schema_org.h"
#include "tests/schemas/sample_resources.h"
#include "tests/schemas/shared_lines.h"

namespace commonplace::formats {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

model::Resource resource_of(std::string_view json_text) {
  return *read_canonical(json_text);
}

int some_or_many(int some, int many) {
  const char* wish = std::getenv("COMMONPLACE_LONG");
  return wish != nullptr && *wish == '1' ? many : some;
}

// Field → how often it was given, lost, narrowed.
struct Tally {
  int given = 0;
  int lost = 0;
  int narrowed = 0;
};

std::map<std::string, Tally> tally_of(const std::vector<model::Resource>& resources, Exchange format) {
  std::map<std::string, Tally> tally;
  for (const auto& resource : resources) {
    const auto tree = canonical_json(resource);
    for (const auto& [field, value] : tree.items()) ++tally[field].given;
    const auto report = loss_report(resource, format);
    for (const auto& one : report.lost) ++tally[one.field].lost;
    for (const auto& one : report.narrowed) ++tally[one.field].narrowed;
  }
  return tally;
}

TEST(Md23, EveryFieldComesBackAsTheTableSays) {
  const auto resources = testing_data::some_resources(some_or_many(150, 3'000), 7);
  for (const Exchange format : all_exchanges)
    for (const auto& [field, seen] : tally_of(resources, format)) {
      const auto carries = carriage_of(field, format).carries;
      const auto where = testing::Message() << exchange_name(format) << " " << field;
      if (carries == Carries::whole) {
        EXPECT_EQ(seen.lost + seen.narrowed, 0) << where;
      }
      if (carries == Carries::nothing) {
        EXPECT_EQ(seen.lost, seen.given) << where;
      }
      if (carries == Carries::part) {
        EXPECT_LT(seen.lost, seen.given + (format == Exchange::oai_dc ? 1 : 0)) << where;
      }
    }
}

TEST(Md23, TheTableKnowsEveryFieldOfTheDocument) {
  const auto tree = canonical_json(testing_data::full_resource());
  const auto known = exchange_fields();
  for (const auto& [field, value] : tree.items())
    EXPECT_NE(std::find(known.begin(), known.end(), field), known.end()) << field;
  EXPECT_TRUE(std::is_sorted(known.begin(), known.end()));
}

TEST(Md23, CplAndLrmiLoseNothing) {
  for (const auto& resource : testing_data::some_resources(40, 900))
    for (const Exchange format : {Exchange::cpl, Exchange::lrmi}) {
      const auto back = there_and_back(resource, format);
      ASSERT_TRUE(back);
      EXPECT_TRUE(loss_report(resource, format).is_empty()) << write_loss_report(loss_report(resource, format));
    }
}

TEST(Md23, LrmiKeepsMembersFromTheFuture) {
  const auto given = resource_of(
      R"({"name":{"en":"x"},"url":"https://a.example/","event":{"startDate":"2026-01-01","offers":[1,{"a":"<&>"}]},)"
      R"("accessMode":["visual","textual"],"accessModeSufficient":[{"@type":"ItemList"}],"copyrightYear":1998})");

  EXPECT_EQ(there_and_back(given, Exchange::lrmi)->further, given.further);
}

TEST(Md23, SchemaOrgKeepsLanguagesFilesAndPictures) {
  const auto given = resource_of(
      R"({"@type":["LearningResource"],"name":{"cy":"Dail","en":"Leaves"},"inLanguage":["en"],"url":"https://a.example/",)"
      R"("alternateName":{"cy":["Argraffu"],"en":["Leaf prints"]},"keywords":{"cy":["deilen"],"en":["leaf"]},)"
      R"("encoding":[{"contentUrl":"https://a.example/a.pdf","license":"https://creativecommons.org/licenses/by/4.0/","name":{"cy":"Taflen","en":"Sheet"}}],)"
      R"("image":{"alt":{"cy":"Deilen","en":"A leaf"},"license":"https://creativecommons.org/licenses/by/4.0/","url":"https://a.example/i.jpg"},)"
      R"("teaches":[{"@id":"https://c.example/1","code":"AD1"}]})");

  EXPECT_EQ(write_canonical(*there_and_back(given, Exchange::schema_org)), write_canonical(given));
}

TEST(Md23, WhatOneTripKeepsTheSecondKeepsToo) {
  for (const auto& resource : testing_data::some_resources(some_or_many(40, 500), 4'000))
    for (const Exchange format : all_exchanges) {
      if (format == Exchange::oai_dc) continue;  // its first address is a page's, whatever it was before
      const auto once = there_and_back(resource, format);
      ASSERT_TRUE(once);
      const auto twice = there_and_back(*once, format);
      ASSERT_TRUE(twice);
      EXPECT_EQ(write_canonical(*twice), write_canonical(*once)) << exchange_name(format);
    }
}

// Real records: lessons, and the descriptions that a library sends.
std::vector<model::Resource> real_resources(std::size_t most) {
  std::vector<model::Resource> all;
  for (const std::string& line : testing_data::lines_of("records/dpla-pss.jsonl.gz", most)) {
    const auto tree = json::parse(line);
    if (!tree) continue;
    if (auto reading = read_schema_org(*tree)) all.push_back(std::move(reading->resource));
  }
  return all;
}

TEST(Md23, RealRecordsComeBackAsTheTableSays) {
  const auto resources = real_resources(500);
  if (resources.empty()) GTEST_SKIP() << "SKIP: records not found at ../shared/data; set COMMONPLACE_SHARED";
  EXPECT_EQ(resources.size(), 500u);
  for (const Exchange format : {Exchange::lom, Exchange::lrmi, Exchange::mods, Exchange::cpl})
    for (const auto& [field, seen] : tally_of(resources, format))
      if (carriage_of(field, format).carries == Carries::whole) {
        EXPECT_EQ(seen.lost + seen.narrowed, 0) << exchange_name(format) << " " << field << " of " << seen.given;
      }
}

TEST(Md24, TheReportNamesWhatIsLostAndWhatIsNarrowed) {
  const auto report = loss_report(
      resource_of(
          R"({"name":{"cy":"Dail","en":"Leaves"},"url":"https://a.example/","alternateName":{"fr":["Feuilles"]},)"
          R"("timeRequired":"PT1H","temporalCoverage":["Victorian times"]})"),
      Exchange::oai_dc);

  EXPECT_EQ(
      write_loss_report(report),
      R"({"format":"oai_dc","lost":[{"field":"alternateName","why":"the first in a language without a title becomes its title"},)"
      R"({"field":"temporalCoverage","why":"periods in words are taken for places"},{"field":"timeRequired","why":"no place in format"}],)"
      R"("narrowed":[{"dropped":[],"field":"name","kept":["cy","en"],"why":"further titles in a language without one become its title"}]})");
}

TEST(Md24, ALanguageThatIsDroppedIsNamed) {
  model::Resource resource = resource_of(R"({"name":{"en":"Leaves","x<y":"?"},"url":"https://a.example/"})");

  const auto report = loss_report(resource, Exchange::mods);

  ASSERT_EQ(report.narrowed.size(), 1u);
  EXPECT_THAT(report.narrowed[0].kept, ElementsAre("en"));
  EXPECT_THAT(report.narrowed[0].dropped, ElementsAre("x<y"));
}

TEST(Md24, AnHourIsSixtyMinutesAndOrderIsNoLoss) {
  const auto weeks = resource_of(R"({"name":{"en":"x"},"url":"https://a.example/","timeRequired":"P2W"})");

  EXPECT_TRUE(loss_report(weeks, Exchange::lom).is_empty()) << write_loss_report(loss_report(weeks, Exchange::lom));
}

TEST(Md24, ARecordThatCannotComeBackLosesAll) {
  const auto report = loss_report(resource_of(R"({"timeRequired":"PT1H"})"), Exchange::lom);

  ASSERT_EQ(report.lost.size(), 1u);
  EXPECT_EQ(report.lost[0].field, "timeRequired");
}

TEST(Md30, HostileRecordsGoThroughEveryFormat) {
  for (const auto& resource : testing_data::hostile_resources())
    for (const Exchange format : all_exchanges) {
      const auto back = there_and_back(resource, format);
      EXPECT_TRUE(!back || read_canonical(write_canonical(*back)));
      EXPECT_FALSE(write_loss_report(loss_report(resource, format)).empty());
    }
}

// The row that the page must have for a field.
std::string row_of(std::string_view field) {
  std::string row = fmt::format("| `{}` |", field);
  for (const Exchange format : all_exchanges) {
    if (format == Exchange::cpl) continue;
    const Carriage carriage = carriage_of(field, format);
    const std::string_view sign = carriage.carries == Carries::whole ? "✓" : "–";
    row += fmt::format(" {} |", carriage.remark.empty() ? sign : carriage.remark);
  }
  return row;
}

TEST(Md24, ThePageSaysWhatEachFormatCarries) {
  std::ifstream in(COMMONPLACE_SOURCE_DIR "/docs/oai-pmh.md");
  const std::string page((std::istreambuf_iterator<char>(in)), {});
  for (const std::string_view field : exchange_fields())
    EXPECT_NE(page.find("\n" + row_of(field) + "\n"), std::string::npos) << row_of(field);
}

// What we send must pass the limits of our own XML door: another node reads it through the same.
TEST(Har51, NothingThatWeWriteIsTakenForAnAttack) {
  for (const auto& resource : testing_data::hostile_resources())
    for (const std::string& written :
         {write_oai_dc(resource), write_lom(resource), write_lrmi(resource), write_mods(resource)})
      EXPECT_TRUE(read_xml_tree(written)) << written.substr(0, 2000);
}

TEST(Exchange, FormatsAreFoundByTheirName) {
  for (const Exchange format : all_exchanges) EXPECT_EQ(find_exchange(exchange_name(format)), format);
  EXPECT_FALSE(find_exchange("marc"));
}

}  // namespace
}  // namespace commonplace::formats
