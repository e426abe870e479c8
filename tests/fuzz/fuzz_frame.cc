// Bytes of a child process (SEC-3): refused, or read and written again to the letter, within the memory allowed.
#include "check.h"
#include "harvest/wire.h"
#include "tests/harvest/wire_filler.h"

namespace commonplace::harvest {
namespace {

template <typename Message>
void expect_strict(std::string_view bytes) {
  constexpr std::size_t allowed = 1024 * 1024;
  std::size_t memory = allowed;
  Message message;
  if (!from_wire(bytes, memory, message)) return;
  FUZZ_EXPECT(memory <= allowed);
  FUZZ_EXPECT(to_wire(message) == bytes);
}

}  // namespace
}  // namespace commonplace::harvest

std::vector<std::string> commonplace::fuzz::made_seeds() {
  using namespace commonplace::harvest;
  return {to_wire(filled<PageNews>()), to_wire(filled<EndNews>()),    to_wire(filled<Body>()),
          to_wire(filled<Fetched>()),  to_wire(filled<VisitOrder>()), to_wire(filled<FetchOrder>()),
          to_wire(filled<Found>()),    to_wire(filled<RetryNews>()),  to_wire(filled<RetryOrder>()), to_wire(filled<DetectOrder>())};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace commonplace::harvest;
  const auto bytes = commonplace::fuzz::text_of(data, size);
  expect_strict<PageNews>(bytes);
  expect_strict<EndNews>(bytes);
  expect_strict<Body>(bytes);
  expect_strict<Fetched>(bytes);
  expect_strict<VisitOrder>(bytes);
  expect_strict<FetchOrder>(bytes);
  expect_strict<Found>(bytes);
  expect_strict<RetryNews>(bytes);
  expect_strict<RetryOrder>(bytes);
  expect_strict<DetectOrder>(bytes);
  return 0;
}
