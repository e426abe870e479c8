#include <fmt/format.h>

#include "node/web/pages.h"
#include "node/web/search_answer.h"
#include "ui/pages.h"

namespace commonplace::web {
namespace {

constexpr int cards_per_page = 20;

// The peer that brought the newest state of one of its records; nullptr when that is forgotten.
const store::Peer* peer_of(const Context& context, const store::StoredContributor& contributor) {
  store::Selection selection;
  selection.contributor = contributor.id;
  store::Key key = 0;
  context.store().list(selection, {}, 1, 1, store::Body::none, [&](const store::Row& row) { key = row.key; });
  const auto record = context.store().find_key(key);
  return record ? context.directory->peer(record->peer) : nullptr;
}

ui::OrganisationRow row_for(const Context& context, const store::StoredContributor& contributor) {
  ui::OrganisationRow row;
  row.organisation = organisation_of(&contributor);
  row.resources = contributor.records.live;
  row.place = contributor.hosted_here ? "Hosted here" : contributor.profile.host;
  row.status = "Up to date";
  const auto* peer = contributor.hosted_here ? nullptr : peer_of(context, contributor);
  if (peer && peer->failures > 0) {
    row.trouble = true;
    row.status = peer->last_good.seconds == 0
                     ? "Not reached yet"
                     : "Not reached since " + model::format_datestamp(peer->last_good, model::Granularity::day);
  }
  return row;
}

std::vector<ui::CountedLink> links(const Context& context, const Answered& answered, const std::string& facet) {
  constexpr std::size_t most = 10;
  std::vector<ui::CountedLink> out;
  for (const auto& row : facet_values(context, answered.results, facet)) {
    if (out.size() == most) break;
    out.push_back({row.label, answered.request.with(facet, row.value), row.count});
  }
  return out;
}

std::string page_number(const Context& context) { return std::string(context.request.argument("page").value_or("1")); }

}  // namespace

http::Response organisations_page(const Context& context, const http::Captures&) {
  ui::OrganisationsPage page;
  page.frame = context.frame("Organisations", "/organisations");
  page.frame.section = ui::Section::organisations;
  page.frame.alternate_json = "/api/v1/contributors";
  std::vector<ui::Organisation> tiles;
  for (const auto& contributor : context.directory->contributors()) {
    if (!contributor.hosted_here && contributor.records.live == 0) continue;
    page.rows.push_back(row_for(context, contributor));
    tiles.push_back(page.rows.back().organisation);
  }
  page.frame.brand_sheets = brand_sheets({}, tiles);
  return html_response(ui::organisations_page(page));
}

http::Response organisation_page(const Context& context, const http::Captures& captures) {
  const auto* contributor = context.directory->by_slug(captures["slug"]);
  if (!contributor) return not_found(context);
  const auto& profile = contributor->profile;
  const auto path = "/by/" + profile.slug;
  ui::OrganisationPage page;
  page.frame = context.frame(profile.name, path);
  page.frame.section = ui::Section::organisations;
  page.frame.alternate_json = "/api/v1/contributors";
  page.frame.description = profile.message;
  page.frame.feed = "/feed.atom?contributor=" + profile.slug;
  page.organisation = organisation_of(contributor);
  page.resources = contributor->records.live;
  page.all_url = "/search?q=&contributor=" + profile.slug;
  page.data_source.push_back({"Published by", contributor->hosted_here ? context.profile->own.profile.name + " (this node)" : profile.host, ""});
  page.data_source.push_back({"OAI-PMH set", profile.set, "/oai?verb=ListRecords&metadataPrefix=oai_dc&set=" + profile.set});

  if (context.house.site.search_is_ready()) {
    auto request = read_search(context, {{"contributor", profile.slug}, {"sort", "newest"}, {"page", page_number(context)},
                                         {"per_page", std::to_string(cards_per_page)}});
    request.problems.clear();
    const auto answered = answer_search(context, std::move(request));
    page.types = links(context, answered, "type");
    page.subjects = links(context, answered, "subject");
    for (const auto& hit : answered.hits) page.cards.push_back(card_of(context, hit, ""));
    page.paging.page = answered.request.query.page;
    page.paging.pages = std::max<std::int64_t>(1, (answered.results.total + cards_per_page - 1) / cards_per_page);
    if (page.paging.page > 1) page.paging.previous = fmt::format("{}?page={}", path, page.paging.page - 1);
    if (page.paging.page < page.paging.pages) page.paging.next = fmt::format("{}?page={}", path, page.paging.page + 1);
  }
  page.frame.brand_sheets = {path + "/brand.css"};
  return html_response(ui::organisation_page(page));
}

}  // namespace commonplace::web
