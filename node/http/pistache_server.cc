// The server over Pistache's listener, accept and worker loops. Its HTTP layer and its writing are not used
// (ARCHITECTURE §6): a loop of ours hangs in its Transport, as Pistache's own Http::TransportImpl does, and reads the
// sockets itself, in turns, so that no client holds a worker and a slow one is read no further.

#include <pistache/listener.h>
#include <pistache/peer.h>
#include <pistache/transport.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>

#include <fmt/core.h>

#include "node/http/connection.h"
#include "node/http/house.h"
#include "node/http/server.h"

namespace commonplace::http {
namespace {

using namespace std::chrono_literals;
namespace pistache = Pistache;

constexpr int backlog = 1024;
constexpr auto last_moment = 300ms;  // for workers to close what is left after the grace
constexpr int reads_per_turn = 4;
constexpr std::size_t read_bytes = std::size_t{64} << 10;

class Loop;

// Pistache tells a handler of new connections; reading does not come this way.
class Door final : public pistache::Tcp::Handler {
 public:
  Loop* loop = nullptr;

  void onConnection(const std::shared_ptr<pistache::Tcp::Peer>& peer) override;
  void onInput(const char*, std::size_t, const std::shared_ptr<pistache::Tcp::Peer>&) override {}
  std::shared_ptr<pistache::Tcp::Handler> clone() const override { return std::make_shared<Door>(); }
};

struct Guest {
  std::shared_ptr<pistache::Tcp::Peer> peer;
  Connection connection;
  std::uint64_t serial;
  bool is_leaving = false;
};

std::chrono::milliseconds tick_interval(const Limits& limits) {
  const auto shortest = std::min({limits.header_deadline, limits.body_deadline, limits.idle_deadline});
  return std::clamp<std::chrono::milliseconds>(shortest / 4, 5ms, 250ms);
}

// One worker: its connections, its timer, its mailbox. All but clone() happens on the worker's thread.
class Loop final : public pistache::Tcp::Transport {
 public:
  static std::shared_ptr<Loop> make(House& house) {
    auto door = std::make_shared<Door>();
    auto loop = std::make_shared<Loop>(door, house);
    door->loop = loop.get();
    return loop;
  }

  Loop(const std::shared_ptr<Door>& door, House& house)
      : Transport(door), house_(house), desk_(house.options, house.handler, house.flusher) {}
  // Guests are left only after a handler that outlasted every grace. Not by removePeer: the reactor is half gone here.
  ~Loop() override {
    for (const auto& [fd, guest] : guests_) {
      ::close(fd);
      house_.leave();
    }
    if (timer_ >= 0) ::close(timer_);
  }

  // Pistache makes one loop and runs copies of it.
  std::shared_ptr<pistache::Aio::Handler> clone() const override { return make(house_); }

  void registerPoller(pistache::Polling::Epoll& poller) override {
    Transport::registerPoller(poller);
    watch(poller, mailbox_->descriptor());
    timer_ = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (timer_ < 0) throw std::runtime_error("no timer for the HTTP server");
    const auto nanoseconds = std::chrono::nanoseconds(tick_interval(house_.options.limits)).count();
    const itimerspec interval{{0, nanoseconds}, {0, nanoseconds}};
    timerfd_settime(timer_, 0, &interval, nullptr);
    watch(poller, timer_);
    house_.add_worker(mailbox_);
  }

  void onReady(const pistache::Aio::FdSet& ready) override {
    std::vector<pistache::Polling::Event> others;
    for (const auto& entry : ready) {
      const int fd = static_cast<int>(entry.getTag().value());
      if (const auto guest = guests_.find(fd); guest != guests_.end()) {
        read_from(guest->second);
      } else if (fd == mailbox_->descriptor()) {
        open_letters();
      } else if (fd == timer_) {
        tick();
      } else {
        others.push_back(event_of(entry));
      }
    }
    if (!others.empty()) Transport::onReady(pistache::Aio::FdSet(std::move(others)));
    // Last: until here a closed descriptor must not be given to a new connection, whose events these are not.
    for (const int fd : std::exchange(leaving_, {})) remove(guests_.find(fd));
  }

  void welcome(const std::shared_ptr<pistache::Tcp::Peer>& peer) {
    const int fd = peer->fd();
    const std::uint64_t serial = ++last_serial_;
    auto flushed = [mailbox = mailbox_, fd, serial](bool all_sent) {
      mailbox->post({Letter::Subject::flushed, fd, serial, all_sent});
    };
    house_.enter();
    const auto [place, is_new] =
        guests_.try_emplace(fd, Guest{peer, Connection(fd, peer->address().host(), desk_, std::move(flushed)), serial});
    Connection& connection = place->second.connection;
    if (house_.is_stopping || house_.is_overrun()) {
      connection.close();
    } else if (house_.is_full()) {
      connection.turn_away();
    }
    note(place->second);
  }

 private:
  using Guests = std::unordered_map<int, Guest>;

  static void watch(pistache::Polling::Epoll& poller, int fd) {
    using pistache::Polling::NotifyOn;
    poller.addFd(fd, pistache::Flags<NotifyOn>(NotifyOn::Read), pistache::Polling::Tag(static_cast<std::uint64_t>(fd)));
  }

  static pistache::Polling::Event event_of(const pistache::Aio::FdSet::Entry& entry) {
    using pistache::Polling::NotifyOn;
    pistache::Polling::Event event(entry.getTag());
    if (entry.isReadable()) event.flags.setFlag(NotifyOn::Read);
    if (entry.isWritable()) event.flags.setFlag(NotifyOn::Write);
    if (entry.isHangup()) event.flags.setFlag(NotifyOn::Hangup);
    return event;
  }

  // What breaks here (no memory, no clock) costs this client its connection, not the others their server.
  template <typename Action>
  void attend(Guest& guest, Action action) {
    try {
      action(guest.connection);
    } catch (const std::exception&) {
      guest.connection.close();
    }
    note(guest);
  }

  void note(Guest& guest) {
    if (!guest.connection.is_closed() || std::exchange(guest.is_leaving, true)) return;
    leaving_.push_back(guest.peer->fd());
  }

  void read_from(Guest& guest) {
    attend(guest, [this, &guest](Connection& connection) {
      for (int turn = 0; turn < reads_per_turn && connection.wants_input(); ++turn) {
        if (!read_once(guest.peer->fd(), connection)) return;
      }
      // Events are edge-triggered: nobody would tell us again of what we leave in the socket now.
      if (connection.wants_input()) mailbox_->post({Letter::Subject::read_on, guest.peer->fd(), guest.serial});
    });
  }

  // False when there is nothing more to read now.
  bool read_once(int fd, Connection& connection) {
    const ssize_t count = recv(fd, buffer_->data(), buffer_->size(), MSG_DONTWAIT);
    if (count > 0) {
      connection.input({buffer_->data(), static_cast<std::size_t>(count)});
      return true;
    }
    if (count < 0 && errno == EINTR) return true;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return false;
    if (count == 0) {
      connection.input_ended();
    } else {
      connection.close();
    }
    return false;
  }

  void open_letters() {
    for (const Letter& letter : mailbox_->take_all()) {
      switch (letter.subject) {
        case Letter::Subject::hello:
          house_.greet();
          break;
        case Letter::Subject::wind_up:
          for (auto& [fd, guest] : guests_) attend(guest, [](Connection& connection) { connection.wind_up(); });
          break;
        case Letter::Subject::close_all:
          for (auto& [fd, guest] : guests_) attend(guest, [](Connection& connection) { connection.close(); });
          break;
        default:
          deliver(letter);
      }
    }
  }

  void deliver(const Letter& letter) {
    const auto found = guests_.find(letter.fd);
    if (found == guests_.end() || found->second.serial != letter.serial) return;
    if (letter.subject == Letter::Subject::flushed) {
      attend(found->second, [&letter](Connection& connection) { connection.resume(letter.all_sent); });
    }
    read_from(found->second);
  }

  void tick() {
    std::uint64_t ignored = 0;
    if (::read(timer_, &ignored, sizeof ignored) < 0) return;
    const auto now = Connection::Clock::now();
    for (auto& [fd, guest] : guests_) attend(guest, [now](Connection& connection) { connection.tick(now); });
  }

  void remove(Guests::iterator guest) {
    removePeer(guest->second.peer);  // also closes the descriptor
    guests_.erase(guest);
    house_.leave();
  }

  House& house_;
  Desk desk_;
  const std::shared_ptr<Mailbox> mailbox_ = std::make_shared<Mailbox>();
  int timer_ = -1;
  Guests guests_;
  std::vector<int> leaving_;
  std::uint64_t last_serial_ = 0;
  const std::unique_ptr<std::array<char, read_bytes>> buffer_ = std::make_unique<std::array<char, read_bytes>>();
};

void Door::onConnection(const std::shared_ptr<pistache::Tcp::Peer>& peer) {
  loop->welcome(peer);
}

std::string address_text(const Endpoint& endpoint) {
  const bool is_bare_ipv6 = endpoint.host.find(':') != std::string::npos && !endpoint.host.starts_with('[');
  return fmt::format(fmt::runtime(is_bare_ipv6 ? "[{}]:{}" : "{}:{}"), endpoint.host, endpoint.port);
}

class PistacheServer final : public Server {
 public:
  explicit PistacheServer(ServerOptions options) : options_(std::move(options)) {
    if (!options_.clock) throw std::logic_error("ServerOptions::clock is required");
  }
  ~PistacheServer() override { stop(0ms); }

  void start(Handler handler) override {
    if (house_) throw std::logic_error("the server was started before");
    house_ = std::make_unique<House>(options_, std::move(handler));
    for (const Endpoint& endpoint : options_.listen) listen(endpoint);
    for (const auto& listener : listeners_) listener->runThreaded();
    is_running_ = true;
    // Pistache's shutdown is lost on a listener that does not run yet: wait for it.
    house_->post_to_all(Letter::Subject::hello);
    if (!house_->wait_until_running(10s)) throw std::runtime_error("the HTTP workers did not start");
  }

  std::vector<std::uint16_t> ports() const override { return ports_; }

  void stop(std::chrono::milliseconds grace) override {
    if (!std::exchange(is_running_, false)) return;
    house_->is_stopping = true;
    house_->post_to_all(Letter::Subject::wind_up);
    if (!house_->wait_until_empty(grace)) {
      house_->post_to_all(Letter::Subject::close_all);
      house_->wait_until_empty(last_moment);
    }
    for (const auto& listener : listeners_) listener->shutdown();
    listeners_.clear();  // waits for a handler that is at work still
  }

 private:
  void listen(const Endpoint& endpoint) {
    using pistache::Tcp::Options;
    const std::string address = address_text(endpoint);
    try {
      auto listener = std::make_unique<pistache::Tcp::Listener>(pistache::Address(address));
      listener->init(static_cast<std::size_t>(std::max(1, options_.workers)),
                     pistache::Flags<Options>(Options::ReuseAddr | Options::CloseOnExec), "http", backlog);
      listener->setTransportFactory([this] { return Loop::make(*house_); });
      listener->bind();
      ports_.push_back(listener->getPort());
      listeners_.push_back(std::move(listener));
    } catch (const std::exception& problem) {
      throw std::runtime_error(
          fmt::format("cannot listen on {}: {}. Stop the program that uses it, or choose another with --listen.",
                      address, problem.what()));
    }
  }

  const ServerOptions options_;
  std::unique_ptr<House> house_;  // before the listeners, whose loops use it
  std::vector<std::unique_ptr<pistache::Tcp::Listener>> listeners_;
  std::vector<std::uint16_t> ports_;
  bool is_running_ = false;
};

}  // namespace

std::unique_ptr<Server> make_pistache_server(ServerOptions options) {
  return std::make_unique<PistacheServer>(std::move(options));
}

}  // namespace commonplace::http
