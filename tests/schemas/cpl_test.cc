// The envelope between nodes, and its way through XML.
#include "schemas/formats/cpl.h"

#include "schemas/formats/json.h"
#include "schemas/formats/xml.h"

namespace commonplace::formats {
namespace {

Envelope sample() {
  return {.identifier = "oai:learn.rivergallery.example:42",
          .contributor = "did:web:learn.rivergallery.example",
          .version = 3,
          .deleted = false,
          .modified = "2026-11-20T07:00:00Z",
          .brand_name = "River <Gallery>",
          .brand_logo = "https://learn.rivergallery.example/media/1.png",
          .document = R"({"name":{"en":"Weaving \u0001 patterns & maths\r\n🍃"}})"};
}

TEST(Envelope, IsItsOwnJcsForm) {
  const std::string text = write_envelope(sample());

  EXPECT_EQ(json::canonical(*json::parse(text)), text);
  EXPECT_TRUE(text.starts_with(
      R"({"@context":["https://www.w3.org/ns/credentials/v2","https://w3id.org/commonplace/ns/record/1"],"brand":{"logo":)"));
  EXPECT_TRUE(text.ends_with(
      R"("modified":"2026-11-20T07:00:00Z","status":"published","type":"CommonplaceRecord","version":3})"));
}

TEST(Envelope, ComesBackAsItWent) {
  const auto read = read_envelope(write_envelope(sample()));

  ASSERT_TRUE(read);
  EXPECT_EQ(read->identifier, sample().identifier);
  EXPECT_EQ(read->contributor, sample().contributor);
  EXPECT_EQ(read->version, 3);
  EXPECT_EQ(read->modified, sample().modified);
  EXPECT_EQ(read->brand_name, "River <Gallery>");
  EXPECT_EQ(read->brand_logo, sample().brand_logo);
  EXPECT_EQ(read->document, sample().document);
}

TEST(Envelope, OfADeletedRecordHasNoMetadata) {
  Envelope tombstone = sample();
  tombstone.deleted = true;

  const auto read = read_envelope(write_envelope(tombstone));

  ASSERT_TRUE(read);
  EXPECT_TRUE(read->deleted);
  EXPECT_EQ(read->document, "{}");
}

TEST(Envelope, IgnoresProofAndMembersOfTheFuture) {
  auto value = *json::parse(write_envelope(sample()));
  value["proof"] = {{"type", "DataIntegrityProof"}};
  value["later"] = 1;

  EXPECT_TRUE(read_envelope(json::canonical(value)));
}

TEST(Envelope, IsRefusedWithThePlaceThatIsWrong) {
  const std::pair<const char*, json::Value> changes[] = {
      {"@context", "x"}, {"type", "Other"},     {"id", 5},        {"id", ""},       {"contributor", nullptr},
      {"version", 0},    {"version", -1},       {"version", 1.5}, {"version", "3"}, {"version", 9007199254740992},
      {"status", "new"}, {"modified", nullptr}, {"metadata", {}}, {"metadata", "x"}};
  for (const auto& [name, wrong] : changes) {
    auto value = *json::parse(write_envelope(sample()));
    value[name] = wrong;
    const auto read = read_envelope(json::canonical(value));
    ASSERT_FALSE(read) << name;
    EXPECT_EQ(read.problem().where, std::string("/") + name);
  }
  EXPECT_EQ(read_envelope("[]").problem().kind, "wrong-kind");
  EXPECT_EQ(read_envelope("{").problem().kind, "bad-json");
  EXPECT_EQ(read_envelope("{\"id\":1,\"id\":2}").problem().kind, "duplicate-member");
}

// OAI §5: the text survives XML byte for byte, since JCS escapes every control character.
TEST(Cpl, CarriesTheSameBytesThroughXml) {
  const auto tree = read_xml_tree(write_cpl(sample(), "https://node.example/ns/record-1.xsd?a=1&b=2"));

  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->space, cpl_namespace);
  EXPECT_EQ(tree->local, "record");
  EXPECT_EQ(tree->attribute("encoding"), "jcs");
  EXPECT_EQ(tree->attribute("schemaLocation"),
            "https://w3id.org/commonplace/ns/record/1 https://node.example/ns/record-1.xsd?a=1&b=2");
  EXPECT_EQ(tree->text, write_envelope(sample()));
}

}  // namespace
}  // namespace commonplace::formats
