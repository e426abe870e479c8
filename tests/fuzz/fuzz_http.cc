// The HTTP request reader: the same requests and the same refusal however the bytes are split (SEC-4, SEC-5).
#include <fmt/format.h>

#include "check.h"
#include "node/http/request_reader.h"

namespace commonplace::http {
namespace {

const Limits limits;
const std::function<std::size_t(const Request&)> no_cap;

void append(std::string& out, const Incoming& incoming) {
  const Request& request = incoming.request;
  out += fmt::format("{} {} {} {} {}\n", request.method, request.target, request.path, incoming.keep_alive, incoming.is_http_1_0);
  for (const auto& argument : request.query) out += fmt::format("?{}={}\n", argument.name, argument.value);
  for (const auto& header : request.headers) out += fmt::format("{}:{}\n", header.name, header.value);
  out += request.body;
}

// Pieces of 1 to `most` bytes, in an order that depends on the bytes alone.
std::string all_of(std::string_view bytes, std::size_t most) {
  RequestReader reader(limits, no_cap);
  std::string out;
  std::size_t turn = bytes.size();
  while (!bytes.empty()) {
    turn = turn * 6364136223846793005u + 1442695040888963407u;
    const auto piece = bytes.substr(0, 1 + (turn >> 33) % most);
    const auto taken = reader.feed(piece);
    FUZZ_EXPECT(taken <= piece.size());
    bytes.remove_prefix(taken);
    if (reader.state() == RequestReader::State::refused) {
      FUZZ_EXPECT(reader.refusal().status >= 400);
      return out + fmt::format("refused {}", reader.refusal().status);
    }
    if (reader.state() == RequestReader::State::complete) append(out, reader.take());
    else FUZZ_EXPECT(taken == piece.size());
  }
  return out;
}

}  // namespace
}  // namespace commonplace::http

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace commonplace;
  const auto bytes = fuzz::text_of(data, size).substr(0, 40'000);
  const auto whole = http::all_of(bytes, bytes.size() + 1);
  FUZZ_EXPECT(http::all_of(bytes, 1) == whole);
  FUZZ_EXPECT(http::all_of(bytes, 97) == whole);
  return 0;
}
