// Addresses: one spelling, reached in one step; what the guard reads of them is what is connected to.
#include "check.h"
#include "harvest/address_guard.h"
#include "schemas/formats/url.h"

namespace commonplace {
namespace {

void expect_one_spelling(std::string_view text) {
  const auto once = formats::normalise_http_url(text);
  if (!once) return;
  FUZZ_EXPECT(formats::normalise_http_url(*once) == once);
  const auto url = formats::parse_http_url(*once);
  FUZZ_EXPECT(url && !url->host.empty() && (url->scheme == "http" || url->scheme == "https"));
  FUZZ_EXPECT(url->path.starts_with('/'));
}

void expect_guarded(std::string_view text) {
  const auto url = formats::parse_http_url(text);
  const harvest::Permits permits = harvest::permits_for(text, {});
  if (harvest::refuse_url(text, permits)) return;
  FUZZ_EXPECT(url && url->user.empty());
  const auto address = harvest::parse_address(url->host);
  FUZZ_EXPECT(!address || harvest::is_globally_routable(*address));
}

void expect_round_trips(std::string_view text) {
  FUZZ_EXPECT(formats::percent_decode(formats::percent_encode(text)) == text);
  if (const auto address = harvest::parse_address(text))
    FUZZ_EXPECT(harvest::parse_address(harvest::format_address(*address)) == address);
  if (const auto block = harvest::parse_block(text)) FUZZ_EXPECT(harvest::contains(*block, block->first));
}

}  // namespace
}  // namespace commonplace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace commonplace;
  const auto text = fuzz::text_of(data, size);
  expect_one_spelling(text);
  expect_guarded(text);
  expect_round_trips(text);
  const auto cut = text.find('\n');
  if (cut == text.npos) return 0;
  const auto resolved = formats::resolve_url(text.substr(0, cut), text.substr(cut + 1));
  FUZZ_EXPECT(!resolved || formats::parse_http_url(*resolved));
  return 0;
}
