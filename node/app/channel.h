// Messages over one end of a socket pair: cut into frames of at most 1 MiB (security.md §1), put together again within
// limits. The other end is not believed: a frame that is out of order ends the conversation.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace commonplace::app {

inline constexpr std::size_t most_frame_bytes = 1024 * 1024;
inline constexpr std::size_t most_message_bytes = 96u * 1024 * 1024;  // a decoded reply of 32 MiB, three times over

// What is said. Those before `ready` go to the child, the others come from it.
enum class Said : std::uint8_t {
  visit,    // harvest::VisitOrder
  go_on,    // one page more may be fetched
  waited,   // one byte: 1, or 0 for "do not wait"
  fetch,    // harvest::FetchOrder
  detect,   // harvest::DetectOrder
  retry,    // harvest::RetryOrder
  ready,    // one byte each: are files shut, are system calls filtered
  asking,   // milliseconds that a request which now goes out may take; shows that the child lives
  body,     // harvest::Body
  wait,     // seconds
  say,      // text
  part,     // harvest::PageNews, more of the same page comes
  page,     // harvest::PageNews, the last part
  end,      // harvest::EndNews
  fetched,  // harvest::Fetched
  found,    // harvest::Found
  retried,  // harvest::RetryNews
};
inline constexpr Said last_said = Said::retried;

struct Message {
  Said said = Said::ready;
  std::string bytes;
};

// A number as the bytes of a message, and back; nullopt for what is none.
std::string bytes_of(std::int64_t number);
std::optional<std::int64_t> number_in(std::string_view bytes);

// gone: closed, or a frame that cannot be. silent: nothing whole came in time.
enum class Heard { message, gone, silent, stopped };

// Owns the descriptor. One thread may send while another receives.
class Channel {
 public:
  explicit Channel(int descriptor) : descriptor_(descriptor) {}
  ~Channel();
  Channel(Channel&& other) noexcept;
  Channel& operator=(Channel&& other) noexcept;

  // Blocks until the other side has room. False when it is gone.
  bool send(Said said, std::string_view bytes = {});
  // The next message. `patience`: without any new byte.
  Heard receive(Message& message, std::chrono::milliseconds patience, const std::stop_token& stop);
  // As long as it takes.
  Heard receive(Message& message);

  int descriptor() const { return descriptor_; }

 private:
  bool send_all(const void* data, std::size_t size, int flags) const;
  Heard read_exactly(void* data, std::size_t size, std::chrono::milliseconds patience, const std::stop_token& stop);
  Heard await(std::chrono::milliseconds patience, const std::stop_token& stop) const;

  int descriptor_;
};

}  // namespace commonplace::app
