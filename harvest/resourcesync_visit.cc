#include "harvest/resourcesync_visit.h"

#include <algorithm>
#include <sstream>
#include <functional>
#include <unordered_map>

#include <fmt/format.h>

#include "harvest/dump_package.h"
#include "harvest/first_bytes.h"
#include "harvest/framed_visit.h"
#include "harvest/oai_reply.h"
#include "harvest/resource_body.h"
#include "harvest/site_map.h"
#include "schemas/formats/digest.h"
#include "schemas/formats/url.h"

namespace commonplace::harvest {

namespace {

constexpr std::size_t resources_in_a_delivery = 100;
constexpr std::size_t most_parts = 500;
constexpr int most_troubles_in_a_row = 5;
constexpr double resources_a_second = 4;  // what a far source gives, one question after the other (HAR-46)

// Up to which moment the source's changes are known, and how many changes of that very moment. As text "moment count".
struct Known {
  std::string until;
  std::size_t at_that_moment = 0;
};

std::string write(const Known& known) {
  return fmt::format("{} {}", known.until, known.at_that_moment);
}

// Seconds of a W3C date; nullopt for anything else.
std::optional<std::int64_t> moment(const std::string& text) {
  if (const auto datestamp = model::parse_datestamp(text)) return datestamp->datestamp.seconds;
  if (const auto time = model::parse_rfc3339(text)) return time->seconds;
  return std::nullopt;
}

std::optional<Known> read_known(std::istream& words) {
  Known known;
  if (!(words >> known.until >> known.at_that_moment) || !is_keepable(known.until) || !moment(known.until)) return std::nullopt;
  return known;
}

std::string mark_of(const MapEntry& entry) {
  return formats::sha256_hex(entry.url + "\n" + entry.datetime).substr(0, 16);
}

const std::string& date_of(const MapEntry& entry) {
  return entry.datetime.empty() ? entry.last_modified : entry.datetime;
}

class ResourceSyncVisit : public FramedVisit {
 public:
  using FramedVisit::FramedVisit;

 private:
  // ---- from the description to a list ------------------------------------------------------------------------------------

  void begin() override {
    standing_.prefix = "resourcesync";
    auto& repository = standing_.repository;
    repository.base_url = source_.url;
    repository.deleted_records = "no";
    repository.response_date = today();
    home_ = formats::parse_http_url(source_.url);
    if (!home_) return end(Ending::refused, "The address of the source is no web address.");
    std::istringstream checkpoint(source_.checkpoint);
    since_ = read_known(checkpoint);
    if (auto map = fetch_map(start())) follow(std::move(*map));
    if (!is_over()) prepare();
  }

  // A site is asked where ResourceSync begins on every site.
  std::string start() const {
    const bool is_site = home_->path == "/" && home_->query.empty();
    return is_site ? formats::resolve_url(source_.url, "/.well-known/resourcesync").value_or(source_.url) : source_.url;
  }

  std::optional<SiteMap> fetch_map(const std::string& url) {
    if (!is_at_home(url)) {
      end(Ending::refused, "The source sends on to another host.");
      return std::nullopt;
    }
    auto reply = ask(question_for(url));
    if (!reply) return std::nullopt;
    if (reply->status != 200) {
      end(Conversation::ended_by(*reply));
    } else if (const auto text = unpacked_map(std::move(reply->body)); !text) {
      end_for(text.problem());
    } else if (const auto came = instead_of(Expected::sitemap, *text)) {
      end(Ending::failed, *came);
    } else if (auto map = read_site_map(*text); !map) {
      end_for(map.problem());
    } else if (map->capability.empty()) {
      end(Ending::failed, "A document of the source does not say what it is (rs:md capability). Is it a plain sitemap?");
    } else {
      return std::move(*map);
    }
    return std::nullopt;
  }

  static Conversation::Question question_for(const std::string& url) {
    Conversation::Question question{.url = url, .told = true, .accept = std::string(accepted_maps)};
    question.decoded_bytes = most_map_bytes;
    return question;
  }

  void end_for(const model::Problem& problem) {
    if (problem.kind == "doctype") return end(Ending::suspended, "The answer carries a DOCTYPE, as attacks do; nothing of it was read.");
    if (problem.kind == "too_big") return end(Ending::suspended, fmt::format("Too much: {}", problem.what));
    end(Ending::failed, fmt::format("A list of the source cannot be read ({}): {}", problem.kind, problem.what));
  }

  bool is_at_home(const std::string& url) const {
    const auto parsed = formats::parse_http_url(url);
    return parsed && parsed->host == home_->host && parsed->port == home_->port && parsed->user.empty();
  }

  static std::string first_of(const SiteMap& map, std::string_view capability) {
    for (const auto& entry : map.entries) {
      if (entry.capability == capability) return entry.url;
    }
    return {};
  }

  void follow(SiteMap map) {
    if (map.capability == "description") {
      const auto next = first_of(map, "capabilitylist");
      if (next.empty()) return end(Ending::failed, "The source description names no capability list.");
      if (map.entries.size() > 1) warn("The source has several sets of resources; the first was taken.");
      auto list = fetch_map(next);
      if (list) follow_capabilities(*list);
    } else if (map.capability == "capabilitylist") {
      follow_capabilities(map);
    } else if (map.capability == "resourcelist") {
      take_resources(std::move(map));
    } else if (map.capability == "resourcedump") {
      take_dump(std::move(map));
      if (packages_.empty() && !is_over()) end(Ending::failed, "The dump of the source cannot be read.");
    } else if (map.capability == "changelist") {
      take_changes_or_end(std::move(map));
    } else {
      end(Ending::failed, fmt::format("The address is a {} of ResourceSync, which is not read. Name the source description.",
                                      map.capability.substr(0, 60)));
    }
  }

  // Changes where they reach back to the last visit; else everything, out of a dump as far as there is one.
  void follow_capabilities(const SiteMap& map) {
    const auto changes = first_of(map, "changelist");
    const auto resources = first_of(map, "resourcelist");
    if (wants_changes() && !changes.empty()) {
      auto list = fetch_map(changes);
      if (!list || take_changes(std::move(*list)) || is_over()) return;
    }
    const auto dump = first_of(map, "resourcedump");
    if (!dump.empty()) look_at_dump(dump);
    if (is_over()) return;
    if (resources.empty() && packages_.empty())
      return end(Ending::failed, dump.empty() ? "The source offers no list of its resources." : "The source offers its resources only as a dump, which cannot be read.");
    if (resources.empty()) return;
    if (auto list = fetch_map(resources)) take_resources(std::move(*list));
  }

  // An interrupted whole list goes on as one.
  bool wants_changes() const {
    if (!resumed_at().empty()) return !standing_.full;
    return since_.has_value();
  }

  // ---- a dump: what it holds need not be asked for one by one ------------------------------------------------------------

  // A dump that cannot be had is no reason to have nothing.
  void look_at_dump(const std::string& url) {
    auto map = is_at_home(url) ? try_map(url) : std::nullopt;
    if (is_over()) return;
    if (map && map->capability == "resourcedump") take_dump(std::move(*map));
    if (packages_.empty() && !is_over()) warn("The dump of the source cannot be read; its resources are asked for one by one.");
  }

  std::optional<SiteMap> try_map(const std::string& url) {
    auto question = question_for(url);
    question.patient = false;
    auto answer = conversation_.ask(question);
    if (auto* over = std::get_if<VisitOutcome>(&answer)) {
      if (concerns_all(*over)) end(std::move(*over));
      return std::nullopt;
    }
    auto& reply = std::get<Reply>(answer);
    if (reply.status != 200) return std::nullopt;
    const auto text = unpacked_map(std::move(reply.body));
    if (!text) return std::nullopt;
    auto map = read_site_map(*text);
    return map ? std::optional(std::move(*map)) : std::nullopt;
  }

  void take_dump(SiteMap map) {
    if (map.at.empty() || !moment(map.at)) return;
    begin_whole(map.at);
    if (!map.is_index) return take_packages(map);
    for (const auto& entry : map.entries) {
      const auto part = is_at_home(entry.url) ? try_map(entry.url) : std::nullopt;
      if (is_over()) return;
      if (part && !part->is_index) take_packages(*part);
    }
  }

  void take_packages(const SiteMap& map) {
    for (const auto& entry : map.entries) {
      const auto url = formats::normalise_http_url(entry.url);
      if (!url || !is_at_home(*url)) {
        ++foreign_;
      } else if (packages_.size() < most_parts) {
        packages_.push_back(entry);
        packages_.back().url = *url;
      }
    }
  }

  // What is known afterwards is what was known where it began: of several moments the first.
  void begin_whole(const std::string& at) {
    const bool is_first = !standing_.full || known_.until.empty() || *moment(at) < *moment(known_.until);
    if (is_first) known_ = {at, 0};
    standing_.full = true;
    standing_.from.clear();
  }

  // Says what is to be done where a package is no good: the list makes up for it, else it is the end.
  void pass_over(const std::string& why) {
    ++package_;
    inner_ = 0;
    if (!has_list_) return end(has_pages() ? Ending::interrupted : Ending::failed, why);
    warn(why + " Its resources are asked for one by one.");
  }

  bool open_package() {
    const auto& package = packages_[package_];
    Conversation::Question question{.url = package.url, .begun = has_pages(), .patient = has_pages(), .told = true, .accept = "application/zip"};
    question.decoded_bytes = most_package_bytes;
    auto answer = conversation_.ask(question);
    if (auto* over = std::get_if<VisitOutcome>(&answer)) {
      if (concerns_all(*over) || !has_list_) return end(std::move(*over)), false;
      return pass_over("A package of the dump could not be had."), false;
    }
    auto& reply = std::get<Reply>(answer);
    const std::string wanted = sha256_in(package.hash);
    if (reply.status != 200) return pass_over(fmt::format("A package of the dump could not be had (status {}).", reply.status)), false;
    if (!wanted.empty() && formats::sha256_hex(reply.body) != wanted) return pass_over("A package of the dump is not what its list says (sha-256)."), false;
    auto opened = DumpPackage::open(std::move(reply.body));
    if (!opened && opened.problem().kind == "too_big") return end(Ending::suspended, fmt::format("Too much: {}", opened.problem().what)), false;
    if (!opened) return pass_over(fmt::format("A package of the dump cannot be read: {}", opened.problem().what)), false;
    open_.emplace(std::move(*opened));
    return true;
  }

  std::optional<Delivery> step_of_dump() {
    if (!open_ && !open_package()) return when_dump_is_read();
    Gathering gathering;
    const auto& entries = open_->manifest().entries;
    for (std::size_t count = 0; inner_ < entries.size() && count < resources_in_a_delivery; ++inner_)
      count += take_from_dump(entries[inner_], gathering);
    if (inner_ == entries.size()) {
      open_.reset();
      ++package_;
      inner_ = 0;
    }
    when_dump_is_read();
    if (gathering.size() == 0) return std::nullopt;
    const bool is_last = package_ == packages_.size() && next_ == entries_.size();
    if (is_last) finish_after_page(write(known_), true);
    return deliver(std::move(gathering), is_last ? "" : place());
  }

  // What the dump held need not be asked for any more.
  std::optional<Delivery> when_dump_is_read() {
    if (package_ < packages_.size() || is_over()) return std::nullopt;
    std::erase_if(entries_, [&](const MapEntry& entry) { return !left_.contains(entry.url); });
    left_.clear();
    go_on_from(resumed_at());
    return std::nullopt;
  }

  // Whether the file was used up; what the list knows better is asked for by itself.
  bool take_from_dump(const MapEntry& entry, Gathering& gathering) {
    const auto url = formats::normalise_http_url(entry.url);
    if (!url || !is_at_home(*url)) return false;
    const auto listed = left_.find(*url);
    if (has_list_ && listed == left_.end()) return false;
    const std::string wanted = has_list_ ? sha256_in(listed->second) : "";
    const std::string is = sha256_in(entry.hash);
    if (!wanted.empty() && !is.empty() && wanted != is) return false;
    const auto& at = open_->manifest().at;
    const bool is_confirmed = !wanted.empty() && wanted == is;
    if (!is_confirmed && moment(at) && is_keepable(at)) begin_whole(at);
    const bool was_taken = std::pair(package_, inner_) < taken_before_;
    auto body = was_taken ? model::Outcome<std::string>(std::string()) : open_->body(entry, limits_.record_bytes);
    if (!body && has_list_) return false;
    if (has_list_) left_.erase(listed);
    if (was_taken) return false;
    MapEntry known = entry;
    known.url = *url;
    if (body) {
      take_body(known, *body, gathering);
    } else {
      const auto reason = body.problem().kind == "too_big" ? "too_big" : "not_wellformed";
      gathering.set_aside(unread_of(page_identifier("", *url), reason, 0, *url));
    }
    return true;
  }

  // ---- the lists -----------------------------------------------------------------------------------------------------------

  void take_resources(SiteMap map) {
    if (map.at.empty() || !moment(map.at)) return end(Ending::failed, "The resource list does not say of which moment it is (rs:md at).");
    begin_whole(map.at);
    has_list_ = true;
    if (!map.is_index) return take_entries(std::move(map.entries));
    for_each_part(map, [&](SiteMap part) { take_entries(std::move(part.entries)); });
  }

  void for_each_part(const SiteMap& index, const std::function<void(SiteMap)>& take) {
    std::size_t parts = 0;
    for (const auto& entry : index.entries) {
      if (wants_changes() && !entry.until.empty() && since_ && moment(entry.until).value_or(0) < *moment(since_->until)) continue;
      if (++parts > most_parts) return warn(fmt::format("Only the first {} parts of a list were read.", most_parts));
      auto part = fetch_map(entry.url);
      if (!part) return;
      if (part->is_index) return end(Ending::failed, "An index of lists holds another index.");
      take(std::move(*part));
    }
  }

  void take_entries(std::vector<MapEntry> entries) {
    for (auto& entry : entries) {
      const auto url = formats::normalise_http_url(entry.url);
      if (!url || !is_at_home(*url)) {
        ++foreign_;
        continue;
      }
      entry.url = *url;
      entries_.push_back(std::move(entry));
    }
    if (static_cast<std::int64_t>(entries_.size()) > limits_.records)
      end(Ending::suspended, fmt::format("Too much: {} records is the limit for this source. Raise it.", limits_.records));
  }

  void take_changes_or_end(SiteMap map) {
    if (!since_) since_ = Known{map.from, 0};
    if (!take_changes(std::move(map)) && !is_over())
      end(Ending::failed, "The changes do not reach back to the last visit. Name the source description, so that everything can be asked for.");
  }

  // False where they begin later than what is known.
  bool take_changes(SiteMap map) {
    const auto from = moment(map.from);
    if (!from) {
      end(Ending::failed, "The change list does not say from which moment on it is (rs:md from).");
      return false;
    }
    const auto since = since_ ? moment(since_->until) : std::nullopt;
    if (!since || *from > *since) return false;
    standing_.full = false;
    standing_.from = since_->until;
    if (map.is_index) {
      for_each_part(map, [&](SiteMap part) { take_entries(std::move(part.entries)); });
    } else {
      take_entries(std::move(map.entries));
    }
    if (!is_over()) keep_later_changes(*since);
    return true;
  }

  // Of several changes of one resource the last counts. Changes of the very moment that is known are counted off.
  void keep_later_changes(std::int64_t since) {
    const auto date = [](const MapEntry& entry) { return moment(date_of(entry)).value_or(0); };
    if (!std::is_sorted(entries_.begin(), entries_.end(), [&](const auto& a, const auto& b) { return date(a) < date(b); })) {
      warn("The changes were not in forward order; they were put into it.");
      std::stable_sort(entries_.begin(), entries_.end(), [&](const auto& a, const auto& b) { return date(a) < date(b); });
    }
    std::size_t passed = 0;
    std::erase_if(entries_, [&](const MapEntry& entry) {
      if (date(entry) != since) return date(entry) < since;
      return passed++ < since_->at_that_moment;
    });
    known_ = *since_;
    for (const auto& entry : entries_) note(date_of(entry));
    std::unordered_map<std::string, std::size_t> last;
    for (std::size_t i = 0; i < entries_.size(); ++i) last[entries_[i].url] = i;
    std::size_t place = 0;
    std::erase_if(entries_, [&](const MapEntry& entry) { return last.at(entry.url) != place++; });
  }

  void note(const std::string& date) {
    if (!moment(date) || !is_keepable(date)) return;
    if (*moment(date) == *moment(known_.until)) ++known_.at_that_moment;
    if (*moment(date) > *moment(known_.until)) known_ = {date, 1};
  }

  void prepare() {
    if (foreign_ > 0) warn(fmt::format("{} addresses of other hosts were passed over.", foreign_));
    if (has_list_ || packages_.empty()) progress_.declared = static_cast<std::int64_t>(entries_.size());
    if (!packages_.empty()) return begin_dump();
    if (house_.say && entries_.size() > 10'000)
      house_.say(fmt::format("{} resources are asked for one by one: about {:.1f} hours.", entries_.size(),
                             static_cast<double>(entries_.size()) / resources_a_second / 3600));
    go_on_from(resumed_at());
  }

  // "moment count dump package file", or a place behind the dump.
  void begin_dump() {
    for (const auto& entry : entries_) left_.emplace(entry.url, entry.hash);
    std::istringstream words(resumed_at());
    const auto known = read_known(words);
    if (!known) return;
    known_ = *known;
    std::string mark;
    taken_before_ = {packages_.size(), 0};
    if (words >> mark && mark == "dump") words >> taken_before_.first >> taken_before_.second;
    if (!has_list_) package_ = std::min(taken_before_.first, packages_.size());
  }

  std::string place() const {
    if (package_ < packages_.size()) return fmt::format("{} dump {} {}", write(known_), package_, inner_);
    return fmt::format("{} {} {}", write(known_), mark_of(entries_[next_]), next_);
  }

  // "moment count mark index": what is known afterwards stays what it was when the list was begun.
  void go_on_from(const std::string& place) {
    std::istringstream words(place);
    const auto known = read_known(words);
    std::string mark;
    std::size_t index = 0;
    if (!known || !(words >> mark >> index) || mark == "dump") return;
    known_ = *known;
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const MapEntry& e) { return mark_of(e) == mark; });
    next_ = found == entries_.end() ? std::min(index, entries_.size()) : static_cast<std::size_t>(found - entries_.begin());
  }

  // ---- the resources -------------------------------------------------------------------------------------------------------

  std::optional<Delivery> step() override {
    if (package_ < packages_.size()) return step_of_dump();
    Gathering gathering;
    for (std::size_t count = 0; next_ < entries_.size() && count < resources_in_a_delivery && !is_over(); ++count) {
      take(entries_[next_], gathering);
      if (!is_over()) ++next_;
    }
    const bool is_last = next_ == entries_.size();
    if (gathering.size() == 0 && (is_over() || is_last)) {
      if (!is_over()) finish(write(known_), standing_.full);
      return std::nullopt;
    }
    if (is_last) finish_after_page(write(known_), standing_.full);
    return deliver(std::move(gathering), is_last ? "" : place());
  }

  void take(const MapEntry& entry, Gathering& gathering) {
    auto answer = conversation_.ask({.url = entry.url,
                                     .begun = has_pages() || next_ > 0,
                                     .patient = false,
                                     .told = true,
                                     .accept = "application/json, application/ld+json, application/xml;q=0.9, text/html;q=0.8"});
    if (auto* over = std::get_if<VisitOutcome>(&answer)) return take_trouble(entry, std::move(*over), gathering);
    troubles_ = 0;
    const Reply& reply = std::get<Reply>(answer);
    const bool is_gone = reply.status == 404 || reply.status == 410;
    if (entry.change == "deleted" && is_gone) return take_deletion(entry, reply.body, gathering);
    if (reply.status == 200) return take_body(entry, reply.body, gathering);
    if (is_gone && !standing_.full) return;  // changed, and gone since: its deletion comes with the next changes
    gathering.lose(1);
  }

  static bool concerns_all(const VisitOutcome& outcome) {
    return outcome.ending == Ending::cancelled || outcome.ending == Ending::waiting || outcome.ending == Ending::refused;
  }

  // One resource that cannot be had is a loss, many in a row are a source that is ill.
  void take_trouble(const MapEntry& entry, VisitOutcome outcome, Gathering& gathering) {
    if (concerns_all(outcome) || ++troubles_ == most_troubles_in_a_row) return end(std::move(outcome));
    if (outcome.ending == Ending::suspended) return gathering.set_aside(unread_of(page_identifier("", entry.url), "too_big", 0, entry.url));
    gathering.lose(1);
  }

  void take_deletion(const MapEntry& entry, const std::string& body, Gathering& gathering) {
    const auto named = identifier_of_record(body);
    Delivered gone;
    gone.source_identifier = named.empty() ? entry.url : named;
    gone.identifier = page_identifier(named, entry.url);
    gone.datestamp = as_datestamp(date_of(entry));
    gone.deleted = true;
    gone.prefix = standing_.prefix;
    gone.hops.push_back({.base_url = source_.url,
                         .identifier = gone.source_identifier,
                         .datestamp = gone.datestamp,
                         .metadata_namespace = {},
                         .harvest_date = standing_.repository.response_date,
                         .altered = false});
    gathering.keep(std::move(gone));
  }

  void take_body(const MapEntry& entry, const std::string& body, Gathering& gathering) {
    const std::string wanted = sha256_in(entry.hash);
    if (!wanted.empty() && formats::sha256_hex(body) != wanted) {
      // It may have changed since the list was written: then it is among the next changes.
      return gathering.set_aside(unread_of(page_identifier("", entry.url), "crosswalk_failed", 0, body));
    }
    const Origin origin{.base_url = source_.url,
                        .host = identifier_host(source_.url),
                        .source_name = source_.name,
                        .prefix = standing_.prefix,
                        .record_bytes = limits_.record_bytes,
                        .mended = false};
    if (!read_resource_body({body, entry.url, as_datestamp(date_of(entry)), standing_.repository.response_date}, origin, gathering))
      ++progress_.skipped;
  }

  static std::string as_datestamp(const std::string& date) {
    return model::parse_datestamp(date) ? date : moment(date) ? model::format_datestamp({*moment(date)}) : "";
  }

  std::optional<formats::Url> home_;
  std::optional<Known> since_;
  Known known_;
  bool has_list_ = false;
  std::vector<MapEntry> packages_;  // of a dump
  std::size_t package_ = 0;
  std::optional<DumpPackage> open_;  // the package under way, and the next of its files
  std::size_t inner_ = 0;
  std::pair<std::size_t, std::size_t> taken_before_{0, 0};  // package and file where a visit that is gone on with stood
  std::unordered_map<std::string, std::string> left_;      // of the list, not found in the dump so far: address → hash
  std::vector<MapEntry> entries_;
  std::size_t next_ = 0;
  std::int64_t foreign_ = 0;
  int troubles_ = 0;
};

}  // namespace

std::unique_ptr<Visit> make_resourcesync_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                                               std::optional<Resumption> resumption) {
  return std::make_unique<ResourceSyncVisit>(std::move(source), fetcher, std::move(house), limits, std::move(resumption));
}

}  // namespace commonplace::harvest
