#include "harvest/framed_visit.h"

#include <algorithm>
#include <cassert>

#include <fmt/format.h>

namespace commonplace::harvest {

void Gathering::keep(Delivered record) {
  auto& records = delivery_.records;
  const auto [place, is_new] = places_.emplace(record.identifier, records.size());
  if (is_new) {
    records.push_back(std::move(record));
    return;
  }
  ++delivery_.duplicate;
  Delivered& earlier = records[place->second];
  const bool is_older = record.datestamp.size() == earlier.datestamp.size() && record.datestamp < earlier.datestamp;
  if (!is_older) earlier = std::move(record);
}

void Gathering::set_aside(Unread unread) {
  delivery_.unread.push_back(std::move(unread));
}

Delivery Gathering::take() {
  delivery_.offered = static_cast<std::int64_t>(size()) + delivery_.duplicate;
  return std::move(delivery_);
}

FramedVisit::FramedVisit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                         std::optional<Resumption> resumption)
    : FramedVisit(Frame{source, std::move(house), limits, std::move(resumption), source.kind + ":"}, fetcher) {}

FramedVisit::FramedVisit(Frame frame, Fetcher& fetcher)
    : source_(std::move(frame.source)),
      house_(std::move(frame.house)),
      limits_(frame.limits),
      conversation_(fetcher, house_, limits_.fetch, source_.pause, progress_),
      mark_(std::move(frame.mark)) {
  standing_.full = source_.checkpoint.empty();
  const auto& resumption = frame.resumption;
  if (!resumption || !resumption->cursor.token.starts_with(mark_)) return;
  is_resumed_ = true;
  resumed_at_ = resumption->cursor.token.substr(mark_.size());
  first_date_ = resumption->cursor.first_date;
  pages_before_ = resumption->cursor.page;
  received_before_ = resumption->cursor.received;
  progress_.declared = resumption->cursor.declared;
  standing_.from = resumption->from;
  standing_.full = resumption->from.empty();
}

std::optional<Delivery> FramedVisit::next_page() {
  if (!std::exchange(begun_, true)) {
    if (house_.now) started_ = house_.now();
    begin();
  }
  if (after_page_ && !outcome_) end(*std::exchange(after_page_, std::nullopt));
  if (last_ && !outcome_) finish(std::move(last_->checkpoint), last_->is_list);
  while (!outcome_ && within_limits()) {
    if (auto delivery = step()) return delivery;
  }
  return std::nullopt;
}

bool FramedVisit::within_limits() {
  if (conversation_.stopped()) {
    end(Conversation::cancelled());
  } else if (progress_.received >= limits_.records) {
    end(Ending::suspended,
        fmt::format("Too much: {} records is the limit for this source. Raise it, or take a part.", limits_.records));
  } else if (progress_.pages >= limits_.pages) {
    end(Ending::interrupted, fmt::format("The limit of {} pages was reached.", limits_.pages));
  } else if (house_.now && house_.now().seconds - started_.seconds >= limits_.time.count()) {
    end(Ending::interrupted, "The time for one visit is over.");
  }
  return !outcome_;
}

void FramedVisit::end(VisitOutcome outcome) {
  if (outcome.moved_to.empty()) outcome.moved_to = moved_to_;
  outcome_ = std::move(outcome);
}

void FramedVisit::finish(std::string checkpoint, bool is_list) {
  standing_.whole = is_list && progress_.unread + progress_.lost == 0;
  end(finished(std::move(checkpoint)));
}

VisitOutcome FramedVisit::finished(std::string checkpoint) const {
  const bool is_whole = progress_.unread + progress_.lost == 0;
  const bool is_silent = progress_.offered == 0 && resumed_at_.empty();
  auto outcome = ended(!is_whole ? Ending::complete_with_losses : is_silent ? Ending::unchanged : Ending::complete, "");
  outcome.checkpoint = std::move(checkpoint);
  return outcome;
}

Delivery FramedVisit::deliver(Gathering gathering, const std::string& token) {
  Delivery delivery = gathering.take();
  if (first_date_.empty()) first_date_ = today();
  const auto received = received_before_ + progress_.offered - progress_.duplicate + delivery.offered - delivery.duplicate;
  return deliver(std::move(delivery), token, received);
}

Delivery FramedVisit::deliver(Delivery delivery, const std::string& token, std::int64_t received) {
  assert(delivery.offered ==
         static_cast<std::int64_t>(delivery.records.size() + delivery.unread.size()) + delivery.duplicate);
  ++progress_.pages;
  progress_.offered += delivery.offered;
  progress_.unread += static_cast<std::int64_t>(delivery.unread.size());
  progress_.duplicate += delivery.duplicate;
  progress_.lost += delivery.lost;
  progress_.mended += delivery.mended;
  progress_.mended_records += delivery.mended_records;
  progress_.received = received;
  delivery.next = {token.empty() ? "" : mark_ + token, first_date_, pages_before_ + progress_.pages,
                   progress_.declared, progress_.received};
  return delivery;
}

std::string FramedVisit::today() const {
  return house_.now ? model::format_datestamp(house_.now()) : "";
}

std::optional<Reply> FramedVisit::ask(Conversation::Question question) {
  question.begun = has_pages();
  question.patient = question.patient && question.begun;  // before anything has come, trouble is told at once
  auto answer = conversation_.ask(question);
  if (auto* over = std::get_if<VisitOutcome>(&answer)) {
    end(std::move(*over));
    return std::nullopt;
  }
  return std::move(std::get<Reply>(answer));
}

bool FramedVisit::pause(std::chrono::seconds duration) {
  if (house_.wait && house_.wait(duration) && !conversation_.stopped()) return true;
  end(conversation_.stopped() ? Conversation::cancelled()
                              : ended(Ending::interrupted, "There was no time to wait between two questions."));
  return false;
}

bool is_keepable(std::string_view text) {
  constexpr std::size_t longest = 200;
  return !text.empty() && text.size() <= longest &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

}  // namespace commonplace::harvest
