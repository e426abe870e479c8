// /organisations and /by/{slug} (specs/ux.md §7).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ui/cards.h"
#include "ui/resource.h"

namespace commonplace::ui {

struct OrganisationRow {
  Organisation organisation;
  std::int64_t resources = 0;
  std::string place;   // host of its node, or "Hosted here"
  std::string status;  // "Up to date", "Not reached since Tuesday"
  bool trouble = false;
};

struct OrganisationsPage {
  Frame frame;
  std::vector<OrganisationRow> rows;
  std::string invite_url;  // may be empty
};

struct OrganisationPage {
  Frame frame;
  Organisation organisation;
  std::int64_t resources = 0;
  std::vector<CountedLink> types;     // links into the search
  std::vector<CountedLink> subjects;  //
  std::vector<Card> cards;
  Paging paging;
  std::string all_url;            // /search?contributor={slug}
  std::vector<Fact> data_source;  // where its data comes from: node address, last checked, licence of metadata
};

}  // namespace commonplace::ui
