// A visit to a web site by its sitemap: pages are read for the schema.org in them (HAR-45). robots.txt is obeyed, one
// question a second at most.
#pragma once

#include "harvest/visit.h"

namespace commonplace::harvest {

// `source.url`: a sitemap, an index of them, the site's robots.txt, or the site itself. Between whole lists (every 30
// days) only what has changed since is asked for: pages with a later lastmod, and those without one conditionally.
std::unique_ptr<Visit> make_sitemap_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                                          std::optional<Resumption> resumption);

}  // namespace commonplace::harvest
