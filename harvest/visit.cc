#include "harvest/visit.h"

#include "harvest/oai_visit.h"

namespace commonplace::harvest {

std::unique_ptr<Visit> make_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                                  std::optional<Resumption> resumption) {
  return make_oai_visit(std::move(source), fetcher, std::move(house), limits, std::move(resumption));
}

}  // namespace commonplace::harvest
