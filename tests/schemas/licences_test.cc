// Licences in verbs and in all their spellings (MD-8 to MD-11).
#include "schemas/vocabularies/licences.h"

#include <gtest/gtest.h>

namespace commonplace::vocabularies {
namespace {

constexpr std::string_view kinds[] = {"by", "by-sa", "by-nc", "by-nd", "by-nc-nd", "by-nc-sa"};
constexpr std::string_view versions[] = {"1.0", "2.0", "2.5", "3.0", "4.0"};

std::vector<std::string> spellings(const std::string& path) {
  std::vector<std::string> all;
  for (const std::string start :
       {"http://creativecommons.org", "https://creativecommons.org", "https://www.creativecommons.org",
        "HTTP://CreativeCommons.org", "creativecommons.org", "//creativecommons.org"})
    for (const std::string end : {"", "/", "//", "/deed", "/deed.cy", "/legalcode", "/legalcode.zh_TW", "/rdf", "/#id",
                                  "/?ref=x", "/deed.en?x#y"})
      all.push_back(start + path + end);
  return all;
}

TEST(Md8, BringsEverySpellingOfEveryCreativeCommonsLicenceToOne) {
  for (const auto kind : kinds)
    for (const auto version : versions)
      for (const std::string folder : {"/licenses/", "/licences/", "//licenses//", "/Licenses/"}) {
        const std::string path = std::string(kind) + "/" + std::string(version);
        for (const auto& spelling : spellings(folder + path))
          EXPECT_EQ(normalise_licence(spelling), "https://creativecommons.org/licenses/" + path + "/") << spelling;
      }
}

TEST(Md8, KeepsThePortAndKnowsWhichPortsExist) {
  EXPECT_EQ(normalise_licence("http://creativecommons.org/licenses/by/3.0/us/deed.en"),
            "https://creativecommons.org/licenses/by/3.0/us/");
  EXPECT_EQ(normalise_licence("https://creativecommons.org/licenses/by-sa/3.0/igo/"),
            "https://creativecommons.org/licenses/by-sa/3.0/igo/");
  EXPECT_EQ(normalise_licence("https://creativecommons.org/licenses/by/4.0/us/"), std::nullopt);
  EXPECT_EQ(normalise_licence("https://creativecommons.org/licenses/by/2.0/igo/"), std::nullopt);
  EXPECT_EQ(normalise_licence("https://creativecommons.org/licenses/by/9.0/"), std::nullopt);
  EXPECT_EQ(normalise_licence("https://creativecommons.org/licenses/nc/1.0/"),
            "https://creativecommons.org/licenses/nc/1.0/");
  EXPECT_EQ(normalise_licence("https://creativecommons.org/licenses/nc/2.0/"), std::nullopt);
}

TEST(Md8, ReadsTheToolsForThePublicDomainAndOtherFamilies) {
  EXPECT_EQ(normalise_licence("http://creativecommons.org/publicdomain/zero/1.0/deed.fr"),
            "https://creativecommons.org/publicdomain/zero/1.0/");
  EXPECT_EQ(normalise_licence("https://creativecommons.org/publicdomain/mark/1.0"),
            "https://creativecommons.org/publicdomain/mark/1.0/");
  EXPECT_EQ(normalise_licence("http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
            "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/");
  EXPECT_EQ(normalise_licence("https://rightsstatements.org/page/InC-EDU/1.0/?language=en"),
            "http://rightsstatements.org/vocab/InC-EDU/1.0/");
  EXPECT_EQ(normalise_licence("http://www.gnu.org/copyleft/fdl.html"), "https://www.gnu.org/licenses/fdl-1.3.html");
}

TEST(Md8, IsIdempotent) {
  for (const auto kind : kinds) {
    const auto once =
        normalise_licence("http://www.creativecommons.org/licences/" + std::string(kind) + "/4.0/legalcode");
    ASSERT_TRUE(once);
    EXPECT_EQ(normalise_licence(*once), once);
  }
}

TEST(Md9, ReadsPlainNamesThatNameTheirVersion) {
  EXPECT_EQ(normalise_licence("CC BY 4.0"), "https://creativecommons.org/licenses/by/4.0/");
  EXPECT_EQ(normalise_licence("CC-BY-NC 4.0"), "https://creativecommons.org/licenses/by-nc/4.0/");
  EXPECT_EQ(normalise_licence("CC-BY-SA-3.0-IGO"), "https://creativecommons.org/licenses/by-sa/3.0/igo/");
  EXPECT_EQ(normalise_licence("Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International License"),
            "https://creativecommons.org/licenses/by-nc-sa/4.0/");
  EXPECT_EQ(normalise_licence("cc0"), "https://creativecommons.org/publicdomain/zero/1.0/");
  EXPECT_EQ(normalise_licence("CC0-1.0"), "https://creativecommons.org/publicdomain/zero/1.0/");
  EXPECT_EQ(normalise_licence("OGL 3"), "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/");
  EXPECT_EQ(normalise_licence("Open Government Licence v3.0"),
            "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/");
  EXPECT_EQ(normalise_licence("OGL-UK-2.0"),
            "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/");
  EXPECT_EQ(normalise_licence("MIT License"), "https://opensource.org/licenses/MIT");
  EXPECT_EQ(normalise_licence("In copyright"), "http://rightsstatements.org/vocab/InC/1.0/");
}

TEST(Md9, SuggestsAndNeverSetsANameWithoutVersion) {
  const std::pair<std::string_view, std::string_view> names[] = {
      {"CC BY", "https://creativecommons.org/licenses/by/4.0/"},
      {"CC BY-NC 4", "https://creativecommons.org/licenses/by-nc/4.0/"},
      {"Creative Commons Attribution", "https://creativecommons.org/licenses/by/4.0/"},
      {"https://creativecommons.org/licenses/by-sa/", "https://creativecommons.org/licenses/by-sa/4.0/"},
      {"OGL", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"},
      {"Public domain", "https://creativecommons.org/publicdomain/mark/1.0/"},
      {"All rights reserved", "http://rightsstatements.org/vocab/InC/1.0/"},
  };
  for (const auto& [name, suggestion] : names) {
    EXPECT_EQ(normalise_licence(name), std::nullopt) << name;
    EXPECT_EQ(suggest_licence(name), suggestion) << name;
  }
}

TEST(Md10, InfersNothingFromWordsAboutRights) {
  for (const std::string text :
       {"© 2019 Museum", "Attribution", "", " ", "free for schools", "http://dp.la/info/terms/", "CC BY sometimes",
        "https://creativecommons.org/", "https://evil.example/licenses/by/4.0/", "CC BY-SA-ND 4.0", "by the museum",
        "https://creativecommons.org/licenses/by/4.0/and/more/", "\xff\xfe", "OGL 7"})
    EXPECT_EQ(normalise_licence(text), std::nullopt) << text;
  EXPECT_EQ(normalise_licence(std::string(100'000, 'c')), std::nullopt);
  EXPECT_EQ(suggest_licence("© 2019 Museum"), std::nullopt);
  EXPECT_EQ(suggest_licence("free for schools"), std::nullopt);
}

TEST(Md10, AnswersUnsureForWhatItDoesNotKnow) {
  EXPECT_EQ(permissions("https://museum.example/terms"), Permissions{});
  EXPECT_EQ(permissions("", ""), Permissions{});
}

TEST(Md3Verbs, AnswersAsTheTableOfLicencesSays) {
  const auto verbs = [](std::string_view uri) {
    const Permissions p = permissions(uri);
    std::string line;
    for (const Answer answer : {p.print, p.adapt, p.share, p.sell, p.credit}) line += std::string(word(answer)) + " ";
    return line + std::string(p.condition);
  };
  EXPECT_EQ(verbs("https://creativecommons.org/publicdomain/zero/1.0/"), "yes yes yes yes no ");
  EXPECT_EQ(verbs("https://creativecommons.org/licenses/by/4.0/"), "yes yes yes yes yes ");
  EXPECT_EQ(verbs("https://creativecommons.org/licenses/by-nc/4.0/"), "yes yes yes no yes not for commercial use");
  EXPECT_EQ(verbs("https://creativecommons.org/licenses/by-nd/2.5/"), "yes no yes yes yes unchanged only");
  EXPECT_EQ(verbs("https://creativecommons.org/licenses/by-nc-nd/3.0/us/"),
            "yes no yes no yes unchanged, not commercial");
  EXPECT_EQ(verbs("http://rightsstatements.org/vocab/InC-EDU/1.0/"), "yes ask ask no yes educational use allowed");
  EXPECT_EQ(verbs("http://rightsstatements.org/vocab/UND/1.0/"),
            "unsure unsure unsure unsure unsure not evaluated; undetermined");
}

TEST(Md11, ShowsTheStricterAnswerPerVerbWhenLicenceAndStatementDisagree) {
  const Permissions both =
      permissions("https://creativecommons.org/licenses/by/4.0/", "http://rightsstatements.org/vocab/InC-NC/1.0/");

  EXPECT_EQ(both.print, Answer::yes);
  EXPECT_EQ(both.adapt, Answer::ask);
  EXPECT_EQ(both.share, Answer::yes);
  EXPECT_EQ(both.sell, Answer::no);
  EXPECT_EQ(both.condition, "non-commercial use allowed");
}

TEST(LicenceLabel, IsShortAndFallsBackToTheUri) {
  EXPECT_EQ(licence_label("https://creativecommons.org/licenses/by-nc-sa/4.0/"), "CC BY-NC-SA 4.0");
  EXPECT_EQ(licence_label("https://creativecommons.org/licenses/by/3.0/us/"), "CC BY 3.0 US");
  EXPECT_EQ(licence_label("https://creativecommons.org/publicdomain/zero/1.0/"), "CC0 1.0");
  EXPECT_EQ(licence_label("https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"), "OGL 3.0");
  EXPECT_EQ(licence_label("https://museum.example/terms"), "https://museum.example/terms");
  EXPECT_EQ(licence_label(""), "");
  EXPECT_TRUE(is_rights_statement("http://rightsstatements.org/vocab/InC/1.0/"));
  EXPECT_FALSE(is_rights_statement("https://creativecommons.org/licenses/by/4.0/"));
}

}  // namespace
}  // namespace commonplace::vocabularies
