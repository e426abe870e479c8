#include "tests/bench/page_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace commonplace::bench {

PageClient::~PageClient() {
  hang_up();
}

void PageClient::hang_up() {
  if (socket_ >= 0) close(socket_);
  socket_ = -1;
}

void PageClient::connect() {
  socket_ = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("cannot connect to the server that is measured");
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

std::string_view PageClient::get(const std::string& target, std::string_view more_headers) {
  ask(target, more_headers);
  return read_answer();
}

void PageClient::ask(const std::string& target, std::string_view more_headers) {
  if (socket_ < 0) connect();
  std::string question = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  question.append(more_headers).append("\r\n");
  if (send(socket_, question.data(), question.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(question.size()))
    throw std::runtime_error("the server that is measured hung up");
}

std::size_t PageClient::read_more() {
  if (answer_.size() - filled_ < 64 * 1024) answer_.resize(answer_.size() * 2 + 256 * 1024);
  const auto got = recv(socket_, answer_.data() + filled_, answer_.size() - filled_, 0);
  if (got <= 0) throw std::runtime_error("the server that is measured broke off");
  filled_ += static_cast<std::size_t>(got);
  return filled_;
}

std::string_view PageClient::read_answer() {
  filled_ = 0;
  std::size_t head = std::string::npos;
  while (head == std::string::npos) {
    read_more();
    head = std::string_view(answer_.data(), filled_).find("\r\n\r\n");
  }
  const std::string head_text = answer_.substr(0, head + 2);
  const auto length_at = head_text.find("Content-Length: ");
  if (!head_text.starts_with("HTTP/1.1 200") || length_at == std::string::npos)
    throw std::runtime_error("not what was wanted: " + head_text);
  const std::size_t length = std::strtoull(head_text.c_str() + length_at + 16, nullptr, 10);
  while (filled_ < head + 4 + length) read_more();
  if (head_text.find("Connection: close") != std::string::npos) hang_up();
  return std::string_view(answer_).substr(head + 4, length);
}

}  // namespace commonplace::bench
