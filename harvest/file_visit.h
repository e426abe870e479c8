// A visit to a file of rows at one address: CSV, JSON or NDJSON (HAR-48).
#pragma once

#include "harvest/visit.h"

namespace commonplace::harvest {

std::unique_ptr<Visit> make_file_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                                       std::optional<Resumption> resumption);

}  // namespace commonplace::harvest
