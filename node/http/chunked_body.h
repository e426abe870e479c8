// Takes a chunked body apart (RFC 9112 §7.1), stricter than the RFC allows: nothing is stored before it was counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "node/http/head_scanner.h"

namespace commonplace::http {

class ChunkedBody {
 public:
  enum class Verdict { unfinished, complete, refused };

  explicit ChunkedBody(const Limits& limits) : trailers_(limits) {}
  void reset();

  // Appends the data in `bytes` to `body`, never beyond `cap`; returns how many bytes it took, at most up to the end
  // of the body. Refuses with 413 as soon as a declared size passes the cap. Trailers are read and dropped.
  std::size_t take(std::string_view bytes, std::string& body, std::size_t cap);

  Verdict verdict() const { return verdict_; }
  const Refusal& refusal() const { return refusal_; }

 private:
  enum class Place { size, extension, size_end, data, data_return, data_feed, trailers };

  void step(char byte, std::size_t body_bytes, std::size_t cap);
  void step_size(char byte);
  void step_size_end(char byte, std::size_t body_bytes, std::size_t cap);
  void refuse(int status, std::string_view why);

  HeadScanner trailers_;
  Place place_ = Place::size;
  Verdict verdict_ = Verdict::unfinished;
  Refusal refusal_;
  std::uint64_t size_ = 0;  // of this chunk, then what is left of it
  std::size_t digits_ = 0;
  std::size_t extension_bytes_ = 0;
};

}  // namespace commonplace::http
