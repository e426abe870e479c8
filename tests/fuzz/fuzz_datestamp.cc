// Dates: what is read is written as it was.
#include "check.h"
#include "schemas/model/datestamp.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace commonplace;
  const auto text = fuzz::text_of(data, size);
  if (const auto date = model::parse_datestamp(text))
    FUZZ_EXPECT(model::format_datestamp(date->datestamp, date->granularity) == text);
  if (const auto date = model::parse_http_date(text)) {  // the day of the week is not looked at
    const auto written = model::format_http_date(*date);
    FUZZ_EXPECT(written.substr(3) == text.substr(3));
    FUZZ_EXPECT(model::parse_http_date(written));
  }
  if (const auto date = model::parse_rfc3339(text)) {
    const auto written = model::format_datestamp(*date);
    const auto again = model::parse_datestamp(written);
    FUZZ_EXPECT(!again || again->datestamp == *date);
  }
  return 0;
}
