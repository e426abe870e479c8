#include "node/http/house.h"

#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace commonplace::http {
namespace {

// Each connection may need a second descriptor for a reply under way, and the house needs some for itself. Without
// descriptors Pistache's accept loop would spin.
std::size_t affordable_connections(std::size_t wanted) {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY) return wanted;
  const std::size_t own = 64;
  const auto soft = static_cast<std::size_t>(files.rlim_cur);
  return std::min(wanted, soft > own + 8 ? (soft - own) / 2 : 4);
}

}  // namespace

Mailbox::Mailbox() : event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (event_ < 0)
    throw std::runtime_error("no descriptors are left for the HTTP server; raise the limit of open files");
}

Mailbox::~Mailbox() {
  close(event_);
}

void Mailbox::post(Letter letter) {
  const std::scoped_lock lock(mutex_);
  letters_.push_back(letter);
  eventfd_write(event_, 1);
}

std::vector<Letter> Mailbox::take_all() {
  const std::scoped_lock lock(mutex_);
  eventfd_t ignored = 0;
  eventfd_read(event_, &ignored);
  return std::exchange(letters_, {});
}

House::House(ServerOptions options_in, Handler handler_in)
    : options(std::move(options_in)),
      handler(std::move(handler_in)),
      flusher(options.limits.send_deadline),
      max_connections_(affordable_connections(options.limits.connections)) {}

void House::add_worker(std::shared_ptr<Mailbox> mailbox) {
  const std::scoped_lock lock(mutex_);
  mailboxes_.push_back(std::move(mailbox));
}

void House::post_to_all(Letter::Subject subject) {
  const std::scoped_lock lock(mutex_);
  for (const auto& mailbox : mailboxes_) mailbox->post({subject});
}

void House::leave() {
  const std::scoped_lock lock(mutex_);
  if (--inside_ == 0) changed_.notify_all();
}

void House::greet() {
  const std::scoped_lock lock(mutex_);
  ++greeted_;
  changed_.notify_all();
}

bool House::wait_until_empty(std::chrono::milliseconds longest) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, longest, [this] { return inside_ == 0; });
}

bool House::wait_until_running(std::chrono::milliseconds longest) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, longest, [this] { return greeted_ == mailboxes_.size(); });
}

}  // namespace commonplace::http
