#include "node/web/search_answer.h"

#include <algorithm>
#include <chrono>
#include <span>

namespace commonplace::web {
namespace {

constexpr std::int64_t few_hits = 3;         // SRCH-41
constexpr std::size_t most_tried_without = 8;  // filters; each costs a search

std::string shown_value(const Context& context, const std::string& facet, const std::string& value) {
  if (facet == "contributor") {
    const auto* entry = context.directory->by_id(std::stoll(value));
    return entry ? entry->profile.slug : "";
  }
  if (facet == "origin") {
    if (value == "0") return "local";
    const auto* peer = context.directory->peer(std::stoll(value));
    return peer ? peer->name : "";
  }
  if (facet == "framework") {
    const auto* tree = context.frameworks->by_uri(value);
    return tree ? tree->framework.id : "";
  }
  return value;
}

// The index calls its time buckets "time"; as a filter they are `time_max`.
std::string_view public_name(std::string_view facet) { return facet == "time" ? "time_max" : facet; }

}  // namespace

Answered answer_search(const Context& context, SearchRequest request) {
  const auto begun = std::chrono::steady_clock::now();
  Answered out;
  out.results = context.index().search(request.query);
  out.request = std::move(request);
  std::vector<std::int64_t> keys;
  std::map<std::int64_t, double> scores;
  for (const auto& hit : out.results.hits) {
    keys.push_back(hit.key);
    scores[hit.key] = hit.score;
  }
  out.hits = show_keys(context, keys);
  for (const auto& hit : out.hits) out.scores.push_back(scores[hit.record.key]);
  out.took_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
  return out;
}

std::vector<FacetValue> facet_values(const Context& context, const search::Results& results, const std::string& name) {
  std::vector<FacetValue> out;
  const auto facet = results.facets.find(name);
  if (facet == results.facets.end()) return out;
  for (const auto& [value, count] : facet->second) {
    const auto shown = shown_value(context, name, value);
    if (!shown.empty()) out.push_back({shown, filter_label(context, public_name(name), shown), count});
  }
  return out;
}

std::vector<Without> help_without(const Context& context, const Answered& answered) {
  std::vector<Without> out;
  if (answered.results.total >= few_hits) return out;
  const auto& filters = answered.request.filters;
  for (const auto& filter : std::span(filters).first(std::min(filters.size(), most_tried_without))) {
    std::vector<http::Argument> others = {{"q", answered.request.query.text}, {"facets", "0"}, {"per_page", "1"}};
    for (const auto& other : answered.request.filters)
      if (other.name != filter.name || other.value != filter.value) others.push_back(other);
    const auto count = context.index().search(read_search(context, others).query).total;
    if (count > answered.results.total) out.push_back({filter.name, filter.value, count});
  }
  std::sort(out.begin(), out.end(), [](const Without& a, const Without& b) { return a.count > b.count; });
  return out;
}

json::Value search_json(const Context& context, const Answered& answered) {
  const auto& request = answered.request;
  json::Value hits = json::Value::array();
  for (std::size_t i = 0; i < answered.hits.size(); ++i)
    hits.push_back(hit_json(context, answered.hits[i], answered.scores[i]));

  json::Value facets = json::Value::object();
  for (const auto& [name, ignored] : answered.results.facets) {
    auto& rows = facets[std::string(public_name(name))] = json::Value::array();
    for (const auto& row : facet_values(context, answered.results, name))
      rows.push_back({{"value", row.value}, {"label", row.label}, {"count", row.count}});
  }

  json::Value without = json::Value::array();
  for (const auto& row : help_without(context, answered))
    without.push_back({{"filter", row.filter}, {"value", row.value}, {"label", filter_label(context, row.filter, row.value)},
                       {"count", row.count}});

  const auto shown_so_far = static_cast<std::int64_t>(request.query.page) * request.query.per_page;
  const bool more = shown_so_far < std::min(answered.results.total, deepest_hit) && !answered.hits.empty();
  // The page's address serves as the API's: the same parameters behind another path.
  const auto next = "/api/v1" + request.on_page(request.query.page + 1);
  return {{"query", {{"text", request.query.text}, {"understood", json::Value::array()}, {"corrected", nullptr}}},
          {"total", answered.results.total},
          {"took_ms", answered.took_ms},
          {"hits", hits},
          {"facets", facets},
          {"help", {{"spelling", nullptr}, {"without", without}, {"broader", nullptr}}},
          {"partial", false},
          {"next", more ? json::Value(context.absolute(next)) : json::Value()}};
}

}  // namespace commonplace::web
