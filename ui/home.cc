#include "ui/home.h"

#include <array>

#include "ui/colour.h"
#include "ui/pages.h"
#include "ui/panels.h"
#include "ui/parts.h"
#include "ui/render.h"
#include "ui/words.h"

namespace commonplace::ui {
namespace {

// Types whose patterns differ (ui/panels.h), so that neighbours do.
constexpr std::array<std::string_view, 8> mosaic_types{"video",   "lesson-plan", "activity", "diagram",
                                                       "artwork", "unit-plan",   "text",     "quiz"};

// A piece of wall for each organisation, round again until the wall is full; neutral while nobody is here.
List mosaic(const std::vector<Organisation>& organisations) {
  List out;
  for (std::size_t i = 0; i < mosaic_types.size(); ++i) {
    const std::string slug = organisations.empty() ? std::string() : organisations[i % organisations.size()].slug;
    out.push_back({Fields()
                       .text("by_brand", brand_class(slug))
                       .raw("panel_svg", panel(slug + "/" + std::to_string(i), mosaic_types[i]))
                       .done()});
  }
  return out;
}

std::string heading(const Site& site) {
  if (site.organisations <= 1 && !site.keeper.empty()) return words("home.heading_one", "name", site.keeper);
  if (site.organisations == 0) return words("home.heading_none");
  return words("home.heading", "organisations", counted(site.organisations, "contributor"));
}

Object option_fields(const FrameworkOption& option) {
  return Fields()
      .text("option_value", option.value)
      .text("option_label", option.label)
      .truth("option_chosen", option.chosen)
      .done();
}

}  // namespace

std::string home_page(const HomePage& page) {
  const Site& site = page.frame.site;
  Frame frame = page.frame;
  frame.search_in_header = false;
  return render("home", Fields()
                            .join(frame_fields(frame))
                            .text("home_heading", heading(site))
                            .text("home_lead", site.resources == 0 ? words("home.lead_empty")
                                                                   : words("home.lead", "resources",
                                                                           counted(site.resources, "resource")))
                            .list("home_frameworks", each(page.frameworks, option_fields))
                            .list("home_mosaic", mosaic(page.organisations))
                            .truth("home_empty", site.resources == 0)
                            .list("home_subjects", counted_links(page.subjects))
                            .list("home_levels", counted_links(page.levels))
                            .list("home_newest", card_list(page.newest, 3))
                            .list("home_organisations", each(page.organisations, organisation_fields))
                            .done());
}

}  // namespace commonplace::ui
