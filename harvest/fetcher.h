// The fetcher port: one URL → one Reply, within limits. What goes wrong is a value (FetchProblem), never an exception.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace commonplace::harvest {

struct FetchLimits {
  std::chrono::milliseconds connect{5'000};
  std::chrono::milliseconds first_byte{15'000};
  std::chrono::milliseconds total{120'000};
  std::size_t slow_bytes_per_second = 1024;  // below this for `slow_for`: cut
  std::chrono::seconds slow_for{15};
  std::size_t wire_bytes = 16u * 1024 * 1024;
  std::size_t decoded_bytes = 32u * 1024 * 1024;
  std::size_t ratio = 100;  // decoded : wire, after the first MiB decoded
  std::size_t header_bytes = 64 * 1024;
  int redirects = 3;  // same registrable host, or upgrade to https; each checked again
};

struct Ask {
  std::string url;
  std::string accept;  // Accept header, or empty
  FetchLimits limits;
  std::optional<std::string> form = std::nullopt;  // sent by POST as application/x-www-form-urlencoded, redirected too
  bool plain = false;                              // ask for no compression
  std::string etag = {};                           // as a Reply gave it: 304 when that is still what is there; or empty
  std::string last_modified = {};                  // likewise
};

// Why there is no usable reply (HAR-6, HAR-7, HAR-50, HAR-53).
enum class FetchFault {
  refused_address,  // the guard: not a public address, port or scheme
  not_reached,      // name unknown, no connection, TLS
  timed_out,
  cut,              // short body, reset, bad chunking
  too_big,          // wire, decoded or ratio over the limit
  headers_too_big,  // header lines over the limit
  bad_encoding,     // content coding that is not one layer of gzip
  redirected_away,  // too many, or to another host
};

struct FetchProblem {
  FetchFault fault;
  std::string words;  // for the keeper: what happened and with which address
};

struct Reply {
  int status = 0;
  std::string content_type;
  std::string body;  // decoded
  std::string final_url;
  std::string moved_to;  // where permanent redirects alone led (301, 308): proposed to the keeper; else empty
  std::optional<std::chrono::seconds> retry_after;  // from seconds or an HTTP date; negative and unreadable: absent
  std::size_t wire_bytes = 0;
  bool mislabelled = false;  // said gzip, was plain (HOST-10)
  std::string etag;          // these four verbatim, or empty
  std::string last_modified;
  std::string link;  // all of them, with ", " between
  std::string life;  // Commonplace-Life (CONTRACT §4.2)
};

struct Fetched {
  std::optional<Reply> reply;
  std::optional<FetchProblem> problem;  // exactly one of the two
};

class Fetcher {
 public:
  virtual ~Fetcher() = default;
  // Blocks. Safe from any thread; one connection per host is reused within one Fetcher.
  virtual Fetched fetch(const Ask& ask) = 0;
};

}  // namespace commonplace::harvest
