#include "tests/schemas/sample_resources.h"

#include <random>

#include "schemas/formats/normalise.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::testing_data {
namespace {

using model::LangLists;
using model::LangMap;
using model::Resource;

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  Resource make(int percent) {
    percent_ = percent;
    Resource r;
    identity(r);
    texts(r);
    concepts(r);
    statements(r);
    people(r);
    rights(r);
    files(r);
    links(r);
    lesson(r);
    further(r);
    return r;
  }

 private:
  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
  bool wants() { return below(100) < percent_; }

  template <std::size_t size>
  std::string one_of(const char* const (&list)[size]) {
    return list[static_cast<std::size_t>(below(static_cast<int>(size)))];
  }

  // Normalised, and nothing that a reader of HTML would take for markup or an entity.
  std::string text(int most_words = 6) {
    static const char* const words[] = {"leaves", "&",       "R&D",   "a < b", "\"quoted\"", "it's",
                                        "طباعة",  "الأوراق", "印刷",  "树叶",  "पत्तियाँ",     "छाप",
                                        "🍃",      "Ŵy",      "x > y", "]]>",   "-- ",        "50 %",
                                        "C:\\x",  "naïve",   "(ħ)",   "№ 5",   "1; 2",       "Smith, J."};
    std::string out;
    for (int n = 1 + below(most_words); n > 0; --n) out.append(out.empty() ? "" : " ").append(one_of(words));
    for (std::string once = formats::html_to_text(out); once != out; once = formats::html_to_text(out)) out = once;
    return out.empty() ? "leaves" : out;
  }

  LangMap map(int most_words = 6) {
    LangMap made;
    static const char* const languages[] = {"en", "cy", "ar", "zh-Hans", "und", "hi"};
    for (int n = 1 + below(3); n > 0; --n) made[one_of(languages)] = text(most_words);
    return made;
  }

  LangLists lists() {
    LangLists made;
    for (auto& [language, words] : map(2)) {
      made[language].push_back(words);
      made[language].push_back(words + " 2");
    }
    return made;
  }

  std::string address(const char* place) {
    std::string out = "https://museum.example/";
    return out.append(place).append("?a=1&b=").append(std::to_string(below(1000)));
  }

  std::vector<std::string> some(std::vector<std::string> all) {
    std::vector<std::string> out;
    for (auto& one : all)
      if (out.empty() || below(2) == 0) out.push_back(std::move(one));
    return out;
  }

  void identity(Resource& r) {
    if (wants()) r.at_id = address("r/1");
    if (wants()) r.identifier = "oai:museum.example:print-01";
    if (wants()) r.same_as = {"https://doi.org/10.1/x", "urn:isbn:9780306406157"};
    r.types = {"LearningResource"};
    if (wants()) r.types.push_back("VideoObject");
    if (wants()) r.url = address("print");
  }

  void texts(Resource& r) {
    r.name = map();
    if (wants()) r.alternate_name = lists();
    if (wants()) r.description = map(40);
    if (wants()) r.abstract = map(9);
    if (wants()) r.keywords = lists();
  }

  void concepts(Resource& r) {
    if (wants()) r.learning_resource_type = some({"activity", "video", "https://types.example/x?a&b"});
    if (wants()) r.about = some({"art-and-design", "music", "http://www.wikidata.org/entity/Q735"});
    if (wants()) r.educational_level = some({"england-ks2", "us-g3-5", "https://levels.example/7"});
    if (wants()) r.age_range = model::AgeRange{below(10), 11 + below(8)};
    if (wants()) r.in_language = some({"cy", "en", "ar"});
    if (wants()) r.audience = some({"student", "teacher", "generalPublic"});
    if (wants()) r.educational_use = some({"instruction", "assessment"});
    if (wants()) r.accessibility_feature = some({"captions", "largePrint"});
    if (wants()) r.is_accessible_for_free = below(2) == 0;
    if (wants()) r.conditions_of_access = below(2) == 0 ? "login" : "no-login";
  }

  std::vector<model::StatementRef> refs() {
    std::vector<model::StatementRef> out;
    for (int n = 1 + below(2); n > 0; --n) {
      model::StatementRef ref;
      ref.uri = address("statements");
      if (below(2) == 0) ref.framework = "https://museum.example/framework";
      if (below(2) == 0) ref.code = "AD" + std::to_string(below(9)) + ".1";
      if (below(3) != 0) ref.text = map();
      out.push_back(std::move(ref));
    }
    return out;
  }

  void statements(Resource& r) {
    if (wants()) r.teaches = refs();
    if (wants()) r.assesses = refs();
    if (wants()) r.competency_required = refs();
    if (wants())
      r.educational_alignment = {{"complexityLevel", "Lexile <>", "650L", "https://lexile.example/650", text()}};
  }

  model::Agent agent() {
    model::Agent made;
    made.type = below(2) == 0 ? "Person" : "Organization";
    made.name = map(3);
    if (below(2) == 0) made.id = "https://orcid.org/0000-0002-1825-0097";
    if (below(2) == 0) made.affiliation = text(3);
    if (below(2) == 0) made.role = "photographer";
    if (below(2) == 0) made.url = address("people");
    return made;
  }

  void people(Resource& r) {
    if (wants()) r.creator = {agent(), agent()};
    if (wants()) r.contributor = {agent()};
    if (wants()) r.publisher = {"https://museum.example/", "Organization", "", map(3), {}};
    if (wants()) r.date_created = "1998";
    if (wants()) r.date_published = "2020-02";
    if (wants()) r.date_modified = "2026-03-01T10:00:00Z";
  }

  void rights(Resource& r) {
    if (wants()) r.license = "https://creativecommons.org/licenses/by/4.0/";
    if (wants()) r.rights_statement = "http://rightsstatements.org/vocab/InC-EDU/1.0/";
    if (wants()) r.metadata_license = "https://creativecommons.org/publicdomain/zero/1.0/";
    if (wants()) r.credit_text = text();
    if (wants()) r.copyright_notice = "© 2019 " + text(3);
  }

  void files(Resource& r) {
    if (wants())
      r.encoding.push_back(
          {address("a.pdf"), "application/pdf", 1234, std::string(64, 'a'), map(2), "en", "https://licence.example/"});
    if (wants()) r.encoding.push_back({address("b.mp4"), "video/mp4", {}, "", {}, "", ""});
    if (wants()) r.image = model::Image{address("i.jpg"), map(5), "https://licence.example/", text(3)};
    if (wants()) r.thumbnail_url = address("t.jpg");
    if (wants()) r.duration = "PT5M20S";
    if (wants()) r.time_required = "PT1H30M";
  }

  std::vector<model::Ref> some_refs(const char* place) {
    std::vector<model::Ref> out(2);
    out[0].id = address(place);
    out[0].name = map(3);
    if (below(2) == 0) out[0].position = below(9);
    if (below(2) == 0) out[0].type = "Course";
    out[1].name = map(3);
    out[1].url = address(place) + "&u";
    return out;
  }

  void links(Resource& r) {
    if (wants()) r.is_part_of = some_refs("part");
    if (wants()) r.has_part = some_refs("has");
    if (wants()) r.is_based_on = some_refs("base");
    if (wants()) r.mentions = some_refs("object");
    if (wants()) r.spatial_coverage = {"Wales", "Ynys Môn"};
    if (wants()) r.temporal_coverage = {"1850/1900", "18XX", "Victorian times"};
  }

  void lesson(Resource& r) {
    if (wants()) r.learning_objectives = {map(), map()};
    if (wants()) r.key_vocabulary = {{{{"en", "tint"}}, {{"en", "a colour with white"}}}, {{{"cy", "lliw"}}, {}}};
    if (wants()) r.misconceptions = {{{{"en", text()}}, {{"en", text()}}}, {{{"en", text()}}, {}}};
    if (wants()) r.materials = {map(3), map(3)};
  }

  void further(Resource& r) {
    if (wants()) r.further.push_back({"creativeWorkStatus", "\"published\""});
    if (wants()) r.further.push_back({"interactivityType", "\"active\""});
    if (wants()) r.further.push_back({"version", "\"2.1 \\\"beta\\\"\""});
  }

  std::mt19937 random_;
  int percent_ = 100;
};

}  // namespace

Resource full_resource(unsigned seed) {
  return Maker(seed).make(100);
}

std::vector<Resource> some_resources(int count, unsigned seed) {
  std::vector<Resource> all;
  for (int i = 0; i < count; ++i) all.push_back(Maker(seed + static_cast<unsigned>(i)).make((i * 37) % 101));
  return all;
}

std::vector<Resource> hostile_resources() {
  std::vector<Resource> all(5);
  const std::string nasty = "\x01 control \x7f \r\n\t \uFFFE ]]> <b>&amp;\xC3(\xFF \"' <!-- --> <![CDATA[ ";
  Resource& bad = all[1] = full_resource(3);
  bad.name = {{"en\"><x>", nasty}, {"123456789", "b"}, {"", "c"}, {"en-", nasty}, {"x", ""}};
  bad.alternate_name = {{"<", {nasty, ""}}};
  bad.description = bad.name;
  bad.in_language = {"not a language", "und", "zxx", "", "en\"x"};
  bad.at_id = bad.identifier = bad.url = bad.license = bad.rights_statement = "no address " + nasty;
  bad.metadata_license = bad.thumbnail_url = bad.time_required = bad.duration = nasty;
  bad.date_created = "yesterday";
  bad.date_published = "0000-01-01";
  bad.date_modified = "2026-13-45T99:99:99Z";
  bad.types = {nasty, ""};
  bad.about = bad.learning_resource_type = bad.educational_level = bad.audience = {nasty, "", "a:" + nasty};
  bad.age_range = model::AgeRange{-5, 1'000'000};
  bad.copyright_notice = bad.credit_text = bad.conditions_of_access = nasty;
  bad.encoding = {{"", nasty, -5, nasty, bad.name, nasty, nasty}, {nasty, nasty, -5, nasty, bad.name, nasty, nasty}};
  bad.creator = {{nasty, nasty, bad.name, nasty, nasty, nasty}, {}};
  bad.contributor = bad.creator;
  bad.publisher = {nasty, nasty, nasty, bad.name, -7};
  bad.is_part_of = bad.mentions = {bad.publisher, {}};
  bad.teaches = {{nasty, nasty, nasty, bad.name, nasty, nasty, -1, nasty}, {}};
  bad.educational_alignment = {{nasty, nasty, nasty, nasty, nasty}, {}};
  bad.learning_objectives = bad.materials = {bad.name, {}};
  bad.key_vocabulary = {{bad.name, bad.name}, {}};
  bad.misconceptions = {{bad.name, {}}, {{}, bad.name}};
  bad.further = {{"version", "{\"a\":[1]}"}, {"/encoding/0/x", "true"}, {"interactivityType", "\"\\u0001<\""}};
  all[2].image.emplace();
  all[2].age_range.emplace();
  all[2].encoding.emplace_back();
  all[2].date_published = "P";
  all[2].duration = "PT";
  all[2].time_required = "P2W";
  all[3].name["en"] = std::string(100'000, 'x') + "&";
  // Of the size that a reader may take for an attack.
  Resource& long_one = all[4] = full_resource(4);
  const std::string signs(3'000, '=');
  long_one.at_id = long_one.url = long_one.license = "https://a.example/?" + signs;
  long_one.types = long_one.about = long_one.audience = {signs, std::string(70'000, 'y')};
  long_one.image = model::Image{"https://a.example/i.jpg", {{"en", signs + std::string(70'000, 'x')}}, "", ""};
  long_one.encoding = {{"https://a.example/a", signs, {}, "", {{"en", std::string(70'000, '=')}}, "", ""}};
  long_one.teaches = {{"https://a.example/s?" + signs, signs, signs, {}, "", "", {}, ""}};
  long_one.creator = {
      {"Person", "https://a.example/?" + signs, {{"en", signs}}, signs, signs, "https://b.example/?" + signs}};
  return all;
}

}  // namespace commonplace::testing_data
