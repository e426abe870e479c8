#include "node/http/sender.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <utility>
#include <vector>

namespace commonplace::http {
namespace {

constexpr std::size_t max_waiting_bytes = std::size_t{512} << 20;
constexpr std::size_t turn_bytes = std::size_t{256} << 10;  // then somebody else's turn
constexpr double min_bytes_per_second = 1024;               // security.md §2.1

std::array<iovec, 2> unsent_parts(Outgoing& out) {
  const std::size_t head_sent = std::min(out.sent, out.head.size());
  const std::size_t body_sent = out.sent - head_sent;
  return {iovec{out.head.data() + head_sent, out.head.size() - head_sent},
          iovec{out.body.data() + body_sent, out.body.size() - body_sent}};
}

}  // namespace

Sent send_now(int fd, Outgoing& out, std::size_t most) {
  const std::size_t stop_at = out.sent + std::min(most, out.size() - out.sent);
  while (out.sent < stop_at) {
    auto parts = unsent_parts(out);
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    const ssize_t sent = sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      out.sent += static_cast<std::size_t>(sent);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return Sent::part;
    } else if (errno != EINTR) {
      return Sent::failed;
    }
  }
  return out.sent == out.size() ? Sent::all : Sent::part;
}

Flusher::Flusher(std::chrono::milliseconds patience)
    : patience_(patience), epoll_(epoll_create1(EPOLL_CLOEXEC)), wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = wake_;
  if (epoll_ < 0 || wake_ < 0 || epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event) != 0) {
    throw std::runtime_error("no descriptors are left for the HTTP server; raise the limit of open files");
  }
  thread_ = std::thread([this] { run(); });
}

Flusher::~Flusher() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  eventfd_write(wake_, 1);
  thread_.join();
  for (auto& [fd, job] : jobs_) close(fd);
  close(wake_);
  close(epoll_);
}

bool Flusher::take(int fd, Outgoing rest, Done done) {
  const int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
  if (own < 0) return false;
  const std::scoped_lock lock(mutex_);
  const std::size_t left = rest.size() - rest.sent;
  if (waiting_bytes_ + left > max_waiting_bytes) {
    close(own);
    return false;
  }
  waiting_bytes_ += left;
  const auto now = Clock::now();
  const std::size_t sent = rest.sent;
  const bool was_idle = jobs_.empty();
  jobs_.insert_or_assign(own, Job{std::move(rest), std::move(done), now, now, sent});
  epoll_event event{};
  event.events = EPOLLOUT;
  event.data.fd = own;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, own, &event);
  if (was_idle) eventfd_write(wake_, 1);  // it sleeps without a deadline
  return true;
}

std::chrono::milliseconds Flusher::pause() const {
  const std::scoped_lock lock(mutex_);
  if (jobs_.empty()) return std::chrono::milliseconds(-1);
  return std::clamp(patience_ / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(250));
}

void Flusher::run() {
  std::array<epoll_event, 64> events;
  while (true) {
    const int count =
        epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), static_cast<int>(pause().count()));
    {
      const std::scoped_lock lock(mutex_);
      if (stopping_) return;
    }
    for (int i = 0; i < count; ++i) {
      const int fd = events[static_cast<std::size_t>(i)].data.fd;
      eventfd_t ignored = 0;
      if (fd == wake_) {
        eventfd_read(wake_, &ignored);
      } else {
        work_on(fd);
      }
    }
    drop_the_slow();
  }
}

// Only this thread removes jobs, and a map does not move its elements: the lock is for finding, not for sending.
void Flusher::work_on(int fd) {
  Job* job = nullptr;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = jobs_.find(fd);
    if (found == jobs_.end()) return;
    job = &found->second;
  }
  const std::size_t sent_before = job->out.sent;
  const Sent result = send_now(fd, job->out, turn_bytes);
  if (result != Sent::part) return finish(fd, result == Sent::all);
  if (job->out.sent > sent_before) job->last_progress = Clock::now();
}

bool Flusher::is_too_slow(const Job& job, Clock::time_point now) const {
  if (now - job.last_progress > patience_) return true;
  const std::chrono::duration<double> took = now - job.started;
  const auto sent = static_cast<double>(job.out.sent - job.sent_before);
  return took > patience_ && sent < took.count() * min_bytes_per_second;
}

void Flusher::drop_the_slow() {
  std::vector<int> slow;
  {
    const std::scoped_lock lock(mutex_);
    const auto now = Clock::now();
    for (const auto& [fd, job] : jobs_) {
      if (is_too_slow(job, now)) slow.push_back(fd);
    }
  }
  for (const int fd : slow) {
    // A reset instead of an orderly end: the kernel would go on keeping what the client does not read.
    const linger reset{1, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    finish(fd, false);
  }
}

void Flusher::finish(int fd, bool all_sent) {
  Job job;
  {
    const std::scoped_lock lock(mutex_);
    auto node = jobs_.extract(fd);
    job = std::move(node.mapped());
    waiting_bytes_ -= job.out.size() - job.sent_before;
  }
  epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
  if (!all_sent) shutdown(fd, SHUT_RDWR);
  close(fd);
  job.done(all_sent);
}

}  // namespace commonplace::http
