// What a site and its files send: robots.txt, sitemaps, pages, rows. Whatever it is, it is read or refused, and nothing of
// it lies outside the input.
#include "check.h"
#include "harvest/page_resources.h"
#include "harvest/robots.h"
#include "harvest/row_file.h"
#include "harvest/site_map.h"
#include "harvest/tags.h"

namespace {

using namespace commonplace::harvest;

void read_tags(std::string_view text) {
  std::size_t tags_met = 0;
  for (Tags tags(text); tags.next(); ++tags_met) {
    FUZZ_EXPECT(!tags.name().empty());
    const auto raw = tags.raw_text();
    FUZZ_EXPECT(raw.empty() || (raw.data() >= text.data() && raw.data() + raw.size() <= text.data() + text.size()));
    FUZZ_EXPECT(tags.attribute("href").size() <= 4 * text.size() + 8);
  }
  FUZZ_EXPECT(tags_met <= text.size());
}

void read_rows(const std::string& text) {
  const auto file = open_row_file(text, {.bytes = 64 * 1024, .rows = 500, .cell_bytes = 16 * 1024, .row_bytes = 64 * 1024});
  if (!file) {
    FUZZ_EXPECT(!file.problem().what.empty() && !file.problem().fix.empty());
    return;
  }
  for (std::size_t row = 0; row < (*file)->rows() && row < 50; ++row) {
    const auto read = (*file)->read(row);
    FUZZ_EXPECT(read.outcome.resource.has_value() == read.reason.empty());
    FUZZ_EXPECT(read.number > 0);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(commonplace::fuzz::text_of(data, size));
  read_tags(text);
  const Robots robots(text);
  FUZZ_EXPECT(robots.allows("/robots.txt"));
  robots.allows("/a/b?c=d");
  for (const auto& map : maps_named_in(text, "https://weir-mill.example/robots.txt")) FUZZ_EXPECT(map.starts_with("https://weir-mill.example/"));
  if (const auto map = read_site_map(text))
    for (const auto& entry : map->entries) FUZZ_EXPECT(!entry.url.empty());
  for (const auto& one : read_page_resources(text, "https://weir-mill.example/1").resources) FUZZ_EXPECT(!one.resource.url.empty());
  read_rows(text);
  return 0;
}
