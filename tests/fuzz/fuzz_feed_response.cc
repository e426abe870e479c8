// A line of a node's feed: refused with a reason, or a change whose record lies within the line.
#include "check.h"
#include "harvest/change_line.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace commonplace;
  const auto line = fuzz::text_of(data, size);
  const auto change = harvest::read_change(line);
  if (!change) {
    FUZZ_EXPECT(!change.problem().kind.empty());
    FUZZ_EXPECT(harvest::seq_of_broken(line) >= -1);
    return 0;
  }
  FUZZ_EXPECT(!change->identifier.empty());
  const auto& record = change->record;
  FUZZ_EXPECT(record.empty() || (record.data() >= line.data() && record.data() + record.size() <= line.data() + line.size()));
  return 0;
}
