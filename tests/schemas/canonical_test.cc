// The canonical document: nothing is lost, nothing is guessed.
#include "schemas/formats/canonical.h"

#include <fmt/format.h>

#include <random>

namespace commonplace::formats {
namespace {

constexpr std::string_view every_field =
    R"({"@id":"https://museum.example/r/8f2k","@type":["LearningResource","Course"],)"
    R"("about":["art-and-design","http://www.wikidata.org/entity/Q735"],"abstract":{"en":"Leaves as stamps"},)"
    R"("accessibilityFeature":["captions"],"ageRange":{"max":11,"min":7},"alternateName":{"en":["Leaf prints","Nature prints"]},)"
    R"("assesses":[{"@id":"https://c.example/s/1","code":"A1"}],"audience":["student","teacher"],)"
    R"("competencyRequired":[{"text":{"en":"Hold a brush"}}],"conditionsOfAccess":"no-login",)"
    R"("contributor":[{"@type":"Person","name":{"und":"Jo Ng"},"role":"photographer"}],"copyrightNotice":"© 2020 Museum",)"
    R"("creator":[{"@id":"https://orcid.org/0000-0002-1825-0097","@type":"Person","affiliation":"Museum","name":{"en":"Ann \"A\" Lee"},"url":"https://a.example/"}],)"
    R"("creditText":"Museum, 2020","dateCreated":"2019","dateModified":"2026-03-01T10:00:00Z","datePublished":"2020-02",)"
    R"("description":{"cy":"Llunio <dail>","en":"Print with leaves & paint.\n\nThen hang them."},"duration":"PT5M",)"
    R"("educationalAlignment":[{"alignmentType":"requires","educationalFramework":"F","targetDescription":"d","targetName":"n","targetUrl":"https://c.example/s/9"}],)"
    R"("educationalLevel":["england-ks2"],"educationalUse":["instruction"],)"
    R"("encoding":[{"contentSize":12345,"contentUrl":"https://museum.example/a.pdf","encodingFormat":"application/pdf","inLanguage":"en","license":"https://creativecommons.org/licenses/by/4.0/","name":{"en":"Worksheet"},"sha256":"00ff"}],)"
    R"("hasPart":[{"@id":"https://museum.example/p/1","position":1}],"identifier":"oai:museum.example:print-01",)"
    R"("image":{"alt":{"en":"A green print"},"creditText":"Jo","license":"https://creativecommons.org/publicdomain/zero/1.0/","url":"https://museum.example/i.jpg"},)"
    R"("inLanguage":["en","cy"],"isAccessibleForFree":false,"isBasedOn":[{"url":"https://o.example/"}],"isPartOf":[{"name":{"en":"Spring"}}],)"
    R"("keyVocabulary":[{"definition":{"en":"ink on paper"},"term":{"en":"print"}}],"keywords":{"en":["leaf","print"]},)"
    R"("learningObjectives":[{"cy":"Argraffu","en":"Print"}],"learningResourceType":["activity"],)"
    R"("license":"https://creativecommons.org/licenses/by/4.0/","materials":[{"en":"Leaves"}],"mentions":[{"@type":"VisualArtwork","name":{"en":"Fern"}}],)"
    R"("metadataLicense":"https://creativecommons.org/publicdomain/zero/1.0/","misconceptions":[{"correction":{"en":"It does not"},"statement":{"en":"Paint prints itself"}}],)"
    R"("name":{"ar":"طباعة","cy":"Argraffu â dail 🍃","en":"Printing with leaves"},)"
    R"("publisher":{"@id":"https://museum.example/","@type":"Organization","name":{"en":"Museum"}},)"
    R"("rightsStatement":"http://rightsstatements.org/vocab/InC-EDU/1.0/","sameAs":["https://doi.org/10.1/x"],)"
    R"("spatialCoverage":["Wales"],"teaches":[{"@id":"https://c.example/s/2","assertedBy":"did:web:museum.example","code":"KS2.1","confidence":90,"framework":"https://c.example/","method":"manual","reviewedAt":"2026-01-01","text":{"en":"Use materials"}}],)"
    R"("temporalCoverage":["1850/1900"],"thumbnailUrl":"https://museum.example/t.jpg","timeRequired":"PT45M","url":"https://museum.example/print"})";

std::string kind_of(std::string_view text) {
  const auto read = read_canonical(text);
  return read ? "" : read.problem().kind;
}

std::string rewritten(std::string_view text) {
  const auto read = read_canonical(text);
  return read ? write_canonical(*read) : read.problem().kind + " " + read.problem().where;
}

TEST(Md3, EveryFieldGoesInAndOutByteForByte) {
  EXPECT_EQ(rewritten(every_field), every_field);
  EXPECT_EQ(json::canonical(canonical_json(*read_canonical(every_field))), every_field);
}

TEST(Md3, TheTextIsTheJcsFormWhateverTheOrderAndBlanksRead) {
  EXPECT_EQ(rewritten(json::pretty(*json::parse(every_field))), every_field);
  EXPECT_EQ(rewritten(R"({"url": "https:\/\/a.example\/", "name": {"en": "\u00e9\ud83c\udf43"}})"),
            R"({"name":{"en":"é🍃"},"url":"https://a.example/"})");
}

// What is taken as it came is what would have been written.
TEST(Md3, KnowsTheTextThatTheWriterWouldWrite) {
  EXPECT_TRUE(read_document(every_field)->is_written_so);
  EXPECT_TRUE(read_document(R"({"name":{"en":"\u0001\u001f \"\\\b\t\n\f\r"}})")->is_written_so);
  for (const char* text : {"{}", " {\"url\":\"x\"}", "\xEF\xBB\xBF{\"url\":\"x\"}", R"({"url":""})", R"({"about":[]})", R"({"about":[""]})",
                           R"({"name":{}})", R"({"name":{"en":"a","cy":"b"}})", R"({"publisher":{}})", R"({"creator":[{}]})",
                           R"({"@context":"https://schema.org/","url":"x"})", R"({"ageRange":{"max":9}})", R"({"ageRange":{"max":-0,"min":0}})",
                           R"({"url":"\/"})", R"({"url":"\u00e9"})", R"({"url":"\u001F"})", R"({"url":"\u000a"})", R"({"url":"\u0022"})",
                           R"({"url":"x","zz":1})"})
    EXPECT_FALSE(read_document(text)->is_written_so) << text;
}

TEST(ReadCanonical, FillsTheFieldsOfTheModel) {
  const auto read = read_canonical(every_field);

  ASSERT_TRUE(read) << read.problem().where;
  EXPECT_EQ(read->at_id, "https://museum.example/r/8f2k");
  EXPECT_EQ(read->name.at("cy"), "Argraffu â dail 🍃");
  EXPECT_EQ(read->age_range, (model::AgeRange{7, 11}));
  EXPECT_EQ(read->teaches.at(0).confidence, 90);
  EXPECT_EQ(read->is_accessible_for_free, false);
  EXPECT_EQ(read->encoding.at(0).content_size_bytes, 12345);
  EXPECT_EQ(read->image->alt.at("en"), "A green print");
  EXPECT_EQ(read->has_part.at(0).position, 1);
  EXPECT_TRUE(read->further.empty());
}

TEST(WriteCanonical, OfAnEmptyResourceIsAnEmptyObject) {
  EXPECT_EQ(write_canonical({}), "{}");
  EXPECT_EQ(*read_canonical("{}"), model::Resource{});
}

TEST(Md4, MembersOfTheFutureGoRoundAtEveryDepth) {
  constexpr std::string_view text =
      R"({"@id":"https://a.example/","aaa":{"b":[1,{"c":null}]},"encoding":[{"contentUrl":"https://a.example/x"},)"
      R"({"a/b~c":1,"contentUrl":"https://a.example/y","duration":"PT1M","zz":[true]}],"isBasedOn":[{"creditText":"x","url":"https://b.example/"}],)"
      R"("provider":{"@id":"did:web:a.example"},"zzz":"end"})";

  EXPECT_EQ(rewritten(text), text);
  EXPECT_EQ(read_canonical(text)->further.front().name, "aaa");
}

TEST(Md4, NamesThatLookLikePointersAreKeptApart) {
  constexpr std::string_view text =
      R"({"":1,"/":2,"/encoding/0/x":3,"a/b":4,"encoding":[{"contentUrl":"u","x":5}],"~1":6})";

  EXPECT_EQ(rewritten(text), text);
}

TEST(Md4, MoreThan16KiBOfFurtherMembersAreRefused) {
  EXPECT_EQ(kind_of(fmt::format(R"({{"x":"{:x>16370}"}})", "")), "");
  EXPECT_EQ(kind_of(fmt::format(R"({{"x":"{:x>16384}"}})", "")), "too-much-extra");
}

TEST(Md4, TheContextIsNotStored) {
  EXPECT_EQ(rewritten(R"({"@context": ["https://schema.org/"], "url": "u"})"), R"({"url":"u"})");
}

TEST(Md3, RefusesFractionsAndNumbersThatAreNotSafe) {
  for (const char* number : {"1.5", "1e3", "-0.0", "9007199254740992", "-9007199254740992", "18446744073709551615"}) {
    EXPECT_EQ(kind_of(fmt::format(R"({{"future": [{}]}})", number)), "wrong-kind") << number;
    EXPECT_EQ(kind_of(fmt::format(R"({{"hasPart": [{{"position": {}}}]}})", number)), "wrong-kind") << number;
  }
  EXPECT_EQ(kind_of(R"({"future": 9007199254740991, "hasPart": [{"position": -9007199254740991}]})"), "");
}

TEST(Md3, RefusesWhatIsNotIJson) {
  EXPECT_EQ(kind_of(R"({"name": {"en": "a", "en": "b"}})"), "duplicate-member");
  EXPECT_EQ(kind_of("{\"url\": \"\xFF\"}"), "bad-utf8");
  EXPECT_EQ(kind_of(R"({"url": "\ud800"})"), "bad-json");
  EXPECT_EQ(kind_of(R"({"x":)" + std::string(16, '[') + std::string(16, ']') + "}"), "too-deep");
  EXPECT_EQ(kind_of(fmt::format(R"({{"url": "{:x>262144}"}})", "")), "too-large");
  EXPECT_EQ(kind_of(""), "bad-json");
}

TEST(ReadCanonical, SaysWhereTheWrongKindStands) {
  const std::pair<const char*, const char*> cases[] = {
      {"[]", ""},
      {"null", ""},
      {R"({"name": "Printing"})", "/name"},
      {R"({"name": {"en": 5}})", "/name/en"},
      {R"({"name": null})", "/name"},
      {R"({"about": "art"})", "/about"},
      {R"({"about": ["a", 1]})", "/about/1"},
      {R"({"ageRange": {"min": "7"}})", "/ageRange/min"},
      {R"({"ageRange": {"min": 4294967296}})", "/ageRange/min"},
      {R"({"teaches": [{}, {"text": {"en": []}}]})", "/teaches/1/text/en"},
      {R"({"isAccessibleForFree": "yes"})", "/isAccessibleForFree"},
      {R"({"encoding": [{"contentSize": "12 MB"}]})", "/encoding/0/contentSize"},
      {R"({"image": "https://a.example/i.jpg"})", "/image"},
      {R"({"zz": {"a/b": 1.5}})", "/zz"}};
  for (const auto& [text, where] : cases) {
    const auto read = read_canonical(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.problem().kind, "wrong-kind") << text;
    EXPECT_EQ(read.problem().where, where) << text;
  }
}

TEST(ReadCanonical, ReadsAPlainNameOfAnAgentAsAnUnknownLanguage) {
  const auto read = read_canonical(
      R"({"publisher": {"name": "Museum"}, "creator": [{"name": "Ann"}], "encoding": [{"contentSize": "77"}]})");

  ASSERT_TRUE(read);
  EXPECT_EQ(read->publisher.name.at("und"), "Museum");
  EXPECT_EQ(read->creator.at(0).name.at("und"), "Ann");
  EXPECT_EQ(read->encoding.at(0).content_size_bytes, 77);
}

TEST(ReadCanonical, KeepsPlacesThatAreObjectsAsFurtherMembers) {
  constexpr std::string_view text = R"({"spatialCoverage":[{"name":"Wales"},"Gwynedd"]})";

  EXPECT_EQ(rewritten(text), text);
  EXPECT_TRUE(read_canonical(text)->spatial_coverage.empty());
}

TEST(ReadCanonical, DropsRepeatedEntriesAndKeepsTheOrder) {
  EXPECT_EQ(rewritten(R"({"about": ["b", "a", "b", "c", "a"]})"), R"({"about":["b","a","c"]})");
}

// Whatever is done to a text, the quick way and the way along a tree agree, down to the words of the problem.
TEST(ReadCanonical, IsTheSameWithAndWithoutATree) {
  const auto by_tree = [](const std::string& text) {
    const auto tree = json::parse(text, {.bytes = most_document_bytes, .depth = 16});
    if (!tree) return tree.problem().kind + " " + tree.problem().where;
    const auto read = read_canonical(*tree);
    return read ? write_canonical(*read) : read.problem().kind + " " + read.problem().where;
  };
  const std::vector<std::string> pieces = {"\"",   ",",       "{",  "}",    "[",    "]",      "{}", "[]", "null", "true",
                                           "9e9", "\"en\":", "-1", "\\u00e9", "\x01", "\xff", " ",  ":",  "7.5",  "\"a\""};
  std::mt19937 random(7);
  int still_read = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string text(every_field);
    const auto from = random() % text.size();
    const auto length = random() % 3 == 0 ? random() % 40 : random() % 2;
    text.replace(from, length, round % 5 == 0 ? "" : pieces[random() % pieces.size()]);
    ASSERT_EQ(rewritten(text), by_tree(text)) << text;
    still_read += read_canonical(text) ? 1 : 0;
  }
  EXPECT_GT(still_read, 100);
  EXPECT_LT(still_read, 3900);
}

TEST(WriteCanonical, TheFieldWinsOverAFurtherMemberOfItsName) {
  model::Resource resource;
  resource.url = "u";
  resource.further = {{"url", "\"other\""}, {"license", "\"kept\""}};

  EXPECT_EQ(write_canonical(resource), R"({"license":"kept","url":"u"})");
}

TEST(WriteCanonical, NeverWritesBrokenUtf8) {
  model::Resource resource;
  resource.name["en"] = "caf\xE9";

  EXPECT_EQ(write_canonical(resource), "{\"name\":{\"en\":\"caf\uFFFD\"}}");
}

TEST(Md4, AFurtherMemberOfTheTopStaysThere) {
  const std::string text =
      R"({"@type":["LearningResource"],"creator":[{"name":{"en":"Ada"}}],"image":{"url":"https://a.example/"},"x:own":{"a":1}})";
  const auto resource = read_canonical(text);
  ASSERT_TRUE(resource);
  EXPECT_EQ(write_canonical(*resource), text);
}

}  // namespace
}  // namespace commonplace::formats
