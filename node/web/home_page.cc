#include "node/web/pages.h"
#include "node/web/search_answer.h"
#include "schemas/vocabularies/concepts.h"
#include "ui/pages.h"

namespace commonplace::web {
namespace {

constexpr std::size_t most_subjects = 12;
constexpr std::size_t most_levels = 8;
constexpr std::size_t most_tiles = 60;  // the whole wall is at /organisations

// Groups such as "Arts" are no subjects that anybody teaches.
bool is_group(const std::string& subject) {
  const auto* found = vocabularies::find_subject(subject);
  return found && found->broader.empty() && vocabularies::narrower_subjects(subject).size() > 1;
}

// Stages of the country whose ages are confirmed; every country's bands beside each other would only confuse.
bool is_stage(const std::string& level) {
  const auto* found = vocabularies::find_level(level);
  return found && found->jurisdiction == "england" && !found->short_label.empty();
}

std::vector<ui::CountedLink> links(const Context& context, const Answered& all, const std::string& facet, std::size_t most,
                                   bool (*wanted)(const std::string&)) {
  std::vector<ui::CountedLink> out;
  for (const auto& row : facet_values(context, all.results, facet)) {
    if (out.size() == most) break;
    if (wanted(row.value)) out.push_back({row.label, all.request.with(facet, row.value), row.count});
  }
  return out;
}

bool is_subject(const std::string& subject) { return !is_group(subject); }

}  // namespace

http::Response home_page(const Context& context, const http::Captures&) {
  ui::HomePage page;
  page.frame = context.frame("Find learning resources", "/");
  page.frame.section = ui::Section::find;
  page.frame.search_in_header = false;
  page.frame.description = "Free learning resources from arts and heritage organisations, in one curriculum-aligned search.";

  if (context.house.site.search_is_ready()) {
    auto all = answer_search(context, read_search(context, {{"sort", "newest"}, {"per_page", "8"}}));
    for (const auto& hit : all.hits) page.newest.push_back(card_of(context, hit, ""));
    all.request = read_search(context, {});  // links lead to results as everybody else's
    page.subjects = links(context, all, "subject", most_subjects, is_subject);
    page.levels = links(context, all, "level", most_levels, is_stage);
  }
  for (const auto& contributor : context.directory->contributors())
    if (contributor.records.live > 0 && page.organisations.size() < most_tiles) page.organisations.push_back(organisation_of(&contributor));
  page.frame.brand_sheets = brand_sheets(page.newest, page.organisations);
  return html_response(ui::home_page(page));
}

}  // namespace commonplace::web
