// Checks before publishing: every problem at once, with its kind and place (MD §10, MD-45, MD-46).
#include "schemas/formats/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commonplace::formats {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr model::Datestamp now{1'795'161'600};  // 2026-11-20

model::Resource good() {
  model::Resource resource;
  resource.types = {"LearningResource"};
  resource.name = {{"en", "Printing with leaves"}};
  resource.description = {{"en", "Pupils print leaves from the garden."}};
  resource.learning_resource_type = {"lesson-plan"};
  resource.about = {"art-and-design", "https://vocab.example/leaf"};
  resource.educational_level = {"england-ks2"};
  resource.in_language = {"en"};
  resource.license = "https://creativecommons.org/licenses/by/4.0/";
  resource.publisher.name = {{"en", "River Museum"}};
  resource.url = "https://museum.example/leaves";
  resource.time_required = "PT45M";
  resource.accessibility_feature = {"captions"};
  return resource;
}

std::vector<std::string> kinds(const std::vector<model::Problem>& problems) {
  std::vector<std::string> all;
  for (const auto& problem : problems) all.push_back(problem.kind + " " + problem.where);
  return all;
}

TEST(Validate, FindsNothingInAGoodResourceThatHasNoIdentifierYet) {
  const Findings findings = validate(good(), now);

  EXPECT_THAT(kinds(findings.errors), IsEmpty());
  EXPECT_THAT(kinds(findings.warnings), IsEmpty());
}

TEST(Md45, ReportsEverythingAtOnce) {
  EXPECT_THAT(
      kinds(validate({}, now).errors),
      UnorderedElementsAre("missing-name /name", "missing-type /learningResourceType", "missing-language /inLanguage",
                           "missing-publisher /publisher", "missing-rights /license", "no-content /url"));

  auto bad = good();
  bad.name["en"] = std::string(301, 'x');
  bad.learning_resource_type = {"thingummy"};
  bad.about = {"alchemy"};
  bad.in_language = {"klingonish"};
  bad.url = "javascript:x";
  bad.thumbnail_url = "http://192.168.1.4/x.jpg";
  bad.date_created = "03/04/2020";
  bad.date_modified = "2027";
  bad.time_required = "soon";
  bad.age_range = model::AgeRange{11, 7};
  bad.keywords["en"] = std::vector<std::string>(65, "x");
  bad.encoding.emplace_back();
  EXPECT_THAT(
      kinds(validate(bad, now).errors),
      UnorderedElementsAre("too-long /name/en", "unknown-concept /learningResourceType/0", "unknown-concept /about/0",
                           "bad-language /inLanguage/0", "unsafe-uri /url", "private-uri /thumbnailUrl",
                           "ambiguous-date /dateCreated", "future-date /dateModified", "bad-duration /timeRequired",
                           "bad-age /ageRange", "too-many /keywords", "bad-uri /encoding/0/contentUrl"));
}

TEST(Validate, CountsCharactersNotBytes) {
  auto resource = good();
  resource.name["cy"] = "";
  for (int i = 0; i < 300; ++i) resource.name["cy"] += "ŵ";

  EXPECT_THAT(kinds(validate(resource, now).errors), IsEmpty());
}

TEST(Validate, TakesDatesUpToTomorrow) {
  auto resource = good();
  resource.date_created = "2026";
  resource.date_published = "2026-11-21";
  resource.date_modified = "2026-11-20T10:00:00Z";
  EXPECT_THAT(kinds(validate(resource, now).errors), IsEmpty());

  resource.date_published = "2026-11-22";
  EXPECT_THAT(kinds(validate(resource, now).errors), UnorderedElementsAre("future-date /datePublished"));
}

TEST(Md10, WarnsOfAnUnknownLicenceAndLetsItPass) {
  auto resource = good();
  resource.license = "https://museum.example/terms";

  EXPECT_THAT(kinds(validate(resource, now).errors), IsEmpty());
  EXPECT_THAT(kinds(validate(resource, now).warnings), UnorderedElementsAre("unknown-licence /license"));

  resource.license = "ask us";
  EXPECT_THAT(kinds(validate(resource, now).errors), UnorderedElementsAre("wrong-kind /license"));
}

TEST(Md17, WarnsWhenAgesAndLevelsDoNotMeet) {
  auto resource = good();
  resource.age_range = model::AgeRange{14, 16};

  EXPECT_THAT(kinds(validate(resource, now).warnings), UnorderedElementsAre("age-level-clash /ageRange"));
}

TEST(Md6, AdvisesOnWhatTheQualityMarkMisses) {
  auto resource = good();
  resource.description.clear();
  resource.educational_level.clear();
  resource.time_required.clear();
  resource.accessibility_feature.clear();
  resource.image = model::Image{"https://museum.example/l.jpg", {}, "", ""};

  const Findings findings = validate(resource, now);

  EXPECT_THAT(kinds(findings.errors), IsEmpty());
  EXPECT_THAT(
      kinds(findings.warnings),
      UnorderedElementsAre("short-description /description", "no-image-alt /image/alt", "no-level /educationalLevel",
                           "no-time /timeRequired", "no-accessibility /accessibilityFeature"));
}

TEST(Md46, SaysWhatToDoAndNeverEchoesTheInput) {
  auto bad = good();
  bad.url = "javascript:<script>secret";
  bad.license = "secret words";
  bad.about = {"secret"};
  bad.date_created = "secret";

  for (const auto& problem : validate(bad, now).errors) {
    EXPECT_FALSE(problem.what.empty() || problem.fix.empty());
    EXPECT_EQ((problem.what + problem.fix).find("secret"), std::string::npos) << problem.kind;
  }
}

}  // namespace
}  // namespace commonplace::formats
