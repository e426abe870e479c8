// The pages of a node as files for any web space: no program runs there, and nothing is searched.
#pragma once

#include <cstdint>
#include <string>

#include "node/app/desk.h"
#include "schemas/model/outcome.h"

namespace commonplace::app {

struct SiteCopy {
  std::int64_t resources = 0;
  std::int64_t frameworks = 0;  // curriculum frameworks as CASE packages
  std::int64_t files = 0;       // all of them
};

// Writes index.html, a page for every public resource, organisation and curriculum statement, lists, and what they are
// drawn with; and every curriculum framework that may be handed on as frameworks/{id}.case.json. `folder` must be empty or not there yet. `url`: where the folder will be found; then sitemap.xml names every
// resource, so that the copy itself can be harvested (HAR-45); empty: none is written. Problems: the folder is not empty, or
// a file could not be written.
model::Outcome<SiteCopy> export_site(const Desk& desk, const std::string& folder, const std::string& url);

}  // namespace commonplace::app
