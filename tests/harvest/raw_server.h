// A server of raw bytes on loopback, for wire tests: what it answers is a script of exact bytes.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace commonplace::harvest {

class RawServer {
 public:
  // The conversation on one connection, after a request head was read; called again for the next request on it.
  // Write with send_bytes; return false to close.
  using Answer = std::function<bool(RawServer&, int socket, const std::string& request)>;

  explicit RawServer(Answer answer);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  // False when the other side has gone.
  static bool send_bytes(int socket, std::string_view bytes);
  // Waits until the other side closes, or the server ends.
  void hold(int socket) const;

  std::string url(const std::string& path = "/oai") const;
  std::uint16_t port() const { return port_; }
  int connections() const { return connections_; }
  std::vector<std::string> requests() const;

 private:
  void accept_all(std::stop_token stop);
  void converse(int socket);

  Answer answer_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_{0};
  std::atomic<bool> ending_{false};
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::vector<std::jthread> conversations_;
  std::jthread acceptor_;
};

// A whole HTTP/1.1 reply with Content-Length.
std::string http_reply(int status, const std::string& headers, const std::string& body);
std::string gzip(const std::string& bytes);
// A gzip stream that decodes to `megabytes` MiB of one letter.
std::string gzip_bomb(int megabytes);

}  // namespace commonplace::harvest
