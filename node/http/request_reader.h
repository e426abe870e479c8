// Bytes in, one whole request out, strictly as security.md §2.1 says. Every byte of a head passes our own scanner
// first; then Boost.Beast's parser reads it (two readers must agree, which is what smuggling lives from); the body is
// counted by us. Knows no sockets and no clocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "node/http/chunked_body.h"
#include "node/http/head_scanner.h"
#include "node/http/message.h"
#include "node/http/server.h"

namespace commonplace::http {

// A request and what the connection has to know of it. `request` lacks remote_address, id and now.
struct Incoming {
  Request request;
  bool keep_alive = true;
  bool is_http_1_0 = false;
};

class RequestReader {
 public:
  enum class State { idle, head, body, complete, refused };

  // `limits` and `body_cap` (may be empty) must outlive the reader.
  RequestReader(const Limits& limits, const std::function<std::size_t(const Request&)>& body_cap);

  // Takes bytes of one request; returns how many it took. Less than all: the request is complete or refused, what is
  // left belongs to the next one. Takes nothing in those two states.
  std::size_t feed(std::string_view bytes);

  State state() const { return state_; }
  // Requires State::refused, which is for ever.
  const Refusal& refusal() const { return refusal_; }
  // Requires State::head, body or refused: gives up on the request and hands out what is known of it (method, path and
  // headers, as far as they were read). Nothing can be fed afterwards.
  Request give_up();
  // Once per request: true if the client waits for "100 Continue" before it sends the body.
  bool takes_continue();
  // True while a body may be larger than limits.body_bytes.
  bool is_upload() const { return cap_ > limits_.body_bytes; }

  // Requires State::complete. The reader is idle afterwards.
  Incoming take();

 private:
  std::size_t feed_head(std::string_view bytes);
  std::size_t feed_body(std::string_view bytes);
  void read_head(std::string_view head);
  void judge_framing();
  void judge_expectation();
  void refuse(int status, std::string_view why);

  const Limits& limits_;
  const std::function<std::size_t(const Request&)>& body_cap_;
  HeadScanner scanner_;
  ChunkedBody chunks_;
  State state_ = State::idle;
  Refusal refusal_;
  std::string head_;  // what came of a head that is not complete
  Incoming incoming_;
  std::size_t cap_ = 0;
  std::size_t body_left_ = 0;
  bool is_chunked_ = false;
  bool waits_for_continue_ = false;
};

}  // namespace commonplace::http
