// A visit to another Commonplace node by its feed, the NDJSON of CONTRACT §4.2 (HAR-43): order by sequence, tombstones
// in the feed, nothing mended. A quiet node costs one request.
#pragma once

#include "harvest/visit.h"

namespace commonplace::harvest {

// `source.url`: the node's OAI-PMH base URL, so that the same peer can be visited either way (HAR-44), or its bare
// address. A node that has another life than the one remembered gives its whole list again.
std::unique_ptr<Visit> make_node_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                                       std::optional<Resumption> resumption);

}  // namespace commonplace::harvest
