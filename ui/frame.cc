#include "ui/frame.h"

#include "ui/assets.h"
#include "ui/colour.h"
#include "ui/parts.h"
#include "ui/words.h"

namespace commonplace::ui {
namespace {

Object place(std::string_view url, std::string_view word, bool current) {
  return Fields().url("place_url", url).text("place_label", words(word)).truth("place_current", current).done();
}

List places(const Frame& frame) {
  List out;
  out.push_back({place("/search", "nav.find", frame.section == Section::find)});
  out.push_back({place("/curriculum", "nav.curriculum", frame.section == Section::curriculum)});
  out.push_back({place("/organisations", "nav.organisations", frame.section == Section::organisations)});
  if (frame.site.signed_in) out.push_back({place("/publish/", "nav.publish", frame.section == Section::publish)});
  return out;
}

Object site_fields(const Site& site) {
  return Fields()
      .text("site_name", site.name)
      .optional("site_keeper", site.keeper)
      .url("site_keeper_home", site.keeper_home.empty() ? "/" : site.keeper_home)
      .list("site_help", link_list(site.help_links))
      .list("site_open", link_list(site.open_links))
      .optional("site_version", site.version)
      .done();
}

}  // namespace

Object frame_fields(const Frame& frame) {
  const std::string heading = frame.title.empty() ? frame.site.name : frame.title;
  return Fields()
      .join(site_fields(frame.site))
      .text("frame_title", frame.title.empty() ? frame.site.name : frame.title + " – " + frame.site.name)
      .text("frame_heading", heading)
      .optional("frame_description", frame.description)
      .truth("frame_noindex", !frame.index)
      .optional_url("frame_canonical", frame.canonical)
      .url("frame_sheet", asset_path("commonplace.css"))
      .list("frame_brand_sheets",
            each(frame.brand_sheets, [](const auto& sheet) { return Fields().url("brand_sheet", sheet).done(); }))
      .optional_url("frame_script", asset_path("suggest.js"))
      .optional_url("frame_icon", asset_path("icon.svg"))
      .optional_url("frame_json", frame.alternate_json)
      .optional_url("frame_feed", frame.feed)
      .optional_url("frame_oembed", frame.oembed)
      .optional_url("frame_opensearch", frame.opensearch)
      .list("frame_places", places(frame))
      .truth("frame_search", frame.search_in_header)
      .text("frame_query", frame.query)
      .text("frame_search_hint", frame.site.resources == 0
                                     ? words("search.hint")
                                     : words("search.hint_count", "count", counted(frame.site.resources, "resource")))
      .done();
}

Object organisation_fields(const Organisation& by) {
  const bool known = is_slug(by.slug);
  return Fields()
      .text("by_brand", brand_class(by.slug))
      .text("by_slug", known ? by.slug : std::string())
      .url("by_url", known             ? "/by/" + by.slug
                     : by.home.empty() ? "/organisations"
                                       : by.home)
      .text("by_name", by.name)
      .text("by_mark", by.mark.empty() ? initials(by.name) : by.mark)
      .optional("by_logo", html::own_url(by.logo))
      .optional_url("by_home", by.home)
      .optional("by_message", by.message)
      .list("by_links", link_list(by.links))
      .done();
}

List link_list(const std::vector<model::Link>& links) {
  return each(links, [](const model::Link& link) {
    return Fields().url("link_url", link.url).text("link_label", link.label.empty() ? link.url : link.label).done();
  });
}

}  // namespace commonplace::ui
