#include "node/http/connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "node/http/error_body.h"

namespace commonplace::http {
namespace {

constexpr std::size_t direct_bytes = std::size_t{4} << 20;  // of one reply in the worker; more is the flusher's
constexpr std::chrono::milliseconds linger_time{2'000};     // for the client to read our last words
constexpr int upload_patience = 20;                         // security.md §2.1: 30 s, uploads 10 min
constexpr std::string_view seconds_to_wait = "5";            // of who is turned away (OAI-5: 1…600)
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::string_view id_letters = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford: no i, l, o, u

std::string text_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& known) {
    return known.what();
  } catch (...) {
    return "an exception of no standard type";
  }
}

// Who is turned away is told when to come again (OAI-5).
Response with_time_to_wait(Response response) {
  const bool says = std::any_of(response.headers.begin(), response.headers.end(),
                                [](const Header& header) { return header.name == "Retry-After"; });
  if (response.status == 503 && !says) response.headers.push_back({"Retry-After", std::string(seconds_to_wait)});
  return response;
}

}  // namespace

Desk::Desk(const ServerOptions& options_in, const Handler& handler_in, Flusher& flusher_in)
    : options(options_in), handler(handler_in), flusher(flusher_in), random_(std::random_device{}()) {}

std::string_view Desk::date(model::Datestamp now) {
  if (date_.empty() || now != dated_) {
    dated_ = now;
    date_ = model::format_http_date(now);
  }
  return date_;
}

std::string Desk::make_id() {
  std::string id(10, '0');
  std::uint64_t bits = random_();
  for (char& letter : id) {
    letter = id_letters[bits % id_letters.size()];
    bits /= id_letters.size();
  }
  return id;
}

Connection::Connection(int fd, std::string remote_address, Desk& desk, Flusher::Done flushed)
    : fd_(fd),
      remote_address_(std::move(remote_address)),
      desk_(desk),
      flushed_(std::move(flushed)),
      reader_(desk.options.limits, desk.options.body_cap) {
  const int yes = 1;
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  set_deadline();
}

Connection::~Connection() = default;

void Connection::input(std::string_view bytes) {
  if (mode_ == Mode::reading) {
    work(bytes);
  } else if (mode_ == Mode::flushing) {
    waiting_.append(bytes);
  }
}

void Connection::work(std::string_view bytes) {
  while (mode_ == Mode::reading && !bytes.empty()) {
    bytes.remove_prefix(reader_.feed(bytes));
    switch (reader_.state()) {
      case RequestReader::State::refused:
        refuse(reader_.refusal());
        break;
      case RequestReader::State::complete:
        answer(reader_.take());
        break;
      default:
        if (reader_.takes_continue()) {
          Outgoing out{std::string(continue_line), {}};
          if (send_now(fd_, out, out.size()) != Sent::all) close();
        }
    }
  }
  if (mode_ == Mode::flushing) waiting_ = bytes;
  if (mode_ == Mode::reading) set_deadline();
}

void Connection::set_deadline() {
  const RequestReader::State state = reader_.state();
  if (state == timed_) return;  // a byte now and then buys no time
  timed_ = state;
  const Limits& limits = desk_.options.limits;
  auto time = limits.idle_deadline;
  if (state == RequestReader::State::head) time = limits.header_deadline;
  if (state == RequestReader::State::body) time = limits.body_deadline * (reader_.is_upload() ? upload_patience : 1);
  deadline_ = Clock::now() + time;
}

void Connection::answer(Incoming incoming) {
  const auto started = Clock::now();
  Request& request = incoming.request;
  request.remote_address = remote_address_;
  request.id = desk_.make_id();
  request.now = desk_.options.clock();

  const bool may_go_on = ++requests_ < desk_.options.limits.requests_per_connection && !closes_after_reply_;
  const Framing framing{incoming.keep_alive && may_go_on, incoming.is_http_1_0, desk_.date(request.now)};
  Access access{request.id, request.method, request.path, remote_address_, 0, 0, {}, {}};
  Reply reply = reply_to(request, framing, access);
  access.status = reply.status;
  access.body_bytes = reply.body.size();
  timed_ = RequestReader::State::refused;  // the next wait is a new one
  send(std::move(reply));
  access.took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started);
  report(access);
}

// What the handler answers, or the constant 500 if it throws or answers with fields that must not go out.
Reply Connection::reply_to(const Request& request, const Framing& framing, Access& access) const {
  try {
    return make_reply(request, desk_.handler(request), framing);
  } catch (...) {
    access.error = text_of(std::current_exception());
  }
  return refusal_of(request, 500, framing);
}

// What the house says to it, or the constant words if it has none or fails at that too.
Reply Connection::refusal_of(const Request& request, int status, const Framing& framing) const {
  try {
    if (desk_.options.on_refusal) {
      auto response = desk_.options.on_refusal(request, status);
      response.status = status;
      return make_reply(request, with_time_to_wait(std::move(response)), framing);
    }
  } catch (...) {
    // The refusal itself is in the log.
  }
  return make_reply(request, with_time_to_wait(error_response(status, request.id, error_form(request))), framing);
}

void Connection::refuse(const Refusal& refusal) {
  Request request = reader_.give_up();
  request.id = desk_.make_id();
  request.now = desk_.options.clock();
  const Framing framing{false, false, desk_.date(request.now)};
  Reply reply = refusal_of(request, refusal.status, framing);
  Access access{request.id,     request.method,    request.path, remote_address_,
                refusal.status, reply.body.size(), {},           std::string(refusal.why)};
  send(std::move(reply));
  report(access);
}

void Connection::report(const Access& access) const {
  if (!desk_.options.on_access) return;
  try {
    desk_.options.on_access(access);
  } catch (...) {
    // A log that is full must not end the conversation.
  }
}

void Connection::send(Reply reply) {
  closes_after_reply_ = closes_after_reply_ || reply.closes;
  Outgoing out{std::move(reply.head), std::move(reply.body)};
  switch (send_now(fd_, out, direct_bytes)) {
    case Sent::all:
      return reply_is_out();
    case Sent::failed:
      return close();
    case Sent::part:
      mode_ = Mode::flushing;
      if (!desk_.flusher.take(fd_, std::move(out), flushed_)) close();
  }
}

void Connection::reply_is_out() {
  mode_ = Mode::reading;
  if (closes_after_reply_) linger();
}

void Connection::resume(bool all_sent) {
  if (mode_ != Mode::flushing) return;
  if (!all_sent) return close();
  reply_is_out();
  if (mode_ == Mode::reading) work(std::exchange(waiting_, {}));
  if (input_ended_ && mode_ == Mode::reading) close();
}

// Closing with unread input makes the kernel send a reset that can overtake our reply: say that we are done, and read
// on for a moment.
void Connection::linger() {
  if (input_ended_) return close();
  waiting_.clear();
  shutdown(fd_, SHUT_WR);
  mode_ = Mode::lingering;
  deadline_ = Clock::now() + linger_time;
}

void Connection::input_ended() {
  input_ended_ = true;
  if (mode_ != Mode::flushing) close();
}

void Connection::tick(Clock::time_point now) {
  if (!wants_input() || now < deadline_) return;
  const RequestReader::State state = reader_.state();
  const bool in_request = state == RequestReader::State::head || state == RequestReader::State::body;
  if (mode_ == Mode::reading && in_request) return refuse({408, "request too slow"});
  close();
}

void Connection::turn_away() {
  refuse({503, "too many connections"});
}

void Connection::wind_up() {
  closes_after_reply_ = true;
  if (mode_ == Mode::reading) close();
}

void Connection::close() {
  if (mode_ == Mode::closed) return;
  mode_ = Mode::closed;
  waiting_.clear();
  shutdown(fd_, SHUT_RDWR);
}

}  // namespace commonplace::http
