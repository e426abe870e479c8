// A visit to an OAI-PMH 2.0 repository: Identify, format, list (harvest.md §3).
#pragma once

#include <memory>
#include <optional>

#include "harvest/visit.h"

namespace commonplace::harvest {

std::unique_ptr<Visit> make_oai_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                                      std::optional<Resumption> resumption);

}  // namespace commonplace::harvest
