#include "node/app/channel.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace commonplace::app {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds look_for_stop_every(50);
constexpr milliseconds for_ever = milliseconds::max();

struct FrameHead {
  std::uint32_t size;
  std::uint8_t said;
  std::uint8_t is_last;  // of its message
  std::uint8_t zero[2];
};
static_assert(sizeof(FrameHead) == 8);

bool is_sound(const FrameHead& head) {
  const bool full = head.size == most_frame_bytes;  // all but the last are
  return head.size <= most_frame_bytes && head.said <= static_cast<std::uint8_t>(last_said) && head.zero[0] == 0 &&
         head.zero[1] == 0 && (head.is_last == 1 || (head.is_last == 0 && full));
}

}  // namespace

std::string bytes_of(std::int64_t number) {
  std::string bytes(sizeof number, '\0');
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

std::optional<std::int64_t> number_in(std::string_view bytes) {
  std::int64_t number = 0;
  if (bytes.size() != sizeof number) return {};
  std::memcpy(&number, bytes.data(), sizeof number);
  return number;
}

Channel::Channel(Channel&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Channel& Channel::operator=(Channel&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

Channel::~Channel() {
  if (descriptor_ >= 0) close(descriptor_);
}

bool Channel::send(Said said, std::string_view bytes) {
  while (true) {
    const auto piece = bytes.substr(0, most_frame_bytes);
    bytes.remove_prefix(piece.size());
    const FrameHead head{static_cast<std::uint32_t>(piece.size()), static_cast<std::uint8_t>(said),
                         static_cast<std::uint8_t>(bytes.empty() ? 1 : 0), {}};
    if (!send_all(&head, sizeof head, piece.empty() ? 0 : MSG_MORE) || !send_all(piece.data(), piece.size(), 0)) return false;
    if (bytes.empty()) return true;
  }
}

bool Channel::send_all(const void* data, std::size_t size, int flags) const {
  const char* place = static_cast<const char*>(data);
  while (size > 0) {
    const auto sent = ::send(descriptor_, place, size, MSG_NOSIGNAL | flags);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    place += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

Heard Channel::receive(Message& message) { return receive(message, for_ever, {}); }

Heard Channel::receive(Message& message, milliseconds patience, const std::stop_token& stop) {
  message.bytes.clear();
  for (bool begun = false;; begun = true) {
    FrameHead head{};
    if (const auto heard = read_exactly(&head, sizeof head, patience, stop); heard != Heard::message) return heard;
    const auto said = static_cast<Said>(head.said);
    if (!is_sound(head) || (begun && said != message.said)) return Heard::gone;
    const auto size = message.bytes.size();
    if (size + head.size > most_message_bytes) return Heard::gone;
    message.said = said;
    message.bytes.resize(size + head.size);
    if (const auto heard = read_exactly(message.bytes.data() + size, head.size, patience, stop); heard != Heard::message) return heard;
    if (head.is_last == 1) return Heard::message;
  }
}

Heard Channel::read_exactly(void* data, std::size_t size, milliseconds patience, const std::stop_token& stop) {
  char* place = static_cast<char*>(data);
  while (size > 0) {
    if (const auto heard = await(patience, stop); heard != Heard::message) return heard;
    const auto count = recv(descriptor_, place, size, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return Heard::gone;
    place += count;
    size -= static_cast<std::size_t>(count);
  }
  return Heard::message;
}

// Until there is a byte, or the other side is gone, which the next read tells.
Heard Channel::await(milliseconds patience, const std::stop_token& stop) const {
  while (true) {
    if (stop.stop_requested()) return Heard::stopped;
    if (patience <= milliseconds(0)) return Heard::silent;
    const auto slice = stop.stop_possible() ? std::min(patience, look_for_stop_every) : patience;
    pollfd waiting{descriptor_, POLLIN, 0};
    const int ready = poll(&waiting, 1, slice == for_ever ? -1 : static_cast<int>(std::min<std::int64_t>(slice.count(), 60'000)));
    if (ready > 0) return Heard::message;
    if (ready == 0 && patience != for_ever) patience -= std::min<milliseconds>(slice, milliseconds(60'000));
  }
}

}  // namespace commonplace::app
