#include "node/http/request_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include <boost/beast/http/basic_parser.hpp>

#include "node/http/fields.h"
#include "node/http/target.h"

namespace commonplace::http {
namespace {

namespace beast = boost::beast;

constexpr std::array<std::string_view, 6> known_methods{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"};
constexpr std::size_t max_length_digits = 19;  // security.md §2.1; always fits 64 bits

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

// Beast's parser of a request head, writing straight into our types. Bodies never reach it.
class Head final : public beast::http::basic_parser<true> {
 public:
  Head(const Limits& limits, std::vector<Header>& headers) : headers_(headers) {
    header_limit(static_cast<std::uint32_t>(limits.header_bytes + limits.target_bytes + 64));
    // boost::none does not lift the limit in 1.74: any length compares as greater.
    body_limit(std::numeric_limits<std::uint64_t>::max());
  }

  // False if Beast refuses or leaves bytes over.
  bool read(std::string_view bytes) {
    beast::error_code error;
    const std::size_t taken = put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    return !error && taken == bytes.size() && is_header_done();
  }

  std::string method;
  std::string target;
  int version = 0;

 private:
  void on_request_impl(beast::http::verb, beast::string_view method_text, beast::string_view target_text,
                       int version_number, beast::error_code&) override {
    method = view(method_text);
    target = view(target_text);
    version = version_number;
  }
  void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value,
                     beast::error_code&) override {
    headers_.push_back({std::string(view(name)), std::string(view(value))});
  }
  void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}
  void on_header_impl(beast::error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}
  std::size_t on_body_impl(beast::string_view, beast::error_code&) override { return 0; }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view, beast::error_code&) override { return 0; }
  void on_finish_impl(beast::error_code&) override {}

  std::vector<Header>& headers_;
};

std::optional<std::uint64_t> read_length(std::string_view text) {
  if (text.empty() || text.size() > max_length_digits) return std::nullopt;
  if (!std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  std::uint64_t length = 0;
  std::from_chars(text.data(), text.data() + text.size(), length);
  return length;
}

bool wants_keep_alive(const Incoming& incoming) {
  bool says_keep_alive = false;
  for (const std::string_view option : list_elements(incoming.request.headers, "Connection")) {
    if (equal_ignoring_case(option, "close")) return false;
    if (equal_ignoring_case(option, "keep-alive")) says_keep_alive = true;
  }
  return says_keep_alive || !incoming.is_http_1_0;
}

}  // namespace

RequestReader::RequestReader(const Limits& limits, const std::function<std::size_t(const Request&)>& body_cap)
    : limits_(limits), body_cap_(body_cap), scanner_(limits), chunks_(limits) {}

std::size_t RequestReader::feed(std::string_view bytes) {
  if (bytes.empty() || state_ == State::complete || state_ == State::refused) return 0;
  if (state_ == State::body) return feed_body(bytes);
  const std::size_t taken = feed_head(bytes);
  if (state_ != State::body || taken == bytes.size()) return taken;
  return taken + feed_body(bytes.substr(taken));
}

std::size_t RequestReader::feed_head(std::string_view bytes) {
  state_ = State::head;
  const std::size_t taken = scanner_.scan(bytes);
  const std::string_view piece = bytes.substr(0, taken);
  switch (scanner_.verdict()) {
    case HeadScanner::Verdict::refused:
      // Whatever is wrong with it: a reply to HEAD has no body.
      if (head_.append(piece).starts_with("HEAD ")) incoming_.request.method = "HEAD";
      refuse(scanner_.refusal().status, scanner_.refusal().why);
      break;
    case HeadScanner::Verdict::unfinished:
      head_.append(piece);
      break;
    case HeadScanner::Verdict::complete:
      if (head_.empty()) {
        read_head(piece);
      } else {
        read_head(head_.append(piece));
        head_.clear();
      }
  }
  return taken;
}

std::size_t RequestReader::feed_body(std::string_view bytes) {
  std::string& body = incoming_.request.body;
  waits_for_continue_ = false;  // it did not wait
  if (!is_chunked_) {
    const std::size_t taken = std::min(body_left_, bytes.size());
    body.append(bytes.substr(0, taken));
    body_left_ -= taken;
    if (body_left_ == 0) state_ = State::complete;
    return taken;
  }
  const std::size_t taken = chunks_.take(bytes, body, cap_);
  if (chunks_.verdict() == ChunkedBody::Verdict::complete) state_ = State::complete;
  if (chunks_.verdict() == ChunkedBody::Verdict::refused) refuse(chunks_.refusal().status, chunks_.refusal().why);
  return taken;
}

void RequestReader::read_head(std::string_view head) {
  Request& request = incoming_.request;
  request.headers.reserve(16);
  Head parsed(limits_, request.headers);
  // Beast's only refusals that our scanner leaves to it are about Content-Length, Transfer-Encoding and Connection.
  if (!parsed.read(head)) return refuse(400, "refused by the second parser");
  request.method = std::move(parsed.method);
  incoming_.is_http_1_0 = parsed.version == 10;
  incoming_.keep_alive = wants_keep_alive(incoming_);

  const std::size_t hosts = count_fields(request.headers, "Host");
  if (hosts > 1 || (hosts == 0 && !incoming_.is_http_1_0)) return refuse(400, "no Host or two");
  const std::string_view host = request.header("Host");
  if (hosts == 1 && !is_host(host)) return refuse(400, "malformed Host");
  if (std::ranges::find(known_methods, request.method) == known_methods.end()) return refuse(501, "unknown method");
  if (!read_target(parsed.target, host, request)) return refuse(400, "malformed target");
  judge_framing();
  if (state_ != State::refused) judge_expectation();
}

// RFC 9112 §6.3 with every freedom taken away: what two readers could measure differently is refused.
void RequestReader::judge_framing() {
  const Request& request = incoming_.request;
  const std::size_t lengths = count_fields(request.headers, "Content-Length");
  const std::size_t codings = count_fields(request.headers, "Transfer-Encoding");
  if (lengths + codings > 1) return refuse(400, "more than one body length");
  if (codings == 1 && incoming_.is_http_1_0) return refuse(400, "Transfer-Encoding in HTTP/1.0");
  is_chunked_ = codings == 1;
  if (is_chunked_ && request.header("Transfer-Encoding") != "chunked") return refuse(501, "unknown transfer coding");

  const auto length = lengths == 1 ? read_length(request.header("Content-Length")) : std::optional<std::uint64_t>(0);
  if (!length) return refuse(400, "malformed Content-Length");
  const bool has_body = is_chunked_ || *length > 0;
  if (has_body && (request.method == "GET" || request.method == "HEAD")) return refuse(400, "body on GET or HEAD");
  cap_ = has_body && body_cap_ ? body_cap_(request) : limits_.body_bytes;
  if (*length > cap_) return refuse(413, "Content-Length over the cap");
  body_left_ = static_cast<std::size_t>(*length);
  chunks_.reset();
  state_ = has_body ? State::body : State::complete;
}

void RequestReader::judge_expectation() {
  const Request& request = incoming_.request;
  const Header* expect = find_field(request.headers, "Expect");
  if (expect == nullptr || incoming_.is_http_1_0) return;  // RFC 9110 §10.1.1: 1.0 clients cannot mean it
  if (!equal_ignoring_case(expect->value, "100-continue")) return refuse(417, "unknown expectation");
  if (count_fields(request.headers, "Expect") > 1) return refuse(417, "two expectations");
  waits_for_continue_ = state_ == State::body;
}

bool RequestReader::takes_continue() {
  return std::exchange(waits_for_continue_, false);
}

void RequestReader::refuse(int status, std::string_view why) {
  state_ = State::refused;
  refusal_ = {status, why};
}

Request RequestReader::give_up() {
  state_ = State::refused;
  return std::move(incoming_.request);
}

Incoming RequestReader::take() {
  state_ = State::idle;
  scanner_.reset();
  return std::exchange(incoming_, {});
}

}  // namespace commonplace::http
