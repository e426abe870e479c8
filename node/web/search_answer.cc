#include "node/web/search_answer.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <span>
#include <sstream>

#include "node/curriculum/finding.h"
#include "node/web/alignment_api.h"
#include "schemas/formats/unicode.h"

namespace commonplace::web {
namespace {

constexpr std::chrono::milliseconds longest_search{250};  // SRCH-57
constexpr std::int64_t few_hits = 3;         // SRCH-41
constexpr int strong_match = 75;               // of the words with a statement (SRCH-31)
constexpr std::size_t most_matching = 3;       // statements
constexpr int matching_raise = 10;             // percent
constexpr std::size_t most_tried_without = 8;  // filters; each costs a search

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

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

// The first word of a hit that the index files as `term`: people are shown words, not stems.
std::string word_filed_as(const Context& context, const std::string& term, const std::vector<Shown>& hits) {
  const auto in = [&](const std::string& language, const std::string& text) {
    const auto spans = context.index().highlight(term, text, language);
    return spans.empty() ? std::string() : formats::fold_case(text.substr(spans[0].begin, spans[0].end - spans[0].begin));
  };
  for (const auto& hit : hits)
    for (const auto* texts : {&hit.resource.name, &hit.resource.description})
      for (const auto& [language, text] : *texts)
        if (auto word = in(language, text); !word.empty()) return word;
  return {};
}

std::vector<ReadAs> read_as(const Context& context, const search::Results& results, const std::vector<Shown>& hits) {
  std::vector<ReadAs> out;
  for (const auto& [word, term] : results.corrections)
    if (term.find(' ') != std::string::npos) out.push_back({word, term});  // divided: as it was typed
    else if (auto read = word_filed_as(context, term, hits); !read.empty()) out.push_back({word, std::move(read)});
  return out;
}

// One entry for each value, in the shape of CONTRACT §4.1.
json::Value understood_json(const search::Results& results) {
  json::Value out = json::Value::array();
  for (const auto& part : results.understood)
    for (const auto& value : part.shown.empty() ? part.values : part.shown)
      out.push_back({{"words", part.words}, {"as", part.as}, {"value", value}, {"soft", !part.is_hard}, {"filters", part.filters}});
  return out;
}

}  // namespace

std::string Answered::corrected() const {
  std::string out;
  bool changed = false;
  for (const auto& word : words_of(request.query.text)) {
    const auto known = std::find_if(read_as.begin(), read_as.end(), [&](const ReadAs& r) { return r.typed == formats::fold_case(word); });
    changed = changed || known != read_as.end();
    out.append(out.empty() ? "" : " ").append(known == read_as.end() ? word : known->read);
  }
  return changed ? out : std::string();
}

std::string Answered::words_found() const {
  std::string out = request.query.text;
  for (const auto& one : read_as) out.append(" ").append(one.read);
  return out;
}

namespace {

// Without a statement that is asked for: what the words say strongly raises a little what is aligned to it.
void raise_matching_statements(const Context& context, SearchRequest& request) {
  const auto& book = context.house.site.alignments;
  const auto catalogue = book && !request.literal ? book->catalogue() : nullptr;
  if (!catalogue || request.query.text.empty() || request.query.filters.contains("statement")) return;
  curriculum::Question question;
  question.text = request.query.text;
  for (const auto& answer : curriculum::find_statements(*catalogue, question, most_matching).answers)
    if (answer.score >= strong_match) request.query.statement_raise.emplace(catalogue->entries()[answer.statement].uri, matching_raise);
}

}  // namespace

Answered answer_search(const Context& context, SearchRequest request) {
  const auto begun = std::chrono::steady_clock::now();
  raise_matching_statements(context, request);
  Answered out;
  search::Query query = request.query;
  query.is_over = [begun] { return std::chrono::steady_clock::now() - begun > longest_search; };
  out.results = context.index().search(query);
  out.request = std::move(request);
  std::vector<std::int64_t> keys;
  std::map<std::int64_t, const search::Hit*> found;
  for (const auto& hit : out.results.hits) {
    keys.push_back(hit.key);
    found[hit.key] = &hit;
  }
  out.hits = show_keys(context, keys);
  for (const auto& hit : out.hits) out.found.push_back(*found[hit.record.key]);
  out.read_as = read_as(context, out.results, out.hits);
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

namespace {

// How many a search would find.
std::int64_t count_of(const Context& context, const std::string& text, const std::vector<http::Argument>& filters, bool literal) {
  std::vector<http::Argument> arguments = {{"q", text}, {"facets", "0"}, {"per_page", "1"}};
  arguments.insert(arguments.end(), filters.begin(), filters.end());
  if (literal) arguments.push_back({"parse", "0"});
  auto request = read_search(context, arguments);
  request.query.fair = false;
  return context.index().search(request.query).total;
}

const FrameworkTree* tree_of(const Context& context, const std::string& uri, std::size_t& place) {
  const auto found = context.frameworks->statement(uri);
  place = found.place;
  return found.tree;
}

}  // namespace

std::optional<Wider> help_broader(const Context& context, const Answered& answered) {
  if (answered.results.total >= few_hits) return {};
  const auto& request = answered.request;
  const auto asked = std::find_if(request.filters.begin(), request.filters.end(), [](const auto& f) { return f.name == "statement"; });
  if (asked == request.filters.end()) return {};
  std::size_t place = 0;
  const auto* tree = tree_of(context, asked->value, place);
  if (!tree || tree->parent[place] == FrameworkTree::no_parent) return {};
  const auto& above = tree->statements[tree->parent[place]];
  SearchRequest wider = request;
  wider.filters[static_cast<std::size_t>(asked - request.filters.begin())].value = above.uri;
  const auto count = count_of(context, request.query.text, wider.filters, request.literal);
  if (count <= answered.results.total) return {};
  return Wider{filter_label(context, "statement", above.uri), wider.on_page(1), count};
}

std::optional<Wider> help_fewer_words(const Context& context, const Answered& answered) {
  if (answered.results.total >= few_hits || answered.results.rarest.size() < 2) return {};
  const auto& request = answered.request;
  std::string kept, left_out;
  for (const auto& word : words_of(request.query.text)) {
    const auto spans = context.index().highlight(answered.results.rarest.front(), word, "und");
    const bool is_it = left_out.empty() && (!spans.empty() || formats::fold_case(word) == answered.results.rarest.front());
    if (is_it) left_out = word;
    else kept.append(kept.empty() ? "" : " ").append(word);
  }
  if (left_out.empty() || kept.empty()) return {};
  const auto count = count_of(context, kept, request.filters, request.literal);
  if (count <= answered.results.total) return {};
  return Wider{"Without the word “" + left_out + "”", request.with_words(kept), count};
}

void note_search(const Context& context, const Answered& answered) {
  if (context.house.site.ledger) context.house.site.ledger->note(answered.results.exposures);
}

json::Value search_json(const Context& context, const Answered& answered) {
  const auto& request = answered.request;
  json::Value hits = json::Value::array();
  for (std::size_t i = 0; i < answered.hits.size(); ++i) {
    hits.push_back(hit_json(context, answered.hits[i], answered.found[i]));
    mark_crosswalks(request, hits.back()["statements"]);
  }

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

  const auto wider_json = [&](const std::optional<Wider>& wider) {
    return wider ? json::Value{{"label", wider->label}, {"url", context.absolute(wider->url)}, {"count", wider->count}} : json::Value();
  };
  const auto shown_so_far = static_cast<std::int64_t>(request.query.page) * request.query.per_page;
  const bool is_full = static_cast<int>(answered.results.hits.size()) == request.query.per_page;
  const bool goes_on = answered.results.end && is_full && (request.query.after || shown_so_far < answered.results.total);
  const bool more = goes_on || (!request.query.after && shown_so_far < std::min(answered.results.total, deepest_hit) && !answered.hits.empty());
  // The page's address serves as the API's: the same parameters behind another path.
  const auto next = "/api/v1" + (goes_on ? request.behind(*answered.results.end) : request.on_page(request.query.page + 1));
  const auto corrected = answered.corrected();
  const auto spelling = corrected.empty() ? json::Value() : json::Value(corrected);
  return {{"query", {{"text", request.query.text}, {"understood", understood_json(answered.results)}, {"corrected", spelling}}},
          {"total", answered.results.total},
          {"took_ms", answered.took_ms},
          {"hits", hits},
          {"facets", facets},
          {"help", {{"spelling", spelling}, {"without", without}, {"broader", wider_json(help_broader(context, answered))},
            {"fewer_words", wider_json(help_fewer_words(context, answered))}, {"any_word", answered.results.any_word}}},
          {"partial", answered.results.partial},
          {"next", more ? json::Value(context.absolute(next)) : json::Value()}};
}

}  // namespace commonplace::web
