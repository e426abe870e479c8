#include "harvest/looks.h"

#include <algorithm>

#include "harvest/oai_reply.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/json.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/unicode.h"
#include "schemas/formats/url.h"

namespace commonplace::harvest {

namespace {

constexpr int most_profile_pages = 50;
constexpr int most_set_pages = 20;
constexpr std::size_t most_links = 12;
constexpr std::size_t longest_name = 300;
constexpr std::size_t longest_message = 140;  // UI-180

// Clean, and cut to so many characters.
std::string clean(std::string_view raw, std::size_t characters) {
  const std::string text = formats::normalise_text(raw);
  std::size_t position = 0;
  for (std::size_t count = 0; count < characters && position < text.size(); ++count)
    formats::next_code_point(text, position);
  return text.substr(0, position);
}

std::string words(const json::Value& object, std::string_view member, std::size_t characters) {
  return clean(json::text_or(object, member), characters);
}

std::string web_address(std::string_view text) {
  return formats::normalise_http_url(text).value_or("");
}

bool is_colour(std::string_view text) {
  return text.size() == 7 && text[0] == '#' &&
         text.find_first_not_of("0123456789ABCDEFabcdef", 1) == std::string_view::npos;
}

std::vector<model::Link> read_links(const json::Value& profile) {
  std::vector<model::Link> links;
  const auto found = profile.find("links");
  if (found == profile.end() || !found->is_array()) return links;
  for (const auto& item : *found) {
    if (!item.is_object() || links.size() == most_links) continue;
    model::Link link{words(item, "label", longest_name), web_address(json::text_or(item, "url"))};
    if (!link.label.empty() && !link.url.empty()) links.push_back(std::move(link));
  }
  return links;
}

std::optional<model::Contributor> read_profile(const json::Value& profile) {
  if (!profile.is_object()) return std::nullopt;
  model::Contributor contributor;
  contributor.set = json::text_or(profile, "set");
  const auto name = formats::parse_contributor_set(contributor.set);
  if (!name) return std::nullopt;
  contributor.host = name->host;
  const std::string slug = name->slug.empty() ? json::text_or(profile, "slug") : name->slug;
  if (!slug.empty()) contributor.slug = formats::slug(slug);
  contributor.did = formats::contributor_did(name->host, name->slug);  // from the set: a profile cannot claim another
  contributor.name = words(profile, "name", longest_name);
  contributor.home = web_address(json::text_or(profile, "home"));
  contributor.logo = web_address(json::text_or(profile, "logo"));
  contributor.mark = words(profile, "mark", 2);
  contributor.message = words(profile, "message", longest_message);
  contributor.links = read_links(profile);
  if (const auto colour = json::text_or(profile, "colour"); is_colour(colour)) contributor.colour = colour;
  if (contributor.name.empty()) return std::nullopt;
  return contributor;
}

std::optional<model::Contributor> read_branding(const SetOffered& set) {
  const auto name = formats::parse_contributor_set(set.spec);
  if (!name || set.name.empty()) return std::nullopt;
  model::Contributor contributor;
  contributor.set = set.spec;
  contributor.host = name->host;
  contributor.slug = name->slug;
  contributor.did = formats::contributor_did(name->host, name->slug);
  contributor.name = clean(set.name, longest_name);
  contributor.home = web_address(set.link);
  contributor.logo = web_address(set.icon);
  return contributor;
}

// ".../oai" → ".../api/v1/contributors"
std::string profiles_url(std::string url) {
  url.resize(std::min(url.find('?'), url.size()));
  while (url.ends_with('/')) url.pop_back();
  if (url.ends_with("/oai")) url.resize(url.size() - 4);
  return url + "/api/v1/contributors";
}

bool same_place(std::string_view a, std::string_view b) {
  const auto left = formats::parse_http_url(a);
  const auto right = formats::parse_http_url(b);
  return left && right && left->scheme == right->scheme && left->host == right->host && left->port == right->port;
}

}  // namespace

std::vector<model::Contributor> read_profiles(std::string_view json_text, std::string& next) {
  std::vector<model::Contributor> profiles;
  next.clear();
  const auto document = json::parse(json_text);
  if (!document || !document->is_object()) return profiles;
  next = json::text_or(*document, "next");
  const auto list = document->find("contributors");
  if (list == document->end() || !list->is_array()) return profiles;
  for (const auto& item : *list) {
    if (auto profile = read_profile(item)) profiles.push_back(std::move(*profile));
  }
  return profiles;
}

Looks::Looks(std::string url, const std::vector<std::string>& known)
    : url_(std::move(url)), met_(known.begin(), known.end()) {}

std::vector<model::Contributor> Looks::meet(const std::vector<std::string>& sets, bool is_node,
                                            Conversation& conversation) {
  wanted_.clear();
  for (const auto& set : sets) {
    if (set.starts_with("contributor:") && met_.insert(set).second) wanted_.insert(set);
  }
  if (wanted_.empty()) return {};
  fetch(is_node, conversation);
  std::vector<model::Contributor> result;
  for (const auto& contributor : found_) {
    if (wanted_.erase(contributor.set) > 0) result.push_back(contributor);
  }
  return result;
}

void Looks::fetch(bool is_node, Conversation& conversation) {
  if (std::exchange(fetched_, true)) return;
  if (is_node) fetch_profiles(conversation);
  if (!all_wanted_found()) fetch_branding(conversation);
}

bool Looks::all_wanted_found() const {
  return std::all_of(wanted_.begin(), wanted_.end(), [this](const std::string& set) {
    return std::any_of(found_.begin(), found_.end(), [&](const auto& contributor) { return contributor.set == set; });
  });
}

void Looks::fetch_profiles(Conversation& conversation) {
  std::string url = profiles_url(url_);
  for (int page = 0; page < most_profile_pages && !url.empty(); ++page) {
    const auto reply = conversation.try_once(url);
    if (!reply) return;
    std::string next;
    for (auto& profile : read_profiles(reply->body, next)) found_.push_back(std::move(profile));
    next = next.empty() ? next : formats::resolve_url(url, next).value_or("");
    url = same_place(next, url_) && next != url ? next : "";
  }
}

void Looks::fetch_branding(Conversation& conversation) {
  std::string token;
  for (int page = 0; page < most_set_pages && !all_wanted_found(); ++page) {
    const std::string question =
        token.empty() ? "verb=ListSets" : "verb=ListSets&resumptionToken=" + formats::percent_encode(token);
    const auto reply = conversation.try_once(url_ + (url_.find('?') == std::string::npos ? "?" : "&") + question);
    const auto prepared =
        reply ? formats::prepare_xml(reply->body) : model::Outcome<formats::PreparedXml>(model::Problem{});
    if (!prepared) return;
    auto sets = read_oai_reply(*prepared, {});
    if (!sets) return;
    for (const auto& set : sets->sets) {
      if (auto contributor = read_branding(set)) found_.push_back(std::move(*contributor));
    }
    const std::string next = sets->token ? sets->token->text : "";
    if (next.empty() || next == token) return;
    token = next;
  }
}

}  // namespace commonplace::harvest
