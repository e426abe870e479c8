#include "node/app/child.h"

#include <malloc.h>
#include <poll.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <random>
#include <thread>

#include "harvest/wire.h"
#include "node/app/child_process.h"
#include "schemas/formats/digest.h"

namespace commonplace::app {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr std::size_t part_bytes = 256 * 1024;       // about, of the records in one message
constexpr std::size_t most_body_bytes = 256 * 1024;  // HAR-30
constexpr int kept_heap_bytes = 4 * 1024 * 1024;      // a usual page, as it came or as it is read

// Without a parent there is nothing to do: whatever runs ends here, without the farewells of an ordinary exit.
[[noreturn]] void leave() { _exit(child_done); }

// A parent that goes is noticed whatever the child is busy with.
void watch_parent() {
  std::thread([] {
    pollfd parent{child_descriptor, 0, 0};
    while (poll(&parent, 1, -1) <= 0 || (parent.revents & (POLLHUP | POLLERR | POLLNVAL)) == 0) {
    }
    leave();
  }).detach();
}

// What the parent sends is believed: it is the same program, and knows no stranger's bytes.
class Parent {
 public:
  void say(Said said, std::string_view bytes = {}) {
    if (!channel_.send(said, bytes)) leave();
  }
  // The next order. Permissions for pages are counted, not handed out.
  Message hear() {
    Message message;
    while (true) {
      if (channel_.receive(message) != Heard::message) leave();
      if (message.said != Said::go_on) return message;
      ++pages_allowed_;
    }
  }
  void wait_for_permission() {
    Message message;
    while (pages_allowed_ == 0) {
      if (channel_.receive(message) != Heard::message || message.said != Said::go_on) leave();
      ++pages_allowed_;
    }
    --pages_allowed_;
  }
  void forget_permissions() { pages_allowed_ = 0; }

 private:
  Channel channel_{child_descriptor};
  int pages_allowed_ = 0;
};

template <typename T>
T order_of(const Message& message) {
  T order;
  auto memory = most_message_bytes;
  if (!harvest::from_wire(message.bytes, memory, order)) _exit(child_misused);
  return order;
}

// Tells the parent of each request, and of each reply before anybody reads it where that is asked for.
class TellingFetcher : public harvest::Fetcher {
 public:
  TellingFetcher(harvest::Fetcher& fetcher, Parent& parent, bool shows_bodies)
      : fetcher_(fetcher), parent_(parent), shows_bodies_(shows_bodies) {}

  harvest::Fetched fetch(const harvest::Ask& ask) override {
    parent_.say(Said::asking, bytes_of(ask.limits.total.count()));
    auto fetched = fetcher_.fetch(ask);
    if (shows_bodies_ && fetched.reply) {
      const auto& body = fetched.reply->body;
      parent_.say(Said::body, harvest::to_wire(harvest::Body{formats::sha256_hex(body), body.substr(0, most_body_bytes)}));
    }
    return fetched;
  }

 private:
  harvest::Fetcher& fetcher_;
  Parent& parent_;
  const bool shows_bodies_;
};

harvest::House house_for(const harvest::VisitOrder& order, Parent& parent) {
  harvest::House house;
  house.wait = [&parent](seconds pause) {
    parent.say(Said::wait, bytes_of(pause.count()));
    const auto answer = parent.hear();
    return answer.said == Said::waited && answer.bytes == "1";
  };
  house.jitter = [engine = std::make_shared<std::minstd_rand>(static_cast<std::uint32_t>(order.seed))] {
    return std::uniform_real_distribution<double>(0.0, 1.0)(*engine);
  };
  house.say = [&parent](const std::string& words) { parent.say(Said::say, words); };
  if (order.now)
    house.now = [at_start = *order.now, start = steady_clock::now()] {
      return model::Datestamp{at_start.seconds + std::chrono::duration_cast<seconds>(steady_clock::now() - start).count()};
    };
  return house;
}

std::size_t weight(const harvest::Delivered& record) { return record.bytes.size() + record.document.size(); }
std::size_t weight(const harvest::Unread& unread) { return unread.raw.size(); }

// Moves elements from the front of `from` until `part` weighs enough.
template <typename T>
void fill(std::vector<T>& part, std::vector<T>& from, std::size_t& place, std::size_t& bytes) {
  for (; place < from.size() && bytes < part_bytes; ++place) {
    bytes += weight(from[place]);
    part.push_back(std::move(from[place]));
  }
}

// In parts, so that neither side holds a page twice.
void hand_over(harvest::Delivery delivery, const harvest::Standing& standing, Parent& parent) {
  auto records = std::exchange(delivery.records, {});
  auto unread = std::exchange(delivery.unread, {});
  auto missing = std::exchange(delivery.missing, {});
  std::size_t next_record = 0;
  std::size_t next_unread = 0;
  std::size_t next_missing = 0;
  while (true) {
    harvest::PageNews part;
    std::size_t bytes = 0;
    fill(part.delivery.records, records, next_record, bytes);
    fill(part.delivery.unread, unread, next_unread, bytes);
    fill(part.delivery.missing, missing, next_missing, bytes);
    if (next_record == records.size() && next_unread == unread.size() && next_missing == missing.size()) {
      delivery.records = std::move(part.delivery.records);
      delivery.unread = std::move(part.delivery.unread);
      delivery.missing = std::move(part.delivery.missing);
      harvest::PageNews last{std::move(delivery), standing};
      harvest::mend_texts(last);
      return parent.say(Said::page, harvest::to_wire(last));
    }
    harvest::mend_texts(part);
    parent.say(Said::part, harvest::to_wire(part));
  }
}

void visit(harvest::VisitOrder order, Parent& parent) {
  const auto curl = harvest::make_curl_fetcher(order.curl);
  TellingFetcher fetcher(*curl, parent, order.shows_bodies);
  parent.forget_permissions();
  auto house = house_for(order, parent);
  const auto visit = harvest::make_visit(order.source, fetcher, std::move(house), order.limits, order.resumption);
  while (auto delivery = visit->next_page()) {
    hand_over(std::move(*delivery), visit->standing(), parent);
    parent.wait_for_permission();
  }
  harvest::EndNews news{visit->outcome(), visit->standing()};
  harvest::mend_texts(news);
  parent.say(Said::end, harvest::to_wire(news));
}

class FetchDesk {
 public:
  harvest::Fetched fetch(const harvest::FetchOrder& order) {
    if (!fetcher_) fetcher_ = harvest::make_curl_fetcher(order.curl);  // the same for all orders of one parent
    return fetcher_->fetch(order.ask);
  }

 private:
  std::unique_ptr<harvest::Fetcher> fetcher_;
};

void detect(const harvest::DetectOrder& order, Parent& parent) {
  const auto curl = harvest::make_curl_fetcher(order.curl);
  TellingFetcher fetcher(*curl, parent, false);
  auto found = harvest::detect(order.url, fetcher);
  harvest::mend_texts(found);
  parent.say(Said::found, harvest::to_wire(found));
}

void retry(const harvest::RetryOrder& order, Parent& parent) {
  const auto curl = harvest::make_curl_fetcher(order.curl);
  TellingFetcher fetcher(*curl, parent, false);
  harvest::RetryNews news{harvest::read_again(order.kept, fetcher)};
  harvest::mend_texts(news);
  parent.say(Said::retried, harvest::to_wire(news));
}

[[noreturn]] void serve(Parent& parent) {
  FetchDesk desk;
  while (true) {
    const auto message = parent.hear();
    if (message.said == Said::detect) detect(order_of<harvest::DetectOrder>(message), parent);
    if (message.said == Said::retry) retry(order_of<harvest::RetryOrder>(message), parent);
    if (message.said == Said::visit) visit(order_of<harvest::VisitOrder>(message), parent);
    if (message.said == Said::fetch) parent.say(Said::fetched, harvest::to_wire(desk.fetch(order_of<harvest::FetchOrder>(message))));
  }
}

// Page after page takes the same few large texts: got from the kernel and given back each time they cost a tenth of the
// reading. What is larger is still given back: it would leave holes that no other page fills.
void keep_heap() {
  mallopt(M_MMAP_THRESHOLD, kept_heap_bytes);
  mallopt(M_TRIM_THRESHOLD, kept_heap_bytes);
}

template <typename Number>
bool read_number(const char* text, Number& number) {
  const char* end = text + std::strlen(text);
  const auto read = std::from_chars(text, end, number);
  return read.ec == std::errc() && read.ptr == end;
}

std::optional<SandboxLimits> limits_of(int argc, char** argv) {
  SandboxLimits limits;
  std::int64_t processor = 0;
  if (argc != 4 || !read_number(argv[1], limits.memory_bytes) || !read_number(argv[2], processor) ||
      !read_number(argv[3], limits.descriptors))
    return {};
  limits.processor = seconds(processor);
  return limits;
}

}  // namespace

bool is_child(int argc, char** argv) { return argc > 0 && std::strcmp(argv[0], child_name) == 0; }

int run_child(int argc, char** argv) {
  const auto limits = limits_of(argc, argv);
  if (!limits) return child_misused;
  std::signal(SIGPIPE, SIG_IGN);  // a source that hangs up is an error value
  keep_heap();
  const auto sandbox = enter_sandbox(*limits);
  Parent parent;
  watch_parent();
  try {
    const char report[] = {static_cast<char>(sandbox.files_are_shut), static_cast<char>(sandbox.calls_are_filtered)};
    parent.say(Said::ready, {report, sizeof report});
    serve(parent);
  } catch (const std::bad_alloc&) {
    _exit(child_out_of_memory);
  }
}

}  // namespace commonplace::app
