// An HTTPS server on loopback with a certificate made for the test, and the authority that this program trusts for it.
#pragma once

#include <openssl/types.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

namespace commonplace::hostile {

struct TlsKind {
  std::string name = "127.0.0.1";  // of the host in its certificate
  bool expired = false;
  bool self_signed = false;        // else by the authority
  bool only_tls_1_0 = false;
};

class TlsServer {
 public:
  // `answer`: a request head → a whole reply.
  TlsServer(const TlsKind& kind, std::function<std::string(const std::string& request)> answer);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  std::string url() const { return "https://127.0.0.1:" + std::to_string(port_) + "/oai"; }
  int connections() const { return connections_; }
  std::size_t bytes_heard() const { return bytes_heard_; }  // of requests, unpacked

 private:
  void accept_all(const std::stop_token& stop);
  void converse(int socket);

  std::function<std::string(const std::string&)> answer_;
  SSL_CTX* context_ = nullptr;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_{0};
  std::atomic<std::size_t> bytes_heard_{0};
  std::jthread acceptor_;
};

}  // namespace commonplace::hostile
