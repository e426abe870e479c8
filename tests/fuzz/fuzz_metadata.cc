// Records in the formats of libraries and repositories: read or refused; what is read is a canonical document, and goes
// out well-formed in every format again (MD-30, MD-32).
#include "check.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/exchange.h"
#include "schemas/formats/lom.h"
#include "schemas/formats/lrmi.h"
#include "schemas/formats/mods.h"
#include "schemas/formats/oai_dc.h"

namespace commonplace {
namespace {

std::optional<model::Resource> read(const formats::XmlNode& root) {
  if (root.local == "dc") {
    auto resource = formats::read_oai_dc(root);
    return resource ? std::optional(*std::move(resource)) : std::nullopt;
  }
  auto reading = root.local == "lom"   ? formats::read_lom(root)
                 : root.local == "RDF" ? formats::read_lrmi(root)
                                       : formats::read_mods(root);
  if (!reading) FUZZ_EXPECT(!reading.problem().kind.empty() && !reading.problem().what.empty());
  return reading ? std::optional(std::move(reading->resource)) : std::nullopt;
}

model::Resource lesson() {
  return *formats::read_canonical(
      R"({"@id":"https://a.example/r/1","@type":["LearningResource","VideoObject"],"about":["music","https://b.example/x"],)"
      R"("ageRange":{"max":11,"min":7},"creator":[{"@type":"Person","name":{"cy":"Siân","en":"Jo; Ng"},"role":"editor"}],)"
      R"("dateModified":"2026-03-01T10:00:00Z","description":{"en":"One & two\nthree","ar":"طباعة"},"educationalLevel":["england-ks2"],)"
      R"("encoding":[{"contentUrl":"https://a.example/a.pdf","encodingFormat":"application/pdf"}],"event":{"x":[1]},)"
      R"("image":{"url":"https://a.example/i.jpg","alt":{"en":"A leaf"}},"isPartOf":[{"name":{"en":"Unit"},"position":2}],)"
      R"("keyVocabulary":[{"term":{"en":"tint"},"definition":{"en":"lighter"}}],"license":"https://creativecommons.org/licenses/by/4.0/",)"
      R"("name":{"cy":"Dail","en":"Leaves"},"teaches":[{"@id":"https://c.example/1","code":"A1","text":{"en":"x","cy":"y"}}],)"
      R"("timeRequired":"PT1H","url":"https://a.example/1"})");
}

}  // namespace

std::vector<std::string> fuzz::made_seeds() {
  return {formats::write_oai_dc(lesson()), formats::write_lom(lesson()), formats::write_lrmi(lesson()),
          formats::write_mods(lesson())};
}

}  // namespace commonplace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace commonplace;
  const auto tree = formats::read_xml_tree(fuzz::text_of(data, size));
  if (!tree) return 0;
  const auto resource = read(*tree);
  if (!resource) return 0;
  FUZZ_EXPECT(formats::read_canonical(formats::write_canonical(*resource)));
  for (const std::string& written : {formats::write_oai_dc(*resource), formats::write_lom(*resource),
                                     formats::write_lrmi(*resource), formats::write_mods(*resource)})
    FUZZ_EXPECT(formats::read_xml_tree(written));
  return 0;
}
