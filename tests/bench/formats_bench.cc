// How fast records are written and read in each exchange format, and a canonical document read, which comes before
// every rendering. Usage: formats_bench [records]. Times are of the processor, on one core.
#include <cstdlib>

#include <fmt/format.h>

#include "schemas/formats/canonical.h"
#include "schemas/formats/exchange.h"
#include "schemas/formats/lom.h"
#include "schemas/formats/lrmi.h"
#include "schemas/formats/mods.h"
#include "schemas/formats/oai_dc.h"
#include "tests/bench/figures.h"

namespace {

using namespace commonplace;

// A lesson as museums describe it: 1.5 KB as canonical document.
constexpr std::string_view lesson =
    R"({"@id":"https://museum.example/r/8f2k","@type":["LearningResource"],"about":["art-and-design"],"abstract":{"en":"Print with real leaves."},)"
    R"("accessibilityFeature":["captions"],"ageRange":{"max":11,"min":7},"creator":[{"@type":"Person","name":{"en":"Ann Lee"}}],)"
    R"("datePublished":"2020-02-01","dateModified":"2026-03-01T10:00:00Z","description":{"en":"Pupils collect leaves in the school garden, ink them )"
    R"(and print with them by hand. They compare the veins of leaves from different trees & talk about pattern, line and texture in the prints of )"
    R"(William Morris. The lesson ends with a small exhibition."},"educationalLevel":["england-ks2"],"encoding":[{"contentUrl":"https://museum.example/)"
    R"(files/leaves.pdf","encodingFormat":"application/pdf","contentSize":482133}],"identifier":"oai:museum.example:print-01","inLanguage":["en"],)"
    R"("isAccessibleForFree":true,"isPartOf":[{"@id":"https://museum.example/units/prints","name":{"en":"Prints and printing"}}],)"
    R"("keywords":{"en":["leaf","print","pattern","William Morris"]},"learningObjectives":[{"en":"Make a print from a found object"}],)"
    R"("learningResourceType":["lesson-plan"],"license":"https://creativecommons.org/licenses/by/4.0/","metadataLicense":"https://creativecommons.org/)"
    R"(publicdomain/zero/1.0/","name":{"en":"Printing with leaves","cy":"Argraffu gyda dail"},"publisher":{"@id":"https://museum.example/",)"
    R"("@type":"Organization","name":{"en":"Museum of Prints"}},"teaches":[{"@id":"https://w3id.org/uk/curriculum/england/ad-ks2-2","code":"AD2.2",)"
    R"("text":{"en":"improve their mastery of art and design techniques"}}],"timeRequired":"PT1H","url":"https://museum.example/learn/printing-leaves"})";

template <typename Work>
void print(std::string_view name, int records, Work work) {
  std::size_t bytes = 0;
  for (int i = 0; i < records / 10; ++i) bytes += work();
  bytes = 0;
  const bench::Stopwatch watch;
  for (int i = 0; i < records; ++i) bytes += work();
  const double seconds = watch.thread();
  fmt::print("{:<22}{:>10.0f} records/s {:>8.2f} us a record {:>7} bytes\n", name, records / seconds,
             seconds / records * 1e6, bytes / static_cast<std::size_t>(records));
}

template <typename Write, typename Read>
void print_format(std::string_view name, int records, const model::Resource& resource, Write write, Read read) {
  const std::string written = write(resource);
  print(fmt::format("{} written", name), records, [&] { return write(resource).size(); });
  print(fmt::format("{} read", name), records / 4, [&] {
    const auto tree = formats::read_xml_tree(written);
    return tree && read(*tree).has_value() ? written.size() : 0;
  });
}

}  // namespace

int main(int argc, char** argv) {
  const int records = argc > 1 ? std::atoi(argv[1]) : 100'000;
  const std::string document = formats::write_canonical(*formats::read_canonical(lesson));
  const auto resource = *formats::read_canonical(document);
  print("canonical read", records,
        [&] { return formats::read_canonical(document)->name.size() * 0 + document.size(); });
  print_format("oai_dc", records, resource, formats::write_oai_dc, formats::read_oai_dc);
  print_format("lom", records, resource, formats::write_lom, formats::read_lom);
  print_format("lrmi", records, resource, formats::write_lrmi, formats::read_lrmi);
  print_format("mods", records, resource, formats::write_mods, formats::read_mods);
}
