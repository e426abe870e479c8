// Levels, resource types, subjects and languages: the tables and the words that lead to them (MD-15, MD-16, MD-18,
// MD-19).
#include "schemas/vocabularies/concepts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace commonplace::vocabularies {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Form {
  std::string_view words;
  std::string_view ids;  // separated by a blank
};

std::string joined(const std::vector<std::string>& ids) {
  std::string out;
  for (const auto& id : ids) out += (out.empty() ? "" : " ") + id;
  return out;
}

TEST(Md16, ReadsTheFormsThatTeachersWrite) {
  const Form forms[] = {
      {"KS2", "england-ks2"},
      {"ks 2", "england-ks2"},
      {"Key Stage 2", "england-ks2"},
      {"Key stage 2 (ages 7–11)", "england-ks2"},
      {"CA2", "england-ks2"},
      {"Cyfnod Allweddol 2", "england-ks2"},
      {"KS1 and KS2", "england-ks1 england-ks2"},
      {"KS1/2", "england-ks1 england-ks2"},
      {"KS1; KS3", "england-ks1 england-ks3"},
      {"KS3-4", "england-ks3 england-ks4"},
      {"Year 4", "england-y4"},
      {"Yr 4", "england-y4"},
      {"Y4", "england-y4"},
      {"Year Group 10", "england-y10"},
      {"Years 3-6", "england-y3 england-y4 england-y5 england-y6"},
      {"Years 3 to 4", "england-y3 england-y4"},
      {"Year 3, 4 & 5", "england-y3 england-y4 england-y5"},
      {"Year 10 and 11", "england-y10 england-y11"},
      {"Blwyddyn 4", "england-y4"},
      {"Lower KS2", "england-y3 england-y4"},
      {"UKS2", "england-y5 england-y6"},
      {"EYFS", "england-eyfs"},
      {"Reception", "england-reception"},
      {"GCSE", "england-gcse"},
      {"A-level", "england-ks5"},
      {"Sixth form", "england-ks5"},
      {"Primary", "england-primary"},
      {"Secondary school", "england-secondary"},
      {"Grades 3-5", "us-g3-5"},
      {"Grades 3–5", "us-g3-5"},
      {"K-2", "us-k-2"},
      {"Grade K", "us-k"},
      {"K", "us-k"},
      {"3rd grade", "us-g3"},
      {"1st Grade", "us-g1"},
      {"12th grade", "us-g12"},
      {"Pre-K", "us-pre-k"},
      {"Kindergarten", "us-k"},
      {"Grades 4-6", "us-g4 us-g5 us-g6"},
      {"middle school", "us-g6-8"},
      {"Grade 9", "us-g9"},
      {"Gr. 7", "us-g7"},
      {"National 5", "scotland-n5"},
      {"Second level", "scotland-second"},
      {"Senior phase", "scotland-senior"},
      {"Progression Step 3", "wales-ps3"},
      {"Cam Cynnydd 3", "wales-ps3"},
      {"TGAU", "wales-tgau"},
      {"PS1-3", "wales-ps1 wales-ps2 wales-ps3"},
      {"Klasse 7", "germany-sek1"},
      {"Klassen 1-4", "germany-primar"},
      {"Sekundarstufe I", "germany-sek1"},
      {"Grundschule", "germany-primar"},
      {"Sek II", "germany-sek2"},
      {"Årskurs 4", "sweden-ak4"},
      {"åk 7-9", "sweden-ak7 sweden-ak8 sweden-ak9"},
      {"Förskoleklass", "sweden-forskoleklass"},
      {"Mellanstadiet", "sweden-mellan"},
      {"higher education", "higher"},
      {"University", "higher"},
      {"Adults", "adult"},
      {"All ages", "any"},
      {"england-ks2", "england-ks2"},
      {"https://w3id.org/commonplace/ns/level/england-ks2", "england-ks2"},
      {"http://purl.org/ASN/scheme/ASNEducationLevel/3", "us-g3"},
      {"http://purl.org/ASN/scheme/ASNEducationLevel/Pre-K", "us-pre-k"},
      {"https://w3id.org/kim/educationalLevel/level_1", "germany-primar"},
  };
  for (const auto& form : forms) EXPECT_EQ(joined(read_levels(form.words)), form.ids) << form.words;
}

TEST(Md16, SaysNothingForWordsThatAreNoLevel) {
  for (const std::string words : {"",
                                  " ",
                                  "ages 7-11",
                                  "7-11 years",
                                  "11+",
                                  "KS9",
                                  "Year 40",
                                  "Year 0",
                                  "key",
                                  "year",
                                  "history",
                                  "KS2 history",
                                  "2",
                                  "(KS2",
                                  "P4",
                                  "https://museum.example/level",
                                  "Year 99999999999999999999",
                                  "gold",
                                  "spring",
                                  "g",
                                  "primary colours",
                                  "\xff",
                                  ";;;"})
    EXPECT_THAT(read_levels(words), IsEmpty()) << words;
  EXPECT_THAT(read_levels(std::string(100'000, '7')), IsEmpty());
}

TEST(Md15, ReadsTheSameWordsByTheCountry) {
  EXPECT_THAT(read_levels("KS1", "northern-ireland"), ElementsAre("northern-ireland-ks1"));
  EXPECT_THAT(read_levels("Year 11", "northern-ireland"), ElementsAre("northern-ireland-y11"));
  EXPECT_THAT(read_levels("Year 11", "england"), ElementsAre("england-y11"));
  EXPECT_THAT(read_levels("Year 9", "australia"), ElementsAre("australia-y9"));
  EXPECT_THAT(read_levels("Primary 4", "scotland"), ElementsAre("scotland-p4"));
  EXPECT_THAT(read_levels("P4", "northern-ireland"), ElementsAre("northern-ireland-p4"));
  EXPECT_THAT(read_levels("S4", "scotland"), ElementsAre("scotland-s4"));
  EXPECT_THAT(read_levels("Foundation", "australia"), ElementsAre("australia-foundation"));
  EXPECT_THAT(read_levels("Higher", "scotland"), ElementsAre("scotland-higher"));
  EXPECT_THAT(read_levels("Kindergarten", "germany"), ElementsAre("germany-elementar"));
  EXPECT_THAT(read_levels("CA3", "wales"), ElementsAre("wales-ca3"));
  EXPECT_THAT(read_levels("Year 4", "scotland"), IsEmpty());
}

TEST(Levels, HaveUniqueIdsLabelsAndAgesInOrder) {
  std::set<std::string_view> ids;
  std::set<std::string_view> labels;
  for (const auto& level : levels()) {
    EXPECT_TRUE(ids.insert(level.id).second) << level.id;
    EXPECT_TRUE(labels.insert(level.label).second) << level.label;
    EXPECT_LT(level.ages.min, level.ages.max) << level.id;
    EXPECT_TRUE(level.jurisdiction.empty() || level.id.starts_with(level.jurisdiction)) << level.id;
    EXPECT_EQ(find_level(level.id), &level);
  }
  EXPECT_EQ(find_level("mars-ks1"), nullptr);
}

TEST(Levels, MeetByAgeAcrossCountries) {
  const auto ks2 = find_level("england-ks2")->ages;

  EXPECT_TRUE(overlap(ks2, find_level("us-g3-5")->ages));
  EXPECT_FALSE(overlap(ks2, find_level("england-ks1")->ages));
  EXPECT_EQ(ages_of({"england-ks1", "england-ks3", "nonsense"}), (model::AgeRange{5, 14}));
  EXPECT_EQ(ages_of({"nonsense"}), std::nullopt);
}

TEST(Md18, ReadsTypeWordsOfFiveLanguages) {
  const Form forms[] = {
      {"Arbeitsblatt", "worksheet"},
      {"PowerPoint", "presentation"},
      {"source set", "source-set"},
      {"Source Set", "source-set"},
      {"scheme of work", "unit-plan"},
      {"Lernspiel", "game"},
      {"Lesson Plan", "lesson-plan"},
      {"lesson", "lesson-plan"},
      {"Cynllun gwers", "lesson-plan"},
      {"vidéo", "video"},
      {"Vídeo", "video"},
      {"Teachers’ notes", "teaching-guide"},
      {"painting", "artwork"},
      {"https://w3id.org/kim/hcrt/worksheet", "worksheet"},
      {"fiche pédagogique", "lesson-plan"},
      {"http://purl.org/dcx/lrmi-vocabs/learningResourceType/lessonPlan", "lesson-plan"},
      {"http://purl.org/dc/dcmitype/StillImage", "image"},
      {"https://w3id.org/commonplace/ns/type/loan-box", "loan-box"},
  };
  for (const auto& form : forms) EXPECT_EQ(read_resource_type(form.words), form.ids) << form.words;
  EXPECT_EQ(read_resource_type("gobbledegook"), std::nullopt);
  EXPECT_EQ(read_resource_type(""), std::nullopt);
}

TEST(ResourceTypes, AreReadFromTheirOwnIdsAndLabels) {
  for (const auto& type : resource_types()) {
    EXPECT_EQ(read_resource_type(type.id), type.id);
    EXPECT_EQ(read_resource_type(type.label), type.id);
    EXPECT_FALSE(type.dcmi_type.empty());
  }
}

TEST(Md19, FindsNarrowerSubjects) {
  EXPECT_THAT(narrower_subjects("science"), ElementsAre("science", "biology", "chemistry", "physics"));
  EXPECT_THAT(narrower_subjects("biology"), ElementsAre("biology"));
  EXPECT_THAT(narrower_subjects("arts"), testing::Contains("music"));
  EXPECT_THAT(narrower_subjects("alchemy"), IsEmpty());
}

TEST(Subjects, AreReadFromIdsLabelsWordsAndKimUris) {
  for (const auto& subject : subjects()) {
    EXPECT_EQ(read_subject(subject.id), subject.id);
    EXPECT_EQ(read_subject(subject.label), subject.id);
    EXPECT_TRUE(subject.broader.empty() || find_subject(subject.broader) != nullptr) << subject.id;
  }
  EXPECT_EQ(read_subject("Art & Design"), "art-and-design");
  EXPECT_EQ(read_subject("Maths"), "mathematics");
  EXPECT_EQ(read_subject("US History"), "history");
  EXPECT_EQ(read_subject("Celf"), "art-and-design");
  EXPECT_EQ(read_subject("http://w3id.org/kim/schulfaecher/s1015"), "art-and-design");
  EXPECT_EQ(read_subject("Women"), std::nullopt);
  EXPECT_EQ(read_subject("http://w3id.org/kim/schulfaecher/s9999"), std::nullopt);
}

TEST(Languages, AreReadAndNamed) {
  EXPECT_EQ(read_language("eng"), "en");
  EXPECT_EQ(read_language("English"), "en");
  EXPECT_EQ(read_language("Cymraeg"), "cy");
  EXPECT_EQ(read_language("wel"), "cy");
  EXPECT_EQ(read_language("Français"), "fr");
  EXPECT_EQ(read_language("Klingon"), std::nullopt);
  EXPECT_EQ(language_label("cy"), "Welsh");
  EXPECT_EQ(language_own_name("cy"), "Cymraeg");
  EXPECT_EQ(language_label("en-GB"), "English (GB)");
  EXPECT_EQ(language_label("tlh"), "tlh");
}

TEST(ConceptLabel, IsTheLabelOfAnySchemeElseTheId) {
  EXPECT_EQ(concept_label("england-ks2"), "Key stage 2");
  EXPECT_EQ(concept_label("lesson-plan"), "Lesson plan");
  EXPECT_EQ(concept_label("art-and-design"), "Art and design");
  EXPECT_EQ(concept_label("https://museum.example/x"), "https://museum.example/x");
}

}  // namespace
}  // namespace commonplace::vocabularies
