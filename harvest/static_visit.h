// A visit to an OAI static repository file (HAR-47).
#pragma once

#include "harvest/visit.h"

namespace commonplace::harvest {

std::unique_ptr<Visit> make_static_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                                         std::optional<Resumption> resumption);

}  // namespace commonplace::harvest
