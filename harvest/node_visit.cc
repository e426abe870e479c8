#include "harvest/node_visit.h"

#include <charconv>

#include <fmt/format.h>

#include "harvest/change_line.h"
#include "harvest/first_bytes.h"
#include "harvest/framed_visit.h"
#include "harvest/looks.h"
#include "harvest/node_document.h"
#include "harvest/oai_reply.h"
#include "schemas/formats/url.h"

namespace commonplace::harvest {

namespace {

constexpr std::size_t lines_asked_for = 500;  // one page is one transaction (HAR-23)

// Where the feed was left: the node's life, the last number seen, the mark of the last answer. As text "life seq etag",
// with "-" for what is not known; no part has a blank.
struct Place {
  std::string life;
  std::int64_t seq = 0;
  std::string etag;
};

std::string known(const std::string& text) {
  return is_keepable(text) ? text : "-";
}

std::string write(const Place& place) {
  return fmt::format("{} {} {}", known(place.life), place.seq, known(place.etag));
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<Place> read_place(std::string_view text) {
  const auto first = text.find(' ');
  const auto second = text.find(' ', std::min(first, text.size() - 1) + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
  const auto seq = number(text.substr(first + 1, second - first - 1));
  if (!seq) return std::nullopt;
  const auto part = [](std::string_view word) { return word == "-" ? std::string() : std::string(word); };
  return Place{part(text.substr(0, first)), *seq, part(text.substr(second + 1))};
}

std::string base_of(std::string url) {
  url.resize(std::min(url.find('?'), url.size()));
  while (url.ends_with('/')) url.pop_back();
  if (url.ends_with("/oai")) url.resize(url.size() - 4);
  return url;
}

// The address of a link of that relation in a Link header, whose parameters have `further` in them; empty where there is
// none.
std::string_view link_to(std::string_view header, std::string_view relation, std::string_view further = {}) {
  for (std::size_t open = header.find('<'); open != std::string_view::npos; open = header.find('<', open + 1)) {
    const auto close = header.find('>', open);
    if (close == std::string_view::npos) return {};
    const auto parameters = header.substr(close, header.find('<', close) - close);
    const bool relates = parameters.find(fmt::format("rel=\"{}\"", relation)) != std::string_view::npos ||
                         parameters.find(fmt::format("rel={}", relation)) != std::string_view::npos;
    if (relates && parameters.find(further) != std::string_view::npos) return header.substr(open + 1, close - open - 1);
  }
  return {};
}

// The number behind "since=" of an address; -1 where there is none.
std::int64_t since_of(std::string_view url) {
  constexpr std::string_view name = "since=";
  const auto place = url.find(name);
  if (place == std::string_view::npos) return -1;
  const auto rest = url.substr(place + name.size());
  return number(rest.substr(0, rest.find('&'))).value_or(-1);
}

class NodeVisit : public FramedVisit {
 public:
  NodeVisit(Source source, Fetcher& fetcher, House house, VisitLimits limits, std::optional<Resumption> resumption)
      : FramedVisit(std::move(source), fetcher, std::move(house), limits, std::move(resumption)),
        base_(base_of(source_.url)),
        looks_(base_ + "/oai", source_.known_looks) {}

 private:
  void begin() override {
    standing_.is_node = true;
    standing_.prefix = "cpl";
    const auto remembered = read_place(source_.checkpoint);
    if (remembered) place_ = *remembered;
    if (const auto resumed = read_place(resumed_at())) {
      place_ = *resumed;
    } else {
      standing_.from = remembered ? std::to_string(place_.seq) : "";
      standing_.full = !remembered;
    }
    standing_.repository.deleted_records = "persistent";
  }

  std::optional<Delivery> step() override {
    if (page_.at < page_.body.size()) return next_slice();
    auto reply = ask({.url = page_.dump.empty() ? question() : page_.dump,
                      .told = true,
                      .accept = "application/x-ndjson, application/json;q=0.5",
                      .etag = has_pages() ? "" : place_.etag});
    if (!reply) return std::nullopt;
    if (!reply->moved_to.empty()) note_moved(reply->moved_to);
    if (leaves_dump(*reply) || ends_visit(*reply)) return std::nullopt;
    return take(*reply);
  }

  // A dump that cannot be had is no loss: its changes are in the feed too.
  bool leaves_dump(const Reply& reply) {
    const bool leaves = !page_.dump.empty() && (reply.status != 200 || is_another_life(reply) ||
                                                instead_of(Expected::ndjson, reply.body).has_value());
    if (leaves) page_.dump.clear();
    return leaves;
  }

  // Or begins it anew.
  bool ends_visit(const Reply& reply) {
    if (reply.status == 304) {
      finish(write(place_), false);
    } else if (reply.status == 410 || is_another_life(reply)) {
      begin_anew();
    } else if (reply.status != 200) {
      end(has_pages() ? Ending::interrupted : Ending::failed,
          fmt::format("The node answered with status {} instead of its changes.", reply.status));
    } else if (const auto came = instead_of(Expected::ndjson, reply.body)) {
      end(Ending::failed, *came);
    } else {
      return false;
    }
    return true;
  }

  std::string question() const {
    std::string url = fmt::format("{}/api/v1/changes?since={}&limit={}", base_, place_.seq, lines_asked_for);
    if (!place_.life.empty()) url += "&life=" + formats::percent_encode(place_.life);
    return url;
  }

  bool is_another_life(const Reply& reply) const {
    return reply.status == 200 && !place_.life.empty() && !reply.life.empty() && reply.life != place_.life;
  }

  // The node was restored or made anew: its numbers mean something else now. What it does not name any more is to be
  // looked for.
  void begin_anew() {
    if (std::exchange(anew_, true)) return end(Ending::failed, "The node refuses to give its changes from the beginning.");
    warn("The node has begun a new life; everything was asked for again.");
    place_ = {};
    page_ = {};
    standing_.from.clear();
    standing_.full = true;
    standing_.repository.deleted_records = "transient";
  }

  std::optional<Delivery> take(Reply& reply) {
    if (is_keepable(reply.life)) place_.life = reply.life;
    place_.etag = reply.etag;
    const auto next = link_to(reply.link, "next");
    const bool begins = place_.seq == 0 && page_.dump.empty();
    Page page{.body = std::move(reply.body), .asked_since = place_.seq, .next_since = since_of(next)};
    page.goes_on = !next.empty();
    if (begins) page.dump = dump_address(link_to(reply.link, "alternate", "gzip"));
    if (!page_.dump.empty()) page.dump = dump_address(next), page.in_dump = true;
    page_ = std::move(page);
    if (!page_.body.empty()) introduce();
    return is_over() ? std::nullopt : next_slice();
  }

  // Only a dump of the node itself (CONTRACT §4.2); empty for anything else.
  std::string dump_address(std::string_view link) const {
    if (link.empty()) return {};
    auto url = formats::resolve_url(base_ + "/api/v1/changes", link);
    return url && url->starts_with(base_ + "/api/v1/dump") ? std::move(*url) : std::string();
  }

  std::optional<Delivery> next_slice() {
    Gathering gathering;
    const Origin origin = make_origin();
    while (page_.at < page_.body.size() && gathering.size() < lines_asked_for) {
      const std::string_view body = page_.body;
      const auto end = std::min(body.find('\n', page_.at), body.size());
      const auto line = body.substr(page_.at, end - page_.at);
      page_.at = end + 1;
      ++page_.line_number;
      if (line.find_first_not_of(" \t\r") != std::string_view::npos) read_line(line, origin, gathering);
    }
    const bool is_last = page_.at >= page_.body.size() && !goes_on();
    return hand_on(std::move(gathering), is_last);
  }

  // What comes behind the page, once it is read. False where nothing does.
  bool goes_on() {
    if (!page_.in_dump) place_.seq = std::max(place_.seq, page_.next_since);
    const bool stands_still = place_.seq == page_.asked_since;
    // The mark is of this very answer: it says nothing about another question.
    if (!stands_still) place_.etag.clear();
    if (page_.in_dump && stands_still) page_.dump.clear();
    if (page_.in_dump || !page_.goes_on) return page_.in_dump;
    if (stands_still)
      end_after_page(ended(Ending::suspended, "Going in circles: the node gives the same changes again and again."));
    return true;
  }

  std::optional<Delivery> hand_on(Gathering gathering, bool is_last) {
    if (is_last && gathering.size() == 0) finish(write(place_), standing_.full);
    if (gathering.size() == 0) return std::nullopt;
    if (is_last) finish_after_page(write(place_), standing_.full);
    auto delivery = deliver(std::move(gathering), is_last ? "" : write(place_));
    delivery.contributors = looks_.meet(sets_of(delivery), true, conversation_);
    return delivery;
  }

  // A broken line is set aside with its number in the place of its offset, and the feed goes on.
  void read_line(std::string_view line, const Origin& origin, Gathering& gathering) {
    auto change = read_change(line);
    if (!change) {
      place_.seq = std::max(place_.seq, seq_of_broken(line));
      return gathering.set_aside(unread_of("", change.problem().kind, page_.line_number, line));
    }
    if (page_.in_dump && change->seq <= place_.seq) return;  // had from the feed before the dump was offered
    if (change->seq <= place_.seq && !std::exchange(told_of_order_, true))
      warn("The node's changes are not in the order of their numbers; they were taken as they came.");
    place_.seq = std::max(place_.seq, change->seq);
    Carried carried{std::move(change->identifier), change->deleted, change->record, std::move(change->hops)};
    auto record = cross_carried(carried, origin);
    if (!record) return gathering.set_aside(unread_of(carried.identifier, record.problem().kind, page_.line_number, line));
    record->hops.front().harvest_date = today_;
    gathering.keep(std::move(*record));
  }

  // The node's own name is asked for when there is something to take, once a visit.
  void introduce() {
    if (std::exchange(introduced_, true)) return;
    today_ = today();
    auto& repository = standing_.repository;
    repository.base_url = base_ + "/oai";
    repository.response_date = today_;
    repository.granularity = model::Granularity::second;
    const auto reply = conversation_.try_once(base_ + std::string(node_document_path));
    const auto document = reply ? read_node_document(reply->body) : std::nullopt;
    if (conversation_.stopped()) return end(Conversation::cancelled());
    if (!document) return;
    repository.name = document->name;
    repository.identifier_host = document->identifier_host;
  }

  Origin make_origin() const {
    return {.base_url = base_ + "/oai",
            .host = identifier_host(source_.url),
            .source_name = standing_.repository.name.empty() ? source_.name : standing_.repository.name,
            .prefix = "cpl",
            .record_bytes = limits_.record_bytes,
            .mended = false};
  }

  static std::vector<std::string> sets_of(const Delivery& delivery) {
    std::vector<std::string> sets;
    for (const auto& record : delivery.records) sets.insert(sets.end(), record.sets.begin(), record.sets.end());
    return sets;
  }

  // One answer and how far it has been handed on.
  struct Page {
    std::string body = {};
    std::size_t at = 0;
    std::size_t line_number = 0;
    std::int64_t asked_since = 0;
    std::int64_t next_since = -1;  // as the node says
    bool goes_on = false;
    bool in_dump = false;
    std::string dump = {};  // the part of the dump to ask for next; empty: the feed
  };

  std::string base_;
  Looks looks_;
  Place place_;
  Page page_;
  std::string today_;
  bool introduced_ = false;
  bool anew_ = false;
  bool told_of_order_ = false;
};

}  // namespace

std::unique_ptr<Visit> make_node_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                                       std::optional<Resumption> resumption) {
  return std::make_unique<NodeVisit>(std::move(source), fetcher, std::move(house), limits, std::move(resumption));
}

}  // namespace commonplace::harvest
