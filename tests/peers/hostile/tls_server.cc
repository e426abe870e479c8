#include "tests/peers/hostile/tls_server.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace commonplace::hostile {

namespace {

constexpr long day = 24 * 3600;

template <auto release>
struct Release {
  template <typename T>
  void operator()(T* held) const {
    release(held);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;

struct Identity {
  Key key;
  Certificate certificate;
};

void add_extension(X509& certificate, int what, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str());
  if (!extension) throw std::runtime_error("no such extension: " + value);
  X509_add_ext(&certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

std::string alternative(const std::string& name) {
  return (name.find_first_not_of("0123456789.") == std::string::npos ? "IP:" : "DNS:") + name;
}

// Signed by itself where there is no authority.
Identity make_identity(const std::string& name, bool expired, const Identity* authority) {
  Identity made{Key(EVP_EC_gen("P-256")), Certificate(X509_new())};
  X509& certificate = *made.certificate;
  X509_set_version(&certificate, X509_VERSION_3);
  static long serial = 1;
  ASN1_INTEGER_set(X509_get_serialNumber(&certificate), serial++);
  X509_gmtime_adj(X509_getm_notBefore(&certificate), -10 * day);
  X509_gmtime_adj(X509_getm_notAfter(&certificate), expired ? -day : 10 * day);
  X509_set_pubkey(&certificate, made.key.get());
  const auto* text = reinterpret_cast<const unsigned char*>(name.c_str());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(&certificate), "CN", MBSTRING_UTF8, text, -1, -1, 0);
  const Identity& issuer = authority ? *authority : made;
  X509_set_issuer_name(&certificate, X509_get_subject_name(issuer.certificate.get()));
  if (name == "authority") {
    add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE");
  } else {
    add_extension(certificate, NID_subject_alt_name, alternative(name));
  }
  X509_sign(&certificate, issuer.key.get(), EVP_sha256());
  return made;
}

const Identity& authority() {
  static const Identity made = make_identity("authority", false, nullptr);
  return made;
}

// The authority's certificate as libcurl reads it.
const std::string& authority_file() {
  static const std::string path = [] {
    std::string pattern = "/tmp/hostile-authority-XXXXXX";
    const int descriptor = mkstemp(pattern.data());
    FILE* file = fdopen(descriptor, "w");
    PEM_write_X509(file, authority().certificate.get());
    fclose(file);
    return pattern;
  }();
  return path;
}

SSL_CTX* context_of(const TlsKind& kind) {
  const Identity identity = make_identity(kind.name, kind.expired, kind.self_signed ? nullptr : &authority());
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  if (kind.only_tls_1_0) {
    SSL_CTX_set_cipher_list(context, "DEFAULT@SECLEVEL=0");
    SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context, TLS1_VERSION);
  }
  if (SSL_CTX_use_certificate(context, identity.certificate.get()) != 1 || SSL_CTX_use_PrivateKey(context, identity.key.get()) != 1)
    throw std::runtime_error("the certificate of the test cannot be used");
  return context;
}

}  // namespace

TlsServer::TlsServer(const TlsKind& kind, std::function<std::string(const std::string&)> answer)
    : answer_(std::move(answer)), context_(context_of(kind)) {
  authority_file();
  signal(SIGPIPE, SIG_IGN);  // a client that hangs up in the handshake
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 64) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("the TLS server cannot listen");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::jthread([this](const std::stop_token& stop) { accept_all(stop); });
}

TlsServer::~TlsServer() {
  acceptor_.request_stop();
  acceptor_.join();
  close(listener_);
  SSL_CTX_free(context_);
}

// One connection after the other: a visit has no more.
void TlsServer::accept_all(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    pollfd waiting{listener_, POLLIN, 0};
    if (poll(&waiting, 1, 20) <= 0) continue;
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) continue;
    ++connections_;
    converse(socket);
    close(socket);
  }
}

// Answers one request and closes.
void TlsServer::converse(int socket) {
  const timeval patience{2, 0};
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  SSL* connection = SSL_new(context_);
  SSL_set_fd(connection, socket);
  if (SSL_accept(connection) == 1) {
    std::string request;
    std::array<char, 4096> buffer;
    while (request.find("\r\n\r\n") == std::string::npos) {
      const int count = SSL_read(connection, buffer.data(), static_cast<int>(buffer.size()));
      if (count <= 0) break;
      request.append(buffer.data(), static_cast<std::size_t>(count));
      bytes_heard_ += static_cast<std::size_t>(count);
    }
    if (request.find("\r\n\r\n") != std::string::npos) {
      const std::string reply = answer_(request);
      SSL_write(connection, reply.data(), static_cast<int>(reply.size()));
      SSL_shutdown(connection);
    }
  }
  SSL_free(connection);
}

}  // namespace commonplace::hostile

// Takes the place of libcurl's in this program: the authority of the test is trusted instead of the system's.
extern "C" CURLcode curl_easy_perform(CURL* handle) {
  static const auto real = reinterpret_cast<CURLcode (*)(CURL*)>(dlsym(RTLD_NEXT, "curl_easy_perform"));
  curl_easy_setopt(handle, CURLOPT_CAINFO, commonplace::hostile::authority_file().c_str());
  curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
  return real(handle);
}
