#include "node/app/child_visit.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <iterator>

#include "harvest/conversation.h"
#include "harvest/wire.h"
#include "node/app/child_bytes.h"
#include "schemas/formats/unicode.h"

namespace commonplace::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::string_view page_reason = "killed_reader";
constexpr int most_deaths_on_a_page = 2;
constexpr std::string_view nonsense = "It said what no reader of ours says.";
constexpr seconds pause_after_own_trouble{300};

void add(harvest::Progress& progress, const harvest::Progress& before) {
  progress.requests += before.requests;
  progress.pages += before.pages;
  progress.offered += before.offered;
  progress.unread += before.unread;
  progress.duplicate += before.duplicate;
  progress.lost += before.lost;
  progress.mended += before.mended;
  progress.mended_records += before.mended_records;
}

class ChildVisit : public harvest::Visit {
 public:
  ChildVisit(ChildOptions options, harvest::CurlOptions curl, harvest::Source source, harvest::House house,
             harvest::VisitLimits limits, std::optional<harvest::Resumption> resumption)
      : options_(std::move(options)), house_(std::move(house)), limits_(limits) {
    order_.curl = std::move(curl);
    order_.source = std::move(source);
    order_.limits = limits;
    order_.resumption = std::move(resumption);
    if (house_.jitter) order_.seed = static_cast<std::uint64_t>(house_.jitter() * 1e9);
    if (house_.now) order_.now = started_ = house_.now();
  }
  ~ChildVisit() override { part_from_child(); }

  std::optional<harvest::Delivery> next_page() override {
    while (!outcome_) {
      if (house_.stop.stop_requested()) {
        end(harvest::Conversation::cancelled());
      } else if (auto delivery = ask_child()) {
        return delivery;
      }
    }
    part_from_child();
    return std::nullopt;
  }
  const harvest::VisitOutcome& outcome() const override { return outcome_.value(); }
  const harvest::Standing& standing() const override { return standing_; }

 private:
  // What the child has said until somebody has to act on it.
  struct Incoming {
    Heard heard = Heard::gone;
    Message message = {};         // the last one
    bool is_nonsense = false;     // what no child of ours says
    harvest::PageNews page = {};  // as far as it is there; whole when the last message is Said::page
    std::size_t memory_left = most_page_memory;
    bool asked = false;           // for something of the source's
    milliseconds fetch_time{0};
  };

  // nullopt: the visit has ended, or the child has and a new one is to be asked.
  std::optional<harvest::Delivery> ask_child() {
    if (!child_) start();
    if (!child_->channel().send(Said::go_on)) return child_ended();
    Incoming incoming = ahead_.valid() ? ahead_.get() : listen({.fetch_time = fetch_time_});
    while (true) {
      asked_ = asked_ || incoming.asked;
      switch (incoming.heard) {
        case Heard::message:
          break;
        case Heard::stopped:
          end(harvest::Conversation::cancelled());
          return std::nullopt;
        case Heard::silent:
          return child_ended("It was silent for too long.");
        case Heard::gone:
          return child_ended();
      }
      if (incoming.is_nonsense) return child_ended(nonsense);
      if (incoming.message.said == Said::page) return turn(std::move(incoming));
      if (!take(incoming.message)) return child_ended(nonsense);
      if (outcome_) return std::nullopt;
      incoming = listen(std::move(incoming));
    }
  }

  // Hears out a page, or whatever comes before it. Runs beside the visiting thread while that stores the page before: so
  // the child gets rid of its page, which is read and looked at meanwhile.
  Incoming listen(Incoming incoming) const {
    while (true) {
      auto& message = incoming.message;
      incoming.heard = child_->channel().receive(message, incoming.fetch_time + options_.reading_time, house_.stop);
      if (incoming.heard != Heard::message) return incoming;
      const bool is_of_a_page = message.said == Said::part || message.said == Said::page;
      if (!is_of_a_page && message.said != Said::asking) return incoming;
      incoming.is_nonsense = !(is_of_a_page ? take_part(incoming) : take_asking(incoming));
      if (incoming.is_nonsense || message.said == Said::page) return incoming;
    }
  }

  // False for what no child of ours says.
  bool take(const Message& message) {
    switch (message.said) {
      case Said::body:
        return take_body(message);
      case Said::say:
        if (house_.say) house_.say(formats::repair_utf8(message.bytes));
        return true;
      case Said::wait:
        return wait(message);
      case Said::end:
        return take_end(message);
      case Said::ready:  // of one that was slow to start
        return true;
      default:
        return false;
    }
  }

  void start() {
    asked_ = false;
    body_ = {};
    fetch_time_ = limits_.fetch.total;
    child_ = start_child(options_, house_.stop);
    child_->channel().send(Said::visit, harvest::to_wire(order_));
  }

  // A request goes out, which may take as long as its own limit says.
  static bool take_asking(Incoming& incoming) {
    const auto count = number_in(incoming.message.bytes);
    if (!count || *count < 0 || *count > longest_fetch.count()) return false;
    incoming.fetch_time = milliseconds(*count);
    return incoming.asked = true;
  }

  bool take_body(const Message& message) {
    std::size_t memory_left = most_page_memory;
    body_ = {};
    return harvest::from_wire(message.bytes, memory_left, body_) && is_plausible(body_);
  }

  bool wait(const Message& message) {
    const auto count = number_in(message.bytes);
    if (!count || *count < 0 || *count > longest_wait.count()) return false;
    const bool waited = house_.wait && house_.wait(seconds(*count));
    return child_->channel().send(Said::waited, waited ? "1" : "0");
  }

  static bool take_part(Incoming& incoming) {
    auto& page = incoming.page;
    harvest::PageNews part;
    if (!harvest::from_wire(incoming.message.bytes, incoming.memory_left, part)) return false;
    append(page.delivery.records, part.delivery.records);
    append(page.delivery.unread, part.delivery.unread);
    append(page.delivery.missing, part.delivery.missing);
    page = std::move(part);
    return incoming.message.said == Said::part || is_plausible(page);
  }

  // Puts what came before in front of what came now.
  template <typename T>
  static void append(std::vector<T>& before, std::vector<T>& now) {
    before.insert(before.end(), std::make_move_iterator(now.begin()), std::make_move_iterator(now.end()));
    now = std::move(before);
  }

  std::optional<harvest::Delivery> turn(Incoming incoming) {
    auto& page = incoming.page;
    stand(std::move(page.standing));
    fetch_time_ = incoming.fetch_time;
    deaths_on_page_ = 0;
    asked_ = false;
    order_.shows_bodies = false;
    if (!page.delivery.next.token.empty()) go_on_from_ = page.delivery.next;
    ahead_ = std::async(std::launch::async, [this] { return listen({.fetch_time = fetch_time_}); });
    return std::move(page.delivery);
  }

  bool take_end(const Message& message) {
    harvest::EndNews news;
    std::size_t memory_left = most_page_memory;
    if (!harvest::from_wire(message.bytes, memory_left, news) || !is_plausible(news)) return false;
    stand(std::move(news.standing));
    end(std::move(news.outcome));
    return true;
  }

  void end(harvest::VisitOutcome outcome) { outcome_ = std::move(outcome); }

  // Whoever still listens to it hears that it is gone.
  void part_from_child() {
    if (child_) child_->end();
    ahead_ = {};
    child_.reset();
  }

  // A new child counts from nothing.
  void stand(harvest::Standing standing) {
    add(standing.progress, before_.progress);
    standing.whole = standing.whole && before_.progress.lost == 0 && before_.progress.unread == 0;
    standing.warnings.insert(standing.warnings.begin(), before_.warnings.begin(), before_.warnings.end());
    standing_ = std::move(standing);
  }

  // What is left to hand over of a page that has ended two children in a row.
  std::optional<harvest::Delivery> child_ended(std::string_view why = {}) {
    const auto how = child_->end();
    part_from_child();
    auto words = fmt::format("The process that reads the source's pages had to be started again. {}",
                             why.empty() ? fmt::format("It ended by {}.", how) : why);
    if (options_.on_trouble) options_.on_trouble(words);
    if (++deaths_on_page_ == most_deaths_on_a_page) return give_up(std::move(words));
    go_on_with_a_new_one(std::move(words));
    return std::nullopt;
  }

  void go_on_with_a_new_one(std::string words) {
    before_ = standing_;
    before_.warnings.push_back(std::move(words));
    standing_.warnings = before_.warnings;
    order_.shows_bodies = true;  // should it be the page that does it
    if (go_on_from_) order_.resumption = harvest::Resumption{*go_on_from_, standing_.prefix, standing_.from};
    order_.limits.pages = std::max<std::int64_t>(0, limits_.pages - standing_.progress.pages);
    if (house_.now) {
      order_.now = house_.now();
      order_.limits.time = std::max(seconds(0), limits_.time - seconds(order_.now->seconds - started_.seconds));
    }
  }

  std::optional<harvest::Delivery> give_up(std::string words) {
    using harvest::Ending;
    if (!asked_) {  // nothing of the source's was there that could have done it
      const auto ending = standing_.progress.pages > 0 ? Ending::interrupted : Ending::failed;
      end(harvest::ended(ending, std::move(words), pause_after_own_trouble));
      return std::nullopt;
    }
    end(harvest::ended(Ending::suspended, fmt::format("One page of the source ended the process that reads it twice, and was set "
                                                      "aside whole. {}", words)));
    harvest::Delivery page;
    page.unread.push_back({"", std::string(page_reason), 0, body_.sha256, body_.first_bytes});
    page.offered = 1;
    if (go_on_from_) page.next = *go_on_from_;
    ++standing_.progress.offered;
    ++standing_.progress.unread;
    standing_.whole = false;
    return page;
  }

  const ChildOptions options_;
  const harvest::House house_;
  const harvest::VisitLimits limits_;
  harvest::VisitOrder order_;
  model::Datestamp started_;
  std::unique_ptr<ChildProcess> child_;
  harvest::Standing standing_;
  harvest::Standing before_;  // of the children before this one
  std::optional<harvest::Cursor> go_on_from_;
  std::optional<harvest::VisitOutcome> outcome_;
  int deaths_on_page_ = 0;
  bool asked_ = false;
  milliseconds fetch_time_{0};
  harvest::Body body_;
  std::future<Incoming> ahead_;  // listens to the child, which outlives it
};

}  // namespace

std::unique_ptr<harvest::Visit> make_child_visit(ChildOptions options, harvest::CurlOptions curl, harvest::Source source,
                                                 harvest::House house, harvest::VisitLimits limits,
                                                 std::optional<harvest::Resumption> resumption) {
  return std::make_unique<ChildVisit>(std::move(options), std::move(curl), std::move(source), std::move(house), limits,
                                      std::move(resumption));
}

}  // namespace commonplace::app
