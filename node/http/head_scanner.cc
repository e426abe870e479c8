#include "node/http/head_scanner.h"

#include "node/http/fields.h"

namespace commonplace::http {
namespace {

constexpr std::size_t max_method_bytes = 20;            // the longest registered one has 17
constexpr std::string_view version_prefix = "HTTP/1.";  // then one digit
constexpr std::string_view preface = "PRI";             // HTTP/2 preface, RFC 9113 §3.4

}  // namespace

void HeadScanner::reset() {
  place_ = Place::method;
  verdict_ = Verdict::unfinished;
  length_ = field_bytes_ = fields_ = 0;
  may_be_preface_ = true;
}

void HeadScanner::expect_trailers() {
  reset();
  place_ = Place::name;
}

std::size_t HeadScanner::scan(std::string_view bytes) {
  std::size_t taken = 0;
  while (taken < bytes.size() && verdict_ == Verdict::unfinished) step(bytes[taken++]);
  return taken;
}

void HeadScanner::refuse(int status, std::string_view why) {
  verdict_ = Verdict::refused;
  refusal_ = {status, why};
}

void HeadScanner::step(char byte) {
  switch (place_) {
    case Place::method:
      return step_method(byte);
    case Place::target:
      return step_target(byte);
    case Place::version:
      return step_version(byte);
    default:
      break;
  }
  if (place_ != Place::line_end && ++field_bytes_ > limits_.header_bytes) return refuse(431, "header block too long");
  if (place_ == Place::name) return step_name(byte);
  if (place_ == Place::value) return step_value(byte);
  step_line_feed(byte);
}

void HeadScanner::step_method(char byte) {
  if (byte == ' ' && length_ > 0) {
    if (may_be_preface_ && length_ == preface.size()) return refuse(400, "HTTP/2 preface");
    place_ = Place::target;
    length_ = 0;
    return;
  }
  if (!is_token_byte(byte)) return refuse(400, "byte that cannot stand in a method");
  if (length_ >= preface.size() || byte != preface[length_]) may_be_preface_ = false;
  if (++length_ > max_method_bytes) refuse(501, "method too long");
}

void HeadScanner::step_target(char byte) {
  if (byte == ' ' && length_ > 0) {
    place_ = Place::version;
    length_ = 0;
    return;
  }
  const auto value = static_cast<unsigned char>(byte);
  // Bytes above ASCII are judged later: in a query they are the route's to refuse (OAI-PMH answers badArgument).
  if (value <= 0x20 || value == 0x7f || value == '#') return refuse(400, "byte that cannot stand in a target");
  if (++length_ > limits_.target_bytes) refuse(414, "target too long");
}

void HeadScanner::step_version(char byte) {
  const std::size_t place = length_++;
  const bool is_digit = byte >= '0' && byte <= '9';
  if (place < version_prefix.size()) {
    if (byte == version_prefix[place]) return;
    const bool is_other = place == version_prefix.find('1') && is_digit;
    return is_other ? refuse(505, "HTTP version other than 1.0 and 1.1") : refuse(400, "no HTTP version");
  }
  if (place == version_prefix.size()) {
    if (byte == '0' || byte == '1') return;
    return is_digit ? refuse(505, "HTTP version other than 1.0 and 1.1") : refuse(400, "no HTTP version");
  }
  if (byte != '\r') return refuse(400, "no line end after the version");
  place_ = Place::line_end;
}

void HeadScanner::step_name(char byte) {
  if (byte == ':' && length_ > 0) {
    place_ = Place::value;
    return;
  }
  if (byte == '\r' && length_ == 0) {
    place_ = Place::head_end;
    return;
  }
  // A folded line begins with a blank, a space before the colon is one: both end here.
  if (!is_token_byte(byte)) return refuse(400, "byte that cannot stand in a field name");
  ++length_;
}

void HeadScanner::step_value(char byte) {
  if (byte == '\r') {
    place_ = Place::field_end;
    return;
  }
  if (!is_value_byte(byte)) refuse(400, "byte that cannot stand in a field value");
}

void HeadScanner::step_line_feed(char byte) {
  if (byte != '\n') return refuse(400, "carriage return without line feed");
  if (place_ == Place::head_end) {
    verdict_ = Verdict::complete;
    return;
  }
  if (place_ == Place::field_end && ++fields_ > limits_.header_fields) return refuse(431, "too many header fields");
  place_ = Place::name;
  length_ = 0;
}

}  // namespace commonplace::http
