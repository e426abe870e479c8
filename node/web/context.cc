#include "node/web/context.h"

namespace commonplace::web {

bool Context::wants_json() const {
  const auto accept = request.header("Accept");
  const auto json = accept.find("application/json");
  return json != std::string_view::npos && json < accept.find("text/html");
}

ui::Frame Context::frame(std::string title, std::string_view path) const {
  ui::Frame frame;
  frame.site.keeper = profile->own.profile.name;
  frame.site.keeper_home = profile->own.profile.home;
  frame.site.resources = directory->totals().live;
  frame.site.organisations = directory->with_records();
  frame.site.version = profile->version;
  frame.site.help_links = {{"Browse by curriculum", "/curriculum"},
                           {"Organisations", "/organisations"},
                           {"How results are ordered", "/about/results"},
                           {"About this site", "/about/site"}};
  frame.site.open_links = {{"Open data: OAI-PMH", "/oai?verb=Identify"},
                           {"Open data: JSON", "/api/v1/openapi.json"},
                           {"New resources: Atom feed", "/feed.atom"}};
  frame.title = std::move(title);
  frame.canonical = absolute(path);
  frame.feed = "/feed.atom";
  return frame;
}

}  // namespace commonplace::web
