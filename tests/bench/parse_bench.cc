// How fast pages of a list are read, without network, store and index: pages of 500 records of cpl and of oai_dc, from
// bytes to records in our own shape (harvest.md §12: parse only ≥ 120,000 records/s, floor 60,000). The baseline of the
// same run is libxml2's SAX pass over the same bytes, with the checks that must come before it. Usage: parse_bench [pages].
#include <fmt/format.h>

#include <cmath>
#include <random>

#include "harvest/page.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/cpl.h"
#include "schemas/formats/oai_dc.h"
#include "schemas/formats/xml.h"
#include "tests/bench/figures.h"

namespace {

using namespace commonplace;
using namespace commonplace::bench;

constexpr int records_a_page = 500;

std::string words(std::mt19937_64& random, int count) {
  std::string text;
  for (; count > 0; --count) {
    for (auto letters = 3 + random() % 8; letters > 0; --letters) text += static_cast<char>('a' + random() % 26);
    if (count > 1) text += ' ';
  }
  return text;
}

// About 1.7 KB as oai_dc, as in sample_node.cc.
model::Resource resource(int number) {
  std::mt19937_64 random(static_cast<std::uint64_t>(number) + 1);
  model::Resource made;
  made.types = {"LearningResource"};
  made.identifier = fmt::format("oai:river.example:{}", number);
  made.name = {{"en", words(random, 5) + " <" + words(random, 1) + "> & Ŵyth"}};
  made.description = {{"en", words(random, 90)}};
  made.learning_resource_type = {"lesson-plan"};
  made.about = {"history"};
  made.keywords = {{"en", {words(random, 1), words(random, 2), words(random, 1)}}};
  made.educational_level = {"england-ks2"};
  made.creator.resize(1);
  made.creator.front().name = {{"und", words(random, 2)}};
  made.publisher.type = "Organization";
  made.publisher.name = {{"en", "River Gallery"}};
  made.license = "https://creativecommons.org/licenses/by/4.0/";
  made.metadata_license = "https://creativecommons.org/publicdomain/zero/1.0/";
  made.in_language = {"en"};
  made.url = fmt::format("https://river.example/works/{}", number);
  made.date_created = "1899";
  return made;
}

std::string metadata_of(const model::Resource& made, const std::string& prefix) {
  if (prefix == "oai_dc") return formats::write_oai_dc(made);
  formats::Envelope envelope;
  envelope.identifier = made.identifier;
  envelope.contributor = "did:web:river.example";
  envelope.modified = "2026-11-20T08:00:00Z";
  envelope.brand_name = "River Gallery";
  envelope.document = formats::write_canonical(made);
  return formats::write_cpl(envelope, "http://river.example/schemas/cpl/1/cpl.xsd");
}

std::string page_of(int first, const std::string& prefix) {
  std::string page =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><responseDate>2026-11-20T08:00:00Z</responseDate>"
      "<request verb=\"ListRecords\">http://river.example/oai</request><ListRecords>";
  for (int number = first; number < first + records_a_page; ++number) {
    const auto made = resource(number);
    page += fmt::format(
        "<record><header><identifier>{}</identifier><datestamp>2026-11-20T08:00:00Z</datestamp>"
        "<setSpec>contributor:river.example</setSpec><setSpec>type:lesson-plan</setSpec></header><metadata>{}</metadata>"
        "<about><rights xmlns=\"http://www.openarchives.org/OAI/2.0/rights/\"><rightsReference "
        "ref=\"https://creativecommons.org/publicdomain/zero/1.0/\"/></rights></about></record>",
        made.identifier, metadata_of(made, prefix));
  }
  return page + "<resumptionToken>next</resumptionToken></ListRecords></OAI-PMH>";
}

class Nobody : public formats::XmlVisitor {
  void open(const formats::XmlName&, const std::vector<formats::XmlAttribute>&) override {}
  void close(const formats::XmlName&) override {}
  void text(std::string_view) override {}
};

void print_speed(const std::string& name, int records, std::size_t bytes, const Stopwatch& watch) {
  const double seconds = watch.thread();
  fmt::print("{:<34}{:>9.0f} records/s of processor, {:>5.1f} us a record, {:>4.0f} MB/s\n", name, records / seconds,
             seconds / records * 1e6, static_cast<double>(bytes) / seconds / 1e6);
  std::fflush(stdout);
}

void measure(const std::string& prefix, int pages) {
  std::vector<std::string> bodies;
  for (int page = 0; page < 4; ++page) bodies.push_back(page_of(page * records_a_page, prefix));
  harvest::Reading reading;
  reading.origin = {.base_url = "http://river.example/oai",
                    .host = "river.example",
                    .source_name = "River Gallery",
                    .prefix = prefix};
  std::size_t bytes = 0;
  std::int64_t read = 0;
  const Stopwatch ours;
  for (int page = 0; page < pages; ++page) {
    const auto& body = bodies[static_cast<std::size_t>(page) % bodies.size()];
    bytes += body.size();
    const auto got = harvest::read_page(body, reading);
    if (const auto* whole = std::get_if<harvest::Page>(&got)) read += static_cast<std::int64_t>(whole->delivery.records.size());
  }
  print_speed(prefix + ", page to records", pages * records_a_page, bytes, ours);
  if (read != std::int64_t{pages} * records_a_page) fmt::print("NOT WHOLE: {} records read\n", read);

  const Stopwatch bare;
  for (int page = 0; page < pages; ++page) {
    Nobody nobody;
    const auto prepared = formats::prepare_xml(bodies[static_cast<std::size_t>(page) % bodies.size()]);
    formats::stream_xml(*prepared, nobody);
  }
  print_speed("  checks and SAX pass alone", pages * records_a_page, bytes, bare);
}

}  // namespace

int main(int argc, char** argv) {
  const int pages = number_argument(argc, argv, 1, 40);
  for (const auto* prefix : {"cpl", "oai_dc"}) measure(prefix, pages);
  fmt::print("memory at most {:.0f} MiB\n", memory_mib("VmHWM"));
  return 0;
}
