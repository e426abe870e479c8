#include "node/http/chunked_body.h"

#include <algorithm>

#include "node/http/fields.h"

namespace commonplace::http {
namespace {

constexpr std::size_t max_size_digits = 8;        // security.md §2.1
constexpr std::size_t max_extension_bytes = 256;  // ditto

int hexadecimal(char byte) {
  if (byte >= '0' && byte <= '9') return byte - '0';
  if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
  if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
  return -1;
}

}  // namespace

void ChunkedBody::reset() {
  place_ = Place::size;
  verdict_ = Verdict::unfinished;
  size_ = digits_ = extension_bytes_ = 0;
}

void ChunkedBody::refuse(int status, std::string_view why) {
  verdict_ = Verdict::refused;
  refusal_ = {status, why};
}

std::size_t ChunkedBody::take(std::string_view bytes, std::string& body, std::size_t cap) {
  std::size_t taken = 0;
  while (taken < bytes.size() && verdict_ == Verdict::unfinished) {
    const std::string_view rest = bytes.substr(taken);
    if (place_ == Place::data) {
      const std::size_t piece = std::min<std::uint64_t>(size_, rest.size());
      body.append(rest.substr(0, piece));
      size_ -= piece;
      if (size_ == 0) place_ = Place::data_return;
      taken += piece;
    } else if (place_ == Place::trailers) {
      taken += trailers_.scan(rest);
      if (trailers_.verdict() == HeadScanner::Verdict::complete) verdict_ = Verdict::complete;
      if (trailers_.verdict() == HeadScanner::Verdict::refused) refuse(trailers_.refusal().status, "bad trailer");
    } else {
      step(rest.front(), body.size(), cap);
      ++taken;
    }
  }
  return taken;
}

void ChunkedBody::step(char byte, std::size_t body_bytes, std::size_t cap) {
  switch (place_) {
    case Place::size:
      return step_size(byte);
    case Place::extension:
      if (byte == '\r') {
        place_ = Place::size_end;
      } else if (!is_value_byte(byte) || ++extension_bytes_ > max_extension_bytes) {
        refuse(400, "bad chunk extension");
      }
      return;
    case Place::size_end:
      return step_size_end(byte, body_bytes, cap);
    case Place::data_return:
      if (byte != '\r') return refuse(400, "chunk longer than declared");
      place_ = Place::data_feed;
      return;
    default:  // data_feed; take() deals with data and trailers
      if (byte != '\n') return refuse(400, "chunk longer than declared");
      place_ = Place::size;
      size_ = digits_ = extension_bytes_ = 0;
  }
}

void ChunkedBody::step_size(char byte) {
  if (const int digit = hexadecimal(byte); digit >= 0) {
    if (++digits_ > max_size_digits) return refuse(400, "chunk size with more than 8 digits");
    size_ = size_ * 16 + static_cast<std::uint64_t>(digit);
    return;
  }
  if (digits_ == 0 || (byte != ';' && byte != '\r')) return refuse(400, "chunk size is not hexadecimal");
  place_ = byte == ';' ? Place::extension : Place::size_end;
}

void ChunkedBody::step_size_end(char byte, std::size_t body_bytes, std::size_t cap) {
  if (byte != '\n') return refuse(400, "carriage return without line feed");
  if (size_ == 0) {
    trailers_.expect_trailers();
    place_ = Place::trailers;
    return;
  }
  if (body_bytes > cap || size_ > cap - body_bytes) return refuse(413, "chunked body over the cap");
  place_ = Place::data;
}

}  // namespace commonplace::http
