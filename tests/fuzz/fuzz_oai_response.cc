// A page of a list: refused as an outcome in words, or every record in one column and fit to be stored and shown.
#include "check.h"
#include "harvest/page.h"
#include "node/app/child_bytes.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/oai_dc.h"
#include "schemas/formats/unicode.h"

namespace commonplace::harvest {
namespace {

void expect_fit(const Delivered& record) {
  FUZZ_EXPECT(!record.identifier.empty() && !record.hops.empty());
  FUZZ_EXPECT(formats::is_utf8(record.identifier));
  if (record.deleted) return;
  const auto resource = formats::read_canonical(record.document);
  FUZZ_EXPECT(resource && !resource->name.empty());
  FUZZ_EXPECT(formats::write_canonical(*resource) == record.document);
  FUZZ_EXPECT(formats::read_xml_tree(formats::write_oai_dc(*resource)));
}

void expect_sums(const Delivery& page) {
  FUZZ_EXPECT(page.offered == static_cast<std::int64_t>(page.records.size() + page.unread.size()) + page.duplicate);
  for (const auto& record : page.records) expect_fit(record);
  for (const auto& unread : page.unread) FUZZ_EXPECT(!unread.reason.empty() && unread.raw.size() <= 256 * 1024);
}

}  // namespace
}  // namespace commonplace::harvest

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace commonplace;
  for (const bool mend : {true, false}) {
    harvest::Reading reading;
    reading.mend = mend;
    reading.origin = {.base_url = "https://a.example/oai", .host = "a.example", .source_name = "A", .prefix = "oai_dc"};
    const auto read = harvest::read_page(fuzz::text_of(data, size), reading);
    if (const auto* page = std::get_if<harvest::Page>(&read)) {
      harvest::expect_sums(page->delivery);
      harvest::PageNews news{page->delivery, {}};
      harvest::mend_texts(news);
      FUZZ_EXPECT(app::is_plausible(news));  // or the parent would take our own reader for an attacker
      continue;
    }
    FUZZ_EXPECT(!std::get<harvest::VisitOutcome>(read).reason.empty());
  }
  return 0;
}
