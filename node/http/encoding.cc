#include "node/http/encoding.h"

#include <zlib.h>

#include <algorithm>
#include <stdexcept>

#include "node/http/fields.h"

namespace commonplace::http {
namespace {

constexpr std::size_t min_encoded_bytes = 1024;  // below, the header costs about what gzip saves
constexpr int gzip_window_bits = 15 + 16;        // zlib's way to ask for a gzip header
constexpr std::size_t max_step = 1 << 30;        // z_stream counts in 32 bits

// A quality in thousandths, "0.5" is 500; nullopt if malformed (RFC 9110 §12.4.2).
std::optional<int> read_quality(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int thousandths = (text[0] - '0') * 1000;
  int weight = 100;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return std::nullopt;
    thousandths += (c - '0') * weight;
    weight /= 10;
  }
  return thousandths <= 1000 ? std::optional(thousandths) : std::nullopt;
}

struct Offer {
  std::string_view coding;
  int quality = 1000;
};

std::optional<Offer> read_offer(std::string_view element) {
  const std::size_t semicolon = element.find(';');
  Offer offer{trimmed(element.substr(0, semicolon))};
  if (semicolon == std::string_view::npos) return offer;
  const std::string_view parameter = trimmed(element.substr(semicolon + 1));
  if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) return std::nullopt;
  const auto quality = read_quality(parameter.substr(2));
  if (!quality) return std::nullopt;
  offer.quality = *quality;
  return offer;
}

}  // namespace

bool accepts_gzip(const Request& request) {
  std::optional<int> gzip;
  std::optional<int> any;
  std::optional<int> identity;
  for (const std::string_view element : list_elements(request.headers, "Accept-Encoding")) {
    const auto offer = read_offer(element);
    if (!offer) return false;
    if (equal_ignoring_case(offer->coding, "gzip") || equal_ignoring_case(offer->coding, "x-gzip")) {
      gzip = std::max(gzip.value_or(0), offer->quality);
    }
    if (offer->coding == "*") any = offer->quality;
    if (equal_ignoring_case(offer->coding, "identity")) identity = offer->quality;
  }
  const int liked = gzip ? *gzip : any.value_or(0);
  return liked > 0 && liked >= identity.value_or(0);
}

bool is_worth_encoding(const Response& response) {
  if (!response.compressible || response.body.size() <= min_encoded_bytes) return false;
  if (find_field(response.headers, "Content-Encoding") != nullptr) return false;
  const std::string_view type =
      trimmed(std::string_view(response.content_type).substr(0, response.content_type.find(';')));
  if (type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml")) return true;
  return type == "application/json" || type == "application/xml" || type == "application/javascript" ||
         type == "application/x-ndjson";
}

std::string gzip(std::string_view bytes, int level) {
  z_stream stream{};
  const int memory_level = 8;  // zlib's default
  if (deflateInit2(&stream, std::clamp(level, 1, 9), Z_DEFLATED, gzip_window_bits, memory_level, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    throw std::runtime_error("zlib has no memory");
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  std::size_t written = 0;
  int result = Z_OK;
  while (result == Z_OK) {
    const std::size_t piece = std::min(bytes.size(), max_step);
    const std::size_t room = std::min(out.size() - written, max_step);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(piece);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + written);
    stream.avail_out = static_cast<uInt>(room);
    result = deflate(&stream, piece == bytes.size() ? Z_FINISH : Z_NO_FLUSH);
    bytes.remove_prefix(piece - stream.avail_in);
    written += room - stream.avail_out;
  }
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error("zlib could not encode a reply");
  out.resize(written);
  return out;
}

}  // namespace commonplace::http
