// A small blocking HTTP client for tests on loopback: one request, one reply, one connection.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "tests/program/process.h"

namespace commonplace::testing {

struct HttpReply {
  int status = 0;                              // 0: nobody listens, or no whole reply came in time
  std::map<std::string, std::string> headers;  // names in lower case; of repeated ones the last
  std::string body;

  std::string header(const std::string& lower_case_name) const;
};

struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";
  std::map<std::string, std::string> headers = {};
  std::string body = {};
};

HttpReply ask(std::uint16_t port, const HttpRequest& request, milliseconds deadline = seconds(30));

// "a%20b": everything but unreserved characters as %XX.
std::string percent_encoded(std::string_view text);

// A port of 127.0.0.1 that is kept for a server we are about to start, also between two starts: nobody else is given it
// while this object lives, and a server that sets SO_REUSEADDR can listen on it.
class KeptPort {
 public:
  KeptPort();
  ~KeptPort();
  KeptPort(const KeptPort&) = delete;
  KeptPort& operator=(const KeptPort&) = delete;

  std::uint16_t number() const { return number_; }

 private:
  int socket_ = -1;
  std::uint16_t number_ = 0;
};

}  // namespace commonplace::testing
