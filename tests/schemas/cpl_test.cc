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

TEST(Envelope, IsReadAlongItsTextAsItIsReadAsATree) {
  std::vector<Envelope> envelopes(4, sample());
  envelopes[1].deleted = true;
  envelopes[1].document = "{}";
  envelopes[2].brand_name = envelopes[2].brand_logo = "";
  envelopes[3].brand_logo = "";
  envelopes[3].version = (std::int64_t{1} << 53) - 1;
  for (const auto& envelope : envelopes) {
    const std::string text = write_envelope(envelope);
    const auto plain = view_plain_envelope(text);
    ASSERT_TRUE(plain) << text;
    EXPECT_EQ(plain->document, envelope.document);
    EXPECT_EQ(plain->envelope.identifier, envelope.identifier);
    EXPECT_EQ(plain->envelope.contributor, envelope.contributor);
    EXPECT_EQ(plain->envelope.version, envelope.version);
    EXPECT_EQ(plain->envelope.deleted, envelope.deleted);
    EXPECT_EQ(plain->envelope.modified, envelope.modified);
    EXPECT_EQ(plain->envelope.brand_name, envelope.brand_name);
    EXPECT_EQ(plain->envelope.brand_logo, envelope.brand_logo);
    // Whatever is broken in it: what is taken along the text is taken as a tree too, and is the same.
    for (std::size_t i = 0; i < text.size(); ++i) {
      for (const char* instead : {"", "\"", "}", ",", "\\", "0", "\xFF"}) {
        auto broken = text;
        broken.replace(i, 1, instead);
        const auto seen = view_plain_envelope(broken);
        if (!seen || !json::parse(seen->document)) continue;
        const auto opened = open_envelope(broken);
        ASSERT_TRUE(opened) << broken;
        EXPECT_EQ(seen->envelope.identifier, opened->envelope.identifier);
        EXPECT_EQ(seen->envelope.version, opened->envelope.version);
        EXPECT_EQ(seen->envelope.deleted, opened->envelope.deleted);
        EXPECT_EQ(seen->envelope.brand_name, opened->envelope.brand_name);
      }
    }
  }
}

TEST(Envelope, OfAnotherOrderIsLeftToTheTree) {
  auto text = write_envelope(sample());
  EXPECT_FALSE(view_plain_envelope("{\"version\":3," + text.substr(1)));
  EXPECT_FALSE(view_plain_envelope(text.substr(0, text.size() - 1) + ",\"version\":3}"));
  auto value = *json::parse(text);
  value["proof"] = {{"type", "DataIntegrityProof"}};
  EXPECT_FALSE(view_plain_envelope(json::canonical(value)));
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
