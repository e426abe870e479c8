#include <fmt/format.h>

#include "node/web/pages.h"
#include "node/web/search_answer.h"
#include "ui/pages.h"

namespace commonplace::web {
namespace {

constexpr std::size_t most_subjects = 12;
constexpr std::size_t most_levels = 8;

std::vector<ui::CountedLink> links(const Context& context, const Answered& all, const std::string& facet, std::size_t most) {
  std::vector<ui::CountedLink> out;
  for (const auto& row : facet_values(context, all.results, facet)) {
    if (out.size() == most) break;
    out.push_back({row.label, all.request.with(facet, row.value), row.count});
  }
  return out;
}

}  // namespace

http::Response home_page(const Context& context, const http::Captures&) {
  ui::HomePage page;
  page.frame = context.frame("Find learning resources", "/");
  page.frame.section = ui::Section::find;
  page.frame.search_in_header = false;
  page.frame.description = "Free learning resources from arts and heritage organisations, in one curriculum-aligned search.";

  if (context.house.site.search_is_ready()) {
    const auto all = answer_search(context, read_search(context, {{"sort", "newest"}, {"per_page", "8"}}));
    for (const auto& hit : all.hits) page.newest.push_back(card_of(context, hit, ""));
    page.subjects = links(context, all, "subject", most_subjects);
    page.levels = links(context, all, "level", most_levels);
  }
  for (const auto& contributor : context.directory->contributors())
    if (contributor.records.live > 0) page.organisations.push_back(organisation_of(&contributor));
  page.frame.brand_sheets = brand_sheets(page.newest, page.organisations);
  return html_response(ui::home_page(page));
}

}  // namespace commonplace::web
