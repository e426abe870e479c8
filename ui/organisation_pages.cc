#include "ui/organisation_pages.h"

#include "ui/pages.h"
#include "ui/panels.h"
#include "ui/parts.h"
#include "ui/render.h"
#include "ui/words.h"

namespace commonplace::ui {
namespace {

Object row_fields(const OrganisationRow& row) {
  return Fields()
      .join(organisation_fields(row.organisation))
      .text("org_count", counted(row.resources, "resource"))
      .text("org_number", number(row.resources))
      .text("org_place", row.place)
      .text("org_status", row.status)
      .text("org_tone", row.trouble ? "trouble" : "ok")
      .done();
}

}  // namespace

std::string organisation_page(const OrganisationPage& page) {
  return render("organisation", Fields()
                                    .join(frame_fields(page.frame))
                                    .join(organisation_fields(page.organisation))
                                    .join(paging_fields(page.paging))
                                    .join(facts_fields("org_source", page.data_source))
                                    .raw("panel_svg", panel(page.organisation.slug, "mosaic"))
                                    .text("org_heading", counted(page.resources, "resource"))
                                    .truth("org_none", page.resources == 0)
                                    .list("org_types", counted_links(page.types))
                                    .list("org_subjects", counted_links(page.subjects))
                                    .optional_url("org_all_url", page.all_url)
                                    .list("org_resources", card_list(page.cards, 3))
                                    .done());
}

std::string organisations_page(const OrganisationsPage& page) {
  const auto count = static_cast<std::int64_t>(page.rows.size());
  return render("organisations", Fields()
                                     .join(frame_fields(page.frame))
                                     .text("orgs_heading", counted(count, "organisation"))
                                     .truth("orgs_alone", count <= 1)
                                     .optional_url("orgs_invite_url", page.invite_url)
                                     .list("orgs", each(page.rows, row_fields))
                                     .done());
}

}  // namespace commonplace::ui
