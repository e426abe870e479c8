#include "harvest/curl_fetcher.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <stdexcept>

#include <curl/curl.h>
#include <fmt/format.h>

#include "harvest/gunzip.h"
#include "harvest/pace.h"
#include "schemas/formats/url.h"

namespace commonplace::harvest {

namespace {

using std::chrono::microseconds;


std::string lower_and_trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  std::string result(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return result;
}

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

// The body of one reply: wire and decoded bytes counted apart, against the limits of harvest.md §8.
class Body {
 public:
  // `file_may_be_packed`: what lies there may be gzip by itself; then its bytes are taken as they are.
  Body(const FetchLimits& limits, bool file_may_be_packed) : limits_(limits), file_may_be_packed_(file_may_be_packed) {}

  // Content-Encoding as sent, before the first byte. nullopt, or why it cannot be read.
  std::optional<FetchProblem> encoding(std::string_view name) {
    const std::string coding = lower_and_trimmed(name);
    if (coding.empty() || coding == "identity") return std::nullopt;
    gzip_ = coding == "gzip" || coding == "x-gzip";
    if (gzip_) return std::nullopt;
    return FetchProblem{FetchFault::bad_encoding,
                        "the answer is packed in a way that was not asked for; only gzip is read"};
  }

  std::optional<FetchProblem> add(std::string_view bytes) {
    if (wire_ == 0 && gzip_) unpack_unless_plain(bytes);
    wire_ += bytes.size();
    if (wire_ > limits_.wire_bytes) return too_big(limits_.wire_bytes);
    if (!gunzip_) return add_plain(bytes);
    const auto within = [this](std::size_t decoded) { return is_within_limits(decoded); };
    switch (gunzip_->feed(bytes, text_, within)) {
      case Gunzip::Step::fed:
        return std::nullopt;
      case Gunzip::Step::bad:
        return FetchProblem{FetchFault::bad_encoding, "the answer says that it is gzip, and is not"};
      case Gunzip::Step::enough:
        break;
    }
    return too_big(limits_.decoded_bytes);
  }

  std::optional<FetchProblem> finish() const {
    if (gunzip_ && !gunzip_->ended() && wire_ > 0) {
      return FetchProblem{FetchFault::cut, "the answer ended in the middle of its gzip"};
    }
    if (text_.starts_with(gzip_magic) && (gzip_ || !file_may_be_packed_)) {
      return FetchProblem{FetchFault::bad_encoding, gzip_ ? "the answer is gzip in gzip; only one layer is read"
                                                          : "the answer is gzip and does not say so"};
    }
    return std::nullopt;
  }

  std::string take() { return std::move(text_); }
  std::size_t wire() const { return wire_; }
  bool mislabelled() const { return gzip_ && !gunzip_; }

 private:
  // Some servers say gzip and send plain XML (HOST-10).
  void unpack_unless_plain(std::string_view first) {
    if (first.starts_with("<") || first.starts_with("\xEF\xBB\xBF")) return;
    gunzip_ = std::make_unique<Gunzip>();
  }

  std::optional<FetchProblem> add_plain(std::string_view bytes) {
    if (text_.size() + bytes.size() > limits_.decoded_bytes) return too_big(limits_.decoded_bytes);
    text_ += bytes;
    return std::nullopt;
  }

  bool is_within_limits(std::size_t decoded) const {
    if (decoded > limits_.decoded_bytes) return false;
    return is_within_ratio(decoded, wire_, limits_.ratio);
  }

  FetchProblem too_big(std::size_t limit) const {
    return {FetchFault::too_big,
            fmt::format("the answer is larger than allowed ({} bytes, {} : 1 unpacked)", limit, limits_.ratio)};
  }

  const FetchLimits& limits_;
  const bool file_may_be_packed_;
  std::string text_;
  std::size_t wire_ = 0;
  bool gzip_ = false;
  std::unique_ptr<Gunzip> gunzip_;
};

// One request and its reply, as the callbacks see it.
struct Transfer {
  CURL* handle;
  const FetchLimits& limits;
  const CurlOptions& options;
  Body body;
  std::size_t header_bytes = 0;
  bool body_begun = false;
  std::string content_type{}, content_encoding{}, location{}, retry_after{}, date{};
  std::string etag{}, last_modified{}, link{}, life{};
  std::optional<FetchProblem> problem{};           // why a callback ended it
  std::optional<std::string> refused_addresses{};  // final only if no other address answered

  bool stop(FetchProblem why) {
    problem = std::move(why);
    return false;
  }
};

microseconds time_of(CURL* handle, CURLINFO which) {
  curl_off_t value = 0;
  curl_easy_getinfo(handle, which, &value);
  return microseconds(value);
}

void take_header(Transfer& transfer, std::string_view line) {
  if (line.starts_with("HTTP/")) {  // a new reply: after 100 Continue, say
    transfer.content_type = transfer.content_encoding = transfer.location = transfer.retry_after = transfer.date = "";
    transfer.etag = transfer.last_modified = transfer.link = transfer.life = "";
    return;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const std::string name = lower_and_trimmed(line.substr(0, colon));
  const std::string value = trimmed(line.substr(colon + 1));
  if (name == "content-type") transfer.content_type = value;
  if (name == "content-encoding") transfer.content_encoding += (transfer.content_encoding.empty() ? "" : ", ") + value;
  if (name == "location") transfer.location = value;
  if (name == "retry-after") transfer.retry_after = value;
  if (name == "date") transfer.date = value;
  if (name == "etag") transfer.etag = value;
  if (name == "last-modified") transfer.last_modified = value;
  if (name == "link") transfer.link += (transfer.link.empty() ? "" : ", ") + value;
  if (name == "commonplace-life") transfer.life = value;
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  transfer.header_bytes += size * count;
  if (transfer.header_bytes > transfer.limits.header_bytes) {
    transfer.stop({FetchFault::headers_too_big, "the head of the answer is larger than allowed"});
    return 0;
  }
  take_header(transfer, std::string_view(data, size * count));
  return size * count;
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  if (!transfer.body_begun) {
    transfer.body_begun = true;
    transfer.problem = transfer.body.encoding(transfer.content_encoding);
    if (transfer.problem) return 0;
  }
  transfer.problem = transfer.body.add(std::string_view(data, size * count));
  return transfer.problem ? 0 : size * count;
}

// libcurl has no limit of its own on the time to the first byte. Its clock serves, so that we need none.
int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& transfer = *static_cast<Transfer*>(user);
  if (transfer.options.stop.stop_requested()) return !transfer.stop({FetchFault::cut, "stopped"});
  const auto asked = time_of(transfer.handle, CURLINFO_PRETRANSFER_TIME_T);
  const auto now = time_of(transfer.handle, CURLINFO_TOTAL_TIME_T);
  if (asked.count() > 0 && transfer.header_bytes == 0 && now - asked > transfer.limits.first_byte) {
    return !transfer.stop({FetchFault::timed_out, "the source took the question and did not begin to answer"});
  }
  return 0;
}

bool is_permitted_port(const Permits& permits, std::uint16_t port) {
  return port == 443 || (port == 80 && permits.http) ||
         std::find(permits.ports.begin(), permits.ports.end(), port) != permits.ports.end();
}

std::uint16_t port_of(const sockaddr& address) {  // the same place in sockaddr_in and sockaddr_in6
  return static_cast<std::uint16_t>(static_cast<unsigned char>(address.sa_data[0]) << 8 |
                                    static_cast<unsigned char>(address.sa_data[1]));
}

// The decision of HAR-53: on the address that is about to be connected to, after every redirect and resolution.
curl_socket_t on_open_socket(void* user, curlsocktype purpose, curl_sockaddr* where) {
  auto& transfer = *static_cast<Transfer*>(user);
  const auto address = purpose == CURLSOCKTYPE_IPCXN ? address_of(where->addr) : std::nullopt;
  if (!address) return CURL_SOCKET_BAD;
  const auto refusal = refuse_address(*address, transfer.options.permits);
  if (refusal || !is_permitted_port(transfer.options.permits, port_of(where->addr))) {
    transfer.refused_addresses = refusal.value_or("this port is not allowed for this source");
    return CURL_SOCKET_BAD;
  }
  return socket(where->family, where->socktype | SOCK_CLOEXEC, where->protocol);
}

// The second look: whatever the connection is by now, also one that was kept open.
int on_connected(void* user, char* peer_ip, char*, int, int) {
  auto& transfer = *static_cast<Transfer*>(user);
  const auto address = parse_address(peer_ip);
  const auto refusal = address ? refuse_address(*address, transfer.options.permits) : "the address cannot be read";
  if (!refusal) return CURL_PREREQFUNC_OK;
  transfer.stop({FetchFault::refused_address, *refusal});
  return CURL_PREREQFUNC_ABORT;
}

// What the first certificate of the other side says of itself: GnuTLS has one sentence for all that can be wrong with it, and
// keeps the certificate for itself. So the hand is shaken once more, with nothing said, and let go.
std::string words_of_certificate(CURL* refused, const std::string& words) {
  const std::unique_ptr<CURL, void (*)(CURL*)> handle(curl_easy_duphandle(refused), curl_easy_cleanup);
  if (!handle) return words;
  curl_easy_setopt(handle.get(), CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_SSL_VERIFYPEER, 0L);
  curl_easy_setopt(handle.get(), CURLOPT_SSL_VERIFYHOST, 0L);
  curl_easy_setopt(handle.get(), CURLOPT_CERTINFO, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, nullptr);
  const curl_certinfo* chain = nullptr;
  if (curl_easy_perform(handle.get()) == CURLE_OK) curl_easy_getinfo(handle.get(), CURLINFO_CERTINFO, &chain);
  std::string subject, issuer, from, until;
  for (const curl_slist* line = chain && chain->num_of_certs > 0 ? chain->certinfo[0] : nullptr; line; line = line->next) {
    const std::string_view text = line->data;
    const auto value = std::string(text.substr(std::min(text.size(), text.find(':') + 1)).substr(0, 200));
    if (text.starts_with("Subject:")) subject = value;
    if (text.starts_with("Issuer:")) issuer = value;
    // GnuTLS writes the one, OpenSSL the other.
    if (text.starts_with("Start Date:") || text.starts_with("Start date:")) from = value;
    if (text.starts_with("Expire Date:") || text.starts_with("Expire date:")) until = value;
  }
  if (until.empty()) return words;
  if (subject == issuer) return fmt::format("its certificate is self-signed: nobody vouches for it ({})", words);
  return fmt::format("its certificate, valid from {} until {} and issued by {}, is not accepted ({})", from, until, issuer, words);
}

FetchProblem problem_of(CURLcode code, const Transfer& transfer, const std::string& words) {
  if (transfer.problem) return *transfer.problem;
  if (transfer.refused_addresses && code != CURLE_OPERATION_TIMEDOUT) {
    return {FetchFault::refused_address, *transfer.refused_addresses};
  }
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      if (time_of(transfer.handle, CURLINFO_PRETRANSFER_TIME_T).count() == 0) {
        return {FetchFault::not_reached, "no connection within the time allowed"};
      }
      return {FetchFault::timed_out, "the answer came too slowly or not at all"};
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:  // HTTP/0.9
    case CURLE_OUT_OF_MEMORY:         // what libcurl 7.88 says to a header line over its own limit
      return {FetchFault::cut, fmt::format("the connection broke off ({})", words)};
    default:
      return {FetchFault::not_reached, words};
  }
}

bool is_redirect(long status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// Where a redirect may lead: the same registrable host, never from https to http (SEC-47).
std::optional<FetchProblem> refuse_redirect(const std::string& from, const std::string& to, const Permits& permits) {
  const auto source = formats::parse_http_url(from);
  const auto target = formats::parse_http_url(to);
  if (!source || !target)
    return FetchProblem{FetchFault::redirected_away, "sent on to something that is no web address"};
  if (source->scheme == "https" && target->scheme == "http") {
    return FetchProblem{FetchFault::redirected_away, fmt::format("sent on from https to http: {}", to)};
  }
  if (const auto why = refuse_url(to, permits)) {
    return FetchProblem{FetchFault::refused_address, fmt::format("sent on to {}: {}", to, *why)};
  }
  if (!same_registrable_host(source->host, target->host)) {
    return FetchProblem{FetchFault::redirected_away, fmt::format("sent on to another host: {}", to)};
  }
  return std::nullopt;
}

class CurlFetcher : public Fetcher {
 public:
  explicit CurlFetcher(CurlOptions options) : options_(std::move(options)), handle_(start()) {}
  ~CurlFetcher() override { curl_easy_cleanup(handle_); }
  CurlFetcher(const CurlFetcher&) = delete;
  CurlFetcher& operator=(const CurlFetcher&) = delete;

  Fetched fetch(const Ask& ask) override {
    const std::lock_guard lock(mutex_);
    if (const auto why = refuse_url(ask.url, options_.permits)) {
      return {std::nullopt, FetchProblem{FetchFault::refused_address, fmt::format("{}: {}", ask.url, *why)}};
    }
    return follow(ask);
  }

 private:
  static CURL* start() {
    static const CURLcode global = curl_global_init(CURL_GLOBAL_DEFAULT);
    CURL* handle = global == CURLE_OK ? curl_easy_init() : nullptr;
    if (!handle) throw std::runtime_error("libcurl cannot start");
    return handle;
  }

  // One hop after the other; each is judged before it is asked.
  Fetched follow(const Ask& ask) {
    Ask hop = ask;
    std::string chain = ask.url;
    bool permanently = true;
    for (int redirects = 0;; ++redirects) {
      Hop done = perform(hop);
      hop.limits.total -= std::min(hop.limits.total, std::chrono::duration_cast<std::chrono::milliseconds>(done.took));
      if (done.fetched.problem || !is_redirect(done.fetched.reply->status) || done.location.empty()) {
        if (done.fetched.reply && redirects > 0 && permanently) done.fetched.reply->moved_to = hop.url;
        return std::move(done.fetched);
      }
      const auto next = formats::resolve_url(hop.url, done.location);
      chain += " → " + next.value_or("(unreadable)");
      if (redirects == ask.limits.redirects || hop.limits.total.count() == 0) return sent_around(chain);
      if (auto problem = refuse_redirect(hop.url, next.value_or(""), options_.permits)) return {std::nullopt, problem};
      permanently = permanently && (done.fetched.reply->status == 301 || done.fetched.reply->status == 308);
      hop.url = *next;
    }
  }

  static Fetched sent_around(const std::string& chain) {
    return {std::nullopt, FetchProblem{FetchFault::redirected_away, fmt::format("sent on too often: {}", chain)}};
  }

  struct Hop {
    Fetched fetched;
    std::string location;
    microseconds took{0};
  };

  Hop perform(const Ask& ask) {
    Transfer transfer{.handle = handle_, .limits = ask.limits, .options = options_, .body = Body(ask.limits, ask.accept.find("application/gzip") != std::string::npos)};
    char words[CURL_ERROR_SIZE] = "";
    curl_easy_reset(handle_);  // keeps the connections
    curl_slist* headers = ask_for(ask);
    set_limits(ask);
    set_guards();
    set_callbacks(transfer);
    curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle_, CURLOPT_ERRORBUFFER, words);
    const CURLcode code = curl_easy_perform(handle_);
    std::string why = *words ? words : curl_easy_strerror(code);
    if (code == CURLE_PEER_FAILED_VERIFICATION && !transfer.problem) why = words_of_certificate(handle_, why);
    curl_slist_free_all(headers);
    curl_easy_setopt(handle_, CURLOPT_ERRORBUFFER, nullptr);

    Hop hop{{}, transfer.location, time_of(handle_, CURLINFO_TOTAL_TIME_T)};
    if (code != CURLE_OK) {
      hop.fetched.problem = problem_of(code, transfer, why);
    } else if (auto problem = transfer.body.finish()) {
      hop.fetched.problem = std::move(problem);
    } else {
      hop.fetched.reply = reply_of(ask, transfer);
    }
    if (hop.fetched.problem) hop.fetched.problem->words = fmt::format("{}: {}", ask.url, hop.fetched.problem->words);
    return hop;
  }

  Reply reply_of(const Ask& ask, Transfer& transfer) {
    long status = 0;
    curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
    const auto date = model::parse_http_date(transfer.date);
    Reply reply;
    reply.status = static_cast<int>(status);
    reply.content_type = transfer.content_type;
    reply.wire_bytes = transfer.body.wire();
    reply.mislabelled = transfer.body.mislabelled();
    reply.body = transfer.body.take();
    reply.final_url = ask.url;
    reply.etag = transfer.etag;
    reply.last_modified = transfer.last_modified;
    reply.link = transfer.link;
    reply.life = transfer.life;
    reply.retry_after = read_retry_after(transfer.retry_after, date ? std::optional(*date) : std::nullopt);
    return reply;
  }

  curl_slist* ask_for(const Ask& ask) {
    curl_easy_setopt(handle_, CURLOPT_URL, ask.url.c_str());
    curl_easy_setopt(handle_, CURLOPT_USERAGENT, options_.user_agent.c_str());
    if (ask.form) post(*ask.form);
    curl_slist* headers = curl_slist_append(
        nullptr, ask.plain ? "Accept-Encoding: identity" : "Accept-Encoding: gzip;q=1.0, identity;q=0.5");
    if (!options_.from.empty()) headers = curl_slist_append(headers, ("From: " + options_.from).c_str());
    if (!ask.accept.empty()) headers = curl_slist_append(headers, ("Accept: " + ask.accept).c_str());
    if (!ask.etag.empty()) headers = curl_slist_append(headers, ("If-None-Match: " + ask.etag).c_str());
    if (!ask.last_modified.empty())
      headers = curl_slist_append(headers, ("If-Modified-Since: " + ask.last_modified).c_str());
    return headers;
  }

  // libcurl reads the form while it sends and names its type itself.
  void post(const std::string& form) {
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(form.size()));
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDS, form.data());
  }

  void set_limits(const Ask& ask) {
    const auto connect = ask.url.starts_with("https") ? ask.limits.connect * 3 : ask.limits.connect;  // TLS: twice more
    curl_easy_setopt(handle_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect.count()));
    curl_easy_setopt(handle_, CURLOPT_TIMEOUT_MS, static_cast<long>(ask.limits.total.count()));
    curl_easy_setopt(handle_, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(ask.limits.slow_bytes_per_second));
    // libcurl counts the wait for the first byte as slow too, which has a limit of its own.
    const auto slow = std::max<std::chrono::milliseconds>(ask.limits.slow_for, ask.limits.first_byte);
    curl_easy_setopt(handle_, CURLOPT_LOW_SPEED_TIME,
                     static_cast<long>(std::chrono::ceil<std::chrono::seconds>(slow).count()));
  }

  void set_guards() {
    curl_easy_setopt(handle_, CURLOPT_PROTOCOLS_STR, options_.permits.http ? "http,https" : "https");
    curl_easy_setopt(handle_, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle_, CURLOPT_PROXY, "");
    curl_easy_setopt(handle_, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle_, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(handle_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(handle_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYHOST, 2L);
  }

  void set_callbacks(Transfer& transfer) {
    curl_easy_setopt(handle_, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(handle_, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(handle_, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(handle_, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(handle_, CURLOPT_XFERINFODATA, &transfer);
    curl_easy_setopt(handle_, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle_, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
    curl_easy_setopt(handle_, CURLOPT_OPENSOCKETDATA, &transfer);
    curl_easy_setopt(handle_, CURLOPT_PREREQFUNCTION, on_connected);
    curl_easy_setopt(handle_, CURLOPT_PREREQDATA, &transfer);
  }

  CurlOptions options_;
  CURL* handle_;
  std::mutex mutex_;
};

}  // namespace

std::unique_ptr<Fetcher> make_curl_fetcher(CurlOptions options) {
  return std::make_unique<CurlFetcher>(std::move(options));
}

}  // namespace commonplace::harvest
