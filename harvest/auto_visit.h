// A visit to a source of which nobody knows yet what it is: asks, then visits it as what it is (HAR-44).
#pragma once

#include "harvest/visit.h"

namespace commonplace::harvest {

// What was found stands in Standing::kind and Standing::url, so that the next visit need not ask.
std::unique_ptr<Visit> make_auto_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                                       std::optional<Resumption> resumption);

}  // namespace commonplace::harvest
