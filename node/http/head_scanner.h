// Looks at every byte of a request head before any parser does, and stops at the first that must not be there
// (security.md §2.1). Keeps nothing but counters. Also reads the trailers of a chunked body.
// Not for: what the fields mean (request_reader.h).
#pragma once

#include <cstddef>
#include <string_view>

#include "node/http/server.h"

namespace commonplace::http {

// Why a request is not served. `why` is a constant text for the log.
struct Refusal {
  int status = 0;
  std::string_view why;
};

class HeadScanner {
 public:
  enum class Verdict { unfinished, complete, refused };

  explicit HeadScanner(const Limits& limits) : limits_(limits) {}

  // From here on reads field lines up to the empty line, as if the request line were over.
  void expect_trailers();
  void reset();

  // Takes bytes up to and with the end of the head, or the first bad one; returns how many it took.
  std::size_t scan(std::string_view bytes);

  Verdict verdict() const { return verdict_; }
  const Refusal& refusal() const { return refusal_; }

 private:
  enum class Place { method, target, version, line_end, name, value, field_end, head_end };

  void step(char byte);
  void step_method(char byte);
  void step_target(char byte);
  void step_version(char byte);
  void step_name(char byte);
  void step_value(char byte);
  void step_line_feed(char byte);
  void refuse(int status, std::string_view why);

  const Limits& limits_;
  Place place_ = Place::method;
  Verdict verdict_ = Verdict::unfinished;
  Refusal refusal_;
  std::size_t length_ = 0;  // of the part we are in
  std::size_t field_bytes_ = 0;
  std::size_t fields_ = 0;
  bool may_be_preface_ = true;
};

}  // namespace commonplace::http
