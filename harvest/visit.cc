#include "harvest/visit.h"

#include <array>

#include "harvest/auto_visit.h"
#include "harvest/file_visit.h"
#include "harvest/node_visit.h"
#include "harvest/oai_visit.h"
#include "harvest/resourcesync_visit.h"
#include "harvest/sitemap_visit.h"
#include "harvest/static_visit.h"

namespace commonplace::harvest {

namespace {

using Maker = std::unique_ptr<Visit> (*)(Source, Fetcher&, House, VisitLimits, std::optional<Resumption>);

struct Kind {
  std::string_view name;
  Maker make;
};
constexpr std::array kinds = {Kind{"auto", make_auto_visit}, Kind{"oai", make_oai_visit}, Kind{"node", make_node_visit},
                              Kind{"static", make_static_visit}, Kind{"file", make_file_visit},
                              Kind{"sitemap", make_sitemap_visit}, Kind{"resourcesync", make_resourcesync_visit}};

}  // namespace

std::unique_ptr<Visit> make_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                                  std::optional<Resumption> resumption) {
  Maker make = make_oai_visit;
  for (const auto& kind : kinds) {
    if (kind.name == source.kind) make = kind.make;
  }
  return make(std::move(source), fetcher, std::move(house), limits, std::move(resumption));
}

}  // namespace commonplace::harvest
