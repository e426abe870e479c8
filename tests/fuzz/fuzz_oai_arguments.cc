// The query of an OAI-PMH request: legal arguments or errors of the protocol, never both and never neither.
#include "check.h"
#include "node/http/message.h"
#include "node/oai/arguments.h"
#include "schemas/formats/unicode.h"
#include "schemas/formats/url.h"

namespace commonplace {
namespace {

// Decoding, encoding and decoding again changes nothing.
void expect_round_trip(const std::vector<http::Argument>& sent) {
  std::string form;
  for (const auto& argument : sent) {
    FUZZ_EXPECT(formats::is_utf8(argument.name) && formats::is_utf8(argument.value));
    form += (form.empty() ? "" : "&") + formats::percent_encode(argument.name) + "=" + formats::percent_encode(argument.value);
  }
  const auto again = http::parse_form(form);
  FUZZ_EXPECT(again && again->size() == sent.size());
  for (std::size_t i = 0; i < sent.size(); ++i)
    FUZZ_EXPECT((*again)[i].name == sent[i].name && (*again)[i].value == sent[i].value);
}

}  // namespace
}  // namespace commonplace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace commonplace;
  const auto sent = http::parse_form(fuzz::text_of(data, size));
  if (sent) expect_round_trip(*sent);
  const auto arguments = oai::read_arguments(sent.value_or(std::vector<http::Argument>{}), !sent);
  FUZZ_EXPECT(arguments.verb || !arguments.errors.empty());
  FUZZ_EXPECT(sent || !arguments.errors.empty());
  for (const auto& error : arguments.errors) FUZZ_EXPECT(error.code == "badVerb" || error.code == "badArgument");
  FUZZ_EXPECT(!arguments.from_moment || arguments.from);
  FUZZ_EXPECT(!arguments.until_moment || arguments.until);
  return 0;
}
