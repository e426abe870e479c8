#include "raw_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

#include <zlib.h>

namespace commonplace::harvest {

RawServer::RawServer(Answer answer) : answer_(std::move(answer)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 64) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("the raw server cannot listen");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::jthread([this](std::stop_token stop) { accept_all(stop); });
}

RawServer::~RawServer() {
  ending_ = true;
  acceptor_.request_stop();
  acceptor_.join();
  conversations_.clear();
  close(listener_);
}

bool RawServer::send_bytes(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawServer::hold(int socket) const {
  pollfd waiting{socket, POLLIN, 0};
  while (!ending_ && poll(&waiting, 1, 20) == 0) {
  }
}

std::string RawServer::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

std::vector<std::string> RawServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void RawServer::accept_all(std::stop_token stop) {
  while (!stop.stop_requested()) {
    pollfd waiting{listener_, POLLIN, 0};
    if (poll(&waiting, 1, 20) <= 0) continue;
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) continue;
    ++connections_;
    conversations_.emplace_back([this, socket] { converse(socket); });
  }
}

void RawServer::converse(int socket) {
  std::string received;
  char buffer[4096];
  while (!ending_) {
    const auto end = received.find("\r\n\r\n");
    if (end != std::string::npos) {
      const std::string request = received.substr(0, end);
      received.erase(0, end + 4);
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
      }
      if (!answer_(*this, socket, request)) break;
      continue;
    }
    pollfd waiting{socket, POLLIN, 0};
    if (poll(&waiting, 1, 20) == 0) continue;
    const ssize_t count = recv(socket, buffer, sizeof buffer, 0);
    if (count <= 0) break;
    received.append(buffer, static_cast<std::size_t>(count));
  }
  close(socket);
}

std::string http_reply(int status, const std::string& headers, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) + " Said\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

namespace {

std::string deflate_all(std::string_view piece, int times) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out;
  char buffer[16384];
  for (int time = 0; time <= times; ++time) {
    const bool last = time == times;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    stream.avail_in = last ? 0 : static_cast<uInt>(piece.size());
    do {
      stream.next_out = reinterpret_cast<Bytef*>(buffer);
      stream.avail_out = sizeof buffer;
      deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH);
      out.append(buffer, sizeof buffer - stream.avail_out);
    } while (stream.avail_out == 0);
  }
  deflateEnd(&stream);
  return out;
}

}  // namespace

std::string gzip(const std::string& bytes) {
  return deflate_all(bytes, 1);
}

std::string gzip_bomb(int megabytes) {
  return deflate_all(std::string(1024 * 1024, 'A'), megabytes);
}

}  // namespace commonplace::harvest
