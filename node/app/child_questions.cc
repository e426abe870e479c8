#include "node/app/child_questions.h"

#include <fmt/format.h>

#include <mutex>

#include "harvest/wire.h"
#include "node/app/child_bytes.h"

namespace commonplace::app {
namespace {

class ChildFetcher : public harvest::Fetcher {
 public:
  ChildFetcher(ChildOptions options, harvest::CurlOptions curl) : options_(std::move(options)), curl_(std::move(curl)) {}

  harvest::Fetched fetch(const harvest::Ask& ask) override {
    const std::lock_guard lock(mutex_);
    if (!child_) child_ = start_child(options_, curl_.stop);
    auto fetched = ask_child(ask);
    if (fetched) return std::move(*fetched);
    child_.reset();
    return {std::nullopt, harvest::FetchProblem{harvest::FetchFault::cut,
                                                fmt::format("{}: the process that fetches ended", ask.url)}};
  }

 private:
  std::optional<harvest::Fetched> ask_child(const harvest::Ask& ask) {
    auto& channel = child_->channel();
    Message message;
    if (!channel.send(Said::fetch, harvest::to_wire(harvest::FetchOrder{curl_, ask}))) return {};
    const auto heard = channel.receive(message, ask.limits.total + options_.reading_time, curl_.stop);
    if (heard != Heard::message || message.said != Said::fetched) return {};
    harvest::Fetched fetched;
    std::size_t memory_left = most_message_bytes;
    const bool read = harvest::from_wire(message.bytes, memory_left, fetched);
    if (!read || !is_plausible(fetched, ask.limits)) return {};
    return fetched;
  }

  const ChildOptions options_;
  const harvest::CurlOptions curl_;
  std::mutex mutex_;
  std::unique_ptr<ChildProcess> child_;
};

// The answer to one order; nullopt when the child ends, falls silent, is stopped, or says anything else.
template <typename Order, typename Answer>
std::optional<Answer> ask(const ChildOptions& options, Said said, const Order& order, Said expected) {
  const auto child = start_child(options, order.curl.stop);
  auto& channel = child->channel();
  if (!channel.send(said, harvest::to_wire(order))) return {};
  Message message;
  auto patience = options.reading_time;
  while (channel.receive(message, patience, order.curl.stop) == Heard::message) {
    if (message.said == expected) {
      Answer answer;
      std::size_t memory_left = most_page_memory;
      const bool read = harvest::from_wire(message.bytes, memory_left, answer);
      return read && is_plausible(answer) ? std::optional(std::move(answer)) : std::nullopt;
    }
    const auto count = message.said == Said::asking ? number_in(message.bytes) : std::nullopt;
    if (!count || *count < 0 || *count > longest_fetch.count()) return {};
    patience = options.reading_time + std::chrono::milliseconds(*count);
  }
  return {};
}

}  // namespace

std::unique_ptr<harvest::Fetcher> make_child_fetcher(ChildOptions options, harvest::CurlOptions curl) {
  return std::make_unique<ChildFetcher>(std::move(options), std::move(curl));
}

harvest::Found detect_in_child(const ChildOptions& options, const harvest::CurlOptions& curl, const std::string& url) {
  auto found = ask<harvest::DetectOrder, harvest::Found>(options, Said::detect, {curl, url}, Said::found);
  if (found) return std::move(*found);
  if (curl.stop.stop_requested()) return {{}, {}, "Stopped.", false};
  return {{}, {}, "What the address answered ended the process that read it.", true};
}

std::optional<harvest::Delivered> read_again_in_child(const ChildOptions& options, const harvest::CurlOptions& curl,
                                                      const harvest::KeptRecord& kept) {
  auto news = ask<harvest::RetryOrder, harvest::RetryNews>(options, Said::retry, {curl, kept}, Said::retried);
  return news ? std::move(news->record) : std::nullopt;
}

}  // namespace commonplace::app
