// One client connection: bytes in, requests to the handler, replies out in order, one at a time. Lives on one worker
// thread. Knows sockets but not Pistache.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <string_view>

#include "node/http/reply.h"
#include "node/http/request_reader.h"
#include "node/http/sender.h"
#include "node/http/server.h"

namespace commonplace::http {

// What the connections of one worker share. Used on that worker's thread only.
class Desk {
 public:
  Desk(const ServerOptions& options, const Handler& handler, Flusher& flusher);

  // The Date field for that second, written once a second.
  std::string_view date(model::Datestamp now);
  // Ten letters and digits, fit for logs and for reading aloud.
  std::string make_id();

  const ServerOptions& options;
  const Handler& handler;
  Flusher& flusher;

 private:
  std::mt19937_64 random_;
  model::Datestamp dated_;
  std::string date_;
};

class Connection {
 public:
  using Clock = std::chrono::steady_clock;

  // `flushed` is called on another thread when a reply that was handed to the flusher is out or lost.
  Connection(int fd, std::string remote_address, Desk& desk, Flusher::Done flushed);
  ~Connection();

  // Takes all bytes; answers every request that they complete, up to the first reply that the socket does not take.
  void input(std::string_view bytes);
  // No more bytes will come.
  void input_ended();
  // The flusher is done with the reply under way.
  void resume(bool all_sent);
  // Judges deadlines.
  void tick(Clock::time_point now);
  // One 503 and the end.
  void turn_away();
  // Ends now if no reply is under way, else after it.
  void wind_up();
  void close();

  // False while a reply is under way: the kernel then holds what the client sends, and slows it down.
  bool wants_input() const { return mode_ == Mode::reading || mode_ == Mode::lingering; }
  bool is_closed() const { return mode_ == Mode::closed; }

 private:
  enum class Mode { reading, flushing, lingering, closed };

  void work(std::string_view bytes);
  void answer(Incoming incoming);
  void refuse(const Refusal& refusal);
  Reply reply_to(const Request& request, const Framing& framing, Access& access) const;
  Reply refusal_of(const Request& request, int status, const Framing& framing) const;
  void send(Reply reply);
  void reply_is_out();
  void linger();
  void report(const Access& access) const;
  void set_deadline();

  const int fd_;
  const std::string remote_address_;
  Desk& desk_;
  const Flusher::Done flushed_;
  RequestReader reader_;
  Mode mode_ = Mode::reading;
  std::string waiting_;  // input behind a reply that is under way; never more than one read
  RequestReader::State timed_ = RequestReader::State::refused;  // the state that the deadline was set for
  Clock::time_point deadline_;
  std::size_t requests_ = 0;
  bool closes_after_reply_ = false;
  bool input_ended_ = false;
};

}  // namespace commonplace::http
