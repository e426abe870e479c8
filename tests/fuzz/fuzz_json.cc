// JSON: what is read is written the same for ever after; a canonical document survives its Resource.
#include "check.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/cpl.h"
#include "schemas/formats/json.h"
#include "schemas/formats/unicode.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace commonplace;
  const auto text = fuzz::text_of(data, size);
  if (const auto value = json::parse(text)) {
    const auto written = json::canonical(*value);
    FUZZ_EXPECT(formats::is_utf8(written));
    const auto again = json::parse(written);
    FUZZ_EXPECT(again && json::canonical(*again) == written);
  }
  if (const auto resource = formats::read_canonical(text)) {
    const auto written = formats::write_canonical(*resource);
    const auto again = formats::read_canonical(written);
    FUZZ_EXPECT(again && formats::write_canonical(*again) == written);
  }
  if (const auto read = formats::read_document(text); read && read->is_written_so)
    FUZZ_EXPECT(formats::write_canonical(read->resource) == text);
  if (const auto envelope = formats::read_envelope(text)) FUZZ_EXPECT(!envelope->identifier.empty());
  std::string quoted;
  json::append_string(quoted, text);
  FUZZ_EXPECT(json::parse(quoted));
  return 0;
}
