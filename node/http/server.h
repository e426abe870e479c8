// The server port: listens, reads requests strictly, hands them to a handler, sends replies in order.
// Pistache listens and reads, Beast's parser parses, our own sender writes (ARCHITECTURE §6).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "node/http/message.h"

namespace commonplace::http {

struct Limits {
  std::size_t header_bytes = 16 * 1024;
  std::size_t header_fields = 100;
  std::size_t target_bytes = 8 * 1024;
  std::size_t body_bytes = 1024 * 1024;
  std::size_t connections = 1024;
  std::chrono::milliseconds header_deadline{10'000};  // from the first byte of a request to the end of its headers
  std::chrono::milliseconds body_deadline{30'000};
  std::chrono::milliseconds idle_deadline{15'000};  // keep-alive without a request
  // A client that takes nothing of a reply for so long is dropped; so is one that after that time has taken less than
  // 1 KiB/s. A slow client that goes on reading may take as long as it needs.
  std::chrono::milliseconds send_deadline{60'000};
  std::size_t requests_per_connection = 10'000;
};

struct Endpoint {
  std::string host = "127.0.0.1";  // numeric, or "*" for all interfaces
  std::uint16_t port = 0;          // 0: any free one
};

// One line of the access log, handed out after a reply was made.
struct Access {
  std::string id;
  std::string method;
  std::string path;
  std::string remote_address;
  int status = 0;
  std::size_t body_bytes = 0;
  std::chrono::microseconds took{0};
  std::string error;  // text of an exception that reached the door; for the log only, never for the client
};

struct ServerOptions {
  std::vector<Endpoint> listen;
  int workers = 2;
  Limits limits;
  std::function<model::Datestamp()> clock;       // required
  std::function<void(const Access&)> on_access;  // may be empty
  // May be empty: then the constant words of error_body.h. What is said to a request that never reached the handler, or
  // whose handler threw: the request as far as it was read (method, target and headers, or nothing at all), and the
  // status, which the answer gets whatever it says. Any worker thread.
  std::function<Response(const Request&, int status)> on_refusal;
  // May be empty. Asked once, when the headers of a request are complete (its body is empty then): how many bytes its
  // body may have. For routes that take uploads; everyone else has limits.body_bytes. A route with a larger cap has
  // twenty times limits.body_deadline for its body (security.md §2.1: 30 s, uploads 10 min).
  std::function<std::size_t(const Request&)> body_cap;
};

class Server {
 public:
  virtual ~Server() = default;
  // Starts listening and returns. Throws std::runtime_error in words when a port cannot be had.
  virtual void start(Handler handler) = 0;
  // The ports listened on, in the order of ServerOptions::listen.
  virtual std::vector<std::uint16_t> ports() const = 0;
  // Takes no new connections, lets replies under way finish for at most `grace`, closes the rest. Idempotent.
  virtual void stop(std::chrono::milliseconds grace) = 0;
};

std::unique_ptr<Server> make_pistache_server(ServerOptions options);

}  // namespace commonplace::http
