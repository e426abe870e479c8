#include "harvest/sitemap_visit.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "harvest/first_bytes.h"
#include "harvest/framed_visit.h"
#include "harvest/oai_reply.h"
#include "harvest/page_resources.h"
#include "harvest/resource_body.h"
#include "harvest/robots.h"
#include "harvest/site_map.h"
#include "schemas/formats/digest.h"
#include "schemas/formats/url.h"

namespace commonplace::harvest {

namespace {

using std::chrono::seconds;

constexpr seconds least_pause{1};
constexpr std::int64_t day = 86'400;
constexpr std::int64_t whole_list_after = 30 * day;  // harvest.md §7
constexpr std::size_t pages_in_a_delivery = 25;
constexpr std::size_t most_missing = 1000;   // pages that answered 404 once, remembered until they do again
constexpr int most_troubles_in_a_row = 5;    // then the site is ill, not the page
constexpr std::size_t most_maps = 500;

std::string mark_of(const std::string& url) {
  return formats::sha256_hex(url).substr(0, 16);
}

// What is remembered between two visits: when the last one began, when the last whole list began, which pages were missing
// once. As text "begun whole mark,mark,…"; dates as datestamps, "-" for none.
struct Memory {
  std::string begun;
  std::string whole;
  std::set<std::string> missing;
};

std::string write(const Memory& memory) {
  std::string marks;
  for (const auto& mark : memory.missing) marks += (marks.empty() ? "" : ",") + mark;
  return fmt::format("{} {} {}", memory.begun.empty() ? "-" : memory.begun, memory.whole.empty() ? "-" : memory.whole,
                     marks.empty() ? "-" : marks);
}

std::optional<Memory> read_memory(const std::string& text) {
  std::istringstream words(text);
  Memory memory;
  std::string marks;
  if (!(words >> memory.begun >> memory.whole >> marks)) return std::nullopt;
  if (!model::parse_datestamp(memory.begun) || !model::parse_datestamp(memory.whole)) return std::nullopt;
  std::istringstream list(marks == "-" ? "" : marks);
  for (std::string mark; std::getline(list, mark, ',') && memory.missing.size() < most_missing;) memory.missing.insert(mark);
  return memory;
}

// Seconds of a W3C date, day or moment; nullopt for anything else.
std::optional<std::int64_t> moment(const std::string& text) {
  if (const auto datestamp = model::parse_datestamp(text)) return datestamp->datestamp.seconds;
  if (const auto time = model::parse_rfc3339(text)) return time->seconds;
  return std::nullopt;
}

class SitemapVisit : public FramedVisit {
 public:
  // The pause of the keeper's choice is ours to keep, not the conversation's: robots.txt may ask for a longer one.
  SitemapVisit(Source source, Fetcher& fetcher, House house, VisitLimits limits, std::optional<Resumption> resumption)
      : FramedVisit(without_pause(source), fetcher, std::move(house), limits, std::move(resumption)), wished_pause_(source.pause) {}

 private:
  static Source without_pause(Source source) {
    source.pause = seconds(0);
    return source;
  }

  struct Address {
    std::string url;
    std::string last_modified;
  };

  // ---- the beginning: robots.txt, the maps -----------------------------------------------------------------------------

  void begin() override {
    standing_.prefix = "sitemap";
    standing_.repository.base_url = source_.url;
    standing_.repository.deleted_records = "no";
    standing_.repository.response_date = today();
    home_ = formats::parse_http_url(source_.url);
    if (!home_) return end(Ending::refused, "The address of the sitemap is no web address.");
    remember();
    if (read_robots()) read_maps();
    if (!is_over()) choose();
  }

  void remember() {
    const auto memory = read_memory(source_.checkpoint);
    if (memory) before_ = *memory;
    const auto whole = model::parse_datestamp(before_.whole);
    const bool is_due = !memory || !house_.now || house_.now().seconds - whole->datestamp.seconds >= whole_list_after;
    now_.begun = today();
    now_.missing = before_.missing;
    if (resumed_at().empty()) {
      standing_.full = is_due;
      standing_.from = is_due ? "" : before_.begun;
    } else {
      now_.begun = resumed_at().substr(0, resumed_at().find(' '));
    }
    now_.whole = standing_.full ? now_.begun : before_.whole;
  }

  std::string origin() const {
    const bool is_usual = home_->port == (home_->scheme == "https" ? 443 : 80);
    return home_->scheme + "://" + home_->host + (is_usual ? "" : fmt::format(":{}", home_->port));
  }

  // RFC 9309 §2.3.1: what is not there allows everything, what cannot be reached nothing.
  bool read_robots() {
    auto reply = ask({.url = origin() + "/robots.txt", .told = true, .accept = "text/plain"});
    if (!reply) return false;
    const bool is_there = reply->status == 200 && first_look(reply->body) != Sight::web_page;
    if (is_there) robots_ = Robots(reply->body);
    const bool asks_robots = home_->path == "/robots.txt" || home_->path == "/";
    if (asks_robots && is_there) maps_ = maps_named_in(reply->body, origin() + "/robots.txt");
    if (maps_.empty()) maps_ = {asks_robots ? origin() + "/sitemap.xml" : source_.url};
    return true;
  }

  void read_maps() {
    for (std::size_t i = 0; i < maps_.size() && !is_over(); ++i) read_map(maps_[i], true);
  }

  void read_map(const std::string& url, bool may_be_index) {
    if (!is_allowed(url) || !pause(interval())) return;
    Conversation::Question question{.url = url, .told = true, .accept = std::string(accepted_maps)};
    question.decoded_bytes = most_map_bytes;
    auto reply = ask(std::move(question));
    if (!reply) return;
    if (reply->status != 200) return end(Conversation::ended_by(*reply));
    const auto text = unpacked_map(std::move(reply->body));
    if (!text) return end_for(text.problem());
    if (const auto came = instead_of(Expected::sitemap, *text)) return end(Ending::failed, *came);
    auto map = read_site_map(*text);
    if (!map) return end_for(map.problem());
    if (map->is_index) return read_index(*map, may_be_index);
    for (auto& entry : map->entries) take_address(std::move(entry));
  }

  void read_index(const SiteMap& index, bool may_be_index) {
    if (!may_be_index) return warn("An index of sitemaps inside another was passed over.");
    for (const auto& entry : index.entries) {
      const auto url = formats::normalise_http_url(entry.url);
      if (!url || !is_at_home(*url)) continue;
      if (++maps_read_ > most_maps) return warn(fmt::format("Only the first {} sitemaps were read.", most_maps));
      read_map(*url, false);
      if (is_over()) return;
    }
  }

  void end_for(const model::Problem& problem) {
    if (problem.kind == "doctype") return end(Ending::suspended, "The sitemap carries a DOCTYPE, as attacks do; nothing of it was read.");
    if (problem.kind == "too_big") return end(Ending::suspended, fmt::format("Too much: {}", problem.what));
    end(Ending::failed, fmt::format("The sitemap cannot be read ({}): {}", problem.kind, problem.what));
  }

  bool is_at_home(const std::string& url) const {
    const auto parsed = formats::parse_http_url(url);
    return parsed && parsed->host == home_->host && parsed->port == home_->port && parsed->user.empty();
  }

  bool is_allowed(const std::string& url) const {
    const auto parsed = formats::parse_http_url(url);
    return parsed && robots_.allows(parsed->path + (parsed->query.empty() ? "" : "?" + parsed->query));
  }

  seconds interval() const { return std::max({least_pause, wished_pause_, robots_.delay()}); }

  void take_address(MapEntry entry) {
    const auto url = formats::normalise_http_url(entry.url);
    if (!url || !is_at_home(*url)) {
      ++foreign_;
    } else if (static_cast<std::int64_t>(addresses_.size()) >= limits_.records) {
      end(Ending::suspended, fmt::format("Too much: {} pages is the limit for this source. Raise it, or take a part.", limits_.records));
    } else if (!is_allowed(*url)) {
      ++forbidden_;
    } else if (known_.insert(mark_of(*url)).second) {
      addresses_.push_back({*url, std::move(entry.last_modified)});
    }
  }

  // Pages that have not changed since the last visit are left in peace.
  void choose() {
    if (foreign_ > 0) warn(fmt::format("{} addresses of other hosts were passed over.", foreign_));
    if (forbidden_ > 0) warn(fmt::format("{} pages were not asked for, because robots.txt forbids it.", forbidden_));
    if (!standing_.full) {
      const auto since = moment(before_.begun).value_or(0) - day;  // lastmod may be a day, in any zone
      std::erase_if(addresses_, [&](const Address& address) {
        const auto changed = moment(address.last_modified);
        return changed && *changed < since && !before_.missing.contains(mark_of(address.url));
      });
    }
    progress_.declared = static_cast<std::int64_t>(addresses_.size());
    go_on_from(resumed_at());
  }

  // "begun mark-of-the-next index"
  void go_on_from(const std::string& place) {
    if (place.empty()) return;
    std::istringstream words(place);
    std::string begun, mark;
    std::size_t index = 0;
    if (!(words >> begun >> mark >> index)) return;
    const auto found = std::find_if(addresses_.begin(), addresses_.end(), [&](const Address& a) { return mark_of(a.url) == mark; });
    next_ = found == addresses_.end() ? std::min(index, addresses_.size()) : static_cast<std::size_t>(found - addresses_.begin());
  }

  // ---- the pages -------------------------------------------------------------------------------------------------------

  std::optional<Delivery> step() override {
    Gathering gathering;
    for (std::size_t pages = 0; next_ < addresses_.size() && pages < pages_in_a_delivery && !is_over(); ++pages) {
      if (!pause(interval())) break;
      take_page(addresses_[next_], gathering);
      if (!is_over()) ++next_;
    }
    return hand_on(std::move(gathering));
  }

  std::optional<Delivery> hand_on(Gathering gathering) {
    const bool is_last = next_ == addresses_.size();
    if (is_over() && gathering.size() == 0) return std::nullopt;
    if (is_last && gathering.size() == 0) {
      conclude();
      finish(write(now_), standing_.full);
      return std::nullopt;
    }
    if (is_last) {
      conclude();
      finish_after_page(write(now_), standing_.full);
    }
    const std::string token = is_last ? "" : fmt::format("{} {} {}", now_.begun, mark_of(addresses_[next_].url), next_);
    return deliver(std::move(gathering), token);
  }

  void conclude() {
    if (progress_.skipped > 0) warn(fmt::format("{} pages say nothing about something to learn with.", progress_.skipped));
  }

  void take_page(const Address& address, Gathering& gathering) {
    Conversation::Question question{.url = address.url, .begun = has_pages() || next_ > 0, .patient = false, .told = true,
                                    .accept = "text/html, application/xhtml+xml"};
    question.decoded_bytes = most_page_bytes;
    if (!standing_.full && !moment(address.last_modified)) question.last_modified = http_date(before_.begun);
    auto answer = conversation_.ask(question);
    if (auto* over = std::get_if<VisitOutcome>(&answer)) return take_trouble(address, std::move(*over), gathering);
    troubles_ = 0;
    const Reply& reply = std::get<Reply>(answer);
    const std::string mark = mark_of(address.url);
    const bool is_gone = reply.status == 404 || reply.status == 410;
    if (!is_gone) now_.missing.erase(mark);
    if (is_gone) return take_missing(address, mark, gathering);
    if (reply.status == 304) return;
    if (reply.status == 200) return read_page(address, reply, gathering);
    gathering.lose(1);  // 401, 403 and the like: it is there, and not for us
  }

  static std::string http_date(const std::string& datestamp) {
    const auto parsed = model::parse_datestamp(datestamp);
    return parsed ? model::format_http_date(parsed->datestamp) : "";
  }

  // One page that cannot be had is a loss, many in a row are a site that is ill.
  void take_trouble(const Address& address, VisitOutcome outcome, Gathering& gathering) {
    const bool concerns_all = outcome.ending == Ending::cancelled || outcome.ending == Ending::waiting ||
                              outcome.ending == Ending::refused;
    if (concerns_all || ++troubles_ == most_troubles_in_a_row) return end(std::move(outcome));
    if (outcome.ending == Ending::suspended) {
      troubles_ = 0;
      return gathering.set_aside(unread_of(page_identifier("", address.url), "too_big", 0, address.url));
    }
    gathering.lose(1);
  }

  // What is missing twice is gone. Only a resource that is called by its page can be named by it; others go when a whole
  // list has not named them.
  void take_missing(const Address& address, const std::string& mark, Gathering& gathering) {
    if (!now_.missing.contains(mark)) {
      if (now_.missing.size() < most_missing) now_.missing.insert(mark);
      return;
    }
    if (!before_.missing.contains(mark)) return;
    now_.missing.erase(mark);
    Delivered gone;
    gone.identifier = page_identifier("", address.url);
    gone.source_identifier = address.url;
    gone.deleted = true;
    gone.prefix = standing_.prefix;
    gone.hops.push_back(hop(address));
    gathering.keep(std::move(gone));
  }

  void read_page(const Address& address, const Reply& reply, Gathering& gathering) {
    const std::string datestamp = model::parse_datestamp(address.last_modified) ? address.last_modified : "";
    if (!read_resource_body({reply.body, address.url, datestamp, standing_.repository.response_date}, crossing(), gathering))
      ++progress_.skipped;
  }

  model::Hop hop(const Address& address) const {
    return {.base_url = source_.url,
            .identifier = address.url,
            .datestamp = {},
            .metadata_namespace = "https://schema.org/",
            .harvest_date = standing_.repository.response_date,
            .altered = true};
  }

  Origin crossing() const {
    return {.base_url = source_.url,
            .host = identifier_host(source_.url),
            .source_name = source_.name,
            .prefix = standing_.prefix,
            .record_bytes = limits_.record_bytes,
            .mended = false};
  }

  seconds wished_pause_;
  std::optional<formats::Url> home_;
  Robots robots_;
  std::vector<std::string> maps_;
  std::size_t maps_read_ = 0;
  Memory before_, now_;
  std::vector<Address> addresses_;
  std::set<std::string> known_;
  std::size_t next_ = 0;
  std::int64_t foreign_ = 0;
  std::int64_t forbidden_ = 0;
  int troubles_ = 0;
};

}  // namespace

std::unique_ptr<Visit> make_sitemap_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                                          std::optional<Resumption> resumption) {
  return std::make_unique<SitemapVisit>(std::move(source), fetcher, std::move(house), limits, std::move(resumption));
}

}  // namespace commonplace::harvest
