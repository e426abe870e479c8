// A resumption token is believed only where it is, to the letter, one that this node has written (OAI-56, SEC-13).
#include "check.h"
#include "node/oai/token.h"

namespace {

const std::string& key() {
  static const std::string made(32, 'k');
  return made;
}

}  // namespace

std::vector<std::string> commonplace::fuzz::made_seeds() {
  std::vector<std::string> seeds;
  for (const auto verb : {oai::Verb::list_records, oai::Verb::list_identifiers, oai::Verb::list_sets}) {
    oai::Token token;
    token.verb = verb;
    token.prefix = "oai_dc";
    token.set = "contributor:a.example!kiln";
    token.from = model::Datestamp{1'795'161'600};
    token.until = model::Datestamp{1'795'161'700};
    token.last = {{1'795'161'650}, 77};
    token.cursor = 500;
    token.complete_list_size = 1'000'000;
    seeds.push_back(oai::write_token(token, "a.example", key()));
    seeds.push_back(oai::write_token(token, "b.example", key()));
  }
  return seeds;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace commonplace;
  const auto text = fuzz::text_of(data, size);
  const auto token = oai::read_token(text, "a.example", key());
  FUZZ_EXPECT(!token || oai::write_token(*token, "a.example", key()) == text);
  FUZZ_EXPECT(!oai::read_token(text, "c.example", key()));
  return 0;
}
