// One sequential HTTP client on a bare socket: asks, reads the whole answer, asks again on the same connection. Knows
// just enough HTTP for our own server and nginx.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace commonplace::bench {

class PageClient {
 public:
  explicit PageClient(std::uint16_t port) : port_(port) {}
  ~PageClient();
  PageClient(const PageClient&) = delete;
  PageClient& operator=(const PageClient&) = delete;

  // The body; valid until the next call. Throws std::runtime_error for anything but 200 with a Content-Length.
  // The same in two steps, so that several clients can wait at once: ask() sends, answer() waits and reads.
  void ask(const std::string& target, std::string_view more_headers = {});
  std::string_view answer() { return read_answer(); }
  std::string_view get(const std::string& target, std::string_view more_headers = {});

 private:
  void connect();
  void hang_up();
  std::size_t read_more();
  std::string_view read_answer();

  const std::uint16_t port_;
  int socket_ = -1;
  std::string answer_;  // bytes of the answer in hand, `filled_` of them
  std::size_t filled_ = 0;
};

}  // namespace commonplace::bench
