#include "ui/results.h"

#include <algorithm>

#include "ui/pages.h"
#include "ui/parts.h"
#include "ui/render.h"
#include "ui/words.h"

namespace commonplace::ui {
namespace {

constexpr std::size_t options_in_sight = 8;
constexpr std::size_t federation_tiles = 12;
constexpr int deepest_tree_line = 5;

std::string heading(const ResultsPage& page) {
  const std::string count = counted(page.total, "resource");
  if (page.frame.query.empty()) return count;
  return fill(words("results.heading", "count", count), "query", page.frame.query);
}

Object chip_fields(const Chip& chip) {
  const bool understood = !chip.words.empty() && !chip.literal_url.empty();
  Object read = Fields()
                    .text("chip_read", words("results.read_as", "words", chip.words))
                    .url("chip_literal_url", chip.literal_url)
                    .done();
  return Fields()
      .text("chip_label", chip.label)
      .url("chip_remove_url", chip.remove_url)
      .maybe("chip_understood", understood, std::move(read))
      .done();
}

Object option_fields(const FacetOption& option) {
  Organisation by;
  by.slug = option.slug;
  by.name = option.label;
  by.mark = option.mark;
  return Fields()
      .join(organisation_fields(by))
      .text("option_value", option.value)
      .text("option_label", option.label)
      .text("option_count", number(option.count))
      .truth("option_chosen", option.chosen)
      .truth("option_tile", !option.slug.empty())
      .done();
}

// Chosen options are never folded away.
Object facet_fields(const Facet& facet) {
  std::vector<FacetOption> seen, folded;
  for (const FacetOption& option : facet.options) {
    (seen.size() < options_in_sight || option.chosen ? seen : folded).push_back(option);
  }
  return Fields()
      .text("facet_name", facet.name)
      .text("facet_title", facet.title)
      .list("facet_options", each(seen, option_fields))
      .list("facet_more", each(folded, option_fields))
      .done();
}

Object tree_line_fields(const TreeLine& line) {
  return Fields()
      .text("line_label", line.label)
      .url("line_url", line.url)
      .text("line_count", number(line.count))
      .text("line_depth", std::to_string(std::clamp(line.depth, 0, deepest_tree_line)))
      .truth("line_current", line.current)
      .done();
}

template <typename Option>
Object select_fields(const Option& option) {
  return Fields()
      .text("option_value", option.value)
      .text("option_label", option.label)
      .truth("option_chosen", option.chosen)
      .done();
}

List hidden_list(const std::vector<HiddenField>& fields) {
  return each(fields, [](const HiddenField& field) {
    return Fields().text("hidden_name", field.name).text("hidden_value", field.value).done();
  });
}

Object federation_fields(const Federation& federation) {
  const auto shown = std::min(federation.organisations.size(), federation_tiles);
  const std::vector<Organisation> tiles(federation.organisations.begin(),
                                        federation.organisations.begin() + static_cast<std::ptrdiff_t>(shown));
  return Fields()
      .list("federation_tiles", each(tiles, organisation_fields))
      .text("federation_words",
            words("results.searching", "organisations", counted(federation.organisation_count, "organisation")))
      .truth("federation_well", federation.trouble.empty())
      .list("federation_trouble",
            each(federation.trouble, [](const auto& trouble) { return Fields().text("trouble", trouble).done(); }))
      .optional_url("federation_status_url", federation.status_url)
      .done();
}

Object help_fields(std::string_view title, const std::vector<HelpLink>& links) {
  return Fields()
      .text("help_title", words(title))
      .list("help_links", each(links,
                               [](const HelpLink& link) {
                                 return Fields()
                                     .url("help_url", link.url)
                                     .text("help_label", link.label)
                                     .optional("help_count", link.count < 0 ? std::string() : number(link.count))
                                     .done();
                               }))
      .done();
}

List help_list(const ResultsHelp& help) {
  List out;
  if (!help.spelling.empty()) out.push_back({help_fields("help.spelling", help.spelling)});
  if (!help.without.empty()) out.push_back({help_fields("help.without", help.without)});
  if (!help.broader.empty()) out.push_back({help_fields("help.broader", help.broader)});
  return out;
}

std::string filters_label(const std::vector<Chip>& chips) {
  return chips.empty() ? words("filters.open") : words("filters.open_count", "count", std::to_string(chips.size()));
}

}  // namespace

std::string results_page(const ResultsPage& page) {
  return render("results",
                Fields()
                    .join(frame_fields(page.frame))
                    .join(federation_fields(page.federation))
                    .join(paging_fields(page.paging))
                    .text("results_heading", heading(page))
                    .list("results_chips", each(page.chips, chip_fields))
                    .optional_url("results_clear_url", page.clear_url)
                    .list("results_ignored",
                          each(page.ignored, [](const auto& it) { return Fields().text("ignored", it).done(); }))
                    .text("results_filters_label", filters_label(page.chips))
                    .list("results_filter_hidden", hidden_list(page.filter_hidden))
                    .truth("results_curriculum", !page.frameworks.empty() || !page.tree.empty())
                    .list("results_frameworks", each(page.frameworks, select_fields<FrameworkOption>))
                    .list("results_tree", each(page.tree, tree_line_fields))
                    .list("results_facets", each(page.facets, facet_fields))
                    .list("results_teaching", each(page.teaching, select_fields<SortOption>))
                    .list("results_sorts", each(page.sorts, select_fields<SortOption>))
                    .list("results_sort_hidden", hidden_list(page.sort_hidden))
                    .truth("results_none", page.total == 0)
                    .maybe("results_missing", page.total == 0 && !page.missing_url.empty(),
                           Fields().url("missing_url", page.missing_url).done())
                    .list("results_help", help_list(page.help))
                    .list("results_cards", card_list(page.cards, 2))
                    .done());
}

}  // namespace commonplace::ui
