// A loopback client for tests: sends exactly the bytes it is told to, reads one reply, waits with poll, never sleeps.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace commonplace::http::testing {

struct RawReply {
  int status = 0;  // 0: the connection ended, or nothing came in time
  std::string head;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  // The value of the first header of that name (any case), or empty.
  std::string header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (same_name(key, name)) return value;
    }
    return {};
  }
  bool has(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (same_name(key, name)) return true;
    }
    return false;
  }

 private:
  static bool same_name(std::string_view one, std::string_view other) {
    if (one.size() != other.size()) return false;
    for (std::size_t i = 0; i < one.size(); ++i) {
      if (std::tolower(static_cast<unsigned char>(one[i])) != std::tolower(static_cast<unsigned char>(other[i]))) {
        return false;
      }
    }
    return true;
  }
};

class RawClient {
 public:
  // `receive_buffer` in bytes, when not 0, makes a client that takes little before it reads.
  explicit RawClient(std::uint16_t port, int receive_buffer = 0)
      : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer > 0) setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd_ < 0 || ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("the test client cannot connect");
    }
  }
  RawClient(RawClient&& other) noexcept : fd_(std::exchange(other.fd_, -1)), input_(std::move(other.input_)) {}
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() {
    if (fd_ >= 0) ::close(fd_);
  }

  // False if the server has closed. Blocks while the server does not read, at most `milliseconds`.
  bool send(std::string_view bytes, int milliseconds = 5'000) {
    while (!bytes.empty()) {
      if (!wait(POLLOUT, milliseconds)) return false;
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  // Ends what a small receive_buffer began: from now on it reads fast.
  void read_fast() {
    const int bytes = 4 << 20;
    setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  }

  // Says that nothing more comes; replies can still be read.
  void finish_sending() { ::shutdown(fd_, SHUT_WR); }

  // One reply with its body, as Content-Length has it. 1xx replies count. `to_head`: the reply to a HEAD request.
  RawReply read_reply(int milliseconds = 5'000, bool to_head = false) {
    std::size_t end = std::string::npos;
    while ((end = input_.find("\r\n\r\n")) == std::string::npos) {
      if (!fill(milliseconds)) return {};
    }
    RawReply reply = parse_head(input_.substr(0, end + 4));
    input_.erase(0, end + 4);
    const std::string length = reply.header("Content-Length");
    if (to_head || length.empty()) return reply;
    const auto wanted = static_cast<std::size_t>(std::strtoull(length.c_str(), nullptr, 10));
    while (input_.size() < wanted) {
      if (!fill(milliseconds)) return {};
    }
    reply.body = input_.substr(0, wanted);
    input_.erase(0, wanted);
    return reply;
  }

  RawReply ask(std::string_view request) {
    send(request);
    return read_reply();
  }
  RawReply get(std::string_view target, std::string_view more_fields = "") {
    return ask("GET " + std::string(target) + " HTTP/1.1\r\nHost: node.example\r\n" + std::string(more_fields) +
               "\r\n");
  }

  // True if the server ended the connection in time (what it sent before is kept for read_reply).
  bool sees_end(int milliseconds = 5'000) {
    while (wait(POLLIN, milliseconds)) {
      if (!fill(0)) return true;
    }
    return false;
  }
  // True if bytes are there or come in time.
  bool has_input(int milliseconds) { return !input_.empty() || wait(POLLIN, milliseconds); }
  const std::string& unread() const { return input_; }
  int descriptor() const { return fd_; }

 private:
  bool wait(short event, int milliseconds) const {
    pollfd one{fd_, event, 0};
    return ::poll(&one, 1, milliseconds) > 0;
  }

  bool fill(int milliseconds) {
    if (!wait(POLLIN, milliseconds)) return false;
    char buffer[65536];
    const ssize_t count = ::recv(fd_, buffer, sizeof buffer, 0);
    if (count <= 0) return false;
    input_.append(buffer, static_cast<std::size_t>(count));
    return true;
  }

  static RawReply parse_head(std::string head) {
    RawReply reply;
    if (head.starts_with("HTTP/1.1 ")) reply.status = std::atoi(head.c_str() + 9);
    std::size_t line = head.find("\r\n") + 2;
    while (line < head.size() - 2) {
      const std::size_t end = head.find("\r\n", line);
      const std::size_t colon = head.find(": ", line);
      if (colon < end)
        reply.headers.emplace_back(head.substr(line, colon - line), head.substr(colon + 2, end - colon - 2));
      line = end + 2;
    }
    reply.head = std::move(head);
    return reply;
  }

  int fd_;
  std::string input_;
};

}  // namespace commonplace::http::testing
