#include "harvest/detect.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "harvest/first_bytes.h"
#include "harvest/node_document.h"
#include "harvest/robots.h"
#include "harvest/row_file.h"
#include "harvest/site_map.h"
#include "harvest/static_repository.h"
#include "harvest/tags.h"
#include "schemas/formats/url.h"

namespace commonplace::harvest {

namespace {

constexpr int most_questions = 24;
constexpr std::size_t most_links = 5;

// Where repositories of the usual makes have their endpoint: DSpace, EPrints, OJS and others.
constexpr std::array<std::string_view, 7> usual_places = {"/oai",     "/oai/request", "/server/oai/request", "/cgi/oai2",
                                                          "/oai-pmh", "/oai2d",       "/index/oai"};

// The start tag of the root, without what stands in front of it; empty where there is none.
std::string_view root_tag(std::string_view body) {
  for (std::size_t at = body.find('<'); at != std::string_view::npos; at = body.find('<', at + 1)) {
    const auto rest = body.substr(at);
    if (rest.starts_with("<!--")) {
      at = body.find("-->", at);
      if (at == std::string_view::npos) return {};
      continue;
    }
    if (rest.starts_with("<?") || rest.starts_with("<!")) continue;
    return rest.substr(0, rest.find('>'));
  }
  return {};
}

// Without prefix and attributes.
std::string_view local_name(std::string_view tag) {
  if (tag.empty()) return {};
  tag.remove_prefix(1);
  tag = tag.substr(0, tag.find_first_of(" \t\r\n/>"));
  const auto colon = tag.find(':');
  return colon == std::string_view::npos ? tag : tag.substr(colon + 1);
}

bool is_oai(std::string_view body) {
  return first_look(body) == Sight::xml && local_name(root_tag(body)) == "OAI-PMH";
}

bool is_map(std::string_view body) {
  const auto name = local_name(root_tag(body));
  return first_look(body) == Sight::xml && (name == "urlset" || name == "sitemapindex");
}

bool is_resourcesync(std::string_view body) {
  return is_map(body) && body.substr(0, 16 * 1024).find("http://www.openarchives.org/rs/terms/") != std::string_view::npos;
}

std::string between(std::string_view body, std::string_view begin, std::string_view end) {
  const auto from = body.find(begin);
  if (from == std::string_view::npos) return {};
  const auto text = body.substr(from + begin.size());
  const auto to = text.find(end);
  return to == std::string_view::npos || to > 200 ? std::string() : std::string(text.substr(0, to));
}

std::string named(std::string_view what, const std::string& name) {
  return name.empty() ? fmt::format("{}.", what) : fmt::format("{}: {}.", what, name);
}

class Detector {
 public:
  Detector(const formats::Url& url, std::string typed, Fetcher& fetcher, std::stop_token stop)
      : url_(url), typed_(std::move(typed)), fetcher_(fetcher), stop_(std::move(stop)) {
    const bool is_usual = url.port == (url.scheme == "https" ? 443 : 80);
    const std::string host = url.host.find(':') == std::string::npos ? url.host : "[" + url.host + "]";
    if (url.path == "/" && url.query.empty() && !typed_.ends_with('/')) typed_ += '/';
    origin_ = url.scheme + "://" + host + (is_usual ? "" : fmt::format(":{}", url.port));
  }

  Found detect() {
    if (may_be_node() && look_for_node()) return found_;
    if (!refused_) look_at_address();
    if (found_.kind.empty() && !page_.empty()) look_for_node();  // any page of a node leads to it
    if (found_.kind.empty() && reached_ && !refused_) look_for_repository();
    if (found_.kind.empty() && reached_ && !refused_) look_for_resourcesync();
    if (found_.kind.empty() && reached_ && !refused_) look_for_map();
    found_.reached = reached_;
    if (found_.kind.empty()) explain();
    return found_;
  }

 private:
  // A body that came with 200 (or as an OAI-PMH error in other clothes); nullopt for anything else.
  std::optional<std::string> ask(const std::string& url) {
    if (refused_ || stop_.stop_requested() || std::find(asked_.begin(), asked_.end(), url) != asked_.end() ||
        asked_.size() == most_questions)
      return std::nullopt;
    asked_.push_back(url);
    Ask question;
    question.url = url;
    question.accept = "text/html, application/xml, application/json, text/csv, application/gzip;q=0.5, */*;q=0.1";
    question.limits.total = std::chrono::seconds(15);  // SEC-48
    auto fetched = fetcher_.fetch(question);
    if (fetched.problem) {
      refused_ = fetched.problem->fault == FetchFault::refused_address && asked_.size() == 1;
      if (trouble_.empty()) trouble_ = fetched.problem->words;
      reached_ = reached_ || (fetched.problem->fault != FetchFault::not_reached &&
                              fetched.problem->fault != FetchFault::timed_out && !refused_);
      return std::nullopt;
    }
    reached_ = true;
    if (fetched.reply->status != 200 && !is_oai(fetched.reply->body)) return std::nullopt;
    auto body = unpacked_map(std::move(fetched.reply->body));
    return body ? std::optional(std::move(*body)) : std::nullopt;
  }

  bool take(std::string_view kind, const std::string& url, std::string words) {
    found_ = {std::string(kind), url, std::move(words), true};
    return true;
  }

  // ---- a node

  bool may_be_node() const {
    return url_.query.empty() && (url_.path == "/" || url_.path == "/oai" || url_.path == "/oai/");
  }

  // A node of before the feed is an OAI-PMH repository like any other.
  bool look_for_node() {
    const auto body = ask(origin_ + std::string(node_document_path));
    const auto document = body ? read_node_document(*body) : std::nullopt;
    if (!document) return false;
    const bool has_feed = ask(origin_ + "/api/v1/changes?since=0&limit=1").has_value();
    return take(has_feed ? "node" : "oai", origin_ + "/oai", named("A Commonplace node", document->name));
  }

  // ---- the address itself

  void look_at_address() {
    auto body = ask(typed_);
    if (!body) return;
    switch (first_look(*body)) {
      case Sight::xml: look_at_xml(*body); break;
      case Sight::web_page: page_ = std::move(*body); break;
      case Sight::json:
      case Sight::table:
      case Sight::text: look_at_rows(std::move(*body)); break;
      default: came_ = instead_of(Expected::table_or_json, *body).value_or("");
    }
  }

  void look_at_xml(const std::string& body) {
    const auto tag = root_tag(body);
    if (is_oai(body)) {
      take_oai(without_query(typed_), body);
    } else if (local_name(tag) == "Repository" && tag.find(static_namespace) != std::string_view::npos) {
      take("static", typed_, named("An OAI static repository, one file", between(body, "repositoryName>", "<")));
    } else if (is_resourcesync(body)) {
      take("resourcesync", typed_, "A source that speaks ResourceSync.");
    } else if (is_map(body)) {
      take("sitemap", typed_, "A sitemap.");
    } else {
      came_ = fmt::format("The address answered with XML ({}), which is none of the kinds that can be harvested.",
                          local_name(tag).substr(0, 60));
    }
  }

  static std::string without_query(const std::string& url) {
    const auto question = url.find("?verb=");
    return question == std::string::npos ? url : url.substr(0, question);
  }

  bool take_oai(const std::string& url, const std::string& body) {
    return take("oai", url, named("An OAI-PMH repository", between(body, "repositoryName>", "<")));
  }

  void look_at_rows(std::string body) {
    if (!maps_named_in(body, typed_).empty()) return void(take("sitemap", typed_, "A site whose robots.txt names a sitemap."));
    const auto file = open_row_file(std::move(body));
    if (!file) {
      came_ = fmt::format("{} {}", file.problem().what, file.problem().fix);
      return;
    }
    const std::size_t looked_at = std::min<std::size_t>((*file)->rows(), 20);
    for (std::size_t row = 0; row < looked_at; ++row) {
      if ((*file)->read(row).outcome.resource)
        return void(take("file", typed_, fmt::format("A file with {} rows.", (*file)->rows())));
    }
    came_ = looked_at == 0 ? "The file has no rows."
                           : "The address answered with data of which no row can be read. Rows are ours, schema.org, or a "
                             "table with a title.";
  }

  // ---- OAI-PMH, near the address

  void look_for_repository() {
    for (const auto& place : places()) {
      const auto body = ask(place + (place.find('?') == std::string::npos ? "?" : "&") + "verb=Identify");
      if (body && is_oai(*body)) return void(take_oai(place, *body));
    }
  }

  std::vector<std::string> places() const {
    std::vector<std::string> places;
    const auto add = [&](std::string place) {
      if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(std::move(place));
    };
    const bool has_query = !url_.query.empty();
    if (!has_query) add(typed_);
    std::string base = typed_;
    while (base.ends_with('/')) base.pop_back();
    if (!has_query && base.size() > origin_.size()) add(base + "/oai");
    for (auto& link : linked_places()) add(std::move(link));
    for (const auto place : usual_places) add(origin_ + std::string(place));
    return places;
  }

  // Links of the page that speak of OAI, on the same host.
  std::vector<std::string> linked_places() const {
    std::vector<std::string> links;
    if (page_.empty()) return links;
    Tags tags(page_);
    while (tags.next() && links.size() < most_links) {
      if (tags.name() != "a" && tags.name() != "link") continue;
      const std::string reference = tags.attribute("href");
      if (lower(reference).find("oai") == std::string::npos) continue;
      const auto link = formats::resolve_url(typed_, reference);
      const auto parsed = link ? formats::parse_http_url(*link) : std::nullopt;
      if (parsed && parsed->host == url_.host && parsed->port == url_.port) links.push_back(without_query(*link));
    }
    return links;
  }

  static std::string lower(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return text;
  }

  // ---- ResourceSync and sitemaps of the host

  void look_for_resourcesync() {
    const std::string place = origin_ + "/.well-known/resourcesync";
    const auto body = ask(place);
    if (body && is_resourcesync(*body)) take("resourcesync", place, "A source that speaks ResourceSync.");
  }

  void look_for_map() {
    const std::string robots = origin_ + "/robots.txt";
    if (const auto body = ask(robots); body && first_look(*body) != Sight::web_page) {
      for (const auto& map : maps_named_in(*body, robots)) {
        const auto text = ask(map);
        if (text && is_map(*text)) return void(take("sitemap", robots, "A site with a sitemap; its pages are read for what they say about themselves."));
      }
    }
    const std::string usual = origin_ + "/sitemap.xml";
    const auto body = ask(usual);
    if (body && is_map(*body)) take("sitemap", usual, "A site with a sitemap; its pages are read for what they say about themselves.");
  }

  void explain() {
    if (stop_.stop_requested()) {
      found_.words = "Stopped.";
    } else if (!reached_) {
      found_.words = trouble_.empty() ? "Nobody answers at this address." : trouble_;
    } else if (!came_.empty()) {
      found_.words = came_;
    } else {
      found_.words =
          "Nothing was found that can be harvested: no node, no OAI-PMH, no ResourceSync, no sitemap, no file of records. Ask "
          "the source's keeper for the address.";
    }
  }

  const formats::Url url_;
  std::string typed_;
  Fetcher& fetcher_;
  std::stop_token stop_;
  std::string origin_;
  std::vector<std::string> asked_;
  std::string page_;     // the web page at the address itself
  std::string came_;     // what came instead, in words
  std::string trouble_;  // the first trouble on the way
  bool reached_ = false;
  bool refused_ = false;
  Found found_;
};

}  // namespace

Found detect(const std::string& url, Fetcher& fetcher, std::stop_token stop) {
  const auto parsed = formats::parse_http_url(url);
  if (!parsed) return {{}, {}, "This is no web address. Write it with https:// in front.", false};
  return Detector(*parsed, url.substr(0, url.find('#')), fetcher, std::move(stop)).detect();
}

}  // namespace commonplace::harvest
