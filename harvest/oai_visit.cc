#include "harvest/oai_visit.h"

#include <cassert>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "harvest/conversation.h"
#include "harvest/crosswalk.h"
#include "harvest/looks.h"
#include "harvest/page.h"
#include "harvest/repository.h"
#include "schemas/formats/url.h"

namespace commonplace::harvest {

namespace {

constexpr std::int64_t least_overlap_seconds = 300;  // HAR-10
constexpr std::int64_t day_seconds = 86'400;
constexpr int most_barren_pages = 3;     // HAR-5
constexpr int most_failed_restarts = 2;  // HAR-8
constexpr int most_restarts = 50;

std::size_t hash_of(std::string_view text) {
  return std::hash<std::string_view>{}(text);
}

std::string short_text(std::string_view text) {
  return std::string(text.substr(0, 200));
}

std::string joined(const std::vector<FormatOffered>& formats) {
  std::string names;
  for (const auto& format : formats) names += (names.empty() ? "" : ", ") + short_text(format.prefix);
  return names;
}

class OaiVisit : public Visit {
 public:
  OaiVisit(Source source, Fetcher& fetcher, House house, VisitLimits limits, std::optional<Resumption> resumption)
      : source_(std::move(source)),
        house_(std::move(house)),
        limits_(limits),
        conversation_(fetcher, house_, limits.fetch, progress_),
        looks_(source_.url, source_.known_looks) {
    if (resumption) resume(*resumption);
  }

  std::optional<Delivery> next_page() override {
    auto delivery = go_on();
    standing_.full = from_.empty();
    return delivery;
  }
  const VisitOutcome& outcome() const override { return outcome_.value(); }
  const Standing& standing() const override { return standing_; }

 private:
  std::optional<Delivery> go_on() {
    if (!begun_) begin();
    if (after_page_) end(*std::exchange(after_page_, std::nullopt));
    while (!outcome_) {
      if (!within_limits()) break;
      if (auto delivery = take_page()) return delivery;
    }
    return std::nullopt;
  }

  // ---- the beginning: Identify, format, from ------------------------------------------------------------------------

  void resume(const Resumption& resumption) {
    resumed_ = true;
    token_ = resumption.cursor.token;
    first_date_ = resumption.cursor.first_date;
    progress_.declared = resumption.cursor.declared;
    received_before_ = resumption.cursor.received;
    pages_before_ = resumption.cursor.page;
    prefix_ = resumption.prefix;
    from_ = resumption.from;
  }

  void begin() {
    begun_ = true;
    if (house_.now) started_ = house_.now();
    identify();
    if (!outcome_ && prefix_.empty()) choose_format();
    if (!outcome_ && !resumed_) choose_from();
    is_node_ = is_node_ || prefix_ == "cpl";
    if (resumed_) pass_from_ = from_;
  }

  void end(VisitOutcome outcome) {
    if (outcome.moved_to.empty()) outcome.moved_to = moved_to_;
    outcome_ = std::move(outcome);
  }
  void end(Ending ending, std::string reason) { end(ended(ending, std::move(reason))); }

  bool has_pages() const { return resumed_ || progress_.pages > 0; }

  std::string question(std::string_view arguments) const {
    return source_.url + (source_.url.find('?') == std::string::npos ? "?" : "&") + std::string(arguments);
  }

  // Asks and reads; a cut page is asked for again (HAR-7). nullopt when the visit has ended.
  std::optional<Page> ask(const std::string& url, bool patient) {
    constexpr int most_cut_pages = 3;
    for (int attempt = 0;; ++attempt) {
      auto answer = conversation_.ask({.url = url, .begun = has_pages(), .patient = patient});
      if (auto* over = std::get_if<VisitOutcome>(&answer)) {
        end(std::move(*over));
        return std::nullopt;
      }
      Reply& reply = std::get<Reply>(answer);
      if (!reply.moved_to.empty()) moved_to_ = reply.moved_to.substr(0, reply.moved_to.find('?'));
      auto read = read_page(reply.body, {.origin = origin(), .mend = source_.mend});
      if (auto* over = std::get_if<VisitOutcome>(&read)) {
        end(std::move(*over));
        return std::nullopt;
      }
      Page& page = std::get<Page>(read);
      if (!page.cut || attempt == most_cut_pages) return std::move(page);
    }
  }

  Origin origin() const {
    return {.base_url = repository_.base_url.empty() ? source_.url : repository_.base_url,
            .host = identifier_host(source_.url),
            .source_name = repository_.name.empty() ? source_.name : repository_.name,
            .prefix = prefix_,
            .record_bytes = limits_.record_bytes,
            .mended = false};
  }

  void identify() {
    auto page = ask(question("verb=Identify"), false);
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
    formats_asked_ = true;
    auto page = ask(question("verb=ListMetadataFormats"), false);
    if (!page) {
      if (outcome_->ending != Ending::failed) return;
      outcome_.reset();
      prefix_ = "oai_dc";
      return;
    }
    const auto& offered = page->reply.formats;
    prefix_.clear();
    for (const std::string_view wanted : {"cpl", "oai_dc"}) {
      const bool there = std::any_of(offered.begin(), offered.end(), [&](const auto& f) { return f.prefix == wanted; });
      if (there && wanted == "cpl") is_node_ = true;
      if (there && prefix_.empty() && refused_prefix_ != wanted) prefix_ = wanted;
    }
    if (prefix_.empty() && offered.empty() && refused_prefix_ != "oai_dc") prefix_ = "oai_dc";
    if (prefix_.empty()) {
      end(Ending::failed, fmt::format("The source offers no format that can be read here, only: {}.", joined(offered)));
    }
  }

  // HAR-10: the source's own date of the last list, less an overlap; never our clock, never finer than advertised.
  void choose_from() {
    const auto checkpoint = model::parse_datestamp(source_.checkpoint);
    if (!checkpoint) return;
    const std::int64_t grain = repository_.granularity == model::Granularity::day ? day_seconds : 1;
    const std::int64_t overlap = std::max(grain, least_overlap_seconds);
    const auto now_there = model::parse_datestamp(repository_.response_date);
    if (now_there && now_there->datestamp.seconds < checkpoint->datestamp.seconds - overlap) {
      warnings_.push_back("The source's clock went back; everything was asked for again.");
      return;
    }
    from_ = model::format_datestamp({checkpoint->datestamp.seconds - overlap}, repository_.granularity);
    pass_from_ = from_;
  }

  // ---- the list
  // -------------------------------------------------------------------------------------------------------

  bool within_limits() {
    if (conversation_.stopped()) {
      end(Conversation::cancelled());
    } else if (progress_.received >= limits_.records) {
      end(Ending::suspended,
          fmt::format("Too much: {} records is the limit for this source. Raise it, or take a set.", limits_.records));
    } else if (progress_.pages >= limits_.pages) {
      end(Ending::interrupted, fmt::format("The limit of {} pages was reached.", limits_.pages));
    } else if (house_.now && house_.now().seconds - started_.seconds >= limits_.time.count()) {
      end(Ending::interrupted, "The time for one visit is over.");
    }
    return !outcome_;
  }

  std::string list_question() const {
    if (!token_.empty()) return question("verb=ListRecords&resumptionToken=" + formats::percent_encode(token_));
    std::string arguments = "verb=ListRecords&metadataPrefix=" + formats::percent_encode(prefix_);
    if (!source_.set.empty()) arguments += "&set=" + formats::percent_encode(source_.set);
    if (!pass_from_.empty()) arguments += "&from=" + formats::percent_encode(pass_from_);
    return question(arguments);
  }

  std::optional<Delivery> take_page() {
    auto page = ask(list_question(), true);
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

  // Broken off each time it was asked: what is whole is kept, and the next visit asks for the page again.
  std::optional<Delivery> take_cut_page(Page& page) {
    const bool some = has_pages() || !page.delivery.records.empty();
    auto outcome = ended(some ? Ending::interrupted : Ending::failed,
                         "A page of the source breaks off each time it is asked for.");
    if (page.delivery.offered == 0) {
      end(std::move(outcome));
      return std::nullopt;
    }
    after_page_ = std::move(outcome);
    return deliver(page, token_);
  }

  // HAR-27: a format of which more than a fifth of the first page cannot be read gives way to the next.
  bool falls_back(const Page& page) {
    const auto unread = static_cast<std::int64_t>(page.delivery.unread.size());
    const bool bad = unread * 5 > page.delivery.offered;
    if (!bad || has_pages() || prefix_ != "cpl" || !source_.wished_prefix.empty()) return false;
    warnings_.push_back("More than a fifth of the first page in the format cpl could not be read; oai_dc was taken.");
    prefix_ = "oai_dc";
    return true;
  }

  void take_errors(const OaiReply& reply) {
    if (reply.has_error("noRecordsMatch")) return take_no_records(reply);
    if (reply.has_error("badResumptionToken") && !token_.empty()) return restart();
    if (reply.has_error("cannotDisseminateFormat") && !has_pages() && may_choose_another_format()) {
      refused_prefix_ = prefix_;
      return ask_for_formats();
    }
    if (reply.has_error("badArgument") && token_.empty() && !pass_from_.empty() && !has_pages()) {
      warnings_.push_back("The source did not understand a date; everything was asked for.");
      from_.clear();
      pass_from_.clear();
      return;
    }
    end_with_error(reply.errors.front());
  }

  bool may_choose_another_format() const { return source_.wished_prefix.empty() && !formats_asked_; }

  // Success without changes (HAR-9); but in the middle of a list that was declared longer, a lost place.
  void take_no_records(const OaiReply& reply) {
    if (!token_.empty() && progress_.declared > received()) return restart();
    if (first_date_.empty()) first_date_ = reply.response_date;
    finish();
  }

  void end_with_error(const OaiError& error) {
    if (error.code == "noSetHierarchy") {
      return end(Ending::failed,
                 "The source has no sets, and a set was asked for. Take the set away from its settings.");
    }
    end(Ending::failed, fmt::format("The source answered with the error \"{}\": {}", short_text(error.code),
                                    error.text.empty() ? "no further words." : short_text(error.text)));
  }

  std::int64_t received() const { return received_before_ + static_cast<std::int64_t>(seen_.size()); }

  struct News {
    std::size_t to_the_pass = 0;
    std::size_t to_the_visit = 0;
  };

  News note_identifiers(const Page& page) {
    News news;
    const auto note = [&](const std::string& identifier) {
      if (identifier.empty()) return;
      const auto [place, is_new] = seen_.try_emplace(hash_of(identifier), pass_);
      news.to_the_visit += is_new;
      news.to_the_pass += is_new || place->second != pass_;
      place->second = pass_;
    };
    for (const auto& record : page.delivery.records) note(record.source_identifier);
    for (const auto& unread : page.delivery.unread) note(unread.identifier);
    new_since_restart_ += news.to_the_visit;
    return news;
  }

  std::optional<Delivery> take_records(Page& page) {
    if (first_date_.empty()) first_date_ = page.reply.response_date;
    note_order(page);
    const News news = note_identifiers(page);
    const std::string next = page.reply.token ? page.reply.token->text : "";
    if (page.reply.token && page.reply.token->complete_list_size >= 0 && !restarted_within_) {
      progress_.declared = page.reply.token->complete_list_size;
    }
    if (page.strange_datestamps > 0 && !std::exchange(told_of_dates_, true)) {
      warnings_.push_back("Some records carry a date that is none (bad_datestamp); they were kept.");
    }
    auto delivery = deliver(page, next);
    if (next.empty()) {
      token_.clear();
      after_page_ = finished();
      return delivery;
    }
    look_for_loop(next, news);
    token_ = next;
    return delivery;
  }

  void note_order(const Page& page) {
    if (!page.in_order || (!page.first_datestamp.empty() && page.first_datestamp < last_datestamp_)) in_order_ = false;
    if (!page.last_datestamp.empty()) last_datestamp_ = page.last_datestamp;
  }

  // HAR-5: a token seen before whose page brings nothing new, or three pages in a row without anything new.
  void look_for_loop(const std::string& next, const News& news) {
    const bool seen_before = !tokens_.insert(hash_of(next)).second;
    barren_ = news.to_the_pass == 0 ? barren_ + 1 : 0;
    const bool loop = (seen_before && news.to_the_pass == 0) || barren_ >= most_barren_pages;
    if (loop)
      after_page_ =
          ended(Ending::suspended, "Going in circles: the source gives the same places in its list again and again.");
    if (next.size() > limits_.token_bytes)
      after_page_ = ended(Ending::suspended, "Too much: a resumption token is larger than allowed.");
  }

  Delivery deliver(Page& page, const std::string& next) {
    Delivery& delivery = page.delivery;
    assert(delivery.offered ==
           static_cast<std::int64_t>(delivery.records.size() + delivery.unread.size()) + delivery.duplicate);
    ++progress_.pages;
    progress_.offered += delivery.offered;
    progress_.unread += static_cast<std::int64_t>(delivery.unread.size());
    progress_.duplicate += delivery.duplicate;
    progress_.lost += delivery.lost;
    progress_.mended += delivery.mended;
    progress_.received = received();
    delivery.next = {next, first_date_, pages_before_ + progress_.pages, progress_.declared, progress_.received};
    delivery.contributors = looks_.meet(sets_of(delivery), is_node_, conversation_);
    return std::move(delivery);
  }

  static std::vector<std::string> sets_of(const Delivery& delivery) {
    std::vector<std::string> sets;
    for (const auto& record : delivery.records) sets.insert(sets.end(), record.sets.begin(), record.sets.end());
    return sets;
  }

  // HAR-8: the token is gone. From the last datestamp where the list came in order, else from the beginning; two
  // restarts in a row that bring nothing new end the visit, and never as complete.
  void restart() {
    failed_restarts_ = new_since_restart_ == 0 ? failed_restarts_ + 1 : 1;
    new_since_restart_ = 0;
    if (failed_restarts_ > most_failed_restarts || ++restarts_ > most_restarts) {
      return end(Ending::interrupted,
                 "The source forgets in the middle of its list where it was (badResumptionToken).");
    }
    restarted_within_ = in_order_ && !last_datestamp_.empty();
    pass_from_ = restarted_within_ ? at_granularity(last_datestamp_) : from_;
    if (!restarted_within_) received_before_ = 0;
    if (house_.say) house_.say("The source has forgotten its place in the list; starting again.");
    token_.clear();
    tokens_.clear();
    barren_ = 0;
    ++pass_;
  }

  std::string at_granularity(const std::string& datestamp) const {
    return repository_.granularity == model::Granularity::day ? datestamp.substr(0, 10) : datestamp;
  }

  // ---- the end
  // ----------------------------------------------------------------------------------------------------------

  void finish() { end(finished()); }

  VisitOutcome finished() {
    VisitOutcome outcome;
    outcome.ending = progress_.unread + progress_.lost > 0 ? Ending::complete_with_losses
                     : progress_.offered == 0 && !resumed_ ? Ending::unchanged
                                                           : Ending::complete;
    outcome.checkpoint = checkpoint();
    const std::int64_t count = received();
    if (progress_.declared > count) {
      warnings_.push_back(fmt::format("The source declared {} records and gave {}.", progress_.declared, count));
    }
    return outcome;
  }

  // Only a date that can be read and does not lie in the future by more than a day (HOST-38).
  std::string checkpoint() {
    const auto date = model::parse_datestamp(first_date_);
    if (!date) return {};
    if (house_.now && date->datestamp.seconds > house_.now().seconds + day_seconds) {
      warnings_.push_back("The source's clock is more than a day ahead; the next visit will ask for everything.");
      return {};
    }
    return first_date_;
  }

  Source source_;
  House house_;
  VisitLimits limits_;
  Standing standing_;
  Progress& progress_ = standing_.progress;
  Repository& repository_ = standing_.repository;
  std::string& prefix_ = standing_.prefix;
  std::string& from_ = standing_.from;
  bool& is_node_ = standing_.is_node;
  std::vector<std::string>& warnings_ = standing_.warnings;
  std::optional<VisitOutcome> outcome_;
  Conversation conversation_;
  Looks looks_;
  bool begun_ = false;
  bool resumed_ = false;
  model::Datestamp started_;
  std::string moved_to_;
  bool formats_asked_ = false;
  std::string refused_prefix_;

  std::string token_;      // of the next page; empty at the start
  std::string pass_from_;  // `from` of this pass: later than from_ after a restart within the list
  std::string first_date_;
  std::int64_t pages_before_ = 0;
  std::int64_t received_before_ = 0;
  std::optional<VisitOutcome> after_page_;  // how it ends once the page in hand is taken

  std::unordered_map<std::size_t, int> seen_;  // hashes of identifiers → pass in which they were seen last
  std::unordered_set<std::size_t> tokens_;     // hashes of tokens of this pass
  int pass_ = 0;
  int barren_ = 0;
  int restarts_ = 0;
  int failed_restarts_ = 0;
  std::size_t new_since_restart_ = 0;
  bool restarted_within_ = false;
  bool in_order_ = true;
  std::string last_datestamp_;
  bool told_of_dates_ = false;
};

}  // namespace

std::unique_ptr<Visit> make_oai_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                                      std::optional<Resumption> resumption) {
  return std::make_unique<OaiVisit>(std::move(source), fetcher, std::move(house), limits, std::move(resumption));
}

}  // namespace commonplace::harvest
