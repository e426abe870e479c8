// Up to which date a source is known, by its own clock: what a whole list leaves behind, and from where the next one begins (HAR-10,
// HOST-37, HOST-38). As text "2026-11-20T08:00:00Z", or "2026-11-20 days" of a source that counts in days.
#pragma once

#include <optional>
#include <string>

#include "harvest/visit.h"

namespace commonplace::harvest {

// `from`: of the next list; empty: everything. `warning`: a sentence why everything is asked for although there is a checkpoint.
struct ListStart {
  std::string from = {};
  std::string warning = {};
};
ListStart start_after(const std::string& checkpoint, const Repository& repository);

// `first_date`: responseDate of the first page. Empty, perhaps with a warning, where the date is none or lies ahead of `now`.
struct Checkpoint {
  std::string text = {};
  std::string warning = {};
};
Checkpoint checkpoint_of(const std::string& first_date, model::Granularity granularity, std::optional<model::Datestamp> now);

}  // namespace commonplace::harvest
