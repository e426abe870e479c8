#include "node/web/search_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "node/config/nearest.h"
#include "node/web/asked_statement.h"
#include "node/web/names.h"
#include "node/web/place_text.h"
#include "node/web/shown.h"
#include "node/web/teaching.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/unicode.h"
#include "schemas/formats/url.h"
#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/licences.h"

namespace commonplace::web {
namespace {

using model::Problem;

constexpr std::size_t most_query_bytes = 500;  // SRCH-2
constexpr int most_per_page = 100;
constexpr std::size_t most_filters = 32;      // like the groups of SRCH-57

const std::vector<std::string_view>& parameter_names() {
  static const std::vector<std::string_view> names = {
      "q",         "subject",   "level",    "age",    "type", "may",  "licence",  "contributor", "language", "statement",
      "framework", "time_max",  "origin",   "sort",   "page", "per_page", "explain", "facets",   "parse",
      "general",   "teaching",  "after"};
  return names;
}

bool is_filter(std::string_view name) {
  const auto& all = filter_names();
  return std::any_of(all.begin(), all.end(), [&](const FilterName& f) { return f.name == name; });
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

bool same_words(std::string_view a, std::string_view b) { return formats::fold(a) == formats::fold(b); }

bool same_words(const model::LangMap& map, std::string_view text) {
  return std::any_of(map.begin(), map.end(), [&](const auto& said) { return same_words(said.second, text); });
}

// The last part of one of our level URIs, or the text itself.
std::string_view last_part(std::string_view text) {
  return text.starts_with("https://w3id.org/commonplace/") ? text.substr(text.rfind('/') + 1) : text;
}

struct Value {
  std::string shown;                 // canonical, as the reader's address has it
  std::vector<std::string> indexed;  // as the index knows it
  std::vector<int> raise = {};       // of statements (SRCH-31)
};

std::optional<Value> subject(const Context&, std::string_view text) {
  const auto id = vocabularies::read_subject(last_part(text));
  if (!id) return {};
  return Value{*id, {*id}};
}

std::optional<Value> level(const Context&, std::string_view text) {
  const auto id = formats::fold_case(last_part(text));
  if (vocabularies::find_level(id)) return Value{id, {id}};
  const auto ids = vocabularies::read_levels(text);
  if (ids.size() != 1) return {};
  return Value{ids.front(), ids};
}

std::optional<Value> type(const Context&, std::string_view text) {
  const auto id = vocabularies::read_resource_type(last_part(text));
  if (!id) return {};
  return Value{*id, {*id}};
}

std::optional<Value> age(const Context&, std::string_view text) {
  const auto range = formats::normalise_age_range(text);
  if (!range) return {};
  const auto shown = fmt::format("{}-{}", range->min, range->max);
  return Value{shown, {shown}};
}

std::optional<Value> may(const Context&, std::string_view text) {
  for (const auto* verb : {"adapt", "share", "print", "sell"})
    if (same_words(text, verb)) return Value{verb, {verb}};
  return {};
}

std::optional<Value> licence(const Context&, std::string_view text) {
  const auto uri = vocabularies::normalise_licence(text);
  if (!uri) return {};
  return Value{*uri, {*uri}};
}

std::optional<Value> contributor(const Context& context, std::string_view text) {
  for (const auto& entry : context.directory->contributors())
    if (same_words(entry.profile.slug, text) || (!entry.profile.did.empty() && entry.profile.did == text) || same_words(entry.profile.name, text))
      return Value{entry.profile.slug, {std::to_string(entry.id)}};
  return {};
}

std::optional<Value> language(const Context&, std::string_view text) {
  const auto tag = formats::normalise_language(text);
  if (!tag) return {};
  return Value{*tag, {*tag}};
}

// A URI, or a code; a statement known here stands for itself and everything below it. One that nobody here knows is
// looked for as it is: records may name it all the same.
std::optional<Value> statement(const Context& context, std::string_view text) {
  auto asked = asked_statement(*context.frameworks, text);
  return Value{std::move(asked.shown), std::move(asked.values), std::move(asked.raise)};
}

std::optional<Value> framework(const Context& context, std::string_view text) {
  for (const auto& tree : context.frameworks->all())
    if (same_words(tree.framework.id, text) || tree.framework.uri == text || same_words(tree.framework.title, text))
      return Value{tree.framework.id, {tree.framework.uri}};
  return {};
}

std::optional<Value> time_max(const Context&, std::string_view text) {
  const auto minutes = number(text);
  if (!minutes || *minutes < 1) return {};
  return Value{std::string(text), {std::string(text)}};
}

std::optional<Value> origin(const Context& context, std::string_view text) {
  if (same_words(text, "local") || same_words(text, context.profile->identity_host)) return Value{"local", {"0"}};
  for (const auto& peer : context.directory->peers())
    if (same_words(peer.name, text) || peer.url == text) return Value{peer.name, {std::to_string(peer.id)}};
  return {};
}

struct Filter {
  std::string_view name;
  std::optional<Value> (*read)(const Context&, std::string_view);
  std::string_view allowed;
};
const Filter filters[] = {
    {"subject", subject, "a subject such as art-and-design or History"},
    {"level", level, "a level such as england-ks2, Key stage 2 or Grade 4"},
    {"age", age, "ages such as 7-11"},
    {"type", type, "a type such as lesson-plan or Video"},
    {"may", may, "adapt, share, print or sell"},
    {"licence", licence, "a licence such as CC BY 4.0, or its address"},
    {"contributor", contributor, "the short name or the name of an organisation of /organisations"},
    {"language", language, "a language such as cy or Welsh"},
    {"statement", statement, "the address or the code of a curriculum statement"},
    {"framework", framework, "a framework of /curriculum"},
    {"time_max", time_max, "minutes, such as 60"},
    {"origin", origin, "local, or the name of a peer"},
};

// Said once, however many there are.
void refuse_more_filters(SearchRequest& out) {
  if (!out.problems.empty() && out.problems.back().kind == "too-many") return;
  out.problems.push_back({"too-many", "query", fmt::format("only the first {} filters count", most_filters), "Choose fewer."});
}

void read_filter(const Context& context, SearchRequest& out, const http::Argument& argument) {
  const auto text = formats::normalise_text(argument.value);
  if (text.empty()) return;  // a form sends its empty fields too
  if (argument.name == "level")
    if (const auto ids = vocabularies::read_levels(text); ids.size() > 1) {  // "KS1 and KS2": one filter each
      for (const auto& id : ids) read_filter(context, out, {argument.name, id});
      return;
    }
  if (out.filters.size() >= most_filters) return refuse_more_filters(out);
  const auto& filter = *std::find_if(std::begin(filters), std::end(filters), [&](const auto& f) { return f.name == argument.name; });
  const auto value = filter.read(context, text);
  if (!value) {
    out.problems.push_back({"bad-value", argument.name, fmt::format("{} has a value that is not known", argument.name),
                            fmt::format("Give {}.", filter.allowed)});
    return;
  }
  if (out.has(argument.name, value->shown)) return;
  out.filters.push_back({argument.name, value->shown});
  auto& indexed = out.query.filters[argument.name];
  indexed.insert(indexed.end(), value->indexed.begin(), value->indexed.end());
  for (std::size_t i = 0; i < value->raise.size(); ++i) out.query.statement_raise[value->indexed[i]] = value->raise[i];
}

constexpr int statement_raise = 50;  // percent (SRCH-31)
constexpr int general_share = 10;    // percent of it (CUR-41)

// What was asked for raises most; what a link leads to by the weight of the link; general alignments a tenth, where wanted.
void follow_statements(const Context& context, SearchRequest& out) {
  const auto asked = out.query.filters.find("statement");
  if (asked == out.query.filters.end()) return;
  auto& values = asked->second;
  const std::set<std::string> direct(values.begin(), values.end());
  const auto crosswalks = context.house.crosswalks.now();
  for (const auto& uri : direct) {
    out.query.statement_raise.emplace(uri, statement_raise);
    for (auto& reached : crosswalks->from(uri)) {
      if (direct.contains(reached.statement)) continue;
      auto& known = out.reached[reached.statement];
      if (known.weight < reached.weight) known = std::move(reached);
    }
  }
  for (const auto& [uri, reached] : out.reached) {
    values.push_back(uri);
    out.query.statement_raise.emplace(uri, static_cast<int>(statement_raise * reached.weight));
  }
  if (!out.general) return;
  const auto specific = values;
  for (const auto& uri : specific) {
    values.push_back(search::general_use(uri));
    out.query.statement_raise[values.back()] = out.query.statement_raise[uri] * general_share / 100;
  }
}

void read_number(SearchRequest& out, const http::Argument& argument, int least, int most, int& target) {
  const auto value = number(argument.value);
  if (value && *value >= least && *value <= most) {
    target = *value;
    return;
  }
  out.problems.push_back({"bad-value", argument.name, fmt::format("{} has a value that cannot be used", argument.name),
                          fmt::format("Give a number from {} to {}.", least, most)});
}

void read_sort(SearchRequest& out, const http::Argument& argument) {
  using search::Sort;
  for (const auto sort : {Sort::best, Sort::newest, Sort::shortest, Sort::title})
    if (sort_word(sort) == argument.value) {
      out.query.sort = sort;
      return;
    }
  out.problems.push_back({"bad-value", "sort", "sort has a value that is not known", "Give best, newest, shortest or title."});
}

void read_switch(SearchRequest& out, const http::Argument& argument, bool& target) {
  if (argument.value == "1" || argument.value == "0")
    target = argument.value == "1";
  else
    out.problems.push_back({"bad-value", argument.name, fmt::format("{} has a value that is not known", argument.name), "Give 1 or 0."});
}

void read_text(SearchRequest& out, const std::string& given) {
  const auto value = formats::normalise_text(given);
  out.query.text = beginning_of(value, most_query_bytes);
  if (value.size() > most_query_bytes)
    out.problems.push_back({"too-long", "q", "the words are longer than 500 characters; what is beyond does not count", "Search for fewer words."});
}

void read_teaching(SearchRequest& out, const std::string& given) {
  const auto text = formats::normalise_text(given);
  if (text.empty()) return;  // a form sends its empty fields too
  if (const auto place = web::read_teaching(text)) {
    out.teaching = out.query.teaching = place->value;
    return;
  }
  out.problems.push_back({"bad-value", "teaching", "teaching has a value that is not known",
                          "Give a country such as england or scotland, or a language such as cy or Welsh."});
}

void read_after(SearchRequest& out, const std::string& given) {
  out.query.after = read_place(given);
  if (!out.query.after)
    out.problems.push_back({"bad-value", "after", "after has a value that cannot be used",
                            "Take it as it is from the next address of an answer, or leave it out."});
}

void read_argument(const Context& context, SearchRequest& out, const http::Argument& argument) {
  bool parse = true;
  if (argument.name == "q") return read_text(out, argument.value);
  if (is_filter(argument.name)) return read_filter(context, out, argument);
  if (argument.name == "sort") return read_sort(out, argument);
  if (argument.name == "page") return read_number(out, argument, 1, 1'000'000, out.query.page);
  if (argument.name == "per_page") return read_number(out, argument, 1, most_per_page, out.query.per_page);
  if (argument.name == "teaching") return read_teaching(out, argument.value);
  if (argument.name == "after") return read_after(out, argument.value);
  if (argument.name == "explain") return read_switch(out, argument, out.explain);
  if (argument.name == "facets") return read_switch(out, argument, out.query.facets);
  if (argument.name == "general") return read_switch(out, argument, out.general);
  if (argument.name == "parse") {
    read_switch(out, argument, parse);
    out.literal = out.query.literal = !parse;
    return;
  }
  out.problems.push_back({"unknown-parameter", "query", "a parameter of this search is not known",
                          fmt::format("Did you mean {}?", config::nearest(argument.name, parameter_names()))});
}

// The address of a search with these parts.
std::string address(const SearchRequest& request, const std::vector<http::Argument>& kept, int page, std::string_view sort) {
  std::string out = "/search?q=" + formats::percent_encode(request.query.text);
  for (const auto& filter : kept) out += "&" + filter.name + "=" + formats::percent_encode(filter.value);
  if (sort != "best") out.append("&sort=").append(sort);
  if (request.query.per_page != 20) out += fmt::format("&per_page={}", request.query.per_page);
  if (request.literal) out += "&parse=0";
  if (request.explain) out += "&explain=1";
  if (!request.query.facets) out += "&facets=0";
  if (request.general) out += "&general=1";
  if (!request.teaching.empty()) out += "&teaching=" + formats::percent_encode(request.teaching);
  if (page > 1) out += fmt::format("&page={}", page);
  return out;
}

}  // namespace

const std::vector<FilterName>& filter_names() {
  static const std::vector<FilterName> names = {
      {"type", "What it is"},   {"subject", "Subject"},   {"level", "Level"},         {"may", "What you may do with it"},
      {"time_max", "Time needed"}, {"age", "Ages"},       {"contributor", "From"},    {"language", "Language"},
      {"licence", "Licence"},   {"statement", "Curriculum"}, {"framework", "Framework"}, {"origin", "Where it came from"}};
  return names;
}

std::string_view sort_word(search::Sort sort) {
  switch (sort) {
    case search::Sort::best: return "best";
    case search::Sort::newest: return "newest";
    case search::Sort::shortest: return "shortest";
    case search::Sort::title: return "title";
  }
  return "best";
}

SearchRequest read_search(const Context& context, const std::vector<http::Argument>& arguments) {
  SearchRequest out;
  for (const auto& argument : arguments) read_argument(context, out, argument);
  follow_statements(context, out);
  out.query.explain = out.explain;
  out.query.now = context.request.now.seconds;
  out.names = context.names();
  out.query.names = out.names.get();
  const auto deepest_page = deepest_hit / out.query.per_page;
  out.query.page = static_cast<int>(std::min<std::int64_t>(out.query.page, deepest_page + 1));
  return out;
}

bool SearchRequest::has(std::string_view name, std::string_view value) const {
  return std::any_of(filters.begin(), filters.end(), [&](const auto& f) { return f.name == name && f.value == value; });
}

std::string SearchRequest::without(std::string_view name, std::string_view value) const {
  auto kept = filters;
  std::erase_if(kept, [&](const auto& f) { return f.name == name && f.value == value; });
  return address(*this, kept, 1, sort_word(query.sort));
}

std::string SearchRequest::with(std::string_view name, std::string_view value) const {
  auto kept = filters;
  if (!has(name, value)) kept.push_back({std::string(name), std::string(value)});
  return address(*this, kept, 1, sort_word(query.sort));
}

std::string SearchRequest::cleared() const { return address(*this, {}, 1, sort_word(query.sort)); }

std::string SearchRequest::literally() const {
  SearchRequest request = *this;
  request.literal = true;
  return address(request, filters, 1, sort_word(query.sort));
}

std::string SearchRequest::without_words(std::string_view words) const {
  SearchRequest request = *this;
  auto& text = request.query.text;
  if (const auto place = text.find(words); place != std::string::npos) text.erase(place, words.size());
  text = formats::normalise_text(text);
  return address(request, filters, 1, sort_word(query.sort));
}

std::string SearchRequest::with_words(std::string_view words) const {
  SearchRequest request = *this;
  request.query.text = words;
  return address(request, filters, 1, sort_word(query.sort));
}

std::string SearchRequest::on_page(int page) const { return address(*this, filters, page, sort_word(query.sort)); }
std::string SearchRequest::behind(const search::Place& place) const {
  return on_page(1) + "&after=" + text_of_place(place);
}
std::string SearchRequest::sorted_by(std::string_view sort) const { return address(*this, filters, 1, sort); }

std::string filter_label(const Context& context, std::string_view name, std::string_view value) {
  if (name == "may") {
    if (value == "adapt") return "I may change it";
    if (value == "share") return "I may share it";
    if (value == "print") return "I may print it";
    return "I may sell it";
  }
  if (name == "age") return fmt::format("Ages {}", value);
  if (name == "time_max") return fmt::format("Up to {} minutes", value);
  if (name == "licence") return vocabularies::licence_label(value);
  if (name == "language") return vocabularies::language_own_name(value);
  if (name == "contributor") {
    const auto* entry = context.directory->by_slug(value);
    return entry ? entry->profile.name : std::string(value);
  }
  if (name == "origin") return value == "local" ? "Published here" : std::string(value);
  if (name == "framework") {
    const auto* tree = context.frameworks->by_id(value);
    return tree ? std::string(model::best(tree->framework.title).text) : std::string(value);
  }
  if (name == "statement") {
    const auto found = context.frameworks->statement(value);
    if (!found) return std::string(value);
    const auto& statement = found.tree->statements[found.place];
    const auto text = std::string(model::best(statement.text).text);
    return statement.code.empty() ? text : statement.code + " " + text;
  }
  return vocabularies::concept_label(value);
}

}  // namespace commonplace::web
