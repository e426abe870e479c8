#include "tests/program/http_client.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <system_error>

namespace commonplace::testing {
namespace {

using Moment = std::chrono::steady_clock::time_point;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// A connection that gives up at `end`.
class Connection {
 public:
  Connection(std::uint16_t port, Moment end) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), end_(end) {
    const auto address = loopback(port);
    is_open_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~Connection() { ::close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool is_open() const { return is_open_; }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      if (!ready(POLLOUT)) return false;
      const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (count < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  // Appends what has come to `out`; false at the end of the connection or of our patience.
  bool receive(std::string& out) {
    if (!ready(POLLIN)) return false;
    char buffer[65536];
    const ssize_t count = ::recv(socket_, buffer, sizeof buffer, 0);
    if (count <= 0) return false;
    out.append(buffer, static_cast<std::size_t>(count));
    return true;
  }

 private:
  bool ready(short event) const {
    const auto left = std::chrono::duration_cast<milliseconds>(end_ - std::chrono::steady_clock::now()).count();
    pollfd one{socket_, event, 0};
    return left > 0 && ::poll(&one, 1, static_cast<int>(left)) > 0;
  }

  int socket_;
  Moment end_;
  bool is_open_ = false;
};

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string written(std::uint16_t port, const HttpRequest& request) {
  std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n", request.method,
                                 request.target, port);
  for (const auto& [name, value] : request.headers) text += fmt::format("{}: {}\r\n", name, value);
  if (request.method == "POST" || request.method == "PUT")
    text += fmt::format("Content-Length: {}\r\n", request.body.size());
  return text + "\r\n" + request.body;
}

std::optional<HttpReply> read_head(std::string_view head) {
  if (!head.starts_with("HTTP/1.1 ") && !head.starts_with("HTTP/1.0 ")) return std::nullopt;
  HttpReply reply;
  reply.status = std::atoi(std::string(head.substr(9, 3)).c_str());
  for (auto line = head.find("\r\n"); line != std::string_view::npos && line + 2 < head.size();) {
    const auto next = head.find("\r\n", line + 2);
    const auto text = head.substr(line + 2, next - line - 2);
    const auto colon = text.find(": ");
    if (colon != std::string_view::npos)
      reply.headers[lower_case(std::string(text.substr(0, colon)))] = text.substr(colon + 2);
    line = next;
  }
  return reply;
}

}  // namespace

std::string HttpReply::header(const std::string& lower_case_name) const {
  const auto found = headers.find(lower_case_name);
  return found == headers.end() ? "" : found->second;
}

HttpReply ask(std::uint16_t port, const HttpRequest& request, milliseconds deadline) {
  Connection connection(port, std::chrono::steady_clock::now() + deadline);
  if (!connection.is_open() || !connection.send(written(port, request))) return {};
  std::string input;
  while (input.find("\r\n\r\n") == std::string::npos)
    if (!connection.receive(input)) return {};
  const auto end_of_head = input.find("\r\n\r\n");
  auto reply = read_head(std::string_view(input).substr(0, end_of_head));
  if (!reply) return {};
  input.erase(0, end_of_head + 4);
  const bool has_length = reply->headers.contains("content-length");
  const auto length = static_cast<std::size_t>(std::strtoull(reply->header("content-length").c_str(), nullptr, 10));
  while (request.method != "HEAD" && (!has_length || input.size() < length)) {
    if (connection.receive(input)) continue;
    if (has_length) return {};
    break;  // HTTP/1.0: the end of the connection is the end of the body
  }
  reply->body = std::move(input);
  return *reply;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          std::string_view("-._~").find(c) != std::string_view::npos;
    out += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// A socket that is bound but does not listen: Linux gives its port neither to a bind with port 0 nor to an outgoing
// connection, and lets a socket with SO_REUSEADDR listen there.
KeptPort::KeptPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const int yes = 1;
  ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
      ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::system_error(errno, std::generic_category(), "no free port on 127.0.0.1");
  number_ = ntohs(address.sin_port);
}

KeptPort::~KeptPort() {
  ::close(socket_);
}

}  // namespace commonplace::testing
