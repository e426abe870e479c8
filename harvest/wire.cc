#include "harvest/wire.h"

#include <array>
#include <bit>
#include <cstring>
#include <type_traits>

#include "harvest/wire_members.h"
#include "schemas/formats/unicode.h"

namespace commonplace::harvest {

namespace {

static_assert(std::endian::native == std::endian::little, "both ends are one machine; its tests know this order");

using Size = std::uint32_t;

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void put(const std::string& text) {
    put_raw(static_cast<Size>(text.size()));
    out_ += text;
  }
  template <typename Rep, typename Period>
  void put(const std::chrono::duration<Rep, Period>& duration) {
    put_raw(static_cast<std::int64_t>(duration.count()));
  }
  template <typename T>
  void put(const std::optional<T>& maybe) {
    put(maybe.has_value());
    if (maybe) put(*maybe);
  }
  template <typename T>
  void put(const std::vector<T>& list) {
    put_raw(static_cast<Size>(list.size()));
    for (const T& item : list) put(item);
  }
  template <typename T, std::size_t count>
  void put(const std::array<T, count>& list) {
    for (const T& item : list) put(item);
  }
  template <typename T>
  requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void put(T value) {
    put_raw(value);
  }
  template <wire::Structured T>
  void put(const T& object) {
    std::apply([this](const auto&... member) { (put(member), ...); }, wire::members(const_cast<T&>(object)));
  }

 private:
  template <typename T>
  void put_raw(T value) {
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out_.append(bytes, sizeof value);
  }

  std::string& out_;
};

// Each get() is false for ever after the first that could not be had.
class Reader {
 public:
  Reader(std::string_view bytes, std::size_t& memory) : left_(bytes), memory_(memory) {}

  bool is_at_end() const { return left_.empty(); }

  bool get(std::string& text) {
    Size size = 0;
    if (!get_raw(size) || size > left_.size() || !charge(size)) return false;
    text.assign(left_.substr(0, size));
    left_.remove_prefix(size);
    return true;
  }
  bool get(bool& value) {
    std::uint8_t byte = 0;
    if (!get_raw(byte) || byte > 1) return false;
    value = byte == 1;
    return true;
  }
  template <typename Rep, typename Period>
  bool get(std::chrono::duration<Rep, Period>& duration) {
    std::int64_t count = 0;
    if (!get_raw(count)) return false;
    duration = std::chrono::duration<Rep, Period>(count);
    return true;
  }
  template <typename T>
  bool get(std::optional<T>& maybe) {
    bool there = false;
    if (!get(there)) return false;
    return !there || get(maybe.emplace());
  }
  template <typename T>
  bool get(std::vector<T>& list) {
    Size size = 0;
    if (!get_raw(size)) return false;
    for (Size i = 0; i < size; ++i) {
      if (left_.empty() || !charge(sizeof(T)) || !get(list.emplace_back())) return false;
    }
    return true;
  }
  template <typename T, std::size_t count>
  bool get(std::array<T, count>& list) {
    for (T& item : list) {
      if (!get(item)) return false;
    }
    return true;
  }
  template <typename T>
  requires std::is_enum_v<T>
  bool get(T& value) { return get_raw(value) && value >= T{} && value <= wire::last_of(value); }
  template <typename T>
  requires std::is_arithmetic_v<T>
  bool get(T& value) { return get_raw(value); }
  template <wire::Structured T>
  bool get(T& object) {
    return std::apply([this](auto&... member) { return (get(member) && ...); }, wire::members(object));
  }

 private:
  template <typename T>
  bool get_raw(T& value) {
    if (left_.size() < sizeof value) return false;
    std::memcpy(&value, left_.data(), sizeof value);
    left_.remove_prefix(sizeof value);
    return true;
  }
  bool charge(std::size_t bytes) {
    if (bytes > memory_) return false;
    memory_ -= bytes;
    return true;
  }

  std::string_view left_;
  std::size_t& memory_;
};

class Mender {
 public:
  void mend(std::string& text) {
    if (!formats::is_utf8(text)) text = formats::repair_utf8(text);
  }
  template <typename T>
  void mend(std::optional<T>& maybe) {
    if (maybe) mend(*maybe);
  }
  template <typename T>
  void mend(std::vector<T>& list) {
    for (T& item : list) mend(item);
  }
  template <wire::Structured T>
  void mend(T& object) {
    mend_members(object);
  }
  void mend(Unread& unread) {
    const Aside raw(unread.raw);
    mend_members(unread);
  }
  void mend(Delivered& record) {
    const Aside bytes(record.bytes), document(record.document);  // the latter is our own
    mend_members(record);
  }
  template <typename T>
  void mend(T&) {}  // numbers

 private:
  // A text that is not looked at.
  class Aside {
   public:
    explicit Aside(std::string& text) : text_(text), kept_(std::move(text)) { text_.clear(); }
    ~Aside() { text_ = std::move(kept_); }
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;

   private:
    std::string& text_;
    std::string kept_;
  };

  template <typename T>
  void mend_members(T& object) {
    std::apply([this](auto&... member) { (mend(member), ...); }, wire::members(object));
  }
};

}  // namespace

void mend_texts(PageNews& news) {
  Mender().mend(news);
}

void mend_texts(EndNews& news) {
  Mender().mend(news);
}

void mend_texts(RetryNews& news) {
  Mender().mend(news);
}

void mend_texts(Found& found) {
  Mender().mend(found);
}

template <typename Message>
std::string to_wire(const Message& message) {
  std::string bytes;
  Writer(bytes).put(message);
  return bytes;
}

template <typename Message>
bool from_wire(std::string_view bytes, std::size_t& memory_left, Message& message) {
  Reader reader(bytes, memory_left);
  return reader.get(message) && reader.is_at_end();
}

template std::string to_wire(const VisitOrder&);
template std::string to_wire(const FetchOrder&);
template std::string to_wire(const DetectOrder&);
template std::string to_wire(const RetryOrder&);
template std::string to_wire(const RetryNews&);
template std::string to_wire(const Found&);
template std::string to_wire(const PageNews&);
template std::string to_wire(const EndNews&);
template std::string to_wire(const Body&);
template std::string to_wire(const Fetched&);
template bool from_wire(std::string_view, std::size_t&, VisitOrder&);
template bool from_wire(std::string_view, std::size_t&, FetchOrder&);
template bool from_wire(std::string_view, std::size_t&, DetectOrder&);
template bool from_wire(std::string_view, std::size_t&, RetryOrder&);
template bool from_wire(std::string_view, std::size_t&, RetryNews&);
template bool from_wire(std::string_view, std::size_t&, Found&);
template bool from_wire(std::string_view, std::size_t&, PageNews&);
template bool from_wire(std::string_view, std::size_t&, EndNews&);
template bool from_wire(std::string_view, std::size_t&, Body&);
template bool from_wire(std::string_view, std::size_t&, Fetched&);

}  // namespace commonplace::harvest
