#include "tests/bench/nginx.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace commonplace::bench {
namespace {

constexpr const char* program = "/usr/sbin/nginx";

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

std::string configuration(const std::string& folder, std::uint16_t port) {
  return fmt::format(
      "daemon off; worker_processes 1; pid {0}/nginx.pid; error_log stderr notice;\n{2}"
      "events {{ worker_connections 64; }}\n"
      "http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; default_type text/xml;\n"
      "client_body_temp_path {0}/b; proxy_temp_path {0}/p; fastcgi_temp_path {0}/f; uwsgi_temp_path {0}/u;\n"
      "scgi_temp_path {0}/s; server {{ listen 127.0.0.1:{1}; root {0}; }} }}\n",
      folder, port, geteuid() == 0 ? "user root;\n" : "");
}

}  // namespace

std::uint16_t free_port() {
  const int probe = socket(AF_INET, SOCK_STREAM, 0);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  bind(probe, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
  close(probe);
  return ntohs(address.sin_port);
}

Nginx::Nginx(const std::string& folder) {
  if (!std::filesystem::exists(program)) return;
  port_ = free_port();
  const std::string file = folder + "/nginx.conf";
  std::ofstream(file) << configuration(folder, port_);
  program_.start({program, "-p", folder, "-e", "stderr", "-c", file}, "start worker process ");
}

}  // namespace commonplace::bench
