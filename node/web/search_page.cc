#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "node/web/crosswalk_words.h"
#include "node/web/pages.h"
#include "node/web/search_answer.h"
#include "node/web/teaching.h"
#include "node/web/why.h"
#include "schemas/vocabularies/concepts.h"
#include "ui/pages.h"

namespace commonplace::web {
namespace {

// Facets as the form shows them, by what the index calls them.
struct ShownFacet {
  std::string facet;
  std::string parameter;
  std::string title;
};
const std::vector<ShownFacet>& shown_facets() {
  static const std::vector<ShownFacet> all = {
      {"type", "type", "What it is"},           {"subject", "subject", "Subject"},   {"level", "level", "Level"},
      {"may", "may", "What you may do with it"}, {"time", "time_max", "Time needed"}, {"contributor", "contributor", "From"},
      {"language", "language", "Language"}};
  return all;
}

ui::FacetOption option_for(const Context& context, const Answered& answered, const ShownFacet& facet, const FacetValue& value) {
  ui::FacetOption option{value.value, value.label, value.count, answered.request.has(facet.parameter, value.value), {}, {}};
  if (facet.parameter == "contributor") {
    const auto by = organisation_of(context.directory->by_slug(value.value));
    option.slug = by.slug;
    option.mark = by.mark;
  }
  return option;
}

// Stages of one country together and from young to old; "Any age" says nothing as a filter.
void order_levels(std::vector<ui::FacetOption>& options) {
  std::erase_if(options, [](const ui::FacetOption& option) { return option.value == "any" && !option.chosen; });
  const auto rank = [](const ui::FacetOption& option) {
    const auto* level = vocabularies::find_level(option.value);
    if (!level) return std::tuple<int, std::string, int, int>(2, "", 0, 0);
    const bool first = level->jurisdiction == "england" && !level->short_label.empty();
    return std::tuple<int, std::string, int, int>(first ? 0 : 1, std::string(level->jurisdiction), level->ages.min, level->ages.max);
  };
  std::stable_sort(options.begin(), options.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

ui::Facet facet_for(const Context& context, const Answered& answered, const ShownFacet& facet) {
  ui::Facet out{facet.parameter, facet.title, {}};
  for (const auto& value : facet_values(context, answered.results, facet.facet))
    out.options.push_back(option_for(context, answered, facet, value));
  if (facet.parameter == "level") order_levels(out.options);
  // What is chosen stays to be unchosen, also where nothing is left of it (UI-30).
  for (const auto& filter : answered.request.filters) {
    const auto is_it = [&](const ui::FacetOption& o) { return o.value == filter.value; };
    if (filter.name == facet.parameter && std::none_of(out.options.begin(), out.options.end(), is_it))
      out.options.push_back(option_for(context, answered, facet, {filter.value, filter_label(context, filter.name, filter.value), 0}));
  }
  return out;
}

std::vector<ui::SortOption> sorts(const SearchRequest& request) {
  const auto chosen = sort_word(request.query.sort);
  std::vector<ui::SortOption> out;
  for (const auto& [value, label] : {std::pair{"best", "Best match"}, {"newest", "Newest"}, {"shortest", "Shortest"}, {"title", "Title"}})
    out.push_back({value, label, chosen == value});
  return out;
}

// The choice of countries; a language that was chosen stays chosen.
std::vector<ui::SortOption> teaching_options(const SearchRequest& request) {
  std::vector<ui::SortOption> out;
  auto places = teaching_countries();
  const bool is_country = std::any_of(places.begin(), places.end(), [&](const auto& place) { return place.value == request.teaching; });
  if (const auto language = request.teaching.empty() || is_country ? std::nullopt : read_teaching(request.teaching)) places.push_back(*language);
  for (const auto& place : places) out.push_back({place.value, place.label, place.value == request.teaching});
  return out;
}

ui::Federation federation(const Context& context) {
  ui::Federation out;
  for (const auto& contributor : context.directory->contributors())
    if (contributor.records.live > 0) out.organisations.push_back(organisation_of(&contributor));
  out.organisation_count = static_cast<std::int64_t>(out.organisations.size());
  // Tiles: those here first come in the order of the alphabet; a wall of hundreds is cut.
  constexpr std::size_t tiles = 12;
  if (out.organisations.size() > tiles) out.organisations.resize(tiles);
  for (const auto& peer : context.directory->peers())
    if (peer.failures > 0 && !peer.probation && peer.state != store::PeerState::blocked)
      out.trouble.push_back(fmt::format("{} was not reached at the last visit; what it has may be old.",
                                        peer.repository_name.empty() ? peer.name : peer.repository_name));
  out.status_url = "/organisations";
  return out;
}

ui::Paging paging(const Answered& answered) {
  const auto& request = answered.request;
  const auto total = answered.results.total;
  const auto per_page = request.query.per_page;
  const auto page = request.query.page;
  ui::Paging out;
  out.pages = std::max<std::int64_t>(1, (std::min(total, deepest_hit) + per_page - 1) / per_page);
  out.page = page;
  // From beyond the end one step back is the end.
  if (page > 1) out.previous = request.on_page(static_cast<int>(std::min<std::int64_t>(page - 1, out.pages)));
  if (page < out.pages) out.next = request.on_page(page + 1);
  const bool is_full = static_cast<int>(answered.results.hits.size()) == per_page;
  if (answered.results.end && is_full && (request.query.after || total > deepest_hit)) out.next = request.behind(*answered.results.end);
  return out;
}

std::vector<ui::HiddenField> hidden(const SearchRequest& request, bool with_facets) {
  std::vector<ui::HiddenField> out;
  const auto& facets = shown_facets();
  for (const auto& filter : request.filters) {
    const bool in_form = std::any_of(facets.begin(), facets.end(), [&](const auto& f) { return f.parameter == filter.name; });
    if (with_facets || !in_form) out.push_back({filter.name, filter.value});
  }
  return out;
}

// What was read out of the words, to be taken back with one click (SRCH-1, 22).
std::vector<ui::Chip> chips_of_words(const Context& context, const Answered& answered) {
  const auto& asked = answered.request;
  std::vector<ui::Chip> out;
  for (const auto& part : answered.results.understood)
    for (const auto& value : part.shown.empty() ? part.values : part.shown) {
      const auto label = filter_label(context, part.as, value);
      if (part.is_preference) {  // nothing was left out for it: there is nothing to explain
        out.push_back({label + " first", asked.literally(), {}, {}});
        continue;
      }
      out.push_back({label + (part.filters ? "" : ", and others too"), asked.without_words(part.words), part.words, asked.literally()});
    }
  for (const auto& [typed, read] : answered.read_as) out.push_back({read, asked.literally(), typed, asked.literally()});
  return out;
}

}  // namespace

http::Response search_page(const Context& context, const http::Captures&) {
  if (!context.house.site.search_is_ready()) return search_is_being_prepared(context);
  auto request = read_search(context, context.request.query);
  ui::ResultsPage page;
  if (context.request.query_is_malformed)
    page.ignored.push_back("The address could not be read and was left out. Search again with the form.");
  for (const auto& problem : request.problems) page.ignored.push_back(problem.what + ". " + problem.fix);
  request.problems.clear();
  request.query.explain = true;
  const auto answered = answer_search(context, std::move(request));
  note_search(context, answered);
  const auto& asked = answered.request;

  const auto here = asked.on_page(asked.query.page);
  page.frame = context.frame(asked.query.text.empty() ? "All resources" : asked.query.text, here);
  page.frame.section = ui::Section::find;
  page.frame.query = asked.query.text;
  page.frame.alternate_json = "/api/v1" + here;
  page.frame.index = false;
  page.total = answered.results.total;
  for (const auto& filter : asked.filters)
    page.chips.push_back({filter_label(context, filter.name, filter.value), asked.without(filter.name, filter.value), {}, {}});
  for (auto& chip : chips_of_words(context, answered)) page.chips.push_back(std::move(chip));
  if (!asked.filters.empty()) page.clear_url = asked.cleared();
  for (const auto& facet : shown_facets())
    if (auto made = facet_for(context, answered, facet); !made.options.empty()) page.facets.push_back(std::move(made));
  page.filter_hidden = hidden(asked, false);
  if (asked.query.sort != search::Sort::best) page.filter_hidden.push_back({"sort", std::string(sort_word(asked.query.sort))});
  page.sorts = sorts(asked);
  page.sort_hidden = hidden(asked, true);
  page.sort_hidden.push_back({"q", asked.query.text});
  if (asked.literal)
    for (auto* fields : {&page.filter_hidden, &page.sort_hidden}) fields->push_back({"parse", "0"});
  page.teaching = teaching_options(asked);
  if (!asked.teaching.empty()) page.sort_hidden.push_back({"teaching", asked.teaching});
  page.federation = federation(context);
  for (std::size_t i = 0; i < answered.hits.size(); ++i) {
    page.cards.push_back(card_of(context, answered.hits[i], answered.words_found()));
    if (auto linked = statement_through_a_link(context, asked, answered.hits[i])) page.cards.back().statement = std::move(linked);
    page.cards.back().why = why_sentences(context, answered.hits[i], answered.found[i]);
  }
  if (answered.results.partial)
    page.ignored.push_back("This search took too long, so only some of the resources were looked at. Another word or a filter makes it quicker.");
  if (answered.results.any_word && answered.results.total > 0)
    page.ignored.push_back("Few resources hold all of your words, so those that hold some of them are shown too.");
  page.paging = paging(answered);
  for (const auto& row : help_without(context, answered))
    page.help.without.push_back({filter_label(context, row.filter, row.value), asked.without(row.filter, row.value), row.count});
  for (const auto& wider : {help_broader(context, answered), help_fewer_words(context, answered)})
    if (wider) page.help.broader.push_back({wider->label, wider->url, wider->count});
  if (answered.results.total == 0 && !asked.query.text.empty() && context.house.site.ledger) page.missing_url = "/missing";
  auto tiles = page.federation.organisations;
  for (const auto& facet : page.facets)
    for (const auto& option : facet.options)
      if (!option.slug.empty()) tiles.push_back({option.slug, {}, {}, {}, {}, {}, {}});
  page.frame.brand_sheets = brand_sheets(page.cards, tiles);
  return html_response(ui::results_page(page));
}

}  // namespace commonplace::web
