#include "harvest/oai_visit.h"

#include <cassert>
#include <set>
#include <unordered_set>

#include <fmt/format.h>

#include "harvest/crosswalk.h"
#include "harvest/date_ranges.h"
#include "harvest/format_choice.h"
#include "harvest/framed_visit.h"
#include "harvest/looks.h"
#include "harvest/oai_checkpoint.h"
#include "harvest/oai_questions.h"
#include "harvest/page.h"
#include "harvest/repair.h"
#include "harvest/repository.h"
#include "harvest/seen_identifiers.h"

namespace commonplace::harvest {

namespace {

constexpr int most_barren_pages = 3;     // HAR-5
constexpr int most_failed_restarts = 2;  // HAR-8
constexpr int most_restarts = 50;
constexpr int most_halvings = 1000;
constexpr int most_cut_pages = 3;              // HAR-7
constexpr std::int64_t fewest_in_a_page = 10;  // less says little about a format (HAR-27)
constexpr std::string_view forgets = "The source forgets in the middle of its list where it was (badResumptionToken).";

std::size_t hash_of(std::string_view text) {
  return std::hash<std::string_view>{}(text);
}

std::string short_text(std::string_view text) {
  return std::string(text.substr(0, 200));
}

class OaiVisit : public FramedVisit {
 public:
  OaiVisit(Source source, Fetcher& fetcher, House house, VisitLimits limits, const std::optional<Resumption>& resumption)
      : FramedVisit({std::move(source), std::move(house), limits, resumption, ""}, fetcher),
        questions_(source_.url, source_.set),
        repair_(conversation_),
        looks_(source_.url, source_.known_looks) {
    if (resumption) resume(*resumption);
  }

 private:
  std::optional<Delivery> step() override {
    auto delivery = take_page();
    standing_.full = from_.empty();
    return delivery;
  }

  // ---- the beginning: Identify, format, from ------------------------------------------------------------------------

  void resume(const Resumption& resumption) {
    ListPlace place = read_place(resumption.cursor.token);
    token_ = std::move(place.token);
    ranges_ = std::move(place.ranges);
    slicing_ = ranges_.size() > 1;
    if (token_.empty()) received_before_ = 0;
    prefix_ = resumption.prefix;
  }

  void begin() override {
    identify();
    if (!is_over() && prefix_.empty()) choose_format();
    if (!is_over() && !is_resumed()) choose_from();
    is_node_ = is_node_ || prefix_ == "cpl";
    if (ranges_.empty()) ranges_ = {{from_, ""}};
    standing_.full = from_.empty();
    if (!is_over() && !is_resumed() && from_.empty()) suggest_friends();
  }

  // HAR-28: told with a list of everything, so that it is not said every day.
  void suggest_friends() {
    constexpr std::size_t most_told = 10;
    std::string list;
    const auto& friends = repository_.friends;
    for (std::size_t i = 0; i < std::min(friends.size(), most_told); ++i) list += (list.empty() ? "" : ", ") + friends[i];
    if (list.empty()) return;
    if (friends.size() > most_told) list += fmt::format(" and {} more", friends.size() - most_told);
    warn("The source names friends: " + list + ". Nothing is asked of them; add those that you want.");
  }

  // Asks and reads; a cut page is asked for again (HAR-7). nullopt when the visit has ended.
  std::optional<Page> ask_page(const std::string& url, bool patient) {
    for (int attempt = 0;; ++attempt) {
      auto answer = conversation_.ask({.url = url, .begun = has_pages(), .patient = patient});
      if (auto* over = std::get_if<VisitOutcome>(&answer)) {
        end(std::move(*over));
        return std::nullopt;
      }
      Reply& reply = std::get<Reply>(answer);
      mislabelled_ += reply.mislabelled;
      if (!reply.moved_to.empty()) note_moved(reply.moved_to.substr(0, reply.moved_to.find('?')));
      auto read = read_page(reply.body, reading());
      if (auto* over = std::get_if<VisitOutcome>(&read)) {
        end(std::move(*over));
        return std::nullopt;
      }
      Page& page = std::get<Page>(read);
      if (!page.cut || attempt == most_cut_pages) return std::move(page);
    }
  }

  Reading reading() const { return {.origin = origin(), .mend = source_.mend}; }

  Origin origin() const {
    return {.base_url = repository_.base_url.empty() ? source_.url : repository_.base_url,
            .host = identifier_host(source_.url),
            .source_name = repository_.name.empty() ? source_.name : repository_.name,
            .prefix = prefix_,
            .record_bytes = limits_.record_bytes,
            .mended = false};
  }

  void identify() {
    auto page = ask_page(questions_.about("Identify"), false);
    if (!page) return;
    if (page->cut) return end(Ending::failed, "The answer to Identify breaks off each time.");
    if (!page->reply.errors.empty()) return end_with_error(page->reply.errors.front());
    if (page->reply.verb != "Identify")
      return end(Ending::failed, "The source did not answer Identify. Is it an OAI-PMH address?");
    auto repository = read_repository(page->reply, source_.url);
    if (!repository) return end(Ending::refused, repository.problem().what);
    repository_ = std::move(*repository);
  }

  void choose_format() {
    if (!source_.wished_prefix.empty()) {
      prefix_ = source_.wished_prefix;
    } else if (!source_.known_prefix.empty()) {
      prefix_ = source_.known_prefix;
    } else {
      ask_for_formats();
    }
  }

  // Part-built servers may not answer ListMetadataFormats; oai_dc is what every one must have (HAR-20, HAR-27).
  void ask_for_formats() {
    auto page = ask_page(questions_.about("ListMetadataFormats"), false);
    if (!page) {
      if (how_it_ended()->ending != Ending::failed) return;
      take_back_end();
      prefix_ = "oai_dc";
      return;
    }
    take_format(page->reply.formats);
  }

  void take_format(const std::vector<FormatOffered>& offered) {
    is_node_ = is_node_ || is_of_a_node(offered);
    prefix_ = formats_.best_of(offered);
    if (prefix_.empty())
      end(Ending::failed, fmt::format("The source offers no format that can be read here, only: {}.", names_of(offered)));
  }

  void choose_from() {
    auto start = start_after(source_.checkpoint, repository_);
    if (!start.warning.empty()) warn(std::move(start.warning));
    from_ = std::move(start.from);
  }

  // ---- the list ------------------------------------------------------------------------------------------------------

  std::string list_question() const {
    return token_.empty() ? questions_.list("ListRecords", prefix_, range()) : questions_.next_page("ListRecords", token_);
  }

  const DateRange& range() const { return ranges_.back(); }

  // Where the list goes on, for the cursor; empty when it has ended.
  std::string place() const {
    if (ranges_.empty()) return {};
    const bool plain = ranges_.size() == 1 && range() == DateRange{from_, ""};
    return plain && !token_.empty() ? token_ : write_place({ranges_, token_});
  }

  void begin_range() {
    token_.clear();
    tokens_.clear();
    barren_ = 0;
    ++pass_;
  }

  void end_range() {
    ranges_.pop_back();
    begin_range();
  }

  std::optional<Delivery> take_page() {
    auto page = ask_page(list_question(), true);
    if (!page) return std::nullopt;
    if (page->cut) return take_cut_page(*page);
    if (page->reply.records == 0 && !page->reply.errors.empty()) {
      take_errors(page->reply);
      return std::nullopt;
    }
    if (page->reply.verb != "ListRecords") {
      end(Ending::failed, "The source answered another question than was asked. Is it an OAI-PMH address?");
      return std::nullopt;
    }
    if (falls_back(*page)) return std::nullopt;
    return take_records(*page);
  }

  // ---- damaged pages (HAR-15)

  // Broken off each time it was asked. What is whole is kept, what it hides is asked for record by record, and the list
  // goes on behind it. A source that lists no identifiers is asked by date instead.
  std::optional<Delivery> take_cut_page(Page& page) {
    if (page.reply.token) return take_records(page);  // it stands behind all records
    if (first_date_.empty()) first_date_ = page.reply.response_date;
    note_order(page);
    note_identifiers(page);
    repair_unread(page.delivery);
    if (find_hidden()) recover(page);
    if (conversation_.stopped()) return stop();
    if (!hidden_known_) return leave_cut_page(page);
    auto delivery = deliver(page, place());
    if (ranges_.empty()) end_after_page(finished());
    return delivery;
  }

  // What was cut short by the stop is not taken for lost: the next visit asks for the page again.
  std::optional<Delivery> stop() {
    end(Conversation::cancelled());
    return std::nullopt;
  }

  std::optional<Delivery> leave_cut_page(Page& page) {
    restart("A page of the source breaks off each time it is asked for.");
    if (is_over() && page.delivery.offered > 0) {
      end_after_page(*how_it_ended());
      take_back_end();
    }
    if (page.delivery.offered == 0) return std::nullopt;
    return deliver(page, place());
  }

  // What could not be read for itself is asked for again.
  void repair_unread(Delivery& delivery) {
    std::vector<Unread> still;
    for (auto& unread : std::exchange(delivery.unread, {})) {
      const bool may_help = unread.reason == "not_wellformed" && !unread.identifier.empty();
      auto again = may_help ? repair_.get_record(single_question(unread.identifier), reading()) : std::nullopt;
      if (again && again->records.size() == 1 && again->records[0].source_identifier == unread.identifier) {
        --delivery.offered;
        merge(delivery, *again);
      } else {
        still.push_back(std::move(unread));
      }
    }
    for (auto& unread : still) delivery.unread.push_back(std::move(unread));
  }

  static void merge(Delivery& delivery, Delivery& single) {
    for (auto& record : single.records) add_record(delivery, std::move(record));
    delivery.offered += static_cast<std::int64_t>(single.unread.size());
    for (auto& unread : single.unread) delivery.unread.push_back(std::move(unread));
    delivery.mended += single.mended;
    delivery.mended_records += single.mended_records;
  }

  std::string single_question(const std::string& identifier) const { return questions_.record(prefix_, identifier); }

  // The headers of the list that this visit has not met, in hidden_. The list of them is asked for once.
  bool find_hidden() {
    if (!hidden_known_) {
      const bool by_date = in_order_ && !last_datestamp_.empty();
      const std::string from = by_date ? at_granularity(last_datestamp_) : range().from;
      std::int64_t taken_before = by_date ? 0 : received_before_;
      hidden_known_ = repair_.list_headers(
          questions_.list("ListIdentifiers", prefix_, {from, slicing_ ? "" : range().until}),
          [this](const std::string& token) { return questions_.next_page("ListIdentifiers", token); },
          [&](HeaderOffered&& header) {
            if (taken_before-- > 0 || header.identifier.empty()) return;
            hidden_.push_back(std::move(header));
          });
    }
    std::erase_if(hidden_, [this](const HeaderOffered& header) { return seen_.has(header.identifier); });
    return hidden_known_;
  }

  // Takes the next of the hidden one by one, more of them each time, and asks for the rest from their first date on. Where
  // that brings nothing new for long, the list is at its end.
  void recover(Page& page) {
    const bool progress = new_since_repair_ > 0;
    new_since_repair_ = 0;
    const bool more = !progress || repair_.is_possible();
    if (std::exchange(repaired_, true) && more) repair_step_ *= 2;
    const bool hopeless = repair_step_ > most_repair_step;
    const std::size_t count = hopeless ? hidden_.size() : std::min(hidden_.size(), repair_step_);
    std::string raw = page.tail;
    for (std::size_t i = 0; i < count; ++i) take_single(page, hidden_[i], std::exchange(raw, {}));
    hidden_.erase(hidden_.begin(), hidden_.begin() + static_cast<std::ptrdiff_t>(count));
    const std::string from = first_hidden_date();
    if (from.empty()) {
      ranges_.clear();
      for (const auto& header : std::exchange(hidden_, {})) take_single(page, header, {});
    } else {
      restarted_within_ = true;
      slicing_ = false;
      ranges_ = {{from, ""}};
      begin_range();
    }
  }

  // At the granularity of the source; empty when nothing is hidden any more, or it has no date.
  std::string first_hidden_date() const {
    std::optional<model::Datestamp> first;
    for (const auto& header : hidden_) {
      const auto date = model::parse_datestamp(header.datestamp);
      if (!date) return {};
      if (!first || date->datestamp < *first) first = date->datestamp;
    }
    return first ? model::format_datestamp(*first, repository_.granularity) : std::string();
  }

  void take_single(Page& page, const HeaderOffered& header, std::string raw) {
    seen_.note(header.identifier, pass_);
    if (header.deleted) return take_tombstone(page, header);
    if (auto single = repair_.get_record(single_question(header.identifier), reading())) {
      return merge(page.delivery, *single);
    }
    ++page.delivery.lost;
    lost_.insert(header.identifier);
    page.delivery.missing.push_back(unread_of(header.identifier, "not_wellformed", page.tail_offset, raw));
  }

  void take_tombstone(Page& page, const HeaderOffered& header) {
    Offered offered;
    offered.identifier = header.identifier;
    offered.datestamp = header.datestamp;
    offered.deleted = true;
    auto record = cross(offered, origin());
    if (!record) return;
    record->hops.front().harvest_date = page.reply.response_date;
    add_record(page.delivery, std::move(*record));
  }

  // HAR-27: a format of which more than a fifth of the first page cannot be read gives way to the next. A few records of
  // an incremental list are no reason.
  bool falls_back(const Page& page) {
    const auto unread = static_cast<std::int64_t>(page.delivery.unread.size());
    const bool bad = unread * 5 > page.delivery.offered;
    const bool says_something = from_.empty() || page.delivery.offered >= fewest_in_a_page;
    if (!bad || !says_something || has_pages() || !source_.wished_prefix.empty()) return false;
    const std::string before = prefix_;
    formats_.refuse(before);
    ask_for_formats();
    const bool none = is_over() ? how_it_ended()->ending == Ending::failed : formats_.is_refused(prefix_);
    if (none) {  // then this one, as well as it can be read
      take_back_end();
      prefix_ = before;
      return false;
    }
    if (!is_over()) {
      warn(fmt::format(
          "More than a fifth of the first page in the format {} could not be read; {} was taken.", before, prefix_));
    }
    return true;
  }

  void take_errors(const OaiReply& reply) {
    if (reply.has_error("noRecordsMatch")) return take_no_records(reply);
    if (reply.has_error("badResumptionToken") && !token_.empty()) return restart(forgets);
    if (reply.has_error("cannotDisseminateFormat") && !has_pages() && may_choose_another_format()) {
      formats_.refuse(prefix_);
      return ask_for_formats();
    }
    if (reply.has_error("badArgument") && token_.empty() && !from_.empty() && !has_pages()) {
      warn("The source did not understand a date; everything was asked for.");
      from_.clear();
      ranges_ = {{"", ""}};
      return;
    }
    if (slicing_) return end(Ending::interrupted, std::string(forgets));
    end_with_error(reply.errors.front());
  }

  bool may_choose_another_format() const {
    return source_.wished_prefix.empty() && !formats_.is_refused(prefix_);
  }

  // Success without changes (HAR-9); but in the middle of a list that was declared longer, a lost place.
  void take_no_records(const OaiReply& reply) {
    if (!token_.empty() && (slicing_ || progress_.declared > received())) return restart(forgets);
    if (first_date_.empty()) first_date_ = reply.response_date;
    end_range();
    if (ranges_.empty()) end(finished());
  }

  void end_with_error(const OaiError& error) {
    if (error.code == "noSetHierarchy") {
      return end(Ending::failed,
                 "The source has no sets, and a set was asked for. Take the set away from its settings.");
    }
    end(Ending::failed, fmt::format("The source answered with the error \"{}\": {}", short_text(error.code),
                                    error.text.empty() ? "no further words." : short_text(error.text)));
  }

  std::int64_t received() const { return received_before_ + seen_.count(); }

  // What is new among the records of the page, which are told apart from those that came before.
  SeenIdentifiers::News note(const std::string& identifier, std::size_t& to_the_visit, std::size_t& to_the_pass) {
    if (identifier.empty()) return {true, true};
    const auto news = seen_.note(identifier, pass_);
    to_the_visit += news.to_the_visit;
    to_the_pass += news.to_the_pass;
    return news;
  }

  // How many identifiers are new to this pass through the list.
  std::size_t note_identifiers(Page& page) {
    std::size_t to_the_visit = 0;
    std::size_t to_the_pass = 0;
    for (auto& record : page.delivery.records) {
      record.again = !note(record.source_identifier, to_the_visit, to_the_pass).to_the_visit;
      if (!lost_.empty() && lost_.erase(record.source_identifier) > 0) --page.delivery.lost;  // it came after all
    }
    for (const auto& unread : page.delivery.unread) note(unread.identifier, to_the_visit, to_the_pass);
    new_since_restart_ += to_the_visit;
    new_since_repair_ += to_the_visit;
    return to_the_pass;
  }

  std::optional<Delivery> take_records(Page& page) {
    if (first_date_.empty()) first_date_ = page.reply.response_date;
    note_order(page);
    const std::size_t news = note_identifiers(page);
    repair_unread(page.delivery);
    if (conversation_.stopped()) return stop();
    const std::string next = page.reply.token ? page.reply.token->text : "";
    if (page.reply.token && page.reply.token->complete_list_size >= 0 && !restarted_within_ && !slicing_) {
      progress_.declared = page.reply.token->complete_list_size;
    }
    if (page.strange_datestamps > 0 && !std::exchange(told_of_dates_, true)) {
      warn("Some records carry a date that is none (bad_datestamp); they were kept.");
    }
    const bool ignores_dates = slicing_ && !page.lowest_datestamp.empty() &&
                               !(holds(range(), page.lowest_datestamp) && holds(range(), page.highest_datestamp));
    token_ = next;
    if (next.empty()) end_range();
    if (ignores_dates) ranges_ = {{from_, ""}};  // the next visit begins anew
    if (ignores_dates) begin_range();
    const bool is_endless = next.size() > limits_.token_bytes;
    auto delivery = deliver(page, is_endless ? "" : place());
    if (ignores_dates) {
      end_after_page(ended(Ending::interrupted, std::string(forgets)));
    } else if (ranges_.empty()) {
      end_after_page(finished());
    } else if (!next.empty()) {
      look_for_loop(next, news);
    }
    return delivery;
  }

  void note_order(const Page& page) {
    if (!page.in_order || (!page.first_datestamp.empty() && page.first_datestamp < last_datestamp_)) in_order_ = false;
    if (!page.last_datestamp.empty()) last_datestamp_ = page.last_datestamp;
  }

  // HAR-5: a token seen before whose page brings nothing new, or three pages in a row without anything new.
  void look_for_loop(const std::string& next, std::size_t news) {
    const bool seen_before = !tokens_.insert(hash_of(next)).second;
    barren_ = news == 0 ? barren_ + 1 : 0;
    const bool loop = (seen_before && news == 0) || barren_ >= most_barren_pages;
    if (loop)
      end_after_page(ended(Ending::suspended, "Going in circles: the source gives the same places in its list again and again."));
    if (next.size() > limits_.token_bytes)
      end_after_page(ended(Ending::suspended, "Too much: a resumption token is larger than allowed."));
  }

  Delivery deliver(Page& page, const std::string& next) {
    auto delivery = FramedVisit::deliver(std::move(page.delivery), next, received());
    delivery.contributors = looks_.meet(sets_of(delivery), is_node_, conversation_);
    return delivery;
  }

  static std::vector<std::string> sets_of(const Delivery& delivery) {
    std::vector<std::string> sets;
    for (const auto& record : delivery.records) sets.insert(sets.end(), record.sets.begin(), record.sets.end());
    return sets;
  }

  // HAR-8: the place is lost. From the last datestamp where the list came in order, else from the beginning; after two
  // restarts that bring nothing new in parts by date, each halved until it comes whole.
  void restart(std::string_view reason) {
    if (slicing_) return halve(reason);
    failed_restarts_ = new_since_restart_ == 0 ? failed_restarts_ + 1 : 1;
    new_since_restart_ = 0;
    restarted_within_ = in_order_ && !last_datestamp_.empty();
    ranges_ = {{restarted_within_ ? at_granularity(last_datestamp_) : from_, ""}};
    if (failed_restarts_ > most_failed_restarts || ++restarts_ > most_restarts) {
      slicing_ = true;
      return halve(reason);
    }
    if (!restarted_within_) received_before_ = 0;
    if (house_.say) house_.say("The source has forgotten its place in the list; starting again.");
    begin_range();
  }

  void halve(std::string_view reason) {
    const auto two = ++halvings_ > most_halvings ? std::nullopt : halves(range(), bounds());
    if (!two) return end(Ending::interrupted, std::string(reason));
    ranges_.back() = two->second;
    ranges_.push_back(two->first);
    begin_range();
  }

  DateBounds bounds() const {
    const auto earliest = model::parse_datestamp(repository_.earliest);
    const auto latest = model::parse_datestamp(first_date_.empty() ? repository_.response_date : first_date_);
    return {.earliest = earliest ? earliest->datestamp : model::Datestamp{},
            .latest = latest ? latest->datestamp : house_.now ? house_.now() : model::Datestamp{},
            .granularity = repository_.granularity};
  }

  std::string at_granularity(const std::string& datestamp) const {
    const auto parsed = model::parse_datestamp(datestamp);
    return parsed ? model::format_datestamp(parsed->datestamp, repository_.granularity) : datestamp;
  }

  // ---- the end -------------------------------------------------------------------------------------------------------

  VisitOutcome finished() {
    VisitOutcome outcome;
    const bool losses = progress_.unread + progress_.lost > 0;
    outcome.ending = losses                                ? Ending::complete_with_losses
                     : progress_.offered == 0 && !is_resumed() ? Ending::unchanged
                                                           : Ending::complete;
    standing_.whole = !losses;
    if (progress_.lost == 0) outcome.checkpoint = checkpoint();  // else what was lost is asked for again
    const std::int64_t count = received();
    if (progress_.declared > count) {
      warn(fmt::format("The source declared {} records and gave {}.", progress_.declared, count));
    }
    if (mislabelled_ > 0) {  // HOST-10
      warn(fmt::format("Answers that said they were packed and were not: {}. They were read.", mislabelled_));
    }
    if (progress_.mended_records * 20 > progress_.offered) {  // HAR-16
      warn(fmt::format("{} of {} records had bad characters that were mended. Ask the source's keeper to look.",
                                      progress_.mended_records, progress_.offered));
    }
    return outcome;
  }

  std::string checkpoint() {
    auto found = checkpoint_of(first_date_, repository_.granularity, house_.now ? std::optional(house_.now()) : std::nullopt);
    if (!found.warning.empty()) warn(std::move(found.warning));
    return std::move(found.text);
  }

  Repository& repository_ = standing_.repository;
  std::string& prefix_ = standing_.prefix;
  std::string& from_ = standing_.from;
  bool& is_node_ = standing_.is_node;
  const OaiQuestions questions_;
  Repair repair_;
  Looks looks_;
  FormatChoice formats_;

  std::string token_;              // of the next page; empty at the start of a range
  std::vector<DateRange> ranges_;  // still to be asked for, the present one last; one, open, unless the place was lost
  bool slicing_ = false;           // in parts by date (HAR-8)

  SeenIdentifiers seen_;
  std::unordered_set<std::size_t> tokens_;  // hashes of tokens of this pass
  int pass_ = 0;
  int barren_ = 0;
  int restarts_ = 0;
  int failed_restarts_ = 0;
  int halvings_ = 0;
  std::size_t new_since_restart_ = 0;
  bool restarted_within_ = false;
  bool in_order_ = true;
  std::string last_datestamp_;
  bool told_of_dates_ = false;
  int mislabelled_ = 0;

  static constexpr std::size_t most_repair_step = 256;
  bool hidden_known_ = false;
  std::vector<HeaderOffered> hidden_;  // of the list, not met yet
  std::set<std::string, std::less<>> lost_;
  bool repaired_ = false;
  std::size_t repair_step_ = 1;
  std::size_t new_since_repair_ = 0;
};

}  // namespace

std::unique_ptr<Visit> make_oai_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                                      std::optional<Resumption> resumption) {
  return std::make_unique<OaiVisit>(std::move(source), fetcher, std::move(house), limits, resumption);
}

}  // namespace commonplace::harvest
