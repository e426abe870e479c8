// A visit to a source that speaks ResourceSync (ANSI/NISO Z39.99-2017, HAR-46): from its description or capability list to
// the changes since the last visit, else to the list of all resources, each fetched and checked against its hash.
// Dumps are ZIP files and not read.
#pragma once

#include "harvest/visit.h"

namespace commonplace::harvest {

// `source.url`: a source description, a capability list, a resource list or a change list.
std::unique_ptr<Visit> make_resourcesync_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                                               std::optional<Resumption> resumption);

}  // namespace commonplace::harvest
