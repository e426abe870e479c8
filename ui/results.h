// Search results (specs/ux.md §5).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ui/cards.h"

namespace commonplace::ui {

// A removable chip: a chosen filter, or a word that was understood (UI-20).
struct Chip {
  std::string label;        // "Key stage 2", "I may change it"
  std::string remove_url;   // the same search without it
  std::string words;        // understood words: "KS2"; empty for a filter chosen by hand
  std::string literal_url;  // search for the words instead (parse=0); may be empty
};

struct FacetOption {
  std::string value;  // value of the checkbox
  std::string label;
  std::int64_t count = 0;
  bool chosen = false;
  std::string slug;  // of an organisation: draws its tile
  std::string mark;  // with slug: characters on the tile
};

// One group of checkboxes of the GET form.
struct Facet {
  std::string name;                  // parameter: "type", "may", "time_max", "age", "contributor", "language", …
  std::string title;                 // "What it is"
  std::vector<FacetOption> options;  // in the order to show; options past the 8th fold under "Show more"
};

// One line of the curriculum tree beside the results.
struct TreeLine {
  std::string label;
  std::string url;  // the same search with that statement
  std::int64_t count = 0;
  int depth = 0;  // 0…5
  bool current = false;
};

struct SortOption {
  std::string value;  // best, newest, shortest, title
  std::string label;
  bool chosen = false;
};

// A parameter the forms must carry along.
struct HiddenField {
  std::string name;
  std::string value;
};

struct Federation {
  std::vector<Organisation> organisations;  // tiles; at most 12 are drawn, the rest as a number
  std::int64_t organisation_count = 0;
  std::vector<std::string>
      trouble;             // "Kiln Street not reached since Tuesday; its 9 resources may be old"; empty: up to date
  std::string status_url;  // may be empty
};

struct HelpLink {
  std::string label;  // "Without *Wales*", a spelling, a broader statement
  std::string url;
  std::int64_t count = -1;  // -1: not known
};

// Zero or few hits (UI-34).
struct ResultsHelp {
  std::vector<HelpLink> spelling;
  std::vector<HelpLink> without;
  std::vector<HelpLink> broader;
};

struct ResultsPage {
  Frame frame;  // frame.query is the words searched
  std::int64_t total = 0;
  std::vector<Chip> chips;
  std::string clear_url;                    // all filters off; empty: no link
  std::vector<std::string> ignored;         // sentences on what of the request was not understood (UI-38)
  std::vector<FrameworkOption> frameworks;  // to choose one of (parameter `framework`); may be empty
  std::vector<TreeLine> tree;               // curriculum tree; may be empty
  std::vector<Facet> facets;                // UI-30 order
  std::vector<HiddenField> filter_hidden;   // kept by the filter form besides q and its own checkboxes
  std::vector<SortOption> teaching;  // where the reader teaches (parameter `teaching`); may be empty
  std::vector<SortOption> sorts;
  std::vector<HiddenField> sort_hidden;  // kept by the order form: q and all filters
  Federation federation;
  std::vector<Card> cards;
  Paging paging;
  ResultsHelp help;
  std::string missing_url;  // "Tell organisations this is missing"; empty: not offered
};

}  // namespace commonplace::ui
