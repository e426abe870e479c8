// What visits of every kind have in common: the limits, the counters, the end, and that a page is accounted
// for to the last record (HAR-29). A kind of source says how a page is come by.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "harvest/conversation.h"
#include "harvest/crosswalk.h"
#include "harvest/visit.h"

namespace commonplace::harvest {

// The records of one page. The later of two with one identifier stays, unless it is the older (HAR-21).
class Gathering {
 public:
  void keep(Delivered record);
  void set_aside(Unread unread);
  void lose(std::int64_t count) { delivery_.lost += count; }

  std::size_t size() const { return delivery_.records.size() + delivery_.unread.size(); }
  // `offered` is what was kept, set aside or met twice.
  Delivery take();

 private:
  Delivery delivery_;
  std::unordered_map<std::string, std::size_t> places_;  // identifier → place among the records
};

class FramedVisit : public Visit {
 public:
  // `mark` stands before every token in the store; `resumption` counts only if its token has it.
  struct Frame {
    Source source;
    House house;
    VisitLimits limits;
    std::optional<Resumption> resumption;
    std::string mark;
  };
  FramedVisit(Frame frame, Fetcher& fetcher);
  // Marked by the kind: "<kind>:…".
  FramedVisit(Source source, Fetcher& fetcher, House house, VisitLimits limits, std::optional<Resumption> resumption);

  std::optional<Delivery> next_page() final;
  const VisitOutcome& outcome() const final { return outcome_.value(); }
  const Standing& standing() const final { return standing_; }

 protected:
  // Called once, before the first step.
  virtual void begin() = 0;
  // The next page; nullopt where the visit has ended, or where the next step has to be asked for.
  virtual std::optional<Delivery> step() = 0;

  bool is_over() const { return outcome_.has_value(); }
  const std::optional<VisitOutcome>& how_it_ended() const { return outcome_; }
  void take_back_end() { outcome_.reset(); }  // there is another way
  void end(VisitOutcome outcome);
  void end(Ending ending, std::string reason) { end(ended(ending, std::move(reason))); }
  // The list has ended well; `checkpoint` as Source::checkpoint. `is_list`: it named everything there is, so that
  // absence may mean something (Standing::whole).
  void finish(std::string checkpoint, bool is_list);
  // The same, once the page in hand has been taken.
  void finish_after_page(std::string checkpoint, bool is_list) { last_ = Last{std::move(checkpoint), is_list}; }
  void end_after_page(VisitOutcome outcome) { after_page_ = std::move(outcome); }

  // Counts the page. `token`: where the next one begins, without the mark in front; empty: there is none.
  Delivery deliver(Gathering gathering, const std::string& token);
  // The same of a delivery that is whole; `received`: of this list, so far.
  Delivery deliver(Delivery delivery, const std::string& token, std::int64_t received);

  // What stood behind the mark in the token of the visit that is gone on with; empty: from the beginning.
  const std::string& resumed_at() const { return resumed_at_; }
  bool is_resumed() const { return is_resumed_; }
  bool has_pages() const { return is_resumed_ || progress_.pages > 0; }
  std::string today() const;  // of House::now, as a datestamp; empty where there is no clock

  // Asks; a reply that ends the visit ends it and gives nullopt.
  std::optional<Reply> ask(Conversation::Question question);
  // The source proposes another address for good.
  void note_moved(std::string address) { moved_to_ = std::move(address); }
  void warn(std::string sentence) { standing_.warnings.push_back(std::move(sentence)); }
  // Waits between two questions of a source that is asked often (HAR-22). False when the visit has ended.
  bool pause(std::chrono::seconds duration);

  Source source_;
  House house_;
  VisitLimits limits_;
  Standing standing_;
  Progress& progress_ = standing_.progress;
  Conversation conversation_;
  std::string first_date_;            // the source's on the first page of the list; where it has none, our day
  std::int64_t received_before_ = 0;  // by the visit that is gone on with

 private:
  bool within_limits();
  VisitOutcome finished(std::string checkpoint) const;

  std::optional<VisitOutcome> outcome_;
  std::optional<VisitOutcome> after_page_;
  struct Last {
    std::string checkpoint;
    bool is_list;
  };
  std::optional<Last> last_;
  const std::string mark_;
  std::string resumed_at_;
  bool is_resumed_ = false;
  std::string moved_to_;
  std::int64_t pages_before_ = 0;
  model::Datestamp started_;
  bool begun_ = false;
};

// Whether a text from outside may be kept in a checkpoint and sent as a header again: printable, no blanks, short.
bool is_keepable(std::string_view text);

}  // namespace commonplace::harvest
